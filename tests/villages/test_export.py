"""What the lists hand out as Excel."""

import io
import json

import pytest
from openpyxl import load_workbook

from organizations.models import AuditEntry
from villages.models import Village


def sheet_of(data: bytes):
    return load_workbook(io.BytesIO(data)).worksheets[0]


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
    answer = as_role(role).post(f"/export/villages/{query}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    sheet = sheet_of(answer.content)
    assert [row[2].value for row in sheet.iter_rows(min_row=5) if row[2].value] == names
    whole = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "13800000021" not in whole
    with inside_a():
        entry = AuditEntry.objects.get(action="export.make")
        said = json.loads(entry.payload)["after"]
    assert (said["kind"], said["rows"]) == ("villages", len(names))


def test_income_says_what_counts(as_role):
    answer = as_role("county_office").post("/export/income/?year=2026")
    sheet = sheet_of(answer.content)
    assert "单位：万元" in {cell.value for cell in sheet[2]} | {cell.value for cell in sheet[3]}
    values = {row[2].value: row[3].value for row in sheet.iter_rows(min_row=4)}
    assert values["渡口村"] == 5
    assert values["泉眼村"] is None, "not reported is empty, not 0"
    assert any(str(row[0].value).startswith("计入：经营收入") for row in sheet.iter_rows(min_row=4))
    assert as_role("county_office").get("/export/income/").status_code == 405
