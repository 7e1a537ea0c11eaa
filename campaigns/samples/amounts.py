"""Figures of the sample: what each unit has to reach, and how far it is on a day at its pace."""

import math
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from campaigns.models import Assignment, Cadence, Campaign, Indicator, IndicatorTarget, TaskDate
from campaigns.progress import time_passed
from campaigns.samples.fates import Pace
from campaigns.spans import Span
from organizations.models import Unit, UnitKind

AHEAD = {Cadence.Every.QUARTER: 60, Cadence.Every.HALF_YEAR: 165}
STILL_AT = 0.45  # of the time, after which the one that stands still does not move


class Amounts:
    """All indicators of one campaign. A running total never falls, and the last one reaches the target."""

    def __init__(self, campaign: Campaign):
        self.campaign = campaign
        self.indicators: dict[int, list[Indicator]] = defaultdict(list)
        for row in Indicator.objects.filter(task__campaign=campaign, held_by="", value__isnull=False):
            self.indicators[row.task_id].append(row)
        dated = TaskDate.objects.filter(task__campaign=campaign, kind__in=("due", "window"), ends_on__isnull=False)
        self.ends = dict(dated.order_by("ends_on").values_list("task", "ends_on"))
        self.targets: dict[tuple[int, int], Decimal] = {}
        seldom = Cadence.objects.filter(task__campaign=campaign, every__in=AHEAD)
        self.ahead = {task: AHEAD[every] for task, every in seldom.values_list("task", "every")}
        self.wholes: dict[int, Decimal] = {}
        self.last: dict[tuple[int, int], Decimal] = {}

    def of(self, task: int) -> list[Indicator]:
        return self.indicators[task]

    def divide(self) -> None:
        """A number of the whole county by the villages of each township; one for each village times their number."""
        villages: dict[int | None, int] = defaultdict(int)
        for parent in Unit.objects.filter(kind=UnitKind.VILLAGE, valid_to__isnull=True).values_list(
            "parent", flat=True
        ):
            villages[parent] += 1
        carriers: dict[int, list[Unit]] = defaultdict(list)
        shares = Assignment.objects.filter(task__campaign=self.campaign, state="active").exclude(role="support")
        for share in shares.select_related("unit").order_by("id"):
            carriers[share.task_id].append(share.unit)
        for task, indicators in self.indicators.items():
            for indicator in indicators:
                self._divide(indicator, carriers[task], villages)
        IndicatorTarget.objects.bulk_create(
            IndicatorTarget(indicator_id=indicator, unit_id=unit, value=value)
            for (indicator, unit), value in self.targets.items()
        )

    def _divide(self, indicator: Indicator, units: list[Unit], villages: dict[int | None, int]) -> None:
        """A department beside townships sees the whole from above; it has no number of its own."""
        towns = [unit for unit in units if unit.kind == UnitKind.TOWNSHIP]
        chosen = towns or units
        if towns and indicator.level != Indicator.Level.COUNTY:
            times = (
                len(towns) if indicator.level == Indicator.Level.TOWNSHIP else sum(villages[unit.pk] for unit in towns)
            )
            self.wholes[indicator.pk] = asked(indicator) * times
        if indicator.level == Indicator.Level.COUNTY and len(units) > 1:
            whole = sum(villages[unit.pk] or 1 for unit in chosen)
            for unit in chosen:
                part = Fraction(asked(indicator)) * (villages[unit.pk] or 1) / whole
                self.targets[indicator.pk, unit.pk] = Decimal(max(1, math.ceil(part)))
        elif indicator.level == Indicator.Level.VILLAGE:
            for unit in chosen:
                if unit.kind != UnitKind.VILLAGE:
                    times = villages[unit.pk] if unit.kind == UnitKind.TOWNSHIP else 1
                    self.targets[indicator.pk, unit.pk] = asked(indicator) * max(1, times)

    def on(self, indicator: Indicator, unit: Unit, day: date, pace: Pace, is_outcome: bool) -> tuple[Decimal, bool]:
        """The figure a unit reports for a day, and whether it is the one of the period before."""
        place = (indicator.pk, unit.pk)
        whole = asked(indicator) if unit.kind == UnitKind.TOWNSHIP else self.wholes.get(indicator.pk, asked(indicator))
        target = self.targets.get(place, whole)
        end = max(self.ends.get(indicator.task_id) or self.campaign.ends_on, self.campaign.starts_on)
        if pace is not Pace.BEHIND:
            # Who reports only twice a year has done by then what 序时 asks until the next time, or would be red between.
            day = day + timedelta(days=self.ahead.get(indicator.task_id, 0))
        passed = float(time_passed(Span(self.campaign.starts_on, end), day).ratio or 0)
        if pace is Pace.STILL:
            passed = min(passed, STILL_AT)
        reached = float(target) * min(1.0, passed * pace.speed)
        value = Decimal(math.floor(reached) if pace is Pace.BEHIND else math.ceil(reached))
        if is_outcome:
            value = target
        former = self.last.get(place)
        value = value if former is None else max(value, former)
        self.last[place] = value
        return value, former == value and pace is Pace.STILL


def asked(indicator: Indicator) -> Decimal:
    """What the plan asks; only indicators with a number are taken."""
    return indicator.value or Decimal(0)
