"""Plain sheets: what a reader hands on, whatever the file was. Cells keep how they were typed, nothing is converted.

A cell is None (blank), a string (text), or a list [kind, text, format] with kind ``n`` number, ``d`` number shown as a
date, ``b`` yes or no, ``e`` error; a fourth item ``f`` says that a formula stands behind it, and kind ``x`` is a
formula without a stored result. So a sheet is JSON as it stands and can come out of the child process.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

Cell = None | str | list[str]


@dataclass
class Sheet:
    """One sheet: its rows that hold anything, with the numbers the user sees."""

    name: str
    hidden: bool = False
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # first row, first column, last row, last column
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


@dataclass
class Book:
    """All sheets of a file."""

    sheets: list[Sheet]
    date1904: bool = False
    source: str = "xlsx"  # or the encoding of a text table: utf-8, gb18030

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def book_from_json(data: dict[str, Any]) -> Book:
    sheets = [
        Sheet(
            name=sheet["name"],
            hidden=sheet["hidden"],
            rows=[(number, cells) for number, cells in sheet["rows"]],
            merges=[(a, b, c, d) for a, b, c, d in sheet["merges"]],
            hidden_rows=sheet["hidden_rows"],
            hidden_columns=sheet["hidden_columns"],
        )
        for sheet in data["sheets"]
    ]
    return Book(sheets, data["date1904"], data["source"])


def text_of(cell: Cell) -> str:
    """The cell's own words, for headings, titles and previews."""
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else cell[1]


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip("　 \t\r\n\xa0\u200b\ufeff"))
