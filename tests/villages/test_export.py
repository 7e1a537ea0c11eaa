"""What the lists hand out as Excel."""

import io
import json
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from organizations.exports.sheet import Heading, Table, workbook
from organizations.imports.child import read_here
from organizations.models import AuditEntry
from villages.models import Village

TRICKY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1",
    "0012",
    "1e3",
    "2026-03-05",
    "http://x.example",
    "是",
    "“引号”",
]


def sheet_of(data: bytes):
    return load_workbook(io.BytesIO(data)).worksheets[0]


def test_text_stays_text_and_figures_stay_figures():
    table = Table(
        title="表",
        headings=[Heading("文字"), Heading("数", group="数字"), Heading("小数", group="数字")],
        left="左",
        right="右",
    )
    rows = [[text, 3, Decimal("2.80")] for text in TRICKY] + [[None, None, None]]
    sheet = sheet_of(workbook(table, rows))
    assert sheet["A1"].value == "表"
    assert [str(area) for area in sheet.merged_cells.ranges]
    assert sheet["B3"].value == "数字"
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=4 + len(rows))]
    assert found == [[text, 3, 2.8] for text in TRICKY] + [[None, None, None]]
    assert all(cell.data_type == "s" for cell in sheet["A"][4 : 4 + len(TRICKY)])
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$3:$4"


def test_our_own_reader_reads_what_we_write():
    table = Table(title="表", headings=[Heading("文字")])
    book = read_here(workbook(table, [[text] for text in TRICKY]))
    cells = (
        [row.cells for row in book.sheets[0].rows] if hasattr(book.sheets[0].rows[0], "cells") else book.sheets[0].rows
    )
    text = json.dumps(cells, default=str, ensure_ascii=False)
    assert all(json.dumps(word.strip(), ensure_ascii=False)[1:-1] in text for word in TRICKY)


@pytest.mark.parametrize(
    ("role", "query", "names"),
    [
        ("county_office", "", ["渡口村", "岭上村", "泉眼村", "竹园村"]),
        ("county_office", "?status=weak", ["岭上村"]),
        ("township", "", ["渡口村", "岭上村"]),
        ("village", "", ["渡口村"]),
    ],
)
def test_what_is_filtered_is_what_one_gets(role, query, names, as_role, inside_a, county_a):
    with inside_a():
        Village.objects.filter(unit=county_a.units.ford).update(organization_name="=cmd()")
    answer = as_role(role).post(f"/villages/export/{query}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    sheet = sheet_of(answer.content)
    assert [row[2].value for row in sheet.iter_rows(min_row=5) if row[2].value] == names
    whole = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "13800000021" not in whole
    with inside_a():
        entry = AuditEntry.objects.get(action="register.export")
        said = json.loads(entry.payload)["after"]
    assert (said["kind"], said["rows"]) == ("villages", len(names))


def test_income_says_what_counts(as_role):
    answer = as_role("county_office").post("/income/export/?year=2026")
    sheet = sheet_of(answer.content)
    assert sheet["A2"].value.endswith("单位：万元")
    values = {row[2].value: row[3].value for row in sheet.iter_rows(min_row=4)}
    assert values["渡口村"] == 5
    assert values["泉眼村"] is None, "not reported is empty, not 0"
    assert any(str(row[0].value).startswith("计入：经营收入") for row in sheet.iter_rows(min_row=4))
    assert as_role("county_office").get("/income/export/").status_code == 405
