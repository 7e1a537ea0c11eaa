"""The box for opinions, and the county's answers."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.models import Feedback, Message, Notice
from organizations.services import audit

MOST = 1000


@transaction.atomic
def give_feedback(*, text: str, by, page: str = "") -> Feedback:
    """Put an opinion into the box. The trail says that it was given, not what it says: it may complain about the office."""
    text = _checked(text)
    membership = getattr(by, "membership", None)
    row = Feedback.objects.create(
        account=by,
        unit=membership.unit if membership else None,
        text=text,
        page=page[:200] if page.startswith("/") else "",
    )
    audit.record(by=by, action="feedback.give")
    return row


@transaction.atomic
def answer_feedback(*, feedback: Feedback, text: str, by) -> Feedback:
    """Answer, and tell the author. An answer is given once."""
    text = _checked(text)
    row = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if row.answer:
        raise ValidationError(_("这条意见已经答复过。"))
    person = getattr(by, "acting_person", None)
    now = timezone.now()
    row.answer, row.answered_at, row.answered_by = text, now, person
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    # For one person, not for a unit: so not by way of a notice's job, which tells everybody in the unit.
    notice = Notice.objects.create(
        subject=_("您的意见有了答复"), body=text, link="/feedback/", sender=person, delivered_at=now,
        sender_unit=by.membership.unit if getattr(by, "membership", None) else None,
    )  # fmt: skip
    Message.objects.create(notice=notice, account_id=row.account_id)
    audit.record(by=by, action="feedback.answer", after={"answer": text})
    return row


def _checked(text: str) -> str:
    text = text.strip()
    if not text or len(text) > MOST:
        raise ValidationError({"text": _("请填写不超过 %(n)s 个字的文字。") % {"n": MOST}})
    return text
