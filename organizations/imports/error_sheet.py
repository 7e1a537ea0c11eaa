"""The user's own sheet again: title, headings, rows as typed, wrong cells painted and a column 错误说明 at the end."""

from collections.abc import Mapping
from io import BytesIO

import xlsxwriter

from organizations.imports.form_sheets import FONT, SAFE
from organizations.imports.sheets import Cell, Sheet
from organizations.imports.tables import Table

REMARK = "错误说明"
_DAYS_1904 = 1462


def build(
    *,
    sheet: Sheet,
    table: Table,
    remarks: Mapping[int, str],
    levels: Mapping[int, Mapping[int, str]],
    only_marked: bool,
    date1904: bool,
) -> bytes:
    """`remarks`: row number → what is wrong; `levels`: row number → column → refused or check."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, SAFE)
    page = book.add_worksheet((sheet.name or "导入")[:31])
    paint = _Paint(book, page, date1904)
    top = max(table.header_rows)
    width = max((len(cells) for number, cells in sheet.rows if number <= top), default=1)
    width = max([width, *[len(row.cells) for row in table.rows]])
    for number, cells in sheet.rows:
        if number <= top:
            for place, cell in enumerate(cells):
                paint.cell(number - 1, place, cell, "head" if number in table.header_rows else "")
    for first, left, last, right in sheet.merges:
        if last <= top and (first, left) != (last, right):
            words = next((cells[left] for number, cells in sheet.rows if number == first and left < len(cells)), None)
            page.merge_range(
                first - 1, left, last - 1, right, words if isinstance(words, str) else "", paint.style("head")
            )
    page.write_string(top - 1, width, REMARK, paint.style("head"))
    page.set_column(0, width - 1, 16)
    page.set_column(width, width, 60)
    line = top
    for row in table.rows:
        if only_marked and row.number not in remarks:
            continue
        for place, cell in enumerate(row.cells):
            paint.cell(line, place, cell, levels.get(row.number, {}).get(place, ""))
        for place, level in levels.get(row.number, {}).items():
            if place >= len(row.cells) or row.cells[place] is None:
                page.write_blank(line, place, None, paint.style(level))
        if row.number in remarks:
            page.write_string(line, width, remarks[row.number], paint.style("remark"))
        line += 1
    page.freeze_panes(top, 0)
    book.close()
    return target.getvalue()


class _Paint:
    """Writes cells as they were typed; keeps one format for each look."""

    LOOKS: Mapping[str, dict[str, object]] = {
        "": {},
        "head": {"bold": True, "border": 1, "align": "center", "text_wrap": True},
        "refused": {"bg_color": "#FDE0DD", "border": 1, "border_color": "#B3261E"},
        "check": {"bg_color": "#FFF3CD", "border": 1, "border_color": "#B58105"},
        "remark": {"font_color": "#B3261E", "text_wrap": True},
    }

    def __init__(self, book, page, date1904: bool):
        self.book, self.page, self.date1904 = book, page, date1904
        self.made: dict[tuple[str, str], object] = {}

    def style(self, look: str, number_format: str = "@"):
        if (look, number_format) not in self.made:
            facts = {**FONT, **self.LOOKS[look], "num_format": number_format}
            self.made[look, number_format] = self.book.add_format(facts)
        return self.made[look, number_format]

    def cell(self, line: int, place: int, cell: Cell, look: str) -> None:
        if cell is None:
            return
        if isinstance(cell, str):
            self.page.write_string(line, place, cell, self.style(look))
        elif cell[0] in ("n", "d"):
            number = float(cell[1]) + (_DAYS_1904 if cell[0] == "d" and self.date1904 else 0)
            code = "yyyy-mm-dd" if cell[0] == "d" else cell[2] or "General"
            self.page.write_number(line, place, number, self.style(look, code))
        elif cell[0] == "b":
            self.page.write_boolean(line, place, cell[1] == "1", self.style(look, "General"))
        else:
            self.page.write_string(line, place, cell[1], self.style(look))
