"""A duty is waived by hand, with the reason, and taken back: for what the plan could not know."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Assignment, Campaign, Duty
from organizations.services import audit

RUNNING = (Campaign.State.PUBLISHED, Campaign.State.PAUSED)


@transaction.atomic
def waive(*, duty: Duty, reason: str, by) -> None:
    """Let a unit off one duty. Refuses one that was filed, and an empty reason. Lateness until now stays in the trail."""
    duty = _locked(duty)
    reason = reason.strip()
    if duty.state != Duty.State.OPEN:
        raise ValidationError(_("这一项现在是“%(state)s”，不能免报。") % {"state": duty.get_state_display()})
    if not reason:
        raise ValidationError({"reason": _("请写明免报的理由。")})
    if len(reason) > 200:
        raise ValidationError({"reason": _("理由最多 %(n)s 个字。") % {"n": 200}})
    duty.state, duty.waived_reason, duty.waived_with_share = Duty.State.WAIVED, reason, False
    duty.save(update_fields=["state", "waived_reason", "waived_with_share"])
    audit.record(
        by=by, action="duty.waive", target=duty, reason=reason, before=_facts(duty, Duty.State.OPEN), after=_facts(duty)
    )


@transaction.atomic
def reopen(*, duty: Duty, by, on: date) -> None:
    """Ask for a waived duty again. Refuses one whose day is over, for it would be late at once, and one that nobody
    carries any more."""
    duty = _locked(duty)
    if duty.state != Duty.State.WAIVED:
        raise ValidationError(_("这一项现在是“%(state)s”，不用恢复。") % {"state": duty.get_state_display()})
    if duty.assignment.state != Assignment.State.ACTIVE:
        raise ValidationError(_("这个单位已经不承担这项任务，不能恢复填报。请先恢复分工。"))
    if duty.must_by < on:
        raise ValidationError(_("到期日已过，恢复后立即逾期，不能恢复。"))
    reason = duty.waived_reason
    duty.state, duty.waived_reason, duty.waived_with_share = Duty.State.OPEN, "", False
    duty.save(update_fields=["state", "waived_reason", "waived_with_share"])
    audit.record(
        by=by, action="duty.reopen", target=duty, before={**_facts(duty, Duty.State.WAIVED), "reason": reason},
        after=_facts(duty),
    )  # fmt: skip


def _locked(duty: Duty) -> Duty:
    found = Duty.objects.select_for_update(of=("self",)).select_related("assignment", "unit", "campaign")
    row = found.get(pk=duty.pk)
    if row.campaign.state not in RUNNING:
        raise ValidationError(_("活动不在进行中，填报事项不能再改。"))
    return row


def _facts(duty: Duty, state: str = "") -> dict[str, str]:
    return {"unit": duty.unit.name, "title": duty.in_words, "state": str(Duty.State(state or duty.state).label)}
