"""The rows behind the lights of many assignments, of one campaign or of several: eight queries at any size."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from campaigns.judging import Case, DutyRow, FigureRow, Measure, OverrideRow
from campaigns.models import (
    Assignment,
    CampaignPause,
    CarrierRole,
    Duty,
    FilingFigure,
    Indicator,
    LightOverride,
    TaskDate,
)
from campaigns.progress import Step
from campaigns.selectors.figures import held_figures
from campaigns.spans import Span, merged
from organizations.models import Unit, UnitKind

OPEN, DONE = Duty.State.OPEN, (Duty.State.FILED, Duty.State.ACCEPTED)
SHARE_FIELDS = (
    "id", "role", "unit_id", "unit__public_id", "unit__name", "unit__short_name", "unit__kind", "unit__path", "unit__order",
    "unit__code", "task_id", "task__number", "task__title", "task__action_id", "task__campaign_id", "task__campaign__slug", "task__campaign__name",
    "task__campaign__starts_on", "task__campaign__ends_on", "carriers", "by_towns",
)  # fmt: skip
DUTY_FIELDS = ("assignment_id", "id", "kind", "starts_on", "due_on", "extended_to", "state", "filed_on", "returned")
INDICATOR_FIELDS = (
    "id", "task_id", "name", "held_by", "level", "comparator", "value", "unit_word", "aggregation", "cumulative", "year", "targets__unit_id",
    "targets__value",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShareRow:
    """An assignment with what names it. `carriers` counts all who file for the task, seen or not."""

    id: int
    role: str
    unit_id: int
    unit_public_id: UUID
    unit_full_name: str
    unit_short_name: str
    unit_kind: str
    path: str
    unit_order: int
    unit_code: str
    task_id: int
    number: int
    title: str
    action_id: int
    campaign_id: int
    slug: str
    campaign: str
    starts_on: date
    ends_on: date
    carriers: int
    by_towns: bool

    @property
    def unit_name(self) -> str:
        return self.unit_short_name or self.unit_full_name


def cases(assignments: QuerySet[Assignment], at: date) -> list[tuple[ShareRow, Case]]:
    """Each assignment with its rows, in the official order of the units, then of the tasks. `at`: the day for which the
    registers are asked; two queries more and one for each indicator that a register holds."""
    filers = Assignment.objects.filter(task=OuterRef("task"), state="active").exclude(role=CarrierRole.SUPPORT)
    counted = filers.order_by().values("task").annotate(n=Count("pk")).values("n")
    found = assignments.annotate(
        carriers=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        by_towns=Exists(filers.filter(unit__kind=UnitKind.TOWNSHIP)),
    ).order_by("unit__order", "unit__code", "task__number", "pk")
    shares = [ShareRow(*row) for row in found.values_list(*SHARE_FIELDS)]
    if not shares:
        return []
    # The rows hang on the assignments asked for, which are known by now: asked by their ids, not found three times over.
    wanted = [share.id for share in shares]
    tasks = {share.task_id for share in shares}
    duties, figures = _duties(wanted), _figures(wanted)
    measures, overrides = _indicators(tasks), _overrides(wanted)
    held = _held(measures, shares, at)
    windows, pauses = _windows(tasks), _pauses({share.campaign_id for share in shares})
    return [
        (
            share,
            Case(
                span=windows.get(share.task_id) or Span(share.starts_on, share.ends_on),
                duties=duties.get(share.id, ()),
                measures=_measures(measures.get(share.task_id, ()), share),
                figures=[*figures.get(share.id, ()), *held.get(share.id, ())],
                overrides=overrides.get(share.id, ()),
                pauses=pauses.get(share.campaign_id, ()),
            ),
        )
        for share in shares
    ]


def _duties(wanted: Sequence[int]) -> dict[int, list[DutyRow]]:
    """A filing that was taken back is not filed, whatever day it once was."""
    found = defaultdict(list)
    rows = Duty.objects.filter(assignment__in=wanted).order_by("due_on", "pk")
    for assignment, pk, kind, starts, due, extended, state, filed, returned in rows.values_list(*DUTY_FIELDS):
        filed = filed if state in DONE or returned else None
        found[assignment].append(DutyRow(pk, kind, starts, due, extended, state, filed, returned))
    return found


def _figures(wanted: Sequence[int]) -> dict[int, list[FigureRow]]:
    """Submitted ones; a figure that was sent back does not count until it is filed again."""
    found = defaultdict(list)
    rows = FilingFigure.objects.filter(
        item__duty__assignment__in=wanted, item__duty__state__in=DONE,
        # Every index begins with the county: without it on the joined tables a plan may read them whole for each row.
        item__county=F("county"), item__duty__county=F("county"),
    )  # fmt: skip
    fields = (
        "item__duty__assignment_id",
        "indicator_id",
        "item__duty__due_on",
        "item__duty__filed_on",
        "value",
        "whole",
    )
    for assignment, *row in rows.order_by("item__duty__due_on", "pk").values_list(*fields):
        found[assignment].append(FigureRow(*row))
    return found


def _indicators(tasks: set[int]) -> dict[int, list[dict]]:
    """Indicators of a task, each with the numbers that single units were given."""
    found: dict[int, dict[int, dict]] = defaultdict(dict)
    rows = Indicator.objects.filter(task__in=tasks).order_by("order", "pk")
    for row in rows.values(*INDICATOR_FIELDS):
        indicator = found[row["task_id"]].setdefault(row["id"], {**row, "given": {}})
        if row["targets__unit_id"] is not None:
            indicator["given"][row["targets__unit_id"]] = row["targets__value"]
    return {task: list(indicators.values()) for task, indicators in found.items()}


def _held(indicators: dict[int, list[dict]], shares: Sequence[ShareRow], at: date) -> dict[int, list[FigureRow]]:
    """What the registers know of the units on the day; nothing is asked where no register holds an indicator."""
    sources = settings.HELD_FIGURES
    held = {task: [row["id"] for row in rows if row["held_by"] in sources] for task, rows in indicators.items()}
    concerned = [share for share in shares if held.get(share.task_id)]
    if not concerned:
        return {}
    known = held_figures(
        indicators=list(Indicator.objects.filter(pk__in={pk for rows in held.values() for pk in rows})),
        units=list(Unit.objects.filter(pk__in={share.unit_id for share in concerned})),
        on=at,
    )
    found = defaultdict(list)
    for share in concerned:
        for pk in held[share.task_id]:
            figure = known.get((pk, share.unit_id))
            if figure is not None and figure.value is not None:
                day = min(figure.day or at, at)
                found[share.id].append(FigureRow(pk, day, day, figure.value, figure.whole, held=True))
    return found


def _measures(indicators: Iterable[dict], share: ShareRow) -> list[Measure]:
    """What the unit itself has to reach. Rows of one name for several years are one measure with a step for each."""
    groups: dict[str, list[dict]] = defaultdict(list)
    for row in indicators:
        groups[row["name"] if row["year"] else f"#{row['id']}"].append(row)
    measures = []
    for rows in groups.values():
        targets = [(row, _target(row, share)) for row in rows]
        steps = tuple(
            Step(date(row["year"], 12, 31), target) for row, target in targets if row["year"] and target is not None
        )
        row, target = targets[-1]
        measures.append(
            Measure(
                tuple(one["id"] for one in rows), row["name"], row["comparator"], row["aggregation"],
                # A register tells how things stand, whatever a report of the period would have been.
                row["cumulative"] or row["held_by"] in settings.HELD_FIGURES,
                row["unit_word"], target, steps if len(steps) > 1 else (),
            )
        )  # fmt: skip
    return measures


def _target(row: dict, share: ShareRow) -> Decimal | None:
    """The unit's given number; else the plan's, where it is meant for each unit of this kind, is a rate, or where the unit
    is the only one to carry the county's. A number of the whole county is nobody's own until it was divided."""
    if share.unit_id in row["given"]:
        return row["given"][share.unit_id]
    if row["value"] is None or share.role == CarrierRole.SUPPORT:
        return None
    if row["aggregation"] in (Indicator.Aggregation.SHARE, Indicator.Aggregation.AVERAGE):
        return row["value"]
    if row["level"] == Indicator.Level.VILLAGE:
        return row["value"] if share.unit_kind == UnitKind.VILLAGE else None
    if row["level"] == Indicator.Level.COUNTY:
        return row["value"] if share.carriers == 1 else None
    return row["value"] if share.unit_kind == UnitKind.TOWNSHIP or not share.by_towns else None


def _overrides(wanted: Sequence[int]) -> dict[int, list[OverrideRow]]:
    found = defaultdict(list)
    rows = LightOverride.objects.filter(assignment__in=wanted).order_by("pk")
    for assignment, *row in rows.values_list("assignment_id", "id", "kind", "reason", "starts_on", "ends_on"):
        found[assignment].append(OverrideRow(*row))
    return found


def _windows(tasks: set[int]) -> dict[int, Span]:
    """The task's own span of days, where the plan gives it one: only then do its days differ from the campaign's."""
    found: dict[int, Span] = {}
    rows = TaskDate.objects.filter(task__in=tasks, ends_on__isnull=False, kind__in=["window", "due"])
    fields = ("task_id", "starts_on", "ends_on", "task__campaign__starts_on")
    for task, starts, ends, campaign_starts in rows.order_by("ends_on", "pk").values_list(*fields):
        first = min(starts or campaign_starts, ends)
        former = found.get(task)
        found[task] = Span(min(former.first, first) if former else first, ends)
    return found


def _pauses(campaigns: set[int]) -> dict[int, list[Span]]:
    found = defaultdict(list)
    for campaign, first, last in CampaignPause.objects.filter(campaign__in=campaigns).values_list(
        "campaign_id", "starts_on", "ends_on"
    ):
        found[campaign].append(Span(first, last))
    return {campaign: merged(spans) for campaign, spans in found.items()}
