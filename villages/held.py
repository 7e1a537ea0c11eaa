"""Figures that the village registers hold for a campaign's indicators, so that nobody is asked for them.

Named in settings.HELD_FIGURES. A figure of a township or of the county is over its villages valid on the day; one that
was merged away is no longer among them and its successor counts once. A share is part and whole. Amounts in yuan.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.held_figures import Figure, held_source
from organizations.models import Unit, UnitKind
from organizations.rules import rule_value
from villages import income_rules
from villages.income_rules import TEN_THOUSAND
from villages.income_settings import income_settings, line_words
from villages.models import OfficerPost
from villages.selectors.facts import VillageFacts, age_of, village_facts
from villages.selectors.income import in_year, last_day, year_income

RESERVE_WANTED = 2


@held_source(gettext_lazy("集体经济收入达到一定数额的村（占比）"), takes_threshold=True)
def income_share(indicator, units: Sequence[Unit], on: date) -> Mapping[int, Figure]:
    """Part and whole: villages at or over the indicator's threshold, by the lines its campaign counts."""
    return _of_income(indicator, units, on, lambda values, at: _share(*income_rules.reached(values, at)))


@held_source(gettext_lazy("集体经济收入达到一定数额的村（个数）"), takes_threshold=True)
def income_count(indicator, units: Sequence[Unit], on: date) -> Mapping[int, Figure]:
    return _of_income(indicator, units, on, lambda values, at: (Decimal(income_rules.reached(values, at)[0]), None))


@held_source(gettext_lazy("集体经济收入合计（万元）"))
def income_total(indicator, units: Sequence[Unit], on: date) -> Mapping[int, Figure]:
    return _of_income(indicator, units, on, lambda values, _at: (_total(values), None))


@held_source(gettext_lazy("集体经济收入村均（万元）"))
def income_average(indicator, units: Sequence[Unit], on: date) -> Mapping[int, Figure]:
    """Over all villages: one that reported nothing lowers the average and is named beside it."""
    return _of_income(indicator, units, on, lambda values, _at: (_average(values), None))


@held_source(gettext_lazy("集体经济空壳村（个数）"))
def empty_count(indicator, units: Sequence[Unit], on: date) -> Mapping[int, Figure]:
    floor = income_settings(on).empty_below
    return _of_income(
        indicator,
        units,
        on,
        lambda values, _at: (
            Decimal(sum(income_rules.is_empty_shell(value, floor) is True for value in values.values())),
            None,
        ),
    )


@held_source(gettext_lazy("书记、主任“一肩挑”的村（占比）"))
def both_posts_share(indicator, units: Sequence[Unit], on: date) -> Mapping[int, Figure]:
    return _of_facts(units, on, lambda facts: facts.both_posts)


@held_source(gettext_lazy("书记是致富带头人的村（占比）"))
def entrepreneur_share(indicator, units: Sequence[Unit], on: date) -> Mapping[int, Figure]:
    return _of_facts(units, on, lambda facts: bool(facts.secretary and facts.secretary.entrepreneur))


@held_source(gettext_lazy("书记高中以上学历的村（占比）"))
def high_school_share(indicator, units: Sequence[Unit], on: date) -> Mapping[int, Figure]:
    return _of_facts(
        units, on, lambda facts: bool(facts.secretary and facts.secretary.education in ("high", "college", "bachelor"))
    )


@held_source(gettext_lazy("书记年龄不超过规定岁数的村（占比）"))
def secretaries_up_to_age(indicator, units: Sequence[Unit], on: date) -> Mapping[int, Figure]:
    """Up to and with the age: the indicator's own (`held_with["age"]`) or the county's rule. Unknown birthday: not counted."""
    most = indicator.held_with.get("age") or rule_value("villages.young_secretary_age", on=on)

    def holds(facts: VillageFacts) -> bool:
        age = age_of(facts.secretary, on)
        return age is not None and age <= int(most)

    return _of_facts(units, on, holds, _("按村级台账，不超过 %(age)s 周岁") % {"age": most})


@held_source(gettext_lazy("有两名以上后备干部的村（占比）"))
def reserve_share(indicator, units: Sequence[Unit], on: date) -> Mapping[int, Figure]:
    return _of_facts(
        units,
        on,
        lambda facts: sum(officer.post == OfficerPost.RESERVE for officer in facts.officers) >= RESERVE_WANTED,
    )


def villages_below(units: Sequence[Unit], on: date) -> tuple[dict[int, Unit], dict[int, list[int]]]:
    """All villages of the day, and for each unit the keys of those at or below it."""
    villages = {unit.pk: unit for unit in Unit.objects.filter(kind=UnitKind.VILLAGE).valid_on(on)}
    return villages, _below(units, villages)


def answers_for(unit: Unit) -> str:
    """Path of the villages whose figure is the unit's: its own slice, and the whole county for a county-level unit, which
    has no villages of its own and answers for all of them."""
    return "" if unit.kind in (UnitKind.COUNTY_OFFICE, UnitKind.DEPARTMENT, UnitKind.OTHER) else unit.path


def _below(units: Sequence[Unit], villages: Mapping[int, Unit]) -> dict[int, list[int]]:
    below = {}
    for unit in units:
        path = answers_for(unit)
        below[unit.pk] = [key for key, village in villages.items() if village.path.startswith(path)]
    return below


def threshold_of(indicator) -> Decimal:
    """In yuan; 0 while nobody has said it, which every village that reported reaches."""
    try:
        return Decimal(str(indicator.held_with.get("threshold", 0)))
    except InvalidOperation:
        return Decimal(0)


def villages_short(indicator, units: Sequence[Unit], on: date) -> Mapping[int, list[tuple[Unit, Decimal | None]]]:
    """By unit: its villages below the indicator's threshold with their income in yuan, the lowest first; None was not
    reported and stands in front. Only for indicators whose figure counts villages that reach a sum."""
    found = {}
    line = threshold_of(indicator)
    of_year = _income_of(indicator, units, on)
    for unit in units:
        values = ((of_year.villages[key], of_year.counted[key]) for key in of_year.below[unit.pk])
        short = [(village, value) for village, value in values if value is None or value < line]
        found[unit.pk] = sorted(short, key=lambda pair: (pair[1] is not None, pair[1] or 0, pair[0].code))
    return found


class _Income(NamedTuple):
    lines: tuple[str, ...]
    year: int
    on: date
    villages: Mapping[int, Unit]
    below: Mapping[int, list[int]]
    counted: Mapping[int, Decimal | None]


def _income_of(indicator, units: Sequence[Unit], on: date) -> _Income:
    lines = tuple(indicator.task.campaign.income_lines or ()) or income_settings(on).lines
    year = indicator.year if indicator.year and indicator.year <= on.year else on.year
    villages = {unit.pk: unit for unit in in_year(Unit.objects.filter(kind=UnitKind.VILLAGE), year, on)}
    counted = {key: one.counted(lines).value for key, one in year_income(units=villages.values(), year=year).items()}
    return _Income(lines, year, last_day(year, on), villages, _below(units, villages), counted)


def _of_income(indicator, units: Sequence[Unit], on: date, of: Callable) -> Mapping[int, Figure]:
    lines, year, on, _villages, below, counted = _income_of(indicator, units, on)
    found = {}
    for unit in units:
        values = {key: counted[key] for key in below[unit.pk]}
        if not values:
            continue
        value, whole = of(values, threshold_of(indicator))
        missing = sum(one is None for one in values.values())
        words = _("%(year)s 年，计入%(lines)s") % {"year": year, "lines": line_words(lines)}
        if missing:
            words += _("；%(n)s 个村还没有报") % {"n": missing}
        found[unit.pk] = Figure(value, whole, words, on)
    return found


def _of_facts(
    units: Sequence[Unit], on: date, holds: Callable[[VillageFacts], bool], words: str = ""
) -> Mapping[int, Figure]:
    villages, below = villages_below(units, on)
    yes = {key: holds(facts) for key, facts in village_facts(units=villages.values(), on=on).items()}
    return {
        unit.pk: Figure(
            Decimal(sum(yes[key] for key in below[unit.pk])), Decimal(len(below[unit.pk])), words or _("按村级台账"), on
        )
        for unit in units
        if below[unit.pk]
    }


def _share(part: int, whole: int) -> tuple[Decimal, Decimal]:
    return Decimal(part), Decimal(whole)


def _total(values: Mapping[int, Decimal | None]) -> Decimal | None:
    """None as long as nobody reported: that is not 0."""
    known = [value for value in values.values() if value is not None]
    return sum(known, Decimal(0)) / TEN_THOUSAND if known else None


def _average(values: Mapping[int, Decimal | None]) -> Decimal | None:
    total = _total(values)
    return None if total is None else total / len(values)
