"""Excel and CSV task tables, read with bounds: openpyxl in read-only mode, rows and columns counted, merges from the XML.

Read-only mode with ``reset_dimensions`` and bounded ``iter_rows`` is what survived the hostile files of
``design/reliability.md`` §3; it does not report merged cells, so those are taken from the sheet's own XML.
"""

import csv
import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl

from campaigns.plans.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Refused
from campaigns.plans.source import GridCell, SourceBuilder

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_TOO_WIDE = f"表格超过{MOST_ROWS}行或{MOST_COLUMNS}列。请删去多余的行列，只保留任务表后再上传。"
_Merges = dict[tuple[int, int], tuple[int, int]]


def read_sheets(data: bytes, container: zipfile.ZipFile) -> SourceBuilder:
    """All visible sheets; rows of one cell above the header become lines of text."""
    builder = SourceBuilder()
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                builder.notes.append(f"工作表“{sheet.title}”是隐藏的，没有读取。")
                continue
            _read_sheet(builder, sheet, container)
    finally:
        book.close()
    return builder


def _read_sheet(builder: SourceBuilder, sheet: Any, container: zipfile.ZipFile) -> None:
    sheet.reset_dimensions()
    merges = _merges(container, getattr(sheet, "_worksheet_path", ""))
    rows: list[list[str]] = []
    cells = 0
    for values in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1):
        row = [_shown(cell) for cell in values]
        while row and not row[-1]:
            row.pop()
        cells += len(row)
        rows.append(row)
        if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS or cells > MOST_CELLS:
            raise Refused(_TOO_WIDE)
    _write_rows(builder, rows, merges)


def read_csv(text: str) -> SourceBuilder:
    """One table of values divided by commas, semicolons or tabs, as the first line has them."""
    first = text.partition("\n")[0]
    divider = max(",;\t", key=first.count)
    rows: list[list[str]] = []
    cells = 0
    try:
        for values in csv.reader(io.StringIO(text), delimiter=divider):
            row = [value.strip() for value in values]
            while row and not row[-1]:
                row.pop()
            cells += len(row)
            rows.append(row)
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS or cells > MOST_CELLS:
                raise Refused(_TOO_WIDE)
    except csv.Error as error:
        raise Refused("表格的引号或分隔符对不上，读不出来。请用Excel或WPS打开，另存为.xlsx后再上传。") from error
    builder = SourceBuilder()
    _write_rows(builder, rows, {})
    return builder


def _write_rows(builder: SourceBuilder, rows: list[list[str]], merges: _Merges) -> None:
    while rows and not rows[-1]:
        rows.pop()
    start = 0
    while start < len(rows) and sum(map(bool, rows[start])) <= 1:
        for line in "".join(rows[start]).split("\n"):
            builder.paragraph(line)
        start += 1
    width = max(map(len, rows[start:]), default=0)
    if width:
        builder.table([_grid_row(rows[r] + [""] * (width - len(rows[r])), r, merges) for r in range(start, len(rows))])


def _grid_row(row: list[str], r: int, merges: _Merges) -> list[GridCell]:
    """``merges`` maps each covered cell to the corner of its range, counted from 0."""
    cells: list[GridCell] = []
    for c, text in enumerate(row):
        corner = merges.get((r, c))
        if corner is None or corner == (r, c):
            cells.append(GridCell(text))
        elif corner[0] < r:
            cells.append(GridCell("", continues=True))
        elif cells:
            last = cells.pop()
            cells.append(GridCell(last.text, last.across + 1))
    return cells


def _merges(container: zipfile.ZipFile, path: str) -> _Merges:
    covered: _Merges = {}
    if path not in container.namelist():
        return covered
    for match in _MERGE.finditer(container.read(path)):
        top, bottom = int(match.group(2)) - 1, int(match.group(4)) - 1
        left, right = _column(match.group(1)), _column(match.group(3))
        if (bottom - top + 1) * (right - left + 1) > MOST_CELLS or len(covered) > MOST_CELLS:
            raise Refused(_TOO_WIDE)
        covered |= {(r, c): (top, left) for r in range(top, bottom + 1) for c in range(left, right + 1)}
    return covered


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _shown(cell: Any) -> str:
    """The value as a person sees it: 12 not 12.0, 2026年6月30日, 85%."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, float):
        percent = "%" in (cell.number_format or "")
        return f"{value * 100:.10g}%" if percent else f"{value:.15g}"
    return str(value).strip()
