"""An uploaded table on its way to the check: taken in, its columns found, every row checked and staged. Nothing of a
register is written here; see `services.import_writing`."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.imports.adopting import mark, put_in, words_of
from organizations.imports.checking import check_table, counts_of
from organizations.imports.child import read_in_child
from organizations.imports.columns import known_names, match
from organizations.imports.form_sheets import EXAMPLE
from organizations.imports.limits import MOST_ROWS, Refused
from organizations.imports.registers import Register, find_register, missing
from organizations.imports.sheets import Book, Sheet, text_of
from organizations.imports.staging import opened, proposals, staged
from organizations.imports.tables import Table, find_table, plain
from organizations.imports.values import Known, plain_name
from organizations.models import ImportBatch, ImportMapping, ImportRow, Person, Unit
from organizations.services import audit, import_files, outbox
from organizations.services.evidence import file_name as tidy_name

# Above this many rows the check is a job for the worker: it would keep the page waiting for more than a breath.
ROWS_FOR_WORKER = 2_000
SAMPLES = 3
MOST_LEFT_OUT = 200


@transaction.atomic
def take_in(*, register: Register, data: bytes, file_name: str, unit: Unit, by, on: date, now: datetime) -> ImportBatch:
    """Read an uploaded table, keep it, and check it at once when its columns are plain. Refuses what cannot be read."""
    try:
        book = read_in_child(data)
    except Refused as refusal:
        raise ValidationError({"upload": str(refusal)}) from refusal
    layout = [_layout(register, sheet) for sheet in book.sheets]
    if not any(entry["headings"] for entry in layout):
        raise ValidationError({"upload": _("文件里没有找到表格。请确认有一行列名，下面是数据。")})
    ending = "xlsx" if book.source == "xlsx" else "csv"
    batch = ImportBatch(
        kind=register.slug,
        unit=unit,
        uploaded_by=Person.objects.filter(account=by).first(),
        file_name=tidy_name(file_name, ending),
        stored_name=import_files.keep(data),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        layout={"sheets": layout, "source": book.source},
        uploaded_at=now,
    )
    batch.save()
    audit.record(
        by=by,
        action="import.take_in",
        target=batch,
        after={"kind": register.slug, "file_name": batch.file_name, "size": batch.size, "sha256": batch.sha256},
    )
    usable = usable_sheets(layout)
    if len(usable) == 1 and layout[usable[0]]["complete"]:
        _start(batch, register, book, usable[0], layout[usable[0]]["places"], on=on, now=now)
    return batch


def usable_sheets(layout: list[dict[str, Any]]) -> list[int]:
    """The numbers of the sheets that may be meant: with a table, visible, and not the example of our own template."""
    return [
        number
        for number, entry in enumerate(layout)
        if entry["headings"] and not entry["hidden"] and not entry["name"].startswith(EXAMPLE)
    ]


@transaction.atomic
def check(
    *, batch: ImportBatch, sheet: int, places: dict[str, int], ignore_others: bool, by, on: date, now: datetime
) -> None:
    """Check the rows by the columns that a person has chosen, and remember what the county's headings mean."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state not in (ImportBatch.State.UPLOADED, ImportBatch.State.CHECKED, ImportBatch.State.FAILED):
        raise ValidationError(_("这一批已经导入或正在核对，不能再改列名。"))
    register = register_of(batch)
    entry = batch.layout["sheets"][sheet] if 0 <= sheet < len(batch.layout["sheets"]) else None
    if entry is None or not entry["headings"]:
        raise ValidationError(_("请选择有表格的工作表。"))
    headings = {int(place): heading for place, heading in entry["headings"].items()}
    for column in register.columns:
        if column.required and column.name not in places:
            raise ValidationError({f"col_{column.name}": _("“%(title)s”必须有一列。") % {"title": column.title}})
    if len(set(places.values())) != len(places):
        raise ValidationError(_("同一列不能对应两个项目。"))
    left = {place: heading for place, heading in headings.items() if place not in places.values()}
    unknown = match(left, register.columns, _remembered(register)).unmatched
    if unknown and not ignore_others:
        raise ValidationError({"ignore_others": _("还有 %(n)s 列没有对应，不导入请打勾。") % {"n": len(unknown)}})
    for heading in unknown.values():
        _remember(register, heading, "")
    for name, place in places.items():
        _remember(register, headings[place], name)
    try:
        book = read_in_child(import_files.read(batch))
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal
    _start(batch, register, book, sheet, places, on=on, now=now)


@transaction.atomic
def adopt(*, batch: ImportBatch, row: int | None, column: str, by, on: date, now: datetime) -> int:
    """Take the proposal of one cell, or all proposals of a column, and check the file again; how many cells.

    Nothing of the register is written. Refuses where there is no proposal (any more).
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state != ImportBatch.State.CHECKED:
        raise ValidationError(_("这一批现在不能改，请刷新页面看它的状态。"))
    rows = ImportRow.objects.filter(batch=batch, state=ImportRow.State.REFUSED)
    found = proposals(rows if row is None else rows.filter(number=row), column) if column else {}
    if not found:
        raise ValidationError(_("这里没有可以采用的建议，可能已经采用了。"))
    try:
        book = read_in_child(import_files.read(batch))
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal
    audit.record(by=by, action="import.adopt", target=batch, after={"column": column, "cells": len(found)})
    choice = batch.choice
    kept = {"adopted": {**choice.get("adopted", {}), **found}}
    _start(batch, register_of(batch), book, choice["sheet"], choice["places"], on=on, now=now, kept=kept)
    return len(found)


def check_in_worker(*, batch_id: int) -> None:
    """Outbox handler: the check of a long table."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None or batch.state != ImportBatch.State.CHECKING:
        return
    now = timezone.now()
    book = read_in_child(import_files.read(batch))
    _check_rows(batch, register_of(batch), book, on=timezone.localdate(now), now=now)


def register_of(batch: ImportBatch) -> Register:
    register = find_register(batch.kind)
    if register is None:
        raise LookupError(f"No register {batch.kind!r} is named in IMPORT_KINDS.")
    return register.scoped(batch.unit)


def table_of(register: Register, *, book: Book, sheet: int) -> Table | None:
    return find_table(book.sheets[sheet], known_names(register.columns, _remembered(register)))


def _start(
    batch: ImportBatch,
    register: Register,
    book: Book,
    sheet: int,
    places,
    *,
    on: date,
    now: datetime,
    kept: Mapping[str, Any] | None = None,
) -> None:
    batch.choice = {"sheet": sheet, "places": places, **(kept or {})}
    if batch.layout["sheets"][sheet]["rows"] > ROWS_FOR_WORKER:
        batch.state = ImportBatch.State.CHECKING
        batch.save(update_fields=["choice", "state"])
        key = f"check_import:{batch.public_id}:{now.isoformat()}"
        outbox.enqueue(kind="check_import", key=key, payload={"batch_id": batch.pk}, heavy=True)
        return
    _check_rows(batch, register, book, on=on, now=now)


def _check_rows(batch: ImportBatch, register: Register, book: Book, *, on: date, now: datetime) -> None:
    sheet, places = batch.choice["sheet"], batch.choice["places"]
    table = table_of(register, book=book, sheet=sheet)
    if table is None or not table.rows:
        batch.state, batch.problem = ImportBatch.State.FAILED, _("表里只有列名，没有数据行。")
    elif len(table.rows) > MOST_ROWS:
        batch.state = ImportBatch.State.FAILED
        batch.problem = _("超过 %(n)s 行。请分成几个文件再导入。") % {"n": MOST_ROWS}
    else:
        existing = register.load(on)
        known = Known(on=on, units=_unit_names(on), date1904=book.date1904)
        adopted = opened(batch.choice.get("adopted", {}))
        before = words_of(table, places, adopted, book.date1904)
        put_in(table, places, adopted)
        rows = check_table(register, table, places, known=known, existing=existing, on=on)
        mark(rows, adopted, before, register.columns)
        absent = missing(register, rows, existing)
        batch.layout["missing"] = {"count": len(absent), "names": absent[:MOST_LEFT_OUT]}
        ImportRow.objects.filter(batch=batch).delete()
        ImportRow.objects.bulk_create(staged(batch, rows, register.columns), batch_size=5000)
        batch.state, batch.problem, batch.counts = (
            ImportBatch.State.CHECKED,
            "",
            counts_of(rows),
        )
        batch.warnings = _warnings(table, book.sheets[sheet])
    batch.checked_at = now
    batch.save(update_fields=["layout", "choice", "state", "problem", "counts", "warnings", "checked_at"])


def _warnings(table: Table, sheet: Sheet) -> list[str]:
    found = []
    if table.hidden:
        found.append(_("表里有隐藏的行或列，也会导入。请在 Excel 里取消隐藏，看过再导入。"))
    if sheet.hidden:
        found.append(_("这张工作表是隐藏的，请确认要导入它。"))
    return found


def _layout(register: Register, sheet: Sheet) -> dict[str, Any]:
    remembered = _remembered(register)
    table = find_table(sheet, known_names(register.columns, remembered))
    base = {"name": sheet.name, "hidden": sheet.hidden, "headings": {}, "rows": 0, "left_out": []}
    if table is None:
        return base
    matching = match(table.headings, register.columns, remembered)
    samples = {str(place): [text_of(row.cell(place))[:40] for row in table.rows[:SAMPLES]] for place in table.headings}
    sealed = {matching.places.get(column.name) for column in register.columns if column.sealed}
    return {
        **base,
        "headings": {str(place): heading for place, heading in table.headings.items()},
        "samples": {place: words for place, words in samples.items() if int(place) not in sealed},
        "rows": len(table.rows),
        "left_out": [[number, reason] for number, reason in table.left_out[:MOST_LEFT_OUT]],
        "places": matching.places,
        "complete": matching.is_complete,
        "doubled": matching.doubled,
    }


def _remembered(register: Register) -> dict[str, str]:
    return dict(ImportMapping.objects.filter(kind=register.slug).values_list("heading", "column"))


def _remember(register: Register, heading: str, column: str) -> None:
    ImportMapping.objects.update_or_create(
        kind=register.slug, heading=plain(heading)[:200], defaults={"column": column}
    )


def _unit_names(on: date) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for unit in Unit.objects.valid_on(on).order_by("path"):
        for word in {plain_name(unit.name), plain_name(unit.short_name), unit.code, *map(plain_name, unit.aliases)}:
            if word:
                found.setdefault(word, []).append((unit.code, unit.name))
    return found
