"""The one rule of rounding in the assessment.

1. A figure is rounded first, half up, to as many places as are shown: four (52.63 %), and more only where fewer would
   carry it over a line it has not reached (29,999 of 30,000 stays below 100 %).
2. A score is worked out from the figures as shown and rounded half up to one decimal.
3. A sum is a sum of rounded scores and is never rounded again.

So the formula on the page gives the score on the page, and items add up to their action and actions to the total.
Half up is away from zero. Points have one decimal, or rounding could lift a score above its points.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

PLACES = 1
FIGURE_PLACES = 4
STEP = Decimal(1).scaleb(-PLACES)
ZERO = Decimal(0).scaleb(-PLACES)


def half_up(number: Fraction | Decimal, places: int = PLACES) -> Decimal:
    """From the exact number; 0.25 is 0.3 and -0.25 is -0.3."""
    if isinstance(number, Decimal):  # the same, faster; + 0 takes the sign from −0
        return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0
    top, bottom = number.numerator, number.denominator
    whole, rest = divmod(abs(top) * 10**places, bottom)
    whole += 2 * rest >= bottom
    return Decimal(-whole if top < 0 else whole).scaleb(-places)


def figure(exact: Fraction, *, at_least: Iterable[Decimal] = (), at_most: Iterable[Decimal] = ()) -> Decimal:
    """The figure as it is shown and counted. It stands on the same side of every line as the exact one, and a greater
    one is never shown smaller, because finer places only split the coarser ones."""
    floors, ceilings = tuple(at_least), tuple(at_most)
    wanted = [exact >= Fraction(line) for line in floors] + [exact <= Fraction(line) for line in ceilings]
    places = FIGURE_PLACES
    shown = half_up(exact, places)
    while [shown >= line for line in floors] + [shown <= line for line in ceilings] != wanted:
        places += 1
        shown = half_up(exact, places)
    return shown


def has_places(number: Decimal, places: int = PLACES) -> bool:
    """True when the number needs no more decimals than these."""
    return Fraction(number) * 10**places % 1 == 0


def spread(total: Decimal, weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """`total` shared out by weight in tenths, adding up exactly. What is left over goes to the largest remainders; of
    equal ones to the first key in the alphabet, so that the order of the rows does not matter."""
    return dict(_spread(total, tuple(weights.items())))


@lru_cache(maxsize=4096)  # most units of a county leave out the same items
def _spread(total: Decimal, weights: tuple[tuple[str, Decimal], ...]) -> Mapping[str, Decimal]:
    whole = sum((Fraction(weight) for _key, weight in weights), Fraction(0))
    units = int(Fraction(total) / Fraction(STEP))
    exact = {key: Fraction(weight) * units / whole for key, weight in weights}
    given = {key: share.numerator // share.denominator for key, share in exact.items()}
    hungry = sorted(exact, key=lambda key: (given[key] - exact[key], key))
    for key in hungry[: units - sum(given.values())]:
        given[key] += 1
    return {key: Decimal(tenths) * STEP for key, tenths in given.items()}
