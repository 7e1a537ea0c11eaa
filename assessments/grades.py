"""Grades within one group: by points, by quota, under the ceiling of a veto.

The rule, as it is printed: the quota counts of all units of the group and is never exceeded. Units with the same rank
stand or fall together: where there is not room for all of them, none gets the grade, and nobody below them does. A
vetoed unit takes no place of a grade it may not have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.explained import Step
from assessments.rounding import half_up
from assessments.scheme import Grade, QuotaRounding


@dataclass(frozen=True)
class Candidate:
    """What a grade depends on. Units of the same `rank` stand together."""

    unit: str
    rank: int
    total: Decimal
    ceiling: str | None = None


@dataclass(frozen=True)
class Graded:
    """The grade and why it is not a better one: points, a full quota, a veto, in the order in which they bit."""

    grade: Grade
    steps: tuple[Step, ...] = ()


def places_of(quota: Decimal, size: int, rounding: QuotaRounding) -> int:
    """How many units of a group of `size` may have the grade."""
    exact = Fraction(quota) * size
    if rounding is QuotaRounding.HALF_UP:
        return int(half_up(exact, 0))
    if rounding is QuotaRounding.UP:
        return -(-exact.numerator // exact.denominator)
    return exact.numerator // exact.denominator


def grade_group(
    candidates: Sequence[Candidate],
    grades: Sequence[Grade],
    *,
    size: int,
    rounding: QuotaRounding = QuotaRounding.DOWN,
) -> Mapping[str, Graded]:
    """`size` is the whole group, those not ranked yet included."""
    order = [grade.key for grade in grades]
    left = {grade.key: places_of(grade.quota, size, rounding) for grade in grades if grade.quota is not None}
    closed: set[str] = set()
    given: dict[str, Graded] = {}
    for bunch in _bunches(candidates, order):
        first = order.index(bunch[0].ceiling) if bunch[0].ceiling is not None else 0
        steps: list[Step] = []
        for place, grade in enumerate(grades):
            if bunch[0].total < grade.least:
                steps.append(Step("grade_points", {"grade": grade.name, "least": grade.least, "total": bunch[0].total}))
                continue
            if place < first:
                steps.append(Step("grade_vetoed", {"grade": grade.name}))
                continue
            if grade.key in closed or left.get(grade.key, len(bunch)) < len(bunch):
                closed.add(grade.key)
                quota = places_of(grade.quota or Decimal(0), size, rounding)
                steps.append(
                    Step("grade_full", {"grade": grade.name, "places": quota, "size": size, "bunch": len(bunch)})
                )
                continue
            if grade.key in left:
                left[grade.key] -= len(bunch)
            given |= {one.unit: Graded(grade, tuple(steps)) for one in bunch}
            break
    return given


def _bunches(candidates: Sequence[Candidate], order: Sequence[str]) -> list[list[Candidate]]:
    """Units of one rank and one ceiling, the best rank first, within it the highest ceiling."""
    bunches: dict[tuple[int, int], list[Candidate]] = {}
    for one in candidates:
        ceiling = order.index(one.ceiling) if one.ceiling is not None else 0
        bunches.setdefault((one.rank, ceiling), []).append(one)
    return [bunches[key] for key in sorted(bunches)]
