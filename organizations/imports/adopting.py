"""Proposals that a person has adopted: the cell is read again as if the proposal had been typed into the file.

`ImportBatch.choice["adopted"]` maps "row:column" to the proposal, sealed where the column is. The file itself stays as
it was uploaded.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from organizations.imports.columns import Column
from organizations.imports.registers import Checked
from organizations.imports.tables import Table
from organizations.imports.words import shown

ADOPTED = "adopted"


def cell_key(row: int, column: str) -> str:
    return f"{row}:{column}"


def put_in(table: Table, places: Mapping[str, int], adopted: Mapping[str, Any]) -> None:
    """Write the adopted words over the cells of the table; `adopted` is opened already."""
    by_number = {row.number: row for row in table.rows}
    for key, words in adopted.items():
        number, _sign, name = key.partition(":")
        row, place = by_number.get(int(number)), places.get(name)
        if row is None or place is None:
            continue
        row.cells += [None] * (place + 1 - len(row.cells))
        row.cells[place] = str(words)


def words_of(table: Table, places: Mapping[str, int], adopted: Mapping[str, Any], date1904: bool) -> dict[str, str]:
    """What stands in those cells of the file, as the user sees it; before `put_in`."""
    by_number = {row.number: row for row in table.rows}
    found = {}
    for key in adopted:
        number, _sign, name = key.partition(":")
        row = by_number.get(int(number))
        found[key] = shown(row.cell(places[name]), date1904) if row and name in places else ""
    return found


def mark(rows: Sequence[Checked], adopted: Mapping[str, Any], before: Mapping[str, str], columns: Sequence[Column]) -> None:  # fmt: skip
    """Say at each adopted cell what had stood there; a cell that is still wrong keeps saying what is wrong."""
    sealed = {column.name for column in columns if column.sealed}
    by_number = {row.number: row for row in rows}
    for key in adopted:
        number, _sign, name = key.partition(":")
        row = by_number.get(int(number))
        if row is None or name in row.messages:
            continue
        words = _("已采用建议") if name in sealed else _("已采用建议，原来写的是“%(text)s”") % {"text": before[key]}
        row.messages[name] = (ADOPTED, words, "")
