"""One table as a workbook. Text stays text whatever it begins with, figures stay figures, dates are dates.

A county's registers have hundreds of rows, so the whole sheet is made in memory. No Django.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

A4 = 9
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}


@dataclass(frozen=True)
class Heading:
    """A column: `group` is the heading above several of them, printed once over all that stand side by side."""

    title: str
    width: int = 12
    group: str = ""


@dataclass(frozen=True)
class Table:
    """What is printed above and below the rows; `left` and `right` stand in the line under the title."""

    title: str
    headings: Sequence[Heading]
    left: str = ""
    right: str = ""
    foot: str = ""


def workbook(table: Table, rows: Iterable[Sequence[Any]]) -> bytes:
    """The file's bytes. A row has as many values as there are headings; None is an empty cell."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, SAFE)
    sheet = book.add_worksheet(table.title[:31].translate(str.maketrans("", "", "[]:*?/\\")))
    head = book.add_format({**FONT, "bold": True, "align": "center", "border": 1, "text_wrap": True})
    last = len(table.headings) - 1
    for place, heading in enumerate(table.headings):
        sheet.set_column(place, place, heading.width)
    top = {"bold": True, "font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, last, "", book.add_format(top))
    sheet.write_string(0, 0, table.title, book.add_format(top))
    sheet.write_string(1, 0, table.left, book.add_format(FONT))
    sheet.write_string(1, last, table.right, book.add_format({**FONT, "align": "right"}))
    first = _headings(sheet, table.headings, head)
    formats = {
        "text": book.add_format({**FONT, "border": 1, "num_format": "@"}),
        "figure": book.add_format({**FONT, "border": 1}),
        "date": book.add_format({**FONT, "border": 1, "num_format": "yyyy-mm-dd"}),
    }
    number = first
    for number, row in enumerate(rows, first):
        for place, value in enumerate(row):
            _write(sheet, number, place, value, formats)
    if table.foot:
        sheet.write_string(number + 1, 0, table.foot, book.add_format(FONT))
    _print_set_up(sheet, first)
    book.close()
    return target.getvalue()


def _headings(sheet, headings: Sequence[Heading], style) -> int:
    """One row of headings, or two where columns stand under a common one; the first row below them."""
    if not any(heading.group for heading in headings):
        for place, heading in enumerate(headings):
            sheet.write_string(2, place, heading.title, style)
        return 3
    for start, stop, group in _groups(headings):
        if not group:
            sheet.merge_range(2, start, 3, start, headings[start].title, style)
        elif stop - start > 1:
            sheet.merge_range(2, start, 2, stop - 1, group, style)
        else:
            sheet.write_string(2, start, group, style)
    for place, heading in enumerate(headings):
        if heading.group:
            sheet.write_string(3, place, heading.title, style)
    return 4


def _groups(headings: Sequence[Heading]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for place, heading in enumerate(headings):
        if heading.group and found and found[-1][2] == heading.group:
            found[-1] = (found[-1][0], place + 1, heading.group)
        else:
            found.append((place, place + 1, heading.group))
    return found


def _write(sheet, row: int, place: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None:
        sheet.write_blank(row, place, None, formats["text"])
    elif isinstance(value, bool):
        sheet.write_string(row, place, "是" if value else "否", formats["text"])
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, place, value, formats["figure"])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, formats["date"])
    else:
        sheet.write_string(row, place, str(value), formats["text"])


def _print_set_up(sheet, first: int) -> None:
    """A4 on its side, as wide as the sheet, headings on every page, page numbers."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2, first - 1)
    sheet.freeze_panes(first, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
