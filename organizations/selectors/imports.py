"""What the pages of the import wizard show."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from organizations.imports.columns import Column
from organizations.imports.form_sheets import build
from organizations.imports.registers import Register
from organizations.imports.staging import proposals, shown_message, shown_raw
from organizations.models import ImportBatch, ImportRow, Unit
from organizations.resources.columns import printed_values

KINDS = {
    ImportRow.State.NEW: "ok",
    ImportRow.State.CHANGED: "done",
    ImportRow.State.SAME: "idle",
    ImportRow.State.CHECK: "warn",
    ImportRow.State.REFUSED: "late",
}
TABS = ("new", "changed", "same", "check", "refused")


@dataclass(frozen=True)
class ShownCell:
    """A cell of the preview: the words of the file, the stored ones beside them, and what is wrong."""

    title: str
    name: str
    text: str
    old: str
    level: str
    message: str
    proposal: str
    is_figure: bool


@dataclass(frozen=True)
class ShownRow:
    number: int
    word: str
    kind: str
    lit: bool
    cells: list[ShownCell]


def step_names() -> list[str]:
    return [_("下载模板"), _("上传文件"), _("对应列名"), _("核对"), _("完成")]


def shown_columns(register: Register, batch: ImportBatch) -> list[Column]:
    places = batch.choice.get("places", {})
    return [column for column in register.columns if column.name in places]


def shown_rows(columns: Sequence[Column], rows: Sequence[ImportRow]) -> list[ShownRow]:
    return [
        ShownRow(
            row.number,
            str(ImportRow.State(row.state).label),
            KINDS[ImportRow.State(row.state)],
            row.state in ("check", "refused"),
            _cells(columns, row),
        )
        for row in rows
    ]


def _cells(columns: Sequence[Column], row: ImportRow) -> list[ShownCell]:
    raw = shown_raw(row.raw)
    cells = []
    for column in columns:
        level, message, proposal = shown_message(row.messages.get(column.name, ("", "", "")))
        old = row.changes[column.name][1] if column.name in row.changes else ""
        is_figure = column.kind in ("integer", "decimal")
        cells.append(
            ShownCell(column.title, column.name, raw.get(column.name, ""), old, level, message, proposal, is_figure)
        )
    return cells


def adoptable(columns: Sequence[Column], rows: QuerySet[ImportRow]) -> list[dict[str, Any]]:
    """The columns whose refused cells have proposals, and how many."""
    found = Counter(key.partition(":")[2] for key in proposals(rows.filter(state=ImportRow.State.REFUSED)))
    return [{"name": c.name, "title": c.title, "count": found[c.name]} for c in columns if found[c.name]]


def tabs(batch: ImportBatch, chosen: str, address: str) -> list[dict[str, Any]]:
    """Counts that filter, for the sumbar."""
    items = [{"count": batch.counts.get("all", 0), "label": _("全部"), "url": address, "current": not chosen}]
    for state in TABS:
        items.append(
            {
                "count": batch.counts.get(state, 0),
                "label": ImportRow.State(state).label,
                "url": f"{address}?state={state}",
                "kind": {"check": "soon", "refused": "bad"}.get(state, "") if batch.counts.get(state) else "",
                "current": chosen == state,
            }
        )
    return items


def importable(batch: ImportBatch) -> int:
    """How many rows would be written."""
    return sum(batch.counts.get(state, 0) for state in ("new", "changed", "check"))


def form_workbook(register: Register, *, rows: Sequence[Any], on: date) -> bytes:
    """The register to be filled in, with the given rows of the county."""
    printed = [list(printed_values(register.resource, row).values()) for row in rows]
    units = list(Unit.objects.valid_on(on).order_by("path").values_list("kind", "name"))
    names = [name for kind, name in units if kind != "village"]
    options = {column.name: names for column in register.columns if column.kind == "unit"}
    return build(title=str(register.title), slug=register.slug, columns=register.columns, rows=printed, options=options)
