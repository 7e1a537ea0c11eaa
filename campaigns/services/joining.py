"""Merging a task with the one before it, and splitting one in two."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Cadence, Carrier, CarrierExemption, Indicator, SubItem, Task, TaskDate
from campaigns.services.draft_tree import MOST_TASKS, drop_tasks, in_order, lock_draft, number_rows
from organizations.services import audit
from organizations.services.versions import lock_version

# A bracket behind a sentence names its units; it is no task of its own.
BRACKETS = "（("
JOINED = (TaskDate, Cadence, Indicator, SubItem)


@dataclass(frozen=True)
class Cut:
    """Where a task may be split: before a sub-item (by its place in the list) or before a character of the detail."""

    key: str
    label: str
    sub_item: int | None = None
    offset: int | None = None


@transaction.atomic
def merge_into_previous(*, task: Task, version: int, by) -> Task:
    """Join a task to the one before it in plan order; returns the one that remains.

    Carriers, dates, cadences, indicators, sub-items and text are put together; the span becomes the union. A carrier
    named in both stays once, with the stronger role.
    """
    campaign = lock_draft(campaign_id=task.campaign_id)
    stored = lock_version(instance=task, version=version)
    rows = list(Task.objects.filter(campaign=campaign).in_plan_order())
    place = next(n for n, row in enumerate(rows) if row.pk == stored.pk)
    if place == 0:
        raise ValidationError(_("前面没有任务可以合并。"))
    kept = rows[place - 1]
    before = {"title": kept.title, "other": stored.title}
    _join_carriers(kept, stored)
    for model in JOINED:
        start = model.objects.filter(task=kept).count()
        for order, row in enumerate(model.objects.filter(task=stored), start):
            row.task, row.order = kept, order
            row.save(update_fields=["task", "order"])
    kept.detail = "\n".join(part for part in (kept.detail, _text_of(stored)) if part)
    kept.leaders = "、".join(dict.fromkeys(name for name in (kept.leaders, stored.leaders) if name))[:200]
    starts = [row.span_start for row in (kept, stored) if row.span_start is not None]
    ends = [row.span_end for row in (kept, stored) if row.span_end is not None]
    kept.span_start, kept.span_end = min(starts, default=None), max(ends, default=None)
    kept.version += 1
    kept.save()
    drop_tasks(Task.objects.filter(pk=stored.pk))
    audit.record(by=by, action="task.merge", target=kept, before=before, after={"title": kept.title})
    return kept


STRENGTH = {"lead": 0, "responsible": 1, "support": 2}


def _join_carriers(kept: Task, other: Task) -> None:
    present = list(Carrier.objects.filter(task=kept))
    known = {(row.unit_id, row.group_id, row.written if not row.is_resolved else ""): row for row in present}
    order = len(present)
    for row in Carrier.objects.filter(task=other):
        same = known.get((row.unit_id, row.group_id, row.written if not row.is_resolved else ""))
        if same is None:
            row.task, row.order, order = kept, order, order + 1
            row.save(update_fields=["task", "order"])
        elif STRENGTH[row.role] < STRENGTH[same.role]:
            same.role = row.role
            same.save(update_fields=["role"])


def _text_of(task: Task) -> str:
    """The title is kept too where the text does not say it."""
    return task.detail if task.title.rstrip("…") in task.detail else f"{task.title}\n{task.detail}".strip()


def cuts_of(task: Task) -> list[Cut]:
    """The places at which a task can be split: before each sub-item but the first, and after each sentence."""
    items = list(SubItem.objects.filter(task=task))
    cuts = [Cut(f"item-{n}", f"{item.ordinal}{item.title}", sub_item=n) for n, item in enumerate(items) if n]
    detail = task.detail
    for place, letter in enumerate(detail[:-1], 1):
        rest = detail[place:].strip() if letter in "。；\n" else ""
        if rest and rest[0] not in BRACKETS:
            cuts.append(Cut(f"at-{place}", rest.splitlines()[0][:60], offset=place))
    return cuts


@transaction.atomic
def split_task(*, task: Task, cut: str, title: str, version: int, by) -> Task:
    """Cut a task in two; returns the new one, which follows it. Both keep the carriers.

    Sub-items, dates and indicators go with the half of the text they stand in, where that is known; else they stay.
    """
    campaign = lock_draft(campaign_id=task.campaign_id)
    stored = lock_version(instance=task, version=version)
    at = next((one for one in cuts_of(stored) if one.key == cut), None)
    if at is None:
        raise ValidationError(_("任务的内容变了，请重新选择从哪里拆开。"))
    if Task.objects.filter(campaign=campaign).count() >= MOST_TASKS:
        raise ValidationError(_("一个活动最多 %(n)s 项任务。请先合并或删除。") % {"n": MOST_TASKS})
    items = list(SubItem.objects.filter(task=stored))
    offset, border = _border(stored, at, items)
    new = Task.objects.create(
        campaign=campaign, action=stored.action, title=title, leaders=stored.leaders, order=stored.order + 1,
        detail=stored.detail[offset:].strip() if offset else "",
        span_start=border, span_end=stored.span_end if border is not None else None,
    )  # fmt: skip
    if border is None:
        new.span_start, new.span_end = stored.span_start, stored.span_end
        new.save(update_fields=["span_start", "span_end"])
    else:
        stored.span_end = border
    if offset:
        stored.detail = stored.detail[:offset].strip()
    stored.version = version + 1
    stored.save()
    _copy_carriers(stored, new)
    for n, item in enumerate(items):
        goes = n >= at.sub_item if at.sub_item is not None else _is_behind(item, border)
        if goes:
            item.task = new
            item.save(update_fields=["task"])
    for model in (TaskDate, Indicator):
        for row in model.objects.filter(task=stored):
            if _is_behind(row, border):
                row.task = new
                row.save(update_fields=["task"])
    rows = [row for row in in_order(stored.action) if row.pk != new.pk]
    place = next(n for n, row in enumerate(rows) if row.pk == stored.pk)
    number_rows([*rows[: place + 1], new, *rows[place + 1 :]])
    audit.record(by=by, action="task.split", target=stored, after={"title": stored.title, "other": title})
    return new


def _border(task: Task, at: Cut, items: list[SubItem]) -> tuple[int | None, int | None]:
    """(offset in the detail, place in the plan's text) of the cut, each None where it is not known."""
    if at.sub_item is None:
        offset = at.offset
        return offset, _place_of(task, offset)
    item = items[at.sub_item]
    if item.span_start is not None and task.span_start is not None and task.span_start < item.span_start:
        offset = item.span_start - task.span_start
        whole = task.campaign.plan.text[task.span_start : task.span_end] if task.campaign.plan else None
        return (offset if task.detail == whole else None), item.span_start
    found = task.detail.find(item.title.rstrip("…"))
    return (found, _place_of(task, found)) if found > 0 else (None, None)


def _place_of(task: Task, offset: int | None) -> int | None:
    """The cut in the plan's text, as long as the detail still is that text word for word."""
    plan = task.campaign.plan
    if offset is None or plan is None or task.span_start is None:
        return None
    return task.span_start + offset if plan.text[task.span_start : task.span_end] == task.detail else None


def _is_behind(row, border: int | None) -> bool:
    return border is not None and row.span_start is not None and row.span_start >= border


def _copy_carriers(task: Task, new: Task) -> None:
    for carrier in Carrier.objects.filter(task=task).prefetch_related("exemptions"):
        copy = Carrier.objects.create(
            task=new, written=carrier.written, role=carrier.role, order=carrier.order, unit_id=carrier.unit_id,
            group_id=carrier.group_id, span_start=carrier.span_start, span_end=carrier.span_end,
        )  # fmt: skip
        CarrierExemption.objects.bulk_create(
            [CarrierExemption(carrier=copy, unit_id=row.unit_id, reason=row.reason) for row in carrier.exemptions.all()]
        )
