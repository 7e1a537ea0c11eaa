"""Figures of villages added up to the township and of townships to the county: sum, average, latest, share.

An average of averages is wrong as soon as townships differ in size, so numerator and denominator travel upward and
are divided once, at the level that is shown. What is missing is counted, never taken for 0. No models here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

SUM, AVERAGE, LATEST, SHARE = "sum", "average", "latest", "share"
WAYS = (SUM, AVERAGE, LATEST, SHARE)
PLACES = 4  # as many as an indicator keeps


@dataclass(frozen=True)
class Figure:
    """What one unit reported for one indicator. A share gives both of its sides; the others give `value`."""

    name: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    day: date | None = None


@dataclass(frozen=True)
class Total:
    """A figure of a level with all that made it. `value` is rounded for the page; `numerator` and `denominator` are exact.
    `counted` and `missing` count reported and unreported figures of the lowest level."""

    name: str
    way: str
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    day: date | None = None
    counted: int = 0
    missing: int = 0
    parts: tuple["Total", ...] = ()

    @property
    def ratio(self) -> Fraction | None:
        """Exactly, for comparing with a target; a share of 3 in 5 is 3/5."""
        if self.numerator is None or not self.denominator:
            return None
        return Fraction(self.numerator) / Fraction(self.denominator)


def leaf(way: str, figure: Figure) -> Total:
    """The figure of one unit as the lowest level of a total."""
    _check(way)
    top, bottom = figure.numerator, figure.denominator
    if way != SHARE:
        top, bottom = figure.value, None if figure.value is None else Decimal(1)
    for number in (top, bottom):
        if number is not None and not number.is_finite():
            raise ValueError("A figure is a finite number.")
    if way == SHARE and bottom is not None and bottom < 0:
        raise ValueError("A share is of something.")
    if top is None or bottom is None:
        return Total(figure.name, way, None, day=figure.day, missing=1)
    return Total(figure.name, way, _value(way, top, bottom), top, bottom, figure.day, counted=1)


def combine(way: str, name: str, parts: Iterable[Total]) -> Total:
    """The level above: a township from its villages, the county from its townships."""
    _check(way)
    parts = tuple(parts)
    if any(part.way != way for part in parts):
        raise ValueError("Parts are added up in one way.")
    counted, missing = sum(part.counted for part in parts), sum(part.missing for part in parts)
    known = [part for part in parts if part.numerator is not None and part.denominator is not None]
    if not known:
        return Total(name, way, None, counted=counted, missing=missing, parts=parts)
    if way == LATEST:
        # Of the same day the one named last: parts come in the register's order, so the choice is always the same.
        newest = max(enumerate(known), key=lambda found: (found[1].day or date.min, found[0]))[1]
        top, bottom, day = newest.numerator, newest.denominator, newest.day
    else:
        top = sum((part.numerator or Decimal(0) for part in known), Decimal(0))
        bottom = sum((part.denominator or Decimal(0) for part in known), Decimal(0))
        day = max((part.day for part in known if part.day is not None), default=None)
    value = _value(way, top or Decimal(0), bottom or Decimal(0))
    return Total(name, way, value, top, bottom, day, counted, missing, parts)


def total(way: str, name: str, figures: Iterable[Figure]) -> Total:
    """One level straight from its figures."""
    return combine(way, name, [leaf(way, figure) for figure in figures])


def over_time(way: str, cumulative: bool, name: str, figures: Sequence[Figure]) -> Total:
    """One unit's figure from its periods: the newest of a running total (累计数), or the periods added up."""
    if not cumulative or way == LATEST:
        return total(way, name, figures)
    reported = [figure for figure in figures if leaf(way, figure).counted]
    newest = max(reported, key=lambda figure: figure.day or date.min, default=None)
    if newest is None:
        return Total(name, way, None, missing=len(figures), parts=tuple(leaf(way, figure) for figure in figures))
    return combine(way, name, [leaf(way, newest)])


def _value(way: str, top: Decimal, bottom: Decimal) -> Decimal | None:
    """A share or average of nothing is no figure; it is not 0."""
    if way in (SUM, LATEST):
        return top
    if not bottom:
        return None
    return rounded(Fraction(top) / Fraction(bottom))


def rounded(number: Fraction, places: int = PLACES) -> Decimal:
    """Half up, from the exact fraction."""
    shifted = abs(number) * 10**places
    whole, rest = divmod(shifted.numerator, shifted.denominator)
    digits = Decimal(whole + (2 * rest >= shifted.denominator)).scaleb(-places)
    return -digits if number < 0 and digits else digits


def _check(way: str) -> None:
    if way not in WAYS:
        raise ValueError(f"{way} is no way of adding up.")
