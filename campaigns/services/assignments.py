"""Who carries a task of a running campaign: added, exempted and taken back, ended, given another role."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from campaigns.models import Assignment, CampaignVersion, Carrier, CarrierRole, Task
from campaigns.opening import in_reach
from campaigns.plan_words import assignment_words, in_official_words
from campaigns.services.versions import Change, Paper, finish, lock_running
from organizations.models import Unit, UnitGroup
from organizations.services.unit_groups import open_group

STATE = Assignment.State


@transaction.atomic
def add_carriers(
    *, task: Task, unit: Unit | None, group: UnitGroup | None, role: str, paper: Paper, by, on: date
) -> CampaignVersion:
    """Let a unit, or all units of a group, carry a running task. Refuses when that brings nobody new."""
    campaign = lock_running(campaign=task.campaign, paper=paper)
    if task.withdrawn_on:
        raise ValidationError(_("这项任务已经取消，不能再变更。"))
    if (unit is None) == (group is None):
        raise ValidationError(_("请选一个单位，或选一个单位组。"))
    before = {row.unit_id: _words(row) for row in Assignment.objects.filter(task=task)}
    shares = open_shares(task=task, unit=unit, group=group, role=role, since=paper.valid_from, on=on)
    if not shares:
        raise ValidationError(_("所选单位都已在这项任务的分工里。已免除的，请用“恢复承担”。"))
    changes = [_change(share, before.get(share.unit_id, ""), task) for share in shares]
    return _finish(campaign, task, changes, [share.unit for share in shares], paper, by, "assignment.add")


def open_shares(
    *, task: Task, unit: Unit | None, group: UnitGroup | None, role: str, since: date, on: date
) -> list[Assignment]:
    """Write the carrier and one assignment for each unit that does not carry the task yet.

    Who carried it once and ended is taken back in; who carries it or is exempt stays as he is.
    """
    named = unit or group
    if named is None:
        return []
    opened = [unit] if unit else open_group(group=group, on=on) if group else []
    # A township's campaign reaches its own villages, not those that a group of the whole county brings along.
    units = [found for found in opened if in_reach(task.campaign, found)]
    present = {row.unit_id: row for row in Assignment.objects.filter(task=task)}
    last = max((row.order for row in present.values()), default=-1)
    shares = []
    for found in units:
        row = present.get(found.pk)
        if row is None:
            last += 1
            row = Assignment(task=task, unit=found, order=last)
        elif row.state in (STATE.ACTIVE, STATE.EXEMPT):
            continue
        row.role, row.through, row.state, row.reason = role, named.name[:120], STATE.ACTIVE, ""
        row.since, row.until, row.moved_to = since, None, None
        row.save()
        shares.append(row)
    if shares:
        order = Carrier.objects.filter(task=task).aggregate(last=Max("order"))["last"]
        Carrier.objects.create(
            task=task,
            written=named.name[:120],
            role=role,
            unit=unit,
            group=group,
            order=0 if order is None else order + 1,
        )
    return shares


@transaction.atomic
def exempt(*, assignment: Assignment, paper: Paper, by) -> CampaignVersion:
    """Let a unit off, with the reason. Refuses the last unit that carries the task."""
    campaign, row = _locked(assignment, paper, {STATE.ACTIVE})
    _others_carry(row)
    return _set(campaign, row, paper, by, "assignment.exempt", state=STATE.EXEMPT, reason=paper.reason.strip()[:200])


@transaction.atomic
def restore(*, assignment: Assignment, paper: Paper, by) -> CampaignVersion:
    """Take an exemption back."""
    campaign, row = _locked(assignment, paper, {STATE.EXEMPT})
    return _set(campaign, row, paper, by, "assignment.restore", state=STATE.ACTIVE, reason="")


@transaction.atomic
def end(*, assignment: Assignment, paper: Paper, by) -> CampaignVersion:
    """Let a unit carry the task no longer; what it did until then stays. Refuses the last unit that carries the task."""
    campaign, row = _locked(assignment, paper, {STATE.ACTIVE, STATE.EXEMPT})
    if paper.valid_from < row.since:
        raise ValidationError({"valid_from": _("生效日期早于这个单位开始承担的日期。")})
    if row.state == STATE.ACTIVE:
        _others_carry(row)
    Carrier.objects.filter(task=row.task_id, unit=row.unit_id).delete()
    values = {"state": STATE.ENDED, "until": paper.valid_from, "reason": paper.reason.strip()[:200]}
    return _set(campaign, row, paper, by, "assignment.end", **values)


@transaction.atomic
def change_role(*, assignment: Assignment, role: str, paper: Paper, by) -> CampaignVersion:
    """Let a unit lead, support or answer for the task. Refuses the role that it has."""
    campaign, row = _locked(assignment, paper, {STATE.ACTIVE})
    if role == row.role:
        raise ValidationError({"role": _("这个单位现在就是这个角色。")})
    Carrier.objects.filter(task=row.task_id, unit=row.unit_id).update(role=CarrierRole(role))
    return _set(campaign, row, paper, by, "assignment.role", role=CarrierRole(role))


def _locked(assignment: Assignment, paper: Paper, states: set) -> tuple:
    campaign = lock_running(campaign=assignment.task.campaign, paper=paper)
    row = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if row.state not in states:
        raise ValidationError(_("这个单位现在是“%(state)s”，不能这样处理。") % {"state": row.get_state_display()})
    return campaign, row


def _others_carry(row: Assignment) -> None:
    if not Assignment.objects.filter(task=row.task_id).active().exclude(pk=row.pk).exists():
        raise ValidationError(_("这项任务只剩这一个承担单位。请先增加承担单位，或取消任务。"))


def _set(campaign, row: Assignment, paper: Paper, by, action: str, **values) -> CampaignVersion:
    before = _words(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return _finish(campaign, row.task, [_change(row, before, row.task)], [row.unit], paper, by, action)


def _change(row: Assignment, before: str, task: Task) -> Change:
    return Change(row.unit.name, before, _words(row), task.number, task.title)


def _words(row: Assignment) -> str:
    with in_official_words():
        return assignment_words(row)


def _finish(
    campaign, task: Task, changes: Sequence[Change], units: Sequence[Unit], paper: Paper, by, action: str
) -> CampaignVersion:
    return finish(
        campaign=campaign, changes=changes, paper=paper, units=units, by=by, action=action, target=task,
        subject=_("任务分工变更：%(title)s") % {"title": task.title}, link=f"/c/{campaign.slug}/tasks/{task.number}/",
    )  # fmt: skip
