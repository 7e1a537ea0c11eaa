"""A running posting as one row of Excel."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from cadres.models import Posting
from organizations.models import Unit

DAYS = ("starts_on", "ends_on", "in_charge_from", "in_charge_to")
WRITTEN = ("sending_unit", "document", *DAYS)


@dataclass
class PostingRow:
    posting: Posting
    public_id: UUID
    version: int
    township: Unit | None
    name: str
    code: str
    kind: str
    person: str
    staff_no: str
    sending_unit: Unit | None
    document: str
    starts_on: date
    ends_on: date | None
    in_charge_from: date | None
    in_charge_to: date | None

    def __str__(self) -> str:
        return f"{self.name} {self.person}"


def row_of(posting: Posting) -> PostingRow:
    unit, person = posting.unit, posting.person
    return PostingRow(
        posting, posting.public_id, posting.version, unit.parent, unit.name, unit.code, posting.kind, person.name,
        person.staff_no or "", posting.sending_unit, posting.document, posting.starts_on, posting.ends_on,
        posting.in_charge_from, posting.in_charge_to,
    )  # fmt: skip


@dataclass
class Charge:
    """A span in which somebody is in charge of a village, as stored or as a row of the file says; `line` of the file."""

    unit_id: int
    person_id: int
    first: date
    last: date
    who: str
    where: str
    line: int = 0
    posting_id: int | None = field(default=None)

    def clashes(self, other: "Charge") -> bool:
        """Two in charge of one village, or one person of two, at once."""
        is_same = self.unit_id == other.unit_id or self.person_id == other.person_id
        return is_same and self.first <= other.last and other.first <= self.last
