"""What a register says about itself, so that the one engine can check, show, write and take back its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from organizations.imports.columns import Column
from organizations.imports.values import Known
from organizations.models import UnitKind
from organizations.resources.columns import columns_of, normal_values, printed_values


@dataclass
class Existing:
    """A row of the county as it stands: normalised values to compare with, words to show, version against haste."""

    public_id: UUID
    version: int
    label: str
    values: dict[str, Any]
    words: dict[str, str]
    row: Any = None


@dataclass
class Checked:
    """A row of the file after the check. `messages`: column → (level, sentence, proposal)."""

    number: int
    raw: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    messages: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    changes: dict[str, tuple[Any, str]] = field(default_factory=dict)  # column → stored value and its words
    state: str = ""
    target: Existing | None = None
    key: str = ""

    def refuse(self, column: str, reason: str, proposal: str = "") -> None:
        self.messages[column] = ("refused", reason, proposal)

    def ask(self, column: str, reason: str) -> None:
        self.messages.setdefault(column, ("check", reason, ""))


class Register:
    """Base of a kind of import. A floor names its own in settings.IMPORT_KINDS by dotted path."""

    slug: ClassVar[str]
    title: ClassVar[str | Promise]
    action: ClassVar[str]  # who may import, by the table of roles and actions
    resource: ClassVar[Any]
    list_url: ClassVar[str]
    icon: ClassVar[str] = "doc"
    scope: str = ""  # path of the unit whose slice the file may touch; empty: the whole county

    def scoped(self, unit: Any) -> Self:
        """For somebody of that unit: a township's file says nothing of another township's rows."""
        self.scope = "" if unit.kind in (UnitKind.COUNTY, UnitKind.COUNTY_OFFICE) else unit.path
        return self

    @property
    def columns(self) -> list[Column]:
        return columns_of(self.resource)

    def queryset(self, on: date):
        """The county's rows that a file may mean, in the order of the export."""
        raise NotImplementedError

    def exported(self, on: date):
        """The rows of 下载现有数据."""
        return self.queryset(on)

    def load(self, on: date) -> list[Existing]:
        return [
            Existing(
                row.public_id,
                row.version,
                str(row),
                normal_values(self.resource, row),
                printed_values(self.resource, row),
                row,
            )
            for row in self.queryset(on)
        ]

    def group_of(self, existing: Existing) -> str | None:
        """The part of the register that a file usually holds whole; None: a file is never expected to be complete."""
        return None

    def prepare(self, known: Known, rows: Sequence[Mapping[str, str]]) -> None:
        """What else the readers should know, from the rows' own raw words."""

    def keys_of(self, existing: Existing) -> list[str]:
        raise NotImplementedError

    def key_of(self, values: Mapping[str, Any]) -> list[str]:
        """What may identify the row, best first; empty when the key cells cannot be read."""
        raise NotImplementedError

    def examine(self, rows: Sequence[Checked], existing: Sequence[Existing], on: date) -> None:
        """Checks across cells and rows; put refusals and questions into the rows."""

    def write(self, *, rows: Sequence[Any], by: Any, on: date) -> dict[int, tuple[UUID, int]]:
        """Write staged rows; for each row's key what it became and in which version."""
        raise NotImplementedError

    def take_back(self, *, rows: Sequence[Any], by: Any, on: date) -> None:
        raise NotImplementedError


def missing(register: Register, rows: Sequence[Checked], existing: Sequence[Existing]) -> list[str]:
    """What the register has and the file has not, in the parts that the file speaks of: a row forgotten, or one that is
    no longer there. Nothing is removed for it."""
    named = {row.target.public_id for row in rows if row.target is not None}
    groups = {register.group_of(row.target) for row in rows if row.target is not None} - {None}
    return [one.label for one in existing if one.public_id not in named and register.group_of(one) in groups]


def registers() -> list[Register]:
    return [import_string(path)() for path in settings.IMPORT_KINDS]


def find_register(slug: str) -> Register | None:
    return next((register for register in registers() if register.slug == slug), None)
