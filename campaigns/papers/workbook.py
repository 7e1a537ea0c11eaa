"""What the workbooks of papers share: safe options, the size of a page, the last sheet that says what it is and by whom."""

from collections.abc import Iterable, Mapping
from typing import Any

from campaigns.papers.texts import fits_cell

A4 = 9
SAFE = {
    # The bytes are made in memory and depend on nothing but the arguments; a text stays the text it is.
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def add_about(book, told: Iterable[tuple[str, str]], cell: Mapping[str, Any], *, width: int) -> None:
    """`told` are name and value; `cell` is the look of a cell, `width` that of the column of names."""
    sheet = book.add_worksheet("说明")
    name = book.add_format({**cell, "font_name": "黑体"})
    text = book.add_format(dict(cell))
    sheet.set_column(0, 0, width)
    sheet.set_column(1, 1, 80)
    for row, (label, value) in enumerate(told):
        sheet.write_string(row, 0, label, name)
        sheet.write_string(row, 1, fits_cell(value), text)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
