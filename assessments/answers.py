"""What is known of one unit for its score: figures, events, marks given by a person. References are opaque ids of what
stands behind them (filing, village, evidence), handed on to the page untouched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

Refs = tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A value, or both sides of a share. A share of nothing (a township without villages) is no figure but a thing that
    does not apply. What was not reported is no `Figure` at all: it is absent from the unit's answers."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    refs: Refs = ()

    @property
    def is_share(self) -> bool:
        return self.numerator is not None and self.denominator is not None

    @property
    def exact(self) -> Fraction | None:
        if self.value is not None:
            return Fraction(self.value)
        if self.numerator is None or not self.denominator:
            return None
        return Fraction(self.numerator) / Fraction(self.denominator)


@dataclass(frozen=True)
class Events:
    """How often each kind of the item's rates happened. Empty counts mean looked and found nothing."""

    counts: Mapping[str, int] = field(default_factory=dict)
    refs: Refs = ()


@dataclass(frozen=True)
class Mark:
    """A score given by a person, with the reason they wrote down."""

    points: Decimal
    reason: str
    refs: Refs = ()


@dataclass(frozen=True)
class NotApplicable:
    """The item does not concern this unit; its points go to the others of the same parent."""

    reason: str
    refs: Refs = ()


Answer = Figure | Events | Mark | NotApplicable


@dataclass(frozen=True)
class Service:
    """Days in charge, of the days of the year or of the campaign."""

    days: int
    of: int


@dataclass(frozen=True)
class VetoHit:
    """A veto that was decided on, by the key of the scheme's veto."""

    key: str
    reason: str
    refs: Refs = ()


@dataclass(frozen=True)
class UnitAnswers:
    """All answers of one unit, by the key of the item."""

    unit: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    service: Service | None = None
    vetoes: tuple[VetoHit, ...] = ()
