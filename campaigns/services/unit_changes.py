"""What a merged or closed unit means for campaigns: its open tasks go on with the successor, or end and are told.

Called by `organizations.services.units` through the settings, in the same transaction: either both happen or neither.
"""

from collections import defaultdict
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Assignment, Campaign, CarrierRole, Plan
from campaigns.opening import STRENGTH
from campaigns.plan_words import assignment_words, in_official_words
from campaigns.services.versions import RUNNING, Change, freeze, tell
from organizations.models import Unit
from organizations.services import audit

STATE = Assignment.State
OVER = (Campaign.State.CLOSED, Campaign.State.ARCHIVED)


def open_tasks(unit: Unit) -> tuple[str, int]:
    """For the pages that ask before a unit is merged or closed."""
    return str(_("进行中的任务")), _open_shares(unit).count()


@transaction.atomic
def unit_merged(*, unit: Unit, into: Unit, by, on: date, paper: str) -> None:
    """Open assignments go on with the successor from the next day; where both carried a task, one remains with the
    stronger role. The old unit's own campaigns become the successor's. Drafts keep what they name: their pages show who
    carries it on, and publishing opens it for that unit."""
    Campaign.objects.filter(owner=unit).exclude(state__in=OVER).update(owner=into)
    Plan.objects.filter(owner=unit, state__in=(Plan.State.READ, Plan.State.CHECKED)).update(owner=into)
    shares = _locked_shares(unit)
    twins = {
        row.task_id: row for row in Assignment.objects.filter(unit=into, task__in=[share.task_id for share in shares])
    }
    changes: dict[int, list[Change]] = defaultdict(list)
    reason = _reason(_("%(old)s并入%(new)s") % {"old": unit.name, "new": into.name}, paper)
    for share in shares:
        task = share.task
        old_words, twin = _words(share), twins.get(share.task_id)
        new_words = _words(twin) if twin else ""
        twin = _carry_on(share, twin, into, on)
        share.state, share.moved_to, share.until, share.reason = STATE.MOVED, twin, on, reason[:200]
        share.save(update_fields=["state", "moved_to", "until", "reason"])
        changes[task.campaign_id] += [
            Change(unit.name, old_words, _words(share), task.number, task.title),
            *(
                [Change(into.name, new_words, _words(twin), task.number, task.title)]
                if _words(twin) != new_words
                else []
            ),
        ]
    for campaign in _campaigns(changes):
        own = changes[campaign.pk]
        freeze(campaign=campaign, changes=own, reason=reason[:300], by=by, valid_from=on)
        subject = _("任务随机构合并转入：%(name)s") % {"name": into.name}
        tell(campaign=campaign, units=[into, campaign.owner], subject=subject, changes=own, reason=reason, by=by)
        audit.record(by=by, action="assignment.move", target=campaign, after={"moved": len(own)}, reason=reason)


@transaction.atomic
def unit_closed(*, unit: Unit, by, on: date, paper: str) -> None:
    """Open assignments end, and the owner of each campaign is told, also which tasks nobody carries now.

    Refuses a unit whose own campaigns still run: they would be left without an owner. In drafts the check
    before publishing finds the closed unit.
    """
    if Campaign.objects.filter(owner=unit).exclude(state__in=OVER).exists():
        raise ValidationError(_("这个单位发起的活动还没有结束。请先结束活动，或改用“并入其他单位”。"))
    shares = _locked_shares(unit)
    reason = _reason(_("单位撤销"), paper)
    changes: dict[int, list[Change]] = defaultdict(list)
    for share in shares:
        before = _words(share)
        share.state, share.until, share.reason = STATE.ENDED, on, reason[:200]
        share.save(update_fields=["state", "until", "reason"])
        changes[share.task.campaign_id].append(
            Change(unit.name, before, _words(share), share.task.number, share.task.title)
        )
    carried = set(
        Assignment.objects.filter(task__in=[share.task_id for share in shares]).active().values_list("task", flat=True)
    )
    for share in shares:
        if share.task_id not in carried:
            with in_official_words():
                nobody = Change(
                    _("承担单位"), unit.name, _("没有承担单位，请另行安排"), share.task.number, share.task.title
                )
            changes[share.task.campaign_id].insert(0, nobody)
    for campaign in _campaigns(changes):
        own = changes[campaign.pk]
        freeze(campaign=campaign, changes=own, reason=reason[:300], by=by, valid_from=on)
        subject = _("承担任务的单位撤销：%(name)s") % {"name": unit.name}
        tell(campaign=campaign, units=[campaign.owner], subject=subject, changes=own, reason=reason, by=by)
        audit.record(by=by, action="assignment.end", target=campaign, after={"ended": len(own)}, reason=reason)


def _carry_on(share: Assignment, twin: Assignment | None, into: Unit, on: date) -> Assignment:
    """The successor's assignment for the task: new, taken back in, or its own one with the stronger role."""
    since = on + timedelta(days=1)
    if twin is None:
        return Assignment.objects.create(
            task_id=share.task_id, unit=into, role=share.role, through=share.through, order=share.order, since=since
        )
    if twin.state == STATE.ACTIVE:
        if STRENGTH[CarrierRole(share.role)] < STRENGTH[CarrierRole(twin.role)]:
            twin.role = share.role
    else:
        twin.role, twin.state, twin.reason, twin.moved_to = share.role, STATE.ACTIVE, "", None
        twin.since, twin.until = since, None
    twin.save()
    return twin


def _open_shares(unit: Unit):
    return Assignment.objects.filter(unit=unit, task__campaign__state__in=RUNNING).active()


def _locked_shares(unit: Unit) -> list[Assignment]:
    """Campaigns first, then their shares: amendments lock in this order too, so that neither waits for the other."""
    list(
        Campaign.objects.select_for_update(of=("self",))
        .filter(pk__in=_open_shares(unit).values("task__campaign"))
        .order_by("pk")
    )
    return list(_open_shares(unit).select_related("task__campaign").select_for_update(of=("self",)))


def _campaigns(changes: dict[int, list[Change]]) -> list[Campaign]:
    found = Campaign.objects.select_for_update(of=("self",)).filter(pk__in=list(changes))
    return list(found.select_related("owner").order_by("pk"))


def _words(row: Assignment) -> str:
    with in_official_words():
        return assignment_words(row)


def _reason(text: str, paper: str) -> str:
    return f"{text}（{paper}）" if paper else text
