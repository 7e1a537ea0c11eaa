"""The export's own writers: what went out is read back by our own reader, cell for cell, and nothing in it is alive."""

import csv
import io
import tracemalloc
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from organizations.exports.delimited import write_delimited
from organizations.exports.tables import ExportColumn, ExportTable, heading_grid
from organizations.exports.workbook import letters, write_workbook
from organizations.imports.child import read_here
from organizations.imports.columns import Column
from organizations.imports.tables import find_table
from organizations.imports.values import Known, read

FORMULAS = [
    "=1+1",
    "==1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠a",
    " =1",
    "=cmd|' /C calc'!A0",
]


def table(*columns, **options) -> ExportTable:
    return ExportTable("名册", list(columns), **options)


def made(columns, rows, **options) -> bytes:
    out = io.BytesIO()
    write_workbook(out, table(*columns, **options), rows)
    return out.getvalue()


def place(number: int):
    return lambda row: row[number]


THREE = [
    ExportColumn("名称", place(0)),
    ExportColumn("金额", place(1), "number"),
    ExportColumn("日期", place(2), "date"),
]
# What PostgreSQL keeps: any text without NUL and without halves of characters.
texts = st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)), max_size=30)
numbers = st.one_of(st.integers(-(10**12), 10**12), st.decimals(-(10**9), 10**9, places=2))
days = st.dates(date(1900, 3, 1), date(2099, 12, 31))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(texts, numbers, days), max_size=6))
def test_the_import_reader_reads_the_same_cells(rows):
    sheet = read_here(made(THREE, rows, is_numbered=False)).sheets[0]
    heading = next(number for number, cells in sheet.rows if "名称" in cells)
    found = dict(sheet.rows)
    for number, (text, figure, day) in enumerate(rows, heading + 1):
        cells = [*found[number], None, None, None][:3]
        assert (cells[0] or "") == text
        assert cells[1][0] == "n"
        assert Decimal(cells[1][1]) == figure
        assert cells[2][0] == "d"
        assert date(1899, 12, 30) + timedelta(days=int(cells[2][1])) == day


@pytest.mark.parametrize("text", FORMULAS, ids=map(repr, FORMULAS))
def test_no_text_becomes_a_formula(text):
    sheet = load_workbook(io.BytesIO(made(THREE, [(text, -5, None)], is_numbered=False))).active
    cell = next(row for row in sheet.iter_rows() if row[1].value == -5)
    assert cell[0].data_type in ("s", "inlineStr")
    assert cell[1].data_type == "n"

    out = io.BytesIO()
    write_delimited(out, table(*THREE, is_numbered=False), [(text, -5, None)])
    line = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))[1]
    assert line == [f"'{text}", "-5", ""]


CELLS = [
    (7, "number", "7", "n"),
    (Decimal("1.50"), "number", "1.50", "n"),
    (10**15, "number", "1000000000000000", None),  # Excel would lose the last digits: it stays text
    (Decimal("0.1234567890123456"), "number", "0.1234567890123456", None),
    (Decimal("NaN"), "number", "NaN", None),
    (True, "text", "是", None),
    (0, "number", "0", "n"),
    (None, "number", None, None),
    ("", "text", None, None),
    ("0012", "text", "0012", None),
    ("3e5", "text", "3e5", None),
    (date(1899, 1, 1), "date", "1899-01-01", None),
    ("不详", "date", "不详", None),
    ("_x0041_", "text", "_x0041_", None),
    ("甲\n乙", "text", "甲\n乙", None),
    ("长" * 40_000, "text", "长" * 32_766 + "…", None),
]


@pytest.mark.parametrize(
    ("value", "kind", "words", "cell_kind"), CELLS, ids=[str(value)[:20] for value, *_rest in CELLS]
)
def test_kinds_of_cells(value, kind, words, cell_kind, monkeypatch):
    monkeypatch.setattr("organizations.imports.workbook.LONGEST_CELL", 40_000)
    columns = [ExportColumn("名称", lambda row: "甲"), ExportColumn("值", lambda row: value, kind)]
    _number, cells = read_here(made(columns, [0], is_numbered=False)).sheets[0].rows[-1]
    cell = cells[1] if len(cells) > 1 else None
    assert (cell[1] if isinstance(cell, list) else cell) == words
    assert (cell[0] if isinstance(cell, list) else None) == cell_kind


def test_a_moment_keeps_its_minutes():
    moment = datetime(2026, 6, 30, 17, 45)  # noqa: DTZ001  # a local time, as services hand it on
    sheet = load_workbook(io.BytesIO(made([ExportColumn("时间", lambda row: moment, "date")], [0]))).active
    assert sheet.cell(sheet.max_row, 2).value == moment


def test_merged_headings_and_the_lines_of_a_form():
    columns = [
        ExportColumn("村名", place(0)),
        ExportColumn(("收入", "经营", "本季"), place(1), "number", decimals=2),
        ExportColumn(("收入", "经营", "累计"), place(1), "number", decimals=2),
        ExportColumn(("收入", "补助"), place(1), "number"),
        ExportColumn(("支出", "补助"), place(1), "number"),
    ]
    data = made(
        columns,
        [("渡口村", Decimal("1.5"))],
        unit_line="单位：万元",
        date_line="2026年6月",
        footer=("说明：甲", "填表人："),
    )
    sheet = load_workbook(io.BytesIO(data)).active
    merged = {str(span) for span in sheet.merged_cells.ranges}
    assert merged == {"A1:F1", "A3:A5", "B3:B5", "C3:E3", "C4:D4", "E4:E5", "F4:F5", "A7:F7", "A8:F8"}
    assert (sheet["A2"].value, sheet["F2"].value) == ("2026年6月", "单位：万元")
    assert sheet["C6"].value == Decimal("1.5")
    assert sheet["C6"].number_format == "0.00"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert sheet.print_title_rows == "$3:$5"
    assert sheet.freeze_panes == "A6"
    assert "第 &P 页" in sheet.oddFooter.right.text
    known = {column.title for column in (Column("name", "村名"), Column("income", "本季"))}
    found = find_table(read_here(data).sheets[0], known)
    assert list(found.headings.values()) == [
        "序号",
        "村名",
        "收入/经营/本季",
        "收入/经营/累计",
        "收入/补助",
        "支出/补助",
    ]
    assert found.money_unit == "万元"
    assert len(found.rows) == 1, "title, lines and notes are no data"


def test_a_heading_of_four_rows_is_a_mistake_of_the_code():
    with pytest.raises(ValueError, match="4 rows"):
        heading_grid([ExportColumn(("a", "b", "c", "d"), place(0))])


def test_columns_are_lettered_as_excel_does():
    assert [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_code_comes_back_as_the_same_code():
    columns = [ExportColumn("代码", place(0)), ExportColumn("名称", place(0))]
    cell = read_here(made(columns, [("530101001201",)], is_numbered=False)).sheets[0].rows[-1][1][0]
    assert read(Column("code", "代码", "code"), cell, Known(on=date(2026, 6, 30))).value == "530101001201"


def test_memory_does_not_grow_with_the_rows(tmp_path):
    """Twenty thousand rows need no more than two thousand."""
    peaks = []
    for count in (2_000, 20_000):
        with (tmp_path / "long.xlsx").open("w+b") as out:
            tracemalloc.start()
            written = write_workbook(out, table(*THREE), ((f"第{n}村", n, date(2026, 6, 30)) for n in range(count)))
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert written == count
    assert all(later < earlier * 1.2 + 200_000 for earlier, later in pairwise(peaks)), peaks
    assert max(peaks) < 4 * 1024 * 1024


def test_the_same_table_is_the_same_file():
    assert made(THREE, [("甲", 1, None)]) == made(THREE, [("甲", 1, None)])
    assert zipfile.ZipFile(io.BytesIO(made(THREE, []))).testzip() is None
