"""Income of many villages at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from organizations.models import Unit
from organizations.querysets.units import UnitQuerySet
from villages import income_rules as rules
from villages.income_rules import Counted, Entry, Forecast
from villages.models import IncomeEntry


@dataclass
class YearIncome:
    """One village's year, and last year's beside it."""

    unit: Unit
    entries: list[Entry] = field(default_factory=list)
    last: list[Entry] = field(default_factory=list)

    def counted(self, lines: Collection[str]) -> Counted:
        return rules.count(self.entries, lines)

    def counted_last(self, lines: Collection[str]) -> Counted:
        return rules.count(self.last, lines)

    def forecast(self, lines: Collection[str], *, past_quarters: int) -> Forecast | None:
        return rules.forecast(self.entries, lines, past_quarters=past_quarters)

    def amount(self, quarter: int, line: str, *, last: bool = False) -> Decimal | None:
        rows = self.last if last else self.entries
        return next((entry.amount for entry in rows if (entry.quarter, entry.line) == (quarter, line)), None)


def year_income(*, units: Iterable[Unit], year: int) -> Mapping[int, YearIncome]:
    """By unit id, in the order of the units; one query."""
    found = {unit.pk: YearIncome(unit) for unit in units}
    rows = IncomeEntry.objects.filter(unit__in=found, year__in=(year, year - 1))
    for unit_id, of_year, quarter, line, amount, one_off in rows.values_list(
        "unit_id", "year", "quarter", "line", "amount", "one_off"
    ):
        target = found[unit_id].entries if of_year == year else found[unit_id].last
        target.append(Entry(quarter, line, amount, one_off))
    return found


def last_day(year: int, on: date) -> date:
    """The day whose villages a year is judged by: its last one once it is over."""
    return min(on, date(year, 12, 31))


def in_year(villages: UnitQuerySet, year: int, on: date) -> UnitQuerySet:
    """The villages that were there on the year's last day, as far as is known on `on`.

    A county enters its villages on the day it begins here, so a later first day does not say that a village was not there.
    One that was made by a merger since was not: those that were merged into it stand for themselves.
    """
    last = last_day(year, on)
    made_of = Unit.objects.filter(merged_into=OuterRef("pk"), valid_to__lte=OuterRef("valid_from"))
    return villages.filter(Q(valid_from__lte=last) | ~Exists(made_of), valid_from__lte=on).not_ended(last)


def past_quarters(year: int, on: date) -> int:
    """How many quarters of the year are over on the day."""
    if on.year != year:
        return 4 if on.year > year else 0
    return (on.month - 1) // 3


def present_quarter(on: date) -> tuple[int, int]:
    """Year and quarter whose figures are due: the one that ended last."""
    quarter = (on.month - 1) // 3
    return (on.year, quarter) if quarter else (on.year - 1, 4)
