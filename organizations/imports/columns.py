"""What a register expects in a column, and which heading of a sheet means it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from organizations.imports.tables import plain

# Headings that carry nothing to import: the running number, and the remarks this engine has written itself.
IGNORED = frozenset({"序号", "编号", "错误说明", "no", "no."})


@dataclass(frozen=True)
class Column:
    """One column of a register. `kind` names a reader in `values`."""

    name: str
    title: str
    kind: str = "text"
    required: bool = False
    synonyms: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()  # stored value, words
    words: Mapping[str, str] = field(default_factory=dict)  # further words for a choice → stored value
    max_length: int = 200
    group: bool = False  # filled down from a merged cell
    formula_ok: bool = False
    sealed: bool = False
    money: str = ""  # 万元 or 元: the unit in which the value is kept
    minimum: int | None = None
    hint: str = ""
    example: str = ""

    def names(self) -> set[str]:
        return {plain(self.title), *(plain(word) for word in self.synonyms)}


@dataclass
class Matching:
    """Column of the sheet for each column of the register, and what found no place."""

    places: dict[str, int]
    unmatched: dict[int, str]
    doubled: list[str]
    missing: list[str]

    @property
    def is_complete(self) -> bool:
        return not self.unmatched and not self.doubled and not self.missing


def known_names(columns: Sequence[Column], remembered: Mapping[str, str]) -> set[str]:
    return {name for column in columns for name in column.names()} | set(remembered)


def match(headings: Mapping[int, str], columns: Sequence[Column], remembered: Mapping[str, str]) -> Matching:
    """By the county's own earlier choice, then by name and synonym. A heading that stands twice is matched by nobody."""
    found: dict[str, list[int]] = {}
    unmatched: dict[int, str] = {}
    for place, heading in headings.items():
        name = _meaning(heading, columns, remembered)
        if name:
            found.setdefault(name, []).append(place)
        elif plain(heading) not in IGNORED and name is None:
            unmatched[place] = heading
    doubled = [name for name, places in found.items() if len(places) > 1]
    places = {name: where[0] for name, where in found.items() if len(where) == 1}
    missing = [column.name for column in columns if column.required and column.name not in places]
    return Matching(places, unmatched, doubled, missing)


def _meaning(heading: str, columns: Sequence[Column], remembered: Mapping[str, str]) -> str | None:
    """The register's column; '' for one the county has chosen to leave out; None when nobody knows it."""
    whole = plain(heading)
    parts = [whole, plain(heading.rpartition("/")[2]), plain(heading.partition("/")[0])]
    names = {column.name for column in columns}
    for part in parts[:1]:
        if part in remembered and (remembered[part] == "" or remembered[part] in names):
            return remembered[part]
    for part in parts:
        for column in columns:
            if part in column.names():
                return column.name
    return None


def money_unit(heading: str) -> str:
    """The unit that a heading states in brackets."""
    found = re.search(r"[（(]\s*(?:单位[:：])?\s*(万元|元|亿元)\s*[)）]", heading)
    return found[1] if found else ""
