"""Urging (催办) by hand: once a unit, campaign and day, in the hours of work, with time between; and the unit's answer."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Urge
from campaigns.selectors.reminders import REPORTERS, accounts_of
from campaigns.selectors.urges import urging
from organizations.models import Unit
from organizations.services import audit, notices

MOST = 300


@transaction.atomic
def urge(*, campaign: Campaign, unit: Unit, text: str, by, moment: datetime) -> Urge:
    """Tell the unit's people. Refuses, with the reason, outside the hours of work, on a second time the day, within the
    cool-down, where nothing is owed and where nobody would hear it."""
    text = text.strip()
    if not text or len(text) > MOST:
        raise ValidationError({"text": _("请填写不超过 %(n)s 个字的文字。") % {"n": MOST}})
    # Two people at the same moment wait for each other here, and the second one finds the first one's urge.
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    refusal = urging(campaign, unit, moment).refusal
    if refusal:
        raise ValidationError(refusal)
    on = timezone.localdate(moment)
    if not accounts_of([unit.pk], on).get(unit.pk):
        raise ValidationError(_("这个单位没有人可以收到催办，请先开通账号或补上人员。"))
    row = Urge.objects.create(
        campaign=campaign, unit=unit, day=on, text=text, made_by=getattr(by, "acting_person", None)
    )
    notices.send_notice(
        by=by, subject=_("催办：%(name)s") % {"name": campaign.name[:70]}, body=text, units=[unit], roles=REPORTERS,
        link=f"/urges/{row.public_id}/answer/",
    )  # fmt: skip
    audit.record(by=by, action="urge.send", target=row, after={"unit": str(unit), "text": text})
    return row


@transaction.atomic
def answer_urge(*, urge: Urge, text: str, by) -> Urge:
    """The unit says how it stands. An answer is given once."""
    text = text.strip()
    if not text or len(text) > MOST:
        raise ValidationError({"text": _("请填写不超过 %(n)s 个字的文字。") % {"n": MOST}})
    row = Urge.objects.select_for_update().get(pk=urge.pk)
    if row.answer:
        raise ValidationError(_("这条催办已经答复过。"))
    row.answer, row.answered_at, row.answered_by = text, timezone.now(), getattr(by, "acting_person", None)
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    audit.record(by=by, action="urge.answer", target=row, after={"answer": text})
    return row
