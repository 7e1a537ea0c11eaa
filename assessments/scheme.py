"""A scoring scheme (计分办法) as plain values: a tree of items, how each leaf gets its points, grades, quotas, vetoes.

`scheme_checks` says whether it is sound; `scoring` applies it. Everything a county may decide stands in these values.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

AT_LEAST, AT_MOST, EXACTLY = ">=", "<=", "="
COMPARATORS = (AT_LEAST, AT_MOST, EXACTLY)
FULL = Decimal(100)
SIDES = ("base", "bonus", "deduction")  # the parts of a scheme, by their fields


class Missing(Enum):
    """What a figure that was not reported means; it is never silently 0."""

    ZERO = "zero"
    LEFT_OUT = "left_out"
    AWAITS = "awaits"


class QuotaRounding(Enum):
    """20 % of 7 units is 1.4: `DOWN` keeps the promise of 不超过 and is the default."""

    DOWN = "down"
    HALF_UP = "half_up"
    UP = "up"


@dataclass(frozen=True)
class ShareOfTarget:
    """points × min(1, value ÷ target), for 不超过 min(1, target ÷ value); 达到 (=) counts like 不少于.

    `limit` is how many times the points an overfulfilled item may bring. `by_days` cuts the target to the days
    served; it is for figures that grow over the year, not for shares."""

    target: Decimal
    comparator: str = AT_LEAST
    percent: bool = False
    limit: Decimal = Decimal(1)
    by_days: bool = False


@dataclass(frozen=True)
class Band:
    """From `low` on, the bound itself included, up to the next band."""

    low: Decimal
    points: Decimal


@dataclass(frozen=True)
class Bands:
    """Below the lowest band there is nothing. Points only rise with the bounds, or only fall."""

    bands: tuple[Band, ...]
    percent: bool = False


@dataclass(frozen=True)
class Rate:
    """What one event of a kind is worth: 迟报一次 0.5 分."""

    key: str
    name: str
    points: Decimal


@dataclass(frozen=True)
class Deduction:
    """All the points, less so much for each event, never below 0 (扣完为止)."""

    rates: tuple[Rate, ...]


@dataclass(frozen=True)
class PerEvent:
    """So much for each event, up to the points of the item."""

    rates: tuple[Rate, ...]


@dataclass(frozen=True)
class Manual:
    """A person gives 0 to all the points, with a reason, by what the rubric says."""

    rubric: tuple[str, ...] = ()


Method = ShareOfTarget | Bands | Deduction | PerEvent | Manual


@dataclass(frozen=True)
class Item:
    """A leaf with a method or a branch with items. `basis` is the sentence of the county's paper it rests on."""

    key: str
    name: str
    points: Decimal
    method: Method | None = None
    items: tuple["Item", ...] = ()
    missing: Missing = Missing.ZERO
    basis: str = ""

    def walk(self) -> Iterator["Item"]:
        """Itself and all below it, in the order in which they are read."""
        yield self
        for item in self.items:
            yield from item.walk()

    def leaves(self) -> Iterator["Item"]:
        return (item for item in self.walk() if not item.items)


@dataclass(frozen=True)
class Grade:
    """From `least` points on, for at most `quota` of the group (0.2 is one in five)."""

    key: str
    name: str
    least: Decimal
    quota: Decimal | None = None


@dataclass(frozen=True)
class Veto:
    """一票否决: the best grade still open to whom it hits. Points stay as they are."""

    key: str
    name: str
    ceiling: str


@dataclass(frozen=True)
class Scheme:
    """One version. `bonus` and `deduction` stand beside the 100 points with caps of their own (None: no cap); grades go
    from the best to the last; `ties` names the actions that decide between equal totals, one after the other."""

    name: str
    version: str
    base: tuple[Item, ...]
    bonus: tuple[Item, ...] = ()
    bonus_cap: Decimal | None = None
    deduction: tuple[Item, ...] = ()
    deduction_cap: Decimal | None = None
    grades: tuple[Grade, ...] = ()
    quota_rounding: QuotaRounding = QuotaRounding.DOWN
    vetoes: tuple[Veto, ...] = ()
    ties: tuple[str, ...] = ()

    def walk(self) -> Iterator[Item]:
        for item in (*self.base, *self.bonus, *self.deduction):
            yield from item.walk()

    def leaves(self) -> Iterator[Item]:
        return (item for item in self.walk() if not item.items)
