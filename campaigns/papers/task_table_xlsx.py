"""The task table as an Excel workbook: to be printed on A4 landscape and worked on, nothing in it is ever a formula."""

from io import BytesIO
from typing import Any

import xlsxwriter

from campaigns.papers.imprint import TITLE, Imprint, edition_of, facts_of, particulars, scope_of, title_of
from campaigns.papers.rows import Strand, strands_of
from campaigns.papers.texts import fits_cell
from campaigns.papers.workbook import A4, SAFE, add_about

COLUMNS = (
    ("序号", 5), ("行动", 13), ("任务", 26), ("具体事项", 30), ("牵头单位", 15), ("责任/配合单位", 22), ("完成时限", 16),
    ("频次", 13), ("指标", 22), ("备注", 14),
)  # fmt: skip
LAST = len(COLUMNS) - 1
HEADER = 3  # row of the header: title, facts and scope stand above it
TEXT = {"font_name": "仿宋", "font_size": 11, "text_wrap": True, "valign": "vcenter", "num_format": "@"}
CELL = {**TEXT, "border": 1}


def build(snapshot: dict[str, Any], imprint: Imprint, only: frozenset[int] | None = None) -> bytes:
    """The workbook's bytes; `only` narrows to these task numbers."""
    strands = strands_of(snapshot, only)
    target = BytesIO()
    book = xlsxwriter.Workbook(target, SAFE)
    book.set_properties({"title": fits_cell(title_of(snapshot))[:255], "created": imprint.made_at})
    sheet = book.add_worksheet(TITLE)
    _head(book, sheet, snapshot, strands, imprint)
    last_row = _body(book, sheet, strands)
    _print_setup(sheet, last_row)
    add_about(book, particulars(snapshot, strands, imprint), CELL, width=14)
    book.close()
    return target.getvalue()


def _head(book, sheet, snapshot: dict[str, Any], strands: list[Strand], imprint: Imprint) -> None:
    title = book.add_format({**TEXT, "font_name": "方正小标宋简体", "font_size": 20, "align": "center"})
    line = book.add_format({**TEXT, "align": "center"})
    note = book.add_format({**TEXT, "align": "left"})
    column = book.add_format({**CELL, "font_name": "黑体", "align": "center", "bg_color": "#EDEDED"})
    for number, (name, width) in enumerate(COLUMNS):
        sheet.set_column(number, number, width)
        sheet.write_string(HEADER, number, name, column)
    _across(sheet, 0, title_of(snapshot), title)
    facts = "　".join([*facts_of(snapshot), edition_of(imprint)])
    _across(sheet, 1, facts, line)
    _across(sheet, 2, scope_of(strands, imprint), note)
    # Merged cells do not grow by themselves: room for two lines of title.
    sheet.set_row(0, 30 if len(title_of(snapshot)) <= 40 else 58)
    sheet.set_row(1, 20 if len(facts) <= 85 else 36)
    sheet.set_row(2, 20)
    sheet.set_row(HEADER, 24)


def _across(sheet, row: int, text: str, style) -> None:
    sheet.merge_range(row, 0, row, LAST, "", style)
    sheet.write_string(row, 0, fits_cell(text), style)


def _body(book, sheet, strands: list[Strand]) -> int:
    text = book.add_format(CELL)
    middle = book.add_format({**CELL, "align": "center"})
    figure = book.add_format({**CELL, "align": "center", "num_format": "0"})
    row = HEADER
    for strand in strands:
        first = row + 1
        for task in strand.rows:
            row += 1
            sheet.write_number(row, 0, task.number, figure)
            cells = (
                task.title, task.items, task.leads, task.others, task.due, task.cadence, task.measures, task.notes,
            )  # fmt: skip
            for column, value in enumerate(cells, 2):
                _write(sheet, row, column, value, text)
        if row > first:
            sheet.merge_range(first, 1, row, 1, "", middle)
        _write(sheet, first, 1, strand.name, middle)
    return row


def _write(sheet, row: int, column: int, value: str, style) -> None:
    """Always as text: `=1+1` and 007 stay what they are. An empty cell keeps its border."""
    value = fits_cell(value)
    if value:
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_blank(row, column, None, style)


def _print_setup(sheet, last_row: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER)
    sheet.print_area(0, 0, last_row, LAST)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.freeze_panes(HEADER + 1, 0)
