"""Names of a plan against the county's unit register: known, or nearly known."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaigns.plans.model import Unit

RegisterNames = Mapping[str, Iterable[str]] | Iterable[str]
_PREFIX = re.compile(r"^(?:中共)?[\u4e00-\u9fff]{0,4}?[省市县区州旗镇乡](?:委|政府|人民政府)?")


@dataclass(frozen=True)
class Register:
    """``names`` maps every name and alias, without blanks, to the unit's own name."""

    names: dict[str, str]

    @classmethod
    def of(cls, given: RegisterNames) -> "Register":
        """From a list of names, or from a mapping of each name to its other names."""
        names: dict[str, str] = {}
        for name in given:
            others = given[name] if isinstance(given, Mapping) else ()
            for alias in (name, *others):
                names.setdefault(re.sub(r"\s", "", alias), name)
        return cls(names)

    def knows(self, unit: Unit) -> bool:
        """The name as written, or every full name that it stands for."""
        return unit.name in self.names or (bool(unit.normalized) and all(n in self.names for n in unit.normalized))

    def near(self, unit: Unit) -> tuple[str, ...]:
        """Up to three units whose names are alike, the closest first; the county's own prefix does not count."""
        wanted = _core(unit.normalized[0] if unit.normalized else unit.name)
        scored = sorted(
            ((-difflib.SequenceMatcher(None, wanted, _core(alias)).ratio(), name) for alias, name in self.names.items())
        )
        return tuple(dict.fromkeys(name for score, name in scored if score <= -0.5))[:3]


def _core(name: str) -> str:
    short = _PREFIX.sub("", name)
    return short if len(short) >= 2 else name
