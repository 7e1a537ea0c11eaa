"""Figures of units: the last one they submitted, and the ones a register holds so that nobody is asked for them."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string

from campaigns.models import Filing, FilingFigure, FilingItem, Indicator
from organizations.held_figures import Figure
from organizations.models import Unit

__all__ = ["Figure", "held_figures", "last_figures", "submitted"]


def submitted():
    """Figures that were submitted and not sent back; a draft says nothing yet, a returned item does not hold."""
    return (
        # Every index begins with the county: said of the joined tables too, so that no plan reads them whole.
        FilingFigure.objects.filter(value__isnull=False, item__county=F("county"), item__filing__county=F("county"))
        .exclude(item__filing__state=Filing.State.DRAFT)
        .exclude(item__state__in=(FilingItem.State.BLANK, FilingItem.State.RETURNED))
    )


def last_figures(
    *, indicators: Iterable[Indicator], units: Iterable[Unit], before: date
) -> dict[tuple[int, int], Figure]:
    """By (indicator id, unit id): the newest submitted figure of a filing due before the day. One query."""
    rows = (
        submitted()
        .filter(indicator__in=_ids(indicators), item__filing__unit__in=_ids(units), item__filing__due_on__lt=before)
        .order_by("indicator", "item__filing__unit", "-item__filing__due_on", "-id")
        .distinct("indicator", "item__filing__unit")
    )
    values = rows.values_list("indicator", "item__filing__unit", "value", "whole", "item__filing__due_on")
    return {(indicator, unit): Figure(value, whole, "", day) for indicator, unit, value, whole, day in values}


def held_figures(*, indicators: Iterable[Indicator], units: Sequence[Unit], on: date) -> dict[tuple[int, int], Figure]:
    """By (indicator id, unit id), from the registers that settings.HELD_FIGURES names. Empty where the register knows
    nothing, and for a register that this installation does not have."""
    found: dict[tuple[int, int], Figure] = {}
    for indicator in indicators:
        source = settings.HELD_FIGURES.get(indicator.held_by) if indicator.held_by else None
        if source is not None:
            held = import_string(source)(indicator, units, on)
            found.update({(indicator.pk, unit_id): Figure(*figure) for unit_id, figure in held.items()})
    return found


def _ids(rows: Iterable) -> list[int]:
    return [row.pk for row in rows]
