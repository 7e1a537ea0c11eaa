"""Changes of the tasks of a running campaign: amended, added, withdrawn. Each is a version with a reason, told to the carriers.

What was said before stays in the earlier versions; a number once given is never given again.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from campaigns.models import (
    Action,
    Assignment,
    Cadence,
    Campaign,
    CampaignVersion,
    CarrierRole,
    Indicator,
    Task,
    TaskDate,
)
from campaigns.plan_words import assignment_words, cadence_words, date_words, in_official_words, indicator_words
from campaigns.services.assignments import open_shares
from campaigns.services.versions import Change, Paper, finish, lock_running
from organizations.models import Unit, UnitGroup

TEXTS = ("title", "detail", "leaders")
ROWS: dict[str, tuple[Any, Any]] = {
    "dates": (TaskDate, date_words), "cadences": (Cadence, cadence_words), "indicators": (Indicator, indicator_words),
}  # fmt: skip


@dataclass(frozen=True)
class RowInput:
    """A row as the form has it: an existing one by its public id, or a new one; `delete` takes it away."""

    values: Mapping[str, Any]
    public_id: UUID | None = None
    delete: bool = False


def changes_of_task(*, task: Task, values: Mapping[str, Any], rows: Mapping[str, Sequence[RowInput]]) -> list[Change]:
    """What the amendment would change, in words and without writing: the preview and the version say the same."""
    with in_official_words():
        changes = [
            Change(_label(name), getattr(task, name), values[name], task.number, task.title)
            for name in TEXTS
            if name in values and values[name] != getattr(task, name)
        ]
        for kind, (model, words) in ROWS.items():
            for old, new in _pairs(task, kind, rows.get(kind, ())):
                before, after = (words(row) if row is not None else "" for row in (old, new))
                changes.append(Change(str(model._meta.verbose_name), before, after, task.number, task.title))
    return changes


@transaction.atomic
def amend_task(
    *, task: Task, values: Mapping[str, Any], rows: Mapping[str, Sequence[RowInput]], paper: Paper, by
) -> CampaignVersion | None:
    """Change the words, dates, cadences and indicators of a task; None when nothing differs.

    Raises StaleVersion when the campaign was changed since; refuses a withdrawn task and a row that is gone.
    """
    campaign = lock_running(campaign=task.campaign, paper=paper)
    task = _living(task)
    if not values.get("title", task.title).strip():
        raise ValidationError({"title": _("请填写任务。")})
    changes = changes_of_task(task=task, values=values, rows=rows)
    if not changes:
        return None
    for kind in ROWS:
        for old, new in _pairs(task, kind, rows.get(kind, ())):
            if new is None:
                old.delete()
            else:
                new.assumed = False
                new.save()
    for name in TEXTS:
        setattr(task, name, values.get(name, getattr(task, name)))
    task.version += 1
    task.save(update_fields=[*TEXTS, "version"])
    return finish(
        campaign=campaign, changes=changes, paper=paper, units=_carriers(task), by=by, action="task.amend", target=task,
        subject=_("任务变更：%(title)s") % {"title": task.title}, link=_address(campaign, task),
    )  # fmt: skip


@transaction.atomic
def withdraw_task(*, task: Task, paper: Paper, by) -> CampaignVersion:
    """Take a task out of a running campaign: it stays to be read, its units carry it no longer. Refuses the last one."""
    campaign = lock_running(campaign=task.campaign, paper=paper)
    task = _living(task)
    if not Task.objects.filter(campaign=campaign, withdrawn_on__isnull=True).exclude(pk=task.pk).exists():
        raise ValidationError(_("活动只剩这一项任务。不再开展的，请结束整个活动。"))
    units = _carriers(task)
    task.withdrawn_on, task.withdrawn_reason = paper.valid_from, paper.reason.strip()[:200]
    task.version += 1
    task.save(update_fields=["withdrawn_on", "withdrawn_reason", "version"])
    Assignment.objects.filter(task=task).active().update(
        state=Assignment.State.ENDED, until=paper.valid_from, reason=task.withdrawn_reason
    )
    with in_official_words():
        change = Change(_("任务"), task.title, _("取消"), task.number, task.title)
    return finish(
        campaign=campaign, changes=[change], paper=paper, units=units, by=by, action="task.withdraw", target=task,
        subject=_("任务取消：%(title)s") % {"title": task.title}, link=_address(campaign, task),
    )  # fmt: skip


@transaction.atomic
def add_task(
    *, campaign: Campaign, action: Action, values: Mapping[str, str], lead: Unit | None, units: Sequence[Unit],
    group: UnitGroup | None, due: date, paper: Paper, by, on: date,
) -> Task:  # fmt: skip
    """A new task of a running campaign, with the next number. Refuses one that nobody carries and a day before it begins."""
    campaign = lock_running(campaign=campaign, paper=paper)
    if action.campaign_id != campaign.pk:
        raise ValidationError({"action": _("这个行动不属于本活动。")})
    if due < paper.valid_from:
        raise ValidationError({"ends_on": _("完成时限早于生效日期。")})
    last = Task.objects.filter(campaign=campaign).aggregate(number=Max("number"), order=Max("order"))
    task = Task.objects.create(
        campaign=campaign, action=action, title=values["title"], detail=values.get("detail", ""),
        leaders=values.get("leaders", ""), number=(last["number"] or 0) + 1, order=(last["order"] or 0) + 1,
    )  # fmt: skip
    TaskDate.objects.create(task=task, kind=TaskDate.Kind.DUE, ends_on=due)
    shares = []
    named = [(lead, None, CarrierRole.LEAD), *((unit, None, CarrierRole.RESPONSIBLE) for unit in units if unit != lead)]
    for unit, named_group, role in [*named, (None, group, CarrierRole.RESPONSIBLE)]:
        if unit or named_group:
            shares += open_shares(task=task, unit=unit, group=named_group, role=role, since=paper.valid_from, on=on)
    if not shares:
        raise ValidationError({"units": _("请选至少一个承担单位。")})
    with in_official_words():
        changes = [
            Change(_("任务"), "", task.title, task.number, task.title),
            Change(str(TaskDate._meta.verbose_name), "", due.isoformat(), task.number, task.title),
            # Each unit's own line: the history shows a reader only the shares that he may see.
            *(Change(share.unit.name, "", assignment_words(share), task.number, task.title) for share in shares),
        ]
    finish(
        campaign=campaign, changes=changes, paper=paper, units=[share.unit for share in shares], by=by, action="campaign.add_task",
        target=task, subject=_("新增任务：%(title)s") % {"title": task.title}, link=_address(campaign, task),
    )  # fmt: skip
    return task


def _living(task: Task) -> Task:
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.withdrawn_on:
        raise ValidationError(_("这项任务已经取消，不能再变更。"))
    return task


def _pairs(task: Task, kind: str, inputs: Sequence[RowInput]) -> list[tuple[Any, Any]]:
    """(stored row, row as it shall be) for what differs; a missing side is a row that is new or goes."""
    model, _words = ROWS[kind]
    stored = {row.public_id: row for row in model.objects.filter(task=task)}
    order = max((row.order for row in stored.values()), default=-1)
    pairs: list[tuple[Any, Any]] = []
    for given in inputs:
        if given.public_id is None:
            if not given.delete:
                order += 1
                pairs.append((None, model(task=task, order=order, **given.values)))
            continue
        old = stored.get(given.public_id)
        if old is None:
            raise ValidationError(_("有一行已被别人删除，请重新打开页面再改。"))
        if given.delete:
            pairs.append((old, None))
        elif any(getattr(old, name) != value for name, value in given.values.items()):
            new = copy(old)
            for name, value in given.values.items():
                setattr(new, name, value)
            pairs.append((old, new))
    return pairs


def _label(name: str) -> str:
    labels = {"title": _("任务"), "detail": _("内容"), "leaders": _("牵头领导")}
    return labels[name]


def _carriers(task: Task) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=Assignment.objects.filter(task=task).active().values("unit")))


def _address(campaign: Campaign, task: Task) -> str:
    return f"/c/{campaign.slug}/tasks/{task.number}/"
