"""What is still open or odd in a draft: each finding in words, with the row it is about, and whether it blocks publishing."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import Campaign, Carrier, PlanQuestion, Task, TaskDate
from campaigns.opening import living, opened_units

YEAR = re.compile(r"(20[0-9]{2})年")


@dataclass(frozen=True)
class Gap:
    """Something open in a draft. `blocks` says whether it must be closed before publishing; else it is only told.

    `kind` names the check; `row` is the date, indicator, phase or carrier to go to.
    """

    text: str
    blocks: bool
    task: Task | None = None
    carrier: Carrier | None = None
    question: PlanQuestion | None = None
    kind: str = ""
    row: Any = None


def gaps(*, campaign: Campaign, on: date | None = None) -> list[Gap]:
    """Blocking ones first, each kind in the order of the plan. `on` is the day for which units are opened; without it
    nothing is said about units that are closed and groups that open to nobody."""
    tasks = list(
        Task.objects.filter(campaign=campaign)
        .in_plan_order()
        .prefetch_related("dates", "indicators", "cadences", "sub_items")
    )
    carriers = list(
        Carrier.objects.of_campaign(campaign).with_targets().select_related("task", "phase", "safeguard")
    )  # fmt: skip
    found = [
        *_of_tasks(tasks, carriers),
        *_of_carriers(campaign, carriers, on),
        *_of_figures(campaign, tasks),
        *_of_questions(campaign),
        *_of_dates(campaign, tasks),
        *_of_years(campaign),
        *_twice(tasks),
    ]
    return sorted(found, key=lambda gap: not gap.blocks)


def _of_tasks(tasks: list[Task], carriers: list[Carrier]) -> Iterator[Gap]:
    if not tasks:
        yield Gap(_("还没有任务。"), True, kind="no_task")
    carried = {carrier.task_id for carrier in carriers}
    for task in tasks:
        if task.pk not in carried:
            yield Gap(_("“%(task)s”没有责任单位。") % {"task": task.title}, True, task=task, kind="no_carrier")
        if not task.dates.all():
            text = _("“%(task)s”没有写时限，默认到活动最后一天。") % {"task": task.title}
            yield Gap(text, False, task=task, kind="no_date")
        if not task.indicators.all():
            text = _("“%(task)s”没有指标，按完成情况填报。") % {"task": task.title}
            yield Gap(text, False, task=task, kind="no_measure")


def _of_carriers(campaign: Campaign, carriers: list[Carrier], on: date | None) -> Iterator[Gap]:
    for carrier in carriers:
        if not carrier.is_resolved:
            text = _("“%(unit)s”还没有对应到单位。") % {"unit": carrier.written}
            yield Gap(text, True, task=carrier.task, carrier=carrier, kind="unresolved")
    yield from _named_twice(carriers)
    if on is None:
        return
    opened = opened_units(campaign=campaign, carriers=carriers, on=on)
    left: Counter[int] = Counter()
    for carrier in carriers:
        units, exempt = opened[carrier.pk], {row.unit_id for row in carrier.exemptions.all()}
        if carrier.task_id:
            left[carrier.task_id] += sum(unit.pk not in exempt for unit in units)
        if units or not carrier.is_resolved:
            continue
        if carrier.group_id:
            text = _("“%(group)s”当天没有展开出任何单位。") % {"group": carrier.written}
            yield Gap(text, True, task=carrier.task, carrier=carrier, kind="empty_group")
        elif carrier.unit and living(carrier.unit, on) is not None:
            text = _("“%(unit)s”不在本乡镇，不能承担本乡镇的活动。") % {"unit": carrier.unit.name}
            yield Gap(text, True, task=carrier.task, carrier=carrier, kind="outside_unit")
        elif carrier.unit:
            text = _("“%(unit)s”当天不在用，请换成承接它的单位。") % {"unit": carrier.unit.name}
            yield Gap(text, True, task=carrier.task, carrier=carrier, kind="closed_unit")
    for carrier in {row.task_id: row for row in carriers if row.task_id and opened[row.pk]}.values():
        if carrier.task and not left[carrier.task.pk]:
            text = _("“%(task)s”的单位全部免除了，没有人承担。") % {"task": carrier.task.title}
            yield Gap(text, True, task=carrier.task, carrier=carrier, kind="all_exempt")


def _named_twice(carriers: list[Carrier]) -> Iterator[Gap]:
    seen = set()
    for carrier in carriers:
        key = (carrier.task_id, carrier.unit_id, carrier.group_id)
        if carrier.task and carrier.is_resolved:
            if key in seen:
                text = _("“%(task)s”里“%(unit)s”写了两次，按一次算。") % {
                    "task": carrier.task.title, "unit": carrier.written,
                }  # fmt: skip
                yield Gap(text, False, task=carrier.task, carrier=carrier, kind="unit_twice")
            seen.add(key)


def _of_figures(campaign: Campaign, tasks: list[Task]) -> Iterator[Gap]:
    for task in tasks:
        for indicator in task.indicators.all():
            name = indicator.words or indicator.name
            if indicator.value is None:
                text = _("指标“%(name)s”还没有填数。") % {"name": name}
                yield Gap(text, True, task=task, kind="no_value", row=indicator)
            if indicator.year and not campaign.starts_on.year <= indicator.year <= campaign.ends_on.year:
                text = _("指标“%(name)s”写的是 %(year)s 年，不在活动的起止年度里。") % {
                    "name": name, "year": indicator.year,
                }  # fmt: skip
                yield Gap(text, False, task=task, kind="indicator_year", row=indicator)


def _of_questions(campaign: Campaign) -> Iterator[Gap]:
    if campaign.plan_id:
        for question in PlanQuestion.objects.filter(plan=campaign.plan_id):
            if question.blocks:
                yield Gap(question.text, True, question=question, kind="question")


def _of_dates(campaign: Campaign, tasks: list[Task]) -> Iterator[Gap]:
    for task in tasks:
        due = [row.ends_on for row in task.dates.all() if row.kind == TaskDate.Kind.DUE and row.ends_on]
        if len(set(due)) > 1 and not task.sub_items.all():
            words = _("、").join(date_words(row) for row in task.dates.all() if row.kind == TaskDate.Kind.DUE)
            text = _("“%(task)s”有几个完成时限（%(words)s），请看是分步完成还是前后不一。") % {
                "task": task.title,
                "words": words,
            }
            yield Gap(text, False, task=task, kind="due_twice")
        for row in task.dates.all():
            days = [day for day in (row.starts_on, row.ends_on) if day]
            if any(not campaign.starts_on <= day <= campaign.ends_on for day in days):
                text = _("“%(task)s”的时限“%(words)s”不在活动的起止日期里。") % {
                    "task": task.title,
                    "words": date_words(row),
                }
                yield Gap(text, False, task=task, kind="date_outside", row=row)
            elif row.kind != TaskDate.Kind.DUE and due and days and max(days) > max(due):
                text = _("“%(task)s”的“%(words)s”晚于完成时限，前后不一致。") % {
                    "task": task.title,
                    "words": date_words(row),
                }
                yield Gap(text, False, task=task, kind="date_clash", row=row)
            elif row.kind != TaskDate.Kind.OPEN and not days:
                text = _("“%(task)s”的时限“%(words)s”没有具体日期。") % {"task": task.title, "words": date_words(row)}
                yield Gap(text, False, task=task, kind="date_words", row=row)
    for phase in campaign.phases.all():
        days = [day for day in (phase.starts_on, phase.ends_on) if day]
        if any(not campaign.starts_on <= day <= campaign.ends_on for day in days):
            text = _("阶段“%(name)s”不在活动的起止日期里。") % {"name": phase.name}
            yield Gap(text, False, kind="phase_outside", row=phase)


def _of_years(campaign: Campaign) -> Iterator[Gap]:
    if not campaign.starts_on.year <= campaign.year <= campaign.ends_on.year:
        yield Gap(_("年度写的是 %(year)s，与起止日期不一致。") % {"year": campaign.year}, False, kind="year")
    named = {int(year) for year in YEAR.findall(campaign.name)}
    if named and campaign.year not in named:
        text = _("名称里写的是 %(named)s 年，年度写的是 %(year)s。") % {"named": min(named), "year": campaign.year}
        yield Gap(text, False, kind="year_in_name")


def _twice(tasks: list[Task]) -> Iterator[Gap]:
    times = Counter(task.title.strip() for task in tasks)
    for title, number in times.items():
        if number > 1:
            task = [task for task in tasks if task.title.strip() == title][-1]
            text = _("有 %(n)s 项任务都叫“%(task)s”，请看是不是重复。") % {"n": number, "task": title}
            yield Gap(text, False, task=task, kind="task_twice")


def date_words(row: TaskDate) -> str:
    """The plan's words, else the days."""
    return (
        row.words or "—".join(day.isoformat() for day in (row.starts_on, row.ends_on) if day) or row.get_kind_display()
    )
