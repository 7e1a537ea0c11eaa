"""A worked example of an item's method: the scheme's page shows the rule on a figure before there is a real one."""

from decimal import Decimal

from assessments.answers import Answer, Events, Figure, Mark
from assessments.explained import Step
from assessments.methods import steps_of
from assessments.rounding import half_up
from assessments.scheme import AT_MOST, Bands, Item, Manual, ShareOfTarget


def worked_example(item: Item) -> Step:
    """Half the target (twice a ceiling), the middle band, two events of the first kind, four fifths of the points. The item
    is a sound leaf (`scheme_checks`)."""
    return steps_of(item, item.points, _sample(item))[-1]


def _sample(item: Item) -> Answer:
    method = item.method
    if isinstance(method, ShareOfTarget):
        return Figure(method.target * 2 if method.comparator == AT_MOST else method.target / 2)
    if isinstance(method, Bands):
        lows = sorted(band.low for band in method.bands)
        return Figure(lows[len(lows) // 2])
    if isinstance(method, Manual):
        return Mark(half_up(item.points * Decimal("0.8")), "")
    if method is None:
        raise ValueError(f"{item.key} has no method.")
    return Events({method.rates[0].key: 2})
