"""Which villages must have a first secretary, which have none and since when, whose tour ends soon, whose team is small."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from cadres.models import Posting, PostingKind, Recall
from cadres.posting_words import is_of_kind
from organizations.models import Unit
from organizations.rules import rule_value
from villages.models import Village

TEAM = (PostingKind.FIRST_SECRETARY, PostingKind.TEAM_MEMBER)


@dataclass(frozen=True)
class Vacancy:
    """A village that must have a first secretary and has none. `since` is None where there never was one."""

    unit: Unit
    since: date | None = None
    last: Posting | None = None
    recalled: bool = False

    def days(self, on: date) -> int | None:
        return (on - self.since).days + 1 if self.since else None


@dataclass(frozen=True)
class Needs:
    """What a county asks of its villages and what it has, on a day."""

    must: frozenset[int]
    held: frozenset[int]  # units with a first secretary posted
    team: dict[int, int]  # unit -> first secretaries and team members posted

    @property
    def vacant(self) -> frozenset[int]:
        return self.must - self.held


def must_have(*, units: Iterable[Unit], on: date) -> set[int]:
    """Ids of the villages that must have a first secretary: as the register says, else by the county's rule."""
    return of_must(units, rule_value("postings.must_have", on=on))


def of_must(units: Iterable[Unit], words: str) -> set[int]:
    """The same, with the rule's words at hand."""
    return must_of(Village.objects.filter(unit__in=[unit.pk for unit in units]), words)


def must_of(rows: Iterable[Village], words: str) -> set[int]:
    return {row.unit_id for row in rows if _must(row, words)}


def _must(row: Village, words: str) -> bool:
    said = row.must_have_first_secretary
    return said if said is not None else is_of_kind(row, words)


def needs(*, units: Iterable[Unit], on: date) -> Needs:
    """Three queries, however many villages."""
    units = list(units)
    team: dict[int, int] = defaultdict(int)
    held = set()
    posted = Posting.objects.on_day(on).filter(unit__in=[unit.pk for unit in units], kind__in=TEAM)
    for unit_id, kind in posted.values_list("unit_id", "kind"):
        team[unit_id] += 1
        if kind == PostingKind.FIRST_SECRETARY:
            held.add(unit_id)
    return Needs(frozenset(must_have(units=units, on=on)), frozenset(held), dict(team))


def vacancies(*, units: Iterable[Unit], on: date) -> list[Vacancy]:
    """Villages without the first secretary they must have, in the order of the units; five queries."""
    units = list(units)
    vacant = needs(units=units, on=on).vacant
    last: dict[int, Posting] = {}
    former = Posting.objects.filter(unit__in=vacant, kind=PostingKind.FIRST_SECRETARY, ended_on__lt=on)
    for posting in former.select_related("person", "sending_unit").order_by("ended_on", "pk"):
        last[posting.unit_id] = posting
    recalled = set(
        Recall.objects.filter(unit__in=vacant, state=Recall.State.DECIDED).values_list("posting_id", flat=True)
    )
    found = []
    for unit in units:
        if unit.pk in vacant:
            before = last.get(unit.pk)
            since = before.ended_on + timedelta(days=1) if before and before.ended_on else None
            found.append(Vacancy(unit, since, before, before is not None and before.pk in recalled))
    return found


@dataclass(frozen=True)
class ShortTeam:
    """A village that must have a first secretary and whose team has fewer than the county asks for."""

    unit: Unit
    have: int
    size: int

    @property
    def missing(self) -> int:
        return self.size - self.have


def short_teams(*, units: Iterable[Unit], on: date) -> list[ShortTeam]:
    """In the order of the units; three queries."""
    units, size = list(units), rule_value("postings.team_size", on=on)
    asked = needs(units=units, on=on)
    have = ((unit, asked.team.get(unit.pk, 0)) for unit in units if unit.pk in asked.must)
    return [ShortTeam(unit, number, size) for unit, number in have if number < size]


def is_ending(on: date, days: int) -> Q:
    """Running tours that end within the days, or are over by plan already."""
    return Q(ended_on__isnull=True, starts_on__lte=on, ends_on__lte=on + timedelta(days=days))
