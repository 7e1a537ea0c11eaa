"""The numbers of a task divided among the units that carry it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaigns.models import Assignment, Indicator, IndicatorTarget, Task
from organizations.models import Unit


@dataclass(frozen=True)
class TargetSheet:
    """`values` by (indicator id, unit id); a unit without an own number is not in it."""

    task: Task
    indicators: Sequence[Indicator]
    units: Sequence[Unit]
    values: dict[tuple[int, int], Decimal]


@dataclass(frozen=True)
class Sum:
    """What the units' numbers add up to against the county's. `gap` is positive while something is not given out, None
    where adding up means nothing (a share, a number that holds for each unit anyway)."""

    total: Decimal
    target: Decimal | None
    gap: Decimal | None

    @property
    def over(self) -> Decimal | None:
        return None if self.gap is None else -self.gap


def target_sheet(*, task: Task) -> TargetSheet:
    indicators = list(Indicator.objects.filter(task=task))
    shares = Assignment.objects.filter(task=task).active()
    units = list(Unit.objects.filter(pk__in=shares.values("unit")).order_by("path"))
    rows = IndicatorTarget.objects.filter(indicator__in=indicators).values_list("indicator", "unit", "value")
    values = {(indicator, unit): plain(value) for indicator, unit, value in rows}
    return TargetSheet(task, indicators, units, values)


def sum_of(*, sheet: TargetSheet, indicator: Indicator) -> Sum:
    units = {unit.pk for unit in sheet.units}
    own = [value for (pk, unit), value in sheet.values.items() if pk == indicator.pk and unit in units]
    total = sum(own, Decimal(0))
    target = None if indicator.value is None else plain(indicator.value)
    adds_up = indicator.level == Indicator.Level.COUNTY and indicator.aggregation == Indicator.Aggregation.SUM
    gap = plain(target - total) if adds_up and own and target is not None else None
    return Sum(plain(total), target, gap)


def plain(number: Decimal) -> Decimal:
    """As a person writes it: 8, not 8.0000."""
    number = number.normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number
