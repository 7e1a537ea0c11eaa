"""A score that explains itself: formulas made of the figures shown, steps with the rule that was used, the tree.

A formula is not written beside the calculation, it is the calculation: the score is what its terms come to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cached_property

from assessments.answers import Refs, VetoHit
from assessments.rounding import PLACES, half_up

PLUS, MINUS, TIMES, OVER = "+", "−", "×", "÷"


@dataclass(frozen=True)
class Term:
    """One figure of a formula with the sign before it."""

    sign: str
    value: Decimal
    percent: bool = False


def number(value: Decimal, percent: bool = False) -> str:
    """A figure as it is read: no needless zeros, the proper minus, 0.5263 as 52.63%."""
    text = format(value.scaleb(2) if percent else value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", MINUS) + ("%" if percent else "")


def points(value: Decimal) -> str:
    """A score: always one decimal."""
    return format(half_up(value), "f").replace("-", MINUS)


@dataclass(frozen=True)
class Formula:
    """Terms, times and over before plus and minus. `low` and `high` hold the result after rounding."""

    terms: tuple[Term, ...]
    places: int = PLACES
    low: Decimal | None = None
    high: Decimal | None = None

    @cached_property
    def exact(self) -> Fraction:
        # In whole numbers, brought to lowest terms once at the end: a Fraction does it at every step.
        total, under, above, below = 0, 1, 0, 1
        for term in self.terms:
            top, bottom = term.value.as_integer_ratio()
            if term.sign == TIMES:
                above, below = above * top, below * bottom
            elif term.sign == OVER:
                above, below = above * bottom, below * top
            else:
                total, under = total * below + above * under, under * below
                above, below = -top if term.sign == MINUS else top, bottom
        return Fraction(total * below + above * under, under * below)

    @cached_property
    def rounded(self) -> Decimal:
        return half_up(self.exact, self.places)

    @cached_property
    def result(self) -> Decimal:
        held = self.rounded
        if self.high is not None:
            held = min(held, self.high)
        return half_up(held if self.low is None else max(held, self.low), self.places)

    @property
    def text(self) -> str:
        """8 × 52.63% ÷ 80% = 5.3, before `low` and `high`; `score_words` adds those."""
        pieces = [f"{term.sign} {number(term.value, term.percent)}" for term in self.terms]
        result = points(self.rounded) if self.places == PLACES else number(self.rounded)
        return f"{' '.join(pieces).removeprefix(PLUS + ' ')} = {result}"


@dataclass(frozen=True)
class Step:
    """A code of `score_words.STEPS` with what its sentence needs, and the sum where there is one."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    formula: Formula | None = None


class State(Enum):
    """`AWAITS` also marks a branch in which something is awaited."""

    SCORED = "scored"
    ZERO = "zero"
    LEFT_OUT = "left_out"
    NOT_APPLICABLE = "not_applicable"
    AWAITS = "awaits"


OUT = (State.LEFT_OUT, State.NOT_APPLICABLE)


@dataclass(frozen=True)
class Explained:
    """One line of the score tree. `full` are the scheme's points, `points` those in force for this unit (None when the
    line is out). `score` is None for what is out or awaited; a branch adds up what is known."""

    key: str
    name: str
    full: Decimal
    points: Decimal | None
    score: Decimal | None
    state: State = State.SCORED
    steps: tuple[Step, ...] = ()
    parts: tuple["Explained", ...] = ()
    refs: Refs = ()
    basis: str = ""

    def walk(self) -> Iterator["Explained"]:
        """Itself and all below it, in the order in which they are read."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def leaves(self) -> Iterator["Explained"]:
        return (line for line in self.walk() if not line.parts)


@dataclass(frozen=True)
class Result:
    """The score of one unit under one version of the scheme. `total` is None while something is awaited; `net` is what is
    known so far before it is held at 0. `ceiling` is the best grade a veto leaves open."""

    unit: str
    version: str
    base: Explained
    bonus: Explained
    deduction: Explained
    step: Step
    net: Decimal
    total: Decimal | None
    vetoes: tuple[VetoHit, ...] = ()
    ceiling: str | None = None

    def action(self, key: str) -> Decimal:
        """The score of an action, for deciding ties; one that is out counts as nothing."""
        found = next((part.score for part in self.base.parts if part.key == key), None)
        return found if found is not None else half_up(Decimal(0))
