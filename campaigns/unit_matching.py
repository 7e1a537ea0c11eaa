"""Units as plans write them, found in the county's register: names, aliases, prefixes that are left out, groups."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from organizations.models import Unit, UnitGroup, UnitKind

# Tails that a plan may add to a unit's name: the party committee answers for its township.
TAILS = ("党委", "党工委", "党支部", "党总支", "党组", "政府", "人民政府")
PREFIXES = ("县", "市", "区", "中共")


def fold(name: str) -> str:
    """One form for comparing: half width, no spaces, no quotation marks."""
    return re.sub(r"[\s“”\"'《》]", "", unicodedata.normalize("NFKC", name))


@dataclass
class UnitMatcher:
    """`find` gives a unit or a group or neither; `proposals` the nearest names. Built once for a whole plan."""

    units: dict[str, Unit] = field(default_factory=dict)
    groups: dict[str, UnitGroup] = field(default_factory=dict)
    county_name: str = ""

    @classmethod
    def of_county(cls, on: date, owner: Unit) -> "UnitMatcher":
        """Units that exist on the day. A township's plan also finds its own villages by short names."""
        matcher = cls()
        root = Unit.objects.filter(kind=UnitKind.COUNTY).first()
        matcher.county_name = root.name if root else ""
        ambiguous: set[str] = set()
        units = Unit.objects.valid_on(on).exclude(kind=UnitKind.COUNTY)
        units = list(units if owner.kind == UnitKind.TOWNSHIP else units.exclude(kind=UnitKind.VILLAGE))
        units.sort(key=lambda unit: not unit.path.startswith(owner.path) if owner.kind == UnitKind.TOWNSHIP else False)
        for unit in units:
            matcher._take(unit, ambiguous, inside=unit.path.startswith(owner.path))
        for group in UnitGroup.objects.all():
            for name in [group.name, *group.aliases]:
                matcher.groups[fold(name)] = group
        return matcher

    def _take(self, unit: Unit, ambiguous: set[str], *, inside: bool) -> None:
        for name in filter(None, [unit.name, unit.short_name, *unit.aliases]):
            key = fold(name)
            if key in ambiguous:
                continue
            known = self.units.get(key)
            if known is not None and known.pk != unit.pk:
                if unit.kind == UnitKind.VILLAGE and not inside:
                    continue  # the own township's village of that name is meant
                del self.units[key]
                ambiguous.add(key)
                continue
            self.units[key] = unit

    def find(self, written: str) -> tuple[Unit | None, UnitGroup | None]:
        key = fold(written)
        for form in self._forms(key):
            if form in self.groups:
                return None, self.groups[form]
            if form in self.units:
                return self.units[form], None
        return None, None

    def _forms(self, key: str) -> Iterable[str]:
        yield key
        bare = key.removeprefix(self.county_name) if self.county_name else key
        if bare != key:
            yield from (bare, f"县{bare}")
        yield f"县{key}"
        yield f"县委{key}"
        for prefix in PREFIXES:
            if key.startswith(prefix):
                yield key.removeprefix(prefix)
        for tail in TAILS:
            if key.endswith(tail) and len(key) > len(tail) + 1:
                yield key.removesuffix(tail)

    def proposals(self, written: str, most: int = 3) -> list[str]:
        """Names of the register that look like it, nearest first."""
        names = [*{unit.name for unit in self.units.values()}, *{group.name for group in self.groups.values()}]
        return difflib.get_close_matches(fold(written), sorted(names), n=most, cutoff=0.5)
