"""The page of collective income: bands, shares against the campaigns' targets, distance, empty shells, who is missing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from organizations.models import Unit
from villages import income_rules as rules
from villages.income_rules import Counted, Forecast, in_ten_thousands
from villages.income_settings import IncomeSettings
from villages.selectors.income import YearIncome, past_quarters, present_quarter

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
        reported = any(entry.quarter == quarter for entry in one.entries)
        row = counts.setdefault(one.unit.parent, [0, 0])
        row[0] += not reported
        row[1] += 1
    lines = [{"unit": town, "missing": row[0], "all": row[1]} for town, row in counts.items()]
    return {"year": year, "quarter": quarter, "townships": lines, "missing": sum(line["missing"] for line in lines)}


def _plain(yuan: Decimal) -> str:
    text = format(in_ten_thousands(yuan), "f")
    return text.rstrip("0").rstrip(".")


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), rules.ROUND_HALF_UP) if whole else Decimal(0)
