"""The villages behind the figures that registers hold: who has any, and which fall short of an income line."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from campaigns.models import Indicator
from organizations.models import Unit
from villages.held import villages_below, villages_short
from villages.income_rules import TEN_THOUSAND

COUNTS_VILLAGES = ("villages.income_share", "villages.income_count")
MOST_SHORT = 60  # villages named below an item; more make a page that nobody reads


class VillageParts:
    """Read once for all units. `held` are the indicators that a register holds; without any nothing is asked."""

    def __init__(self, held: Sequence[Indicator], units: Sequence[Unit], on: date):
        self.with_villages: set[int] = set()
        self.short: dict[int, Mapping[int, list]] = {}
        if not held:
            return
        _villages, below = villages_below(units, on)
        self.with_villages = {unit_id for unit_id, villages in below.items() if villages}
        self.short = {row.pk: villages_short(row, units, on) for row in held if row.held_by in COUNTS_VILLAGES}

    def is_missed_by(self, indicator: Indicator, unit: Unit) -> bool:
        """Whether a register holds the figure and the unit has no village that it could be about."""
        return indicator.held_by in settings.HELD_FIGURES and unit.pk not in self.with_villages

    def short_of(self, indicator: Indicator, unit: Unit) -> list[dict[str, str]]:
        """The unit's villages that did not reach the indicator's line, in words with what leads to them."""
        rows = self.short.get(indicator.pk, {}).get(unit.pk, [])
        parts = []
        for village, value in rows[:MOST_SHORT]:
            known = _("还没有报")
            if value is not None:
                known = _("%(n)s 万元") % {"n": f"{(value / TEN_THOUSAND).normalize():f}"}
            words = _("没有达到的村：%(village)s，%(known)s") % {"village": village.name, "known": known}
            parts.append({"words": words, "ref": f"village:{village.public_id}"})
        if len(rows) > MOST_SHORT:
            parts.append({"words": _("另有 %(n)s 个村没有达到。") % {"n": len(rows) - MOST_SHORT}, "ref": ""})
        return parts
