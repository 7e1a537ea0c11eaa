"""A village's quarter as one row of Excel, and the period that a table says in its title."""

import re
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID, uuid5

from organizations.models import Unit
from villages.models import IncomeEntry, IncomeLine

Place = tuple[int, int, int]  # unit key, year, quarter
_YEAR = re.compile(r"(20\d\d)\s*年")
_QUARTER = re.compile(r"第?\s*([一二三四1-4])\s*季度?")
_WHOLE_YEAR = re.compile(r"决算|全年|年报")
_NUMBERS = {"一": "1", "二": "2", "三": "3", "四": "4"}


@dataclass
class IncomeRow:
    """`version` is a stamp of all five lines: it changes when any of them does. An empty line was not reported."""

    unit: Unit
    year: int
    quarter: str
    entries: list[IncomeEntry] = field(default_factory=list)
    operating: Decimal | None = None
    contract: Decimal | None = None
    investment: Decimal | None = None
    subsidy: Decimal | None = None
    other: Decimal | None = None

    @property
    def public_id(self) -> UUID:
        return row_id(self.unit, self.year, int(self.quarter))

    @property
    def version(self) -> int:
        return stamp(self.entries)

    @property
    def township(self) -> Unit | None:
        return self.unit.parent

    @property
    def name(self) -> str:
        return self.unit.name

    @property
    def code(self) -> str:
        return self.unit.code

    def __str__(self) -> str:
        return self.unit.name


def row_id(unit: Unit, year: int, quarter: int) -> UUID:
    """A village's quarter is no row of the database: its id is made of the village's own."""
    return uuid5(unit.public_id, f"income {year} {quarter}")


def stamp(entries: Iterable[IncomeEntry]) -> int:
    parts = sorted(f"{entry.public_id}:{entry.version}" for entry in entries)
    return zlib.crc32(" ".join(parts).encode()) & 0x7FFFFFFF


def income_rows(entries: Iterable[IncomeEntry], units: dict[int, Unit]) -> dict[Place, IncomeRow]:
    found: dict[Place, IncomeRow] = {}
    for entry in entries:
        place = (entry.unit_id, entry.year, entry.quarter)
        row = found.setdefault(place, IncomeRow(units[entry.unit_id], entry.year, str(entry.quarter)))
        row.entries.append(entry)
        if entry.line in IncomeLine.values:
            setattr(row, entry.line, entry.amount)
    return found


def period_of(title: str) -> tuple[int | None, str]:
    """Year and quarter ("0": the year's accounts) that the words above a table say; None and empty where they do not."""
    narrow = unicodedata.normalize("NFKC", title)
    years, quarters = set(_YEAR.findall(narrow)), set(_QUARTER.findall(narrow))
    year = int(years.pop()) if len(years) == 1 else None
    if len(quarters) == 1:
        said = quarters.pop()
        return year, _NUMBERS.get(said, said)
    return year, "0" if not quarters and _WHOLE_YEAR.search(narrow) else ""
