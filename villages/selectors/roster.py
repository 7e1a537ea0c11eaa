"""The roster: one line a village, filtered and sorted, ready to print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from organizations.models import Unit, UnitKind
from organizations.querysets.units import UnitQuerySet
from organizations.rules import rule_values
from villages.models import Village
from villages.pay import PayCheck, check_pay
from villages.selectors.facts import VillageFacts, age_of, village_facts

ACTION = "villages.view_village"


@dataclass(frozen=True)
class RosterLine:
    """A line of the list. Figures that nobody reported are None."""

    facts: VillageFacts
    public_id: str
    name: str
    township: str
    tags: tuple[tuple[str, str], ...]  # kind of tag, words
    households: int | None
    residents: int | None
    party_members: int | None
    secretary: str
    both_posts: bool
    age: int | None
    education: str
    reserve: int
    pay: Decimal | None
    pay_check: PayCheck


def visible_villages(membership, on: date, action: str = ACTION) -> UnitQuerySet:
    """The villages of the day that the person may see, in the county's order."""
    return villages_within(membership, action).valid_on(on)


def villages_within(membership, action: str = ACTION) -> UnitQuerySet:
    """The same whatever the day: those that are gone too."""
    villages = Unit.objects.filter(kind=UnitKind.VILLAGE).select_related("parent")
    return villages.within(membership, action).in_county_order()


def roster(units: Iterable[Unit], on: date) -> list[RosterLine]:
    """Lines in the order of the units; four queries however many."""
    rules = rule_values("villages.pay_times", "villages.rural_income", on=on)
    return [_line(facts, on, rules) for facts in village_facts(units=units, on=on).values()]


def _line(facts: VillageFacts, on: date, rules: dict[str, Any]) -> RosterLine:
    secretary, year = facts.secretary, facts.year
    pay = secretary.yearly_pay if secretary else None
    return RosterLine(
        facts=facts,
        public_id=str(facts.unit.public_id),
        name=facts.unit.name,
        township=str(facts.unit.parent) if facts.unit.parent else "",
        tags=village_tags(facts.village),
        households=year.households if year else None,
        residents=year.residents if year else None,
        party_members=year.party_members if year else None,
        secretary=secretary.name if secretary else "",
        both_posts=facts.both_posts,
        age=age_of(secretary, on),
        education=secretary.get_education_display() if secretary and secretary.education else "",
        reserve=facts.reserve,
        pay=pay,
        pay_check=check_pay(pay, rural_income=rules["villages.rural_income"], times=rules["villages.pay_times"]),
    )


def village_tags(village: Village | None) -> tuple[tuple[str, str], ...]:
    if village is None:
        return ()
    tags = []
    if village.weak_organization:
        tags.append(("late", str(Village._meta.get_field("weak_organization").verbose_name)))
    if village.was_poor:
        tags.append(("open", str(Village._meta.get_field("was_poor").verbose_name)))
    if village.priority:
        tags.append(("plain", village.get_priority_display()))
    return tuple(tags)


SORTS = {
    "households": lambda line: line.households,
    "residents": lambda line: line.residents,
    "party_members": lambda line: line.party_members,
    "age": lambda line: line.age,
    "reserve": lambda line: line.reserve,
    "pay": lambda line: line.pay,
}


def sorted_lines(lines: Sequence[RosterLine], sort: str) -> list[RosterLine]:
    """By a figure of SORTS, `-` for downwards; who has none stands last either way. Anything else: the county's order."""
    value = SORTS.get(sort.removeprefix("-"))
    if value is None:
        return list(lines)
    known = [line for line in lines if value(line) is not None]
    unknown = [line for line in lines if value(line) is None]
    return sorted(known, key=value, reverse=sort.startswith("-")) + unknown
