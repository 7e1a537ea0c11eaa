"""The page of collective income: bands, shares against the campaigns' targets, distance, empty shells, who is missing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from organizations.models import Unit
from villages import income_rules as rules
from villages.income_rules import Counted, Forecast, in_ten_thousands
from villages.income_settings import IncomeSettings, income_settings
from villages.selectors.income import YearIncome, in_year, past_quarters, present_quarter, year_income
from villages.selectors.roster import villages_within

FIRST_YEAR = 2015
Incomes = Mapping[int, YearIncome]  # by unit id


@dataclass(frozen=True)
class IncomeLineOfVillage:
    """A village in the list, amounts in 万元."""

    unit: Unit
    counted: Counted
    value: Decimal | None
    last: Decimal | None
    band: int
    missing: Decimal | None  # to the next band
    next_floor: Decimal | None
    forecast: Forecast | None
    forecast_value: Decimal | None
    empty: bool | None


@dataclass(frozen=True)
class Band:
    words: str
    count: int
    share: Decimal


@dataclass(frozen=True)
class TargetLine:
    """A campaign's target and how the county stands: villages over its threshold, of how many."""

    words: str
    lines: str
    part: int
    whole: int
    percent: Decimal
    target: str
    url: str


class Found(NamedTuple):
    """What the filter finds: its year, the villages of its townships and what they reported, their lines, and those of
    them that the list shows, nearest to the next band first."""

    year: int
    units: list[Unit]
    rule: IncomeSettings
    income: Incomes
    all_rows: list[IncomeLineOfVillage]
    rows: list[IncomeLineOfVillage]


def years_of(on: date) -> list[int]:
    """The years one may look at, the present one first."""
    return list(range(on.year, max(FIRST_YEAR, on.year - 6), -1))


def income_found(form: Any, membership: Any, on: date) -> Found:
    """By the list's filter form; nonsense in it is as if nothing were chosen."""
    chosen = form.cleaned_data if form.is_valid() else {}
    year = chosen.get("year") or on.year
    units = list(in_year(villages_within(membership, "villages.view_village"), year, on).in_county_order())
    if chosen.get("township"):
        units = [unit for unit in units if unit.parent_id == chosen["township"].pk]
    rule = income_settings(on)
    income = year_income(units=units, year=year)
    rows = lines_of(income, year=year, rule=rule, on=on)
    rows.sort(key=lambda row: (row.missing is None, row.missing or 0))
    shown = rows
    if chosen.get("reported") == "missing":
        late = {key for key, one in income.items() if _is_missing(one, year, on)}
        shown = [row for row in rows if row.unit.pk in late]
    elif chosen.get("reported") == "empty":
        shown = [row for row in rows if row.empty]
    return Found(year, units, rule, income, rows, shown)


def _is_missing(one: YearIncome, year: int, on: date) -> bool:
    """Whether the village owes the last quarter of that year that has ended: the one that the page counts."""
    of_year, quarter = present_quarter(on)
    wanted = quarter if year == of_year else 4 if year < of_year else 0
    gone = one.unit.valid_to is not None and one.unit.valid_to < on
    return bool(wanted) and not gone and all(entry.quarter != wanted for entry in one.entries)


def lines_of(income: Incomes, *, year: int, rule: IncomeSettings, on: date) -> list[IncomeLineOfVillage]:
    """In the order of the villages, by the lines that the county counts."""
    past = past_quarters(year, on)
    return [_line(one, rule, past) for one in income.values()]


def _line(one: YearIncome, rule: IncomeSettings, past: int) -> IncomeLineOfVillage:
    counted, last = one.counted(rule.lines), one.counted_last(rule.lines)
    above = rules.next_band(counted.value, rule.bands) if counted.value is not None else None
    ahead = one.forecast(rule.lines, past_quarters=past)
    return IncomeLineOfVillage(
        unit=one.unit,
        counted=counted,
        value=_shown(counted.value),
        last=_shown(last.value),
        band=-1 if counted.value is None else rules.band_of(counted.value, rule.bands),
        missing=_shown(above[1]) if above else None,
        next_floor=_shown(above[0]) if above else None,
        forecast=ahead,
        forecast_value=_shown(ahead.value) if ahead else None,
        empty=rules.is_empty_shell(counted.value, rule.empty_below),
    )


def _shown(yuan: Decimal | None) -> Decimal | None:
    return None if yuan is None else in_ten_thousands(yuan)


def bands_of(rows: Sequence[IncomeLineOfVillage], floors: Sequence[Decimal]) -> list[Band]:
    """From the top band down to the villages below the first one; those without a report last."""
    names = [_("%(floor)s 万元以上") % {"floor": _plain(floor)} for floor in floors]
    between = [
        _("%(floor)s–%(top)s 万元") % {"floor": _plain(low), "top": _plain(high)}
        for low, high in zip(floors, floors[1:], strict=False)
    ]
    words = [_("不到 %(floor)s 万元") % {"floor": _plain(floors[0])}, *between, names[-1]]
    counts = Counter(row.band for row in rows)
    ordered = [(words[band], counts[band]) for band in range(len(floors), -1, -1)]
    return [Band(name, count, _percent(count, len(rows))) for name, count in [*ordered, (_("还没有报"), counts[-1])]]


def targets_of(income: Incomes, *, year: int, membership, on: date) -> list[TargetLine]:
    """Against the targets of the published campaigns, each by the lines that it counts itself."""
    if not settings.INCOME_TARGETS:
        return []
    found = []
    for target in import_string(settings.INCOME_TARGETS)(year, membership, on):
        values = {key: one.counted(target["lines"]).value for key, one in income.items()}
        part, whole = rules.reached(values, target["threshold"])
        found.append(
            TargetLine(
                target["words"],
                target["line_words"],
                part,
                whole,
                _percent(part, whole),
                target["target"],
                target["url"],
            )
        )
    return found


def missing_by_township(income: Incomes, *, on: date) -> dict[str, Any]:
    """Who has not entered the quarter that ended last: townships with the number of their villages of the day. `income`
    is of that quarter's year."""
    year, quarter = present_quarter(on)
    counts: dict[Unit, list[int]] = {}
    for one in income.values():
        if one.unit.parent is None or (one.unit.valid_to and one.unit.valid_to < on):
            continue
        row = counts.setdefault(one.unit.parent, [0, 0])
        row[0] += _is_missing(one, year, on)
        row[1] += 1
    lines = [{"unit": town, "missing": row[0], "all": row[1]} for town, row in counts.items()]
    return {"year": year, "quarter": quarter, "townships": lines, "missing": sum(line["missing"] for line in lines)}


def _plain(yuan: Decimal) -> str:
    text = format(in_ten_thousands(yuan), "f")
    return text.rstrip("0").rstrip(".")


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), rules.ROUND_HALF_UP) if whole else Decimal(0)
