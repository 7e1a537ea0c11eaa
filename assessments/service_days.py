"""One year out of several stretches: a first secretary who changed villages in June, a village carried by two townships.

The score is the mean weighted by days, of the days served and not of the year: who came in July is measured by what
they did since. Who served fewer days than the county asks is scored and not ranked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.explained import OVER, PLUS, TIMES, Formula, Step, Term


@dataclass(frozen=True)
class Stretch:
    """The score of one stretch and its days."""

    ref: str
    name: str
    score: Decimal
    days: int


@dataclass(frozen=True)
class Weighted:
    """`score` is None without a day of service."""

    score: Decimal | None
    days: int
    ranked: bool
    steps: tuple[Step, ...]
    stretches: tuple[Stretch, ...]


def by_days(stretches: Sequence[Stretch], *, least_days: int = 0) -> Weighted:
    """Stretches must not overlap; the order in which they are given changes nothing but the order in the formula."""
    if any(one.days < 0 for one in stretches):
        raise ValueError("Days are counted from 0.")
    served = tuple(one for one in stretches if one.days)
    days = sum(one.days for one in served)
    if not days:
        return Weighted(None, 0, False, (Step("no_days"),), ())
    terms: list[Term] = []
    for one in served:
        terms += [Term(PLUS, one.score), Term(TIMES, Decimal(one.days)), Term(OVER, Decimal(days))]
    formula = Formula(tuple(terms))
    steps = [Step("weighted_by_days", {"days": days}, formula)]
    ranked = days >= least_days
    if not ranked:
        steps.append(Step("too_few_days", {"days": days, "least": least_days}))
    return Weighted(formula.result, days, ranked, tuple(steps), served)
