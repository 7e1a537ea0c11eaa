"""How far a task is: against its targets, against the duties that were due, and against the days that have passed.

Ratios are fractions, not floats: 10 points behind is exactly 10, and 2,999 of 3,000 is not done. Each result carries
the parts that made it, so that a page can show the sum instead of repeating it. No models and no clock here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from campaigns.spans import Span, Stretch, active_days, merged

AT_LEAST, AT_MOST, EXACTLY = ">=", "<=", "="
WHOLE, NOTHING = Fraction(1), Fraction(0)


@dataclass(frozen=True)
class Part:
    """One line of an explanation. `ratio` is None for what does not count; `why` says so: '' | no_target | no_figure
    | nothing_due | no_parts."""

    name: str
    ratio: Fraction | None
    value: Decimal | None = None
    target: Decimal | None = None
    why: str = ""
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True)
class Passed:
    """Days that have passed of a span (序时进度), days of a pause left out of both."""

    days: int
    of: int

    @property
    def ratio(self) -> Fraction | None:
        return Fraction(self.days, self.of) if self.of else None


@dataclass(frozen=True)
class Step:
    """A target of a yearly staircase: what must be reached by the end of `due`."""

    due: date
    target: Decimal


@dataclass(frozen=True)
class Expected:
    """What a staircase asks for by a day: `value` on the way from `floor` to the step's target."""

    step: Step
    floor: Decimal
    value: Fraction
    passed: Passed


def percent(ratio: Fraction, places: int = 1) -> Decimal:
    """For the eye, rounded down: nothing reads 100 % that is not."""
    scaled = ratio * 100 * 10**places
    return Decimal(scaled.numerator // scaled.denominator).scaleb(-places)


def indicator_progress(comparator: str, value: Decimal | None, target: Decimal | None, name: str = "") -> Part:
    """min(1, value ÷ target), for 不超过 min(1, target ÷ value).

    达到 (=) counts like 不少于: who does more than the plan asks is not behind. Where division means nothing (a target
    of zero or less, figures of zero or less) the demand is met or it is not.
    """
    if comparator not in (AT_LEAST, AT_MOST, EXACTLY):
        raise ValueError(f"{comparator} is no comparator.")
    for number in (value, target):
        if number is not None and not number.is_finite():
            raise ValueError("A figure is a finite number.")
    if target is None:
        return Part(name, None, value, None, "no_target")
    if value is None:
        return Part(name, None, None, target, "no_figure")
    return Part(name, _ratio(comparator, Fraction(value), Fraction(target)), value, target)


def _ratio(comparator: str, value: Fraction, target: Fraction) -> Fraction:
    met = value <= target if comparator == AT_MOST else value >= target
    if met:
        return WHOLE
    if target <= 0 or value <= 0:
        return NOTHING
    return target / value if comparator == AT_MOST else value / target


def mean_of_indicators(indicators: Sequence[Part], name: str = "") -> Part:
    """A task with indicators. One without a target does not count; one without a figure counts as nothing done as soon
    as another has one, or leaving out the bad figure would raise the mean. Without any figure nothing is known."""
    counted = [part for part in indicators if part.why != "no_target"]
    if not any(part.ratio is not None for part in counted):
        return Part(name, None, why="no_figure" if counted else "no_target", parts=tuple(indicators))
    total = sum((part.ratio or NOTHING for part in counted), NOTHING)
    return Part(name, total / len(counted), parts=tuple(indicators))


def duties_progress(accepted: int, due: int, name: str = "") -> Part:
    """A task without indicators: accepted duties of those due so far. Early ones do not lift it above the whole."""
    if accepted < 0 or due < 0:
        raise ValueError("Duties are counted from 0.")
    if not due:
        return Part(name, None, Decimal(accepted), Decimal(due), "nothing_due")
    return Part(name, min(WHOLE, Fraction(accepted, due)), Decimal(accepted), Decimal(due))


def mean(parts: Iterable[Part], name: str = "") -> Part:
    """An action over its tasks and units. What is not known yet does not count, and stays among the parts."""
    parts = tuple(parts)
    known = [part.ratio for part in parts if part.ratio is not None]
    if not known:
        return Part(name, None, why="no_parts", parts=parts)
    return Part(name, sum(known, NOTHING) / len(known), parts=parts)


def time_passed(span: Span, on: date, pauses: Sequence[Span] = ()) -> Passed:
    """序时进度: the day itself counts as passed, so that the last day asks for the whole. An open span has none."""
    if span.last is None:
        return Passed(0, 0)
    stops = merged(pauses)
    of = active_days(Stretch(span.first, span.last), stops)
    if on < span.first:
        return Passed(0, of)
    return Passed(active_days(Stretch(span.first, min(on, span.last)), stops), of)


def step_on(steps: Sequence[Step], on: date) -> Step | None:
    """The step being climbed on a day: the first one not yet over; after the last one the last."""
    ordered = sorted(steps, key=lambda step: step.due)
    return next((step for step in ordered if on <= step.due), ordered[-1] if ordered else None)


def expected_on(
    steps: Sequence[Step], begin: Span, on: date, *, pauses: Sequence[Span] = (), baseline: Decimal = Decimal(0)
) -> Expected | None:
    """到2018年底30%、到2019年底60%: each year climbs evenly from the former target to its own. `begin` starts the first
    year. A falling staircase (薄弱村 to 0) works the same way from its baseline."""
    step = step_on(steps, on)
    if step is None:
        return None
    former = max((other for other in steps if other.due < step.due), key=lambda other: other.due, default=None)
    floor = former.target if former else baseline
    first = date.fromordinal(former.due.toordinal() + 1) if former else min(begin.first, step.due)
    passed = time_passed(Span(first, step.due), on, pauses)
    share = passed.ratio if passed.ratio is not None else WHOLE
    value = Fraction(floor) + (Fraction(step.target) - Fraction(floor)) * share
    return Expected(step, floor, value, passed)
