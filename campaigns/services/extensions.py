"""More time for a filing: asked for by the unit with a reason, answered by who reviews it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Duty, Extension, Filing, FilingEvent
from campaigns.selectors.reviewers import decides_all
from campaigns.services.filings import ensure_filing
from campaigns.services.reviews import FILERS
from organizations.models import Unit
from organizations.services import audit, notices


@transaction.atomic
def ask(*, campaign: Campaign, unit: Unit, due_on: date, until: date, reason: str, by, on: date) -> Extension:
    """Ask for more time for what the unit still owes on a due day. Refused: another unit's, nothing open, an open request
    already, a day that is no later, a day after the campaign's end, no reason."""
    if by.membership is None or by.membership.unit_id != unit.pk:
        raise ValidationError(_("只能为本单位申请延期。"))
    duties = list(Duty.objects.open().filter(campaign=campaign, unit=unit, due_on=due_on).select_for_update())
    if not duties:
        raise ValidationError(_("这一天没有还没报的内容，不用延期。"))
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": _("请写明为什么需要延期。")})
    if len(reason) > 200:
        raise ValidationError({"reason": _("理由不超过 200 个字。")})
    last = max(duty.must_by for duty in duties)
    if until <= last:
        raise ValidationError({"until": _("延期要晚于现在的到期日 %(day)s。") % {"day": last.isoformat()}})
    if until < on:
        raise ValidationError({"until": _("延期的日期已经过去，请选今天或以后。")})
    if campaign.ends_on and until > campaign.ends_on:
        raise ValidationError({"until": _("不能晚于活动最后一天 %(day)s。") % {"day": campaign.ends_on.isoformat()}})
    # Most ask before they have begun to fill in: the filing is made with its blank items then.
    made = ensure_filing(campaign=campaign, unit=unit, due_on=due_on)
    filing = Filing.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if filing.state not in (Filing.State.DRAFT, Filing.State.RETURNED):
        raise ValidationError(_("这份填报已经提交，不用延期。"))
    if Extension.objects.filter(filing=filing, state=Extension.State.ASKED).exists():
        raise ValidationError(_("已经有一份延期申请在等答复。"))
    extension = Extension.objects.create(filing=filing, until=until, reason=reason, asked_by=by.acting_person)
    audit.record(by=by, action="extension.ask", target=extension, after={"until": until}, reason=reason)
    return extension


@transaction.atomic
def answer(*, extension: Extension, approve: bool, answer: str, by, on: date) -> Extension:
    """Approve: the open duties get the new last day. Refuse: with words, for the unit has to live with it."""
    extension = (
        Extension.objects.select_for_update(of=("self",))
        .select_related("filing__unit", "filing__campaign")
        .get(pk=extension.pk)
    )
    filing = extension.filing
    if extension.state != Extension.State.ASKED:
        raise ValidationError(_("这份申请已经答复。"))
    if not decides_all(filing, by):
        raise ValidationError(_("延期由组织部门答复，所辖村的由乡镇答复。"))
    answer = " ".join(answer.split())
    if not approve and not answer:
        raise ValidationError({"answer": _("不同意时请写明理由。")})
    if len(answer) > 200:
        raise ValidationError({"answer": _("答复不超过 200 个字。")})
    extension.state = Extension.State.APPROVED if approve else Extension.State.REFUSED
    extension.answer, extension.answered_at, extension.answered_by = answer, timezone.now(), by.acting_person
    extension.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    if approve:
        if extension.until < on:
            raise ValidationError(_("申请的日期已经过去，请单位重新申请。"))
        Duty.objects.open().filter(campaign=filing.campaign, unit=filing.unit, due_on=filing.due_on).update(
            extended_to=extension.until
        )
        FilingEvent.objects.create(
            filing=filing, kind=FilingEvent.Kind.EXTENDED, text=_("延期到 %(day)s") % {"day": extension.until.isoformat()},
            by=by.acting_person,
        )  # fmt: skip
    facts = {"campaign": filing.campaign.name, "due": filing.due_on.isoformat(), "until": extension.until.isoformat()}
    notices.send_notice(
        by=by,
        subject=_("已同意延期到 %(until)s") % facts if approve else _("没有同意延期到 %(until)s") % facts,
        body="\n".join([_("%(campaign)s原定 %(due)s 到期的填报。") % facts, *([answer] if answer else [])]),
        units=[filing.unit],
        roles=FILERS,
        link=f"/c/{filing.campaign.slug}/filings/",
    )
    if approve:
        audit.record(
            by=by, action="extension.approve", target=extension, after={"until": extension.until}, reason=answer
        )
    else:
        audit.record(by=by, action="extension.refuse", target=extension, reason=answer)
    return extension
