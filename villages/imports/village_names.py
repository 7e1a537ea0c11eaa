"""Which village a row of a table means: by code, else by township and name."""

from collections.abc import Iterable

from organizations.imports.values import plain_name
from organizations.models import Unit


def village_names(units: Iterable[Unit]) -> dict[str, Unit | None]:
    """By code, by "township's code|plain name" and by "|plain name"; None where two villages fit.

    One that was merged away may still be meant for the time before, but today's villages own the names first.
    """
    found: dict[str, Unit | None] = {}
    for unit in sorted(units, key=lambda unit: unit.valid_to is not None):
        town = unit.parent.code if unit.parent else ""
        found[unit.code] = unit
        for name in {plain_name(name) for name in (unit.name, unit.short_name, *unit.aliases) if name}:
            for key in (f"{town}|{name}", f"|{name}"):
                other = found.setdefault(key, unit)
                if other is not None and other.pk != unit.pk and unit.valid_to is None:
                    found[key] = None
    return found
