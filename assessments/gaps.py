"""What the next rank lacks: for each item alone, how much more it takes to draw level, and which figure that would be."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.explained import Explained, Result, State
from assessments.rounding import FIGURE_PLACES, STEP, half_up
from assessments.scheme import AT_MOST, Bands, Item, Scheme, ShareOfTarget


@dataclass(frozen=True)
class Improvement:
    """One item that would be enough. `figure` is the nearest figure that gives the score; None for other methods."""

    key: str
    action: str
    score: Decimal
    to: Decimal
    figure: Decimal | None = None
    percent: bool = False

    @property
    def by(self) -> Decimal:
        return self.to - self.score


@dataclass(frozen=True)
class Gap:
    """`points` are missing on the total (0: only the tie rule parts them). Without improvements no item is enough alone."""

    rank: int
    points: Decimal
    improvements: tuple[Improvement, ...]


def gap_to(scheme: Scheme, result: Result, aim: tuple[Decimal, ...], rank: int) -> Gap:
    """`aim` is the standing to be reached (see `ranking.standing`). Items of the base only: bonuses cannot be planned."""
    methods = {item.key: item for item in scheme.leaves()}
    found = [
        better
        for action in result.base.parts
        for line in action.leaves()
        if line.state in (State.SCORED, State.ZERO)
        and (better := _improvement(scheme, result, action, line, methods[line.key], aim)) is not None
    ]
    found.sort(key=lambda one: (one.by, one.key))
    return Gap(rank, aim[0] - (result.total or Decimal(0)), tuple(found))


def _improvement(
    scheme: Scheme, result: Result, action: Explained, line: Explained, item: Item, aim: Sequence[Decimal]
) -> Improvement | None:
    score, points = line.score or Decimal(0), line.points or Decimal(0)
    more = max(Decimal(0), aim[0] - result.net)
    if _with(scheme, result, action.key, more) < tuple(aim):
        more += STEP
    to, figure, percent = score + more, None, False
    if isinstance(item.method, ShareOfTarget):
        percent = item.method.percent
        figure = figure_for(item.method, _target(line, item.method), points, to)
    elif isinstance(item.method, Bands):
        percent = item.method.percent
        reached = [
            (half_up(Fraction(one.points) * Fraction(points) / Fraction(item.points)), one.low)
            for one in item.method.bands
        ]
        to, figure = min((band for band in reached if band[0] >= to), default=(points + STEP, None))
    if to > points:
        return None
    return Improvement(line.key, action.key, score, to, figure, percent)


def _with(scheme: Scheme, result: Result, action: str, more: Decimal) -> tuple[Decimal, ...]:
    total = max(Decimal(0), result.net + more)
    return (total, *(result.action(key) + (more if key == action else 0) for key in scheme.ties))


def _target(line: Explained, method: ShareOfTarget) -> Decimal:
    """The target that was in force for the unit, cut to its days where it was."""
    cut = next((step.formula for step in line.steps if step.code == "by_days"), None)
    return method.target if cut is None else cut.result


def figure_for(method: ShareOfTarget, target: Decimal, points: Decimal, score: Decimal) -> Decimal | None:
    """The nearest figure that brings `score`, to the places shown; None where figures stand in no ratio to the target."""
    if target <= 0:
        return None
    # Half up: all from half a step below rounds to the score.
    share = (Fraction(score) - Fraction(STEP) / 2) / Fraction(points)
    grid = 10**FIGURE_PLACES
    if method.comparator == AT_MOST:
        exact = Fraction(target) / share * grid
        return Decimal(exact.numerator // exact.denominator).scaleb(-FIGURE_PLACES)
    exact = Fraction(target) * share * grid
    return Decimal(-(-exact.numerator // exact.denominator)).scaleb(-FIGURE_PLACES)
