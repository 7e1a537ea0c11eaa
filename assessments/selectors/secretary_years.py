"""The year of each first secretary, out of the scores of the villages they were in charge of, weighted by days."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Q

from assessments.models import Assessment, UnitResult
from assessments.score_words import formula_words, step_words
from assessments.selectors.result_pages import shown_run
from assessments.selectors.successors import successors
from assessments.service_days import Stretch, Weighted, by_days
from cadres.models import Posting, PostingKind
from organizations.models import Person, Unit
from organizations.pinyin import sort_key
from organizations.rules import rule_value


@dataclass(frozen=True)
class Served:
    """One stretch in charge. `scored` is the village whose score counts, the successor of one that was merged; None with the
    score where it was not assessed."""

    unit: Unit
    starts: date
    ends: date
    scored: Unit | None
    score: Decimal | None

    @property
    def days(self) -> int:
        return (self.ends - self.starts).days + 1


@dataclass(frozen=True)
class SecretaryYear:
    """`rank` is None for who served too few days, or in villages without a score yet; `shared` counts those of the rank."""

    person: Person
    weighted: Weighted
    stretches: list[Served]
    rank: int | None
    shared: int

    @property
    def words(self) -> list[tuple[str, str]]:
        return [(step_words(step), formula_words(step.formula) if step.formula else "") for step in self.weighted.steps]


def secretary_years(assessment: Assessment) -> list[SecretaryYear]:
    """Who was in charge of a village that is assessed, by rank, then those without one by name. Days are
    those of the assessment up to the day of the run; the score is that of the village for the whole span, whoever was there.
    A village that was merged counts as its successor."""
    run = shown_run(assessment)
    first, last = assessment.starts_on, min(run.on, assessment.ends_on)
    least = int(rule_value("postings.ranked_from_days", on=last))
    totals = dict(UnitResult.objects.filter(run=run).values_list("unit", "total"))
    posted = Posting.objects.filter(kind=PostingKind.FIRST_SECRETARY, in_charge_from__lte=last).filter(
        Q(in_charge_to__isnull=True) | Q(in_charge_to__gte=first), Q(ended_on__isnull=True) | Q(ended_on__gte=first)
    )
    served: dict[int, list[Posting]] = defaultdict(list)
    for row in posted.select_related("person", "unit__merged_into").order_by("in_charge_from", "pk"):
        served[row.person_id].append(row)
    years = [_year(rows, totals, first, last, least) for rows in served.values()]
    years = [one for one in years if any(part.scored is not None for part in one.stretches)]
    scores = [one.weighted.score for one in years if one.weighted.ranked and one.weighted.score is not None]
    placed = [_placed(one, scores) for one in years]
    return sorted(placed, key=lambda one: (one.rank is None, one.rank or 0, sort_key(one.person.name), one.person.pk))


def _year(rows, totals: Mapping[int, Decimal | None], first: date, last: date, least: int) -> SecretaryYear:
    stretches = []
    for row in rows:
        ends = min(day for day in (row.in_charge_to, row.ended_on, last) if day is not None)
        starts = max(row.in_charge_from, first)
        if starts <= ends:
            scored = next((unit for unit in successors(row.unit) if unit.pk in totals), None)
            stretches.append(Served(row.unit, starts, ends, scored, totals[scored.pk] if scored is not None else None))
    known = [
        Stretch(str(one.unit.public_id), one.unit.name, one.score, one.days)
        for one in stretches
        if one.score is not None
    ]
    return SecretaryYear(rows[0].person, by_days(known, least_days=least), stretches, None, 0)


def _placed(one: SecretaryYear, scores: list[Decimal]) -> SecretaryYear:
    score = one.weighted.score
    if not one.weighted.ranked or score is None:
        return one
    rank = 1 + sum(other > score for other in scores)
    return replace(one, rank=rank, shared=scores.count(score))
