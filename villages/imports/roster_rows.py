"""A village as one row of Excel: unit, register row, yearly facts and secretary side by side."""

import zlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from organizations.models import Unit
from villages.models import Village
from villages.selectors.facts import VillageFacts, village_facts

VILLAGE = ("organization", "organization_name", "was_poor", "priority", "weak_organization", "note")
YEAR = ("households", "residents", "party_members")
OFFICER = ("sex", "born_on", "education", "entrepreneur", "started_on", "yearly_pay", "phone")


@dataclass
class RosterRow:
    """`version` is a stamp of everything the row shows: it changes when any of it does."""

    facts: VillageFacts
    public_id: UUID
    version: int
    township: Unit | None
    name: str
    code: str
    organization: str = ""
    organization_name: str = ""
    was_poor: bool = False
    priority: str = ""
    weak_organization: bool = False
    note: str = ""
    households: int | None = None
    residents: int | None = None
    party_members: int | None = None
    secretary: str = ""
    both_posts: bool | None = None
    sex: str = ""
    born_on: date | None = None
    education: str = ""
    entrepreneur: bool | None = None
    started_on: date | None = None
    yearly_pay: Decimal | None = None
    phone: Any = None

    def __str__(self) -> str:
        return self.name


def roster_rows(units, on: date) -> list[RosterRow]:
    return [row_of(facts) for facts in village_facts(units=units, on=on).values()]


def row_of(facts: VillageFacts) -> RosterRow:
    unit = facts.unit
    row = RosterRow(facts, unit.public_id, stamp(facts), unit.parent, unit.name, unit.code)
    village = facts.village or Village()
    for name in VILLAGE:
        setattr(row, name, getattr(village, name))
    if facts.year is not None:
        for name in YEAR:
            setattr(row, name, getattr(facts.year, name))
    if facts.secretary is not None:
        row.secretary, row.both_posts = facts.secretary.name, facts.both_posts
        for name in OFFICER:
            setattr(row, name, getattr(facts.secretary, name))
        row.phone = row.phone or None
    return row


def stamp(facts: VillageFacts) -> int:
    """A number that stands for all the versions behind a row."""
    parts = [facts.unit.version, facts.village.version if facts.village else 0]
    parts += [facts.year.year, facts.year.version] if facts.year else [0, 0]
    parts += [part for officer in facts.officers for part in (officer.pk, officer.version)]
    return zlib.crc32(":".join(map(str, parts)).encode()) & 0x7FFFFFFF
