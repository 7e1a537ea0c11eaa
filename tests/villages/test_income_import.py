"""Collective income from Excel: each workbook with its written answer; written, left alone, taken back."""

from decimal import Decimal

import pytest

from tests.organizations.imports.test_pages import batch_at, upload, write
from tests.organizations.imports.workbooks import xlsx
from villages.models import IncomeEntry

LINES = ["经营收入", "发包及上交收入", "投资收益", "补助收入", "其他收入"]
HEAD = ["序号", "乡镇", "村名", *LINES]
TITLE = ["岚溪县2026年第二季度村集体经济收入统计表"]
UNIT = ["填报单位：石桥镇", "", "", "单位：万元"]
FORD, RIDGE = ("石桥镇", "渡口村"), ("石桥镇", "岭上村")


@pytest.fixture
def office(as_role):
    return as_role("county_office")


def rows_of(address):
    return list(batch_at(address).rows.order_by("number"))


def said(row) -> dict[str, str]:
    return {name: reason for name, (_level, reason, _proposal) in row.messages.items()}


def stands(unit, year=2026, quarter=2) -> dict[str, Decimal]:
    rows = IncomeEntry.objects.filter(unit=unit, year=year, quarter=quarter)
    return {row.line: row.amount for row in rows}


# Workbook → state of its only row, column with a word in its message (or none), what is stored in 元 by line.
BOOKS = {
    "title says quarter and unit": (
        [TITLE, UNIT, HEAD, [1, *RIDGE, 1.2, 0.5]], "new", None, {"operating": "12000", "contract": "5000"},
    ),
    "unit in each heading": (
        [TITLE, ["乡镇", "村", "经营收入（元）", "投资收益（万元）"], [*RIDGE, 12000, 0.3]],
        "new", None, {"operating": "12000", "investment": "3000"},
    ),
    "columns for year and quarter": (
        [["单位：元"], ["乡镇", "村", "年度", "季度", "经营收入"], [*RIDGE, 2026, "二季度", 7000]], "new", None, {"operating": "7000"},
    ),
    "quarter as a number": (
        [["单位：元"], ["乡镇", "村", "年度", "季度", "经营收入"], [*RIDGE, 2026, 2, 7000]], "new", None, {"operating": "7000"},
    ),
    "column beats title": (
        [["岚溪县2026年第一季度收入", "单位：元"], ["乡镇", "村", "季度", "经营收入"], [*RIDGE, "第二季度", 9]], "new", None, {"operating": "9"},
    ),
    "totals are no villages": (
        [TITLE, UNIT, HEAD, [1, *RIDGE, 2], ["", "小计", "", 2], ["合计", "", "", 2]], "new", None, {"operating": "20000"},
    ),
    "zero is a report": ([TITLE, UNIT, HEAD, [1, *RIDGE, 0]], "new", None, {"operating": "0"}),
    "all blank is no report": ([TITLE, UNIT, HEAD, [1, *RIDGE]], "check", ("name", "仍算没有报"), {}),
    "no unit anywhere": ([TITLE, HEAD, [1, *RIDGE, 3]], "check", ("operating", "没有写单位"), {"operating": "3"}),
    "negative": ([TITLE, UNIT, HEAD, [1, *RIDGE, -1]], "check", ("operating", "负数"), {"operating": "-10000"}),
    "ten times the quarter before": (
        [TITLE, UNIT, ["村", "区划代码", *LINES], ["渡口村", "{code}101201", 20]], "check", ("operating", "小数点"),
        {"operating": "200000", "subsidy": "80000"},
    ),
    "blank leaves what stands": (
        [TITLE, UNIT, HEAD, [1, *FORD, None, 1]], "changed", None,
        {"operating": "30000", "subsidy": "80000", "contract": "10000"},
    ),
    "same again": ([TITLE, UNIT, HEAD, [1, *FORD, 3, None, None, 8]], "same", None, {"operating": "30000", "subsidy": "80000"}),
    "no quarter": ([["2026年收入", "单位：元"], ["乡镇", "村", "经营收入"], [*RIDGE, 3]], "refused", ("乡镇", "哪一季"), {}),
    "no year": ([["第二季度收入", "单位：元"], ["乡镇", "村", "经营收入"], [*RIDGE, 3]], "refused", ("乡镇", "哪一年"), {}),
    "two years in the title": (
        [["2025年与2026年第二季度", "单位：元"], ["乡镇", "村", "经营收入"], [*RIDGE, 3]], "refused", ("乡镇", "哪一年"), {},
    ),
    "quarter to come": (
        [["2099年第四季度", "单位：元"], ["乡镇", "村", "经营收入"], [*RIDGE, 3]], "refused", ("村", "还没有开始"), {},
    ),
    "no such village": ([TITLE, UNIT, HEAD, [1, "石桥镇", "岭土村", 3]], "refused", ("村", "是不是“岭上村”"), {}),
    "another village's code": (
        [TITLE, UNIT, ["村", "区划代码", *LINES], ["岭上村", "{code}101201", 3]], "refused", ("村", "这个代码是“渡口村”"), {},
    ),
    "words for a number": ([TITLE, UNIT, HEAD, [1, *RIDGE, "约3万"]], "refused", ("经营收入", "只填数字"), {}),
    "fraction of a fen": ([TITLE, UNIT, HEAD, [1, *RIDGE, 0.0000001]], "refused", ("经营收入", "小数太多"), {}),
}  # fmt: skip
COLUMNS = {"乡镇": "township", "村": "name", "经营收入": "operating"}


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_a_workbook_has_its_answer(office, county_a, inside_a, book):
    rows, state, message, stored = book
    code = county_a.county.code
    data = xlsx(*[[cell.format(code=code) if isinstance(cell, str) else cell for cell in row] for row in rows])
    address = upload(office, data, "income", "收入.xlsx")
    unit = county_a.units.ford if "渡口村" in str(rows) else county_a.units.ridge
    with inside_a():
        [row] = rows_of(address)
        assert (row.state, *said(row).items())[0] == state, said(row)
        if message:
            column, words = message
            assert words in said(row).get(COLUMNS.get(column, column), ""), said(row)
        before = stands(unit)
    done = write(office, address, confirmed="on")
    with inside_a():
        if state == "refused":
            assert done.status_code == 422
            assert stands(unit) == before
        else:
            assert stands(unit) == {line: Decimal(amount) for line, amount in stored.items()}


def test_a_doubtful_amount_is_not_written_without_the_tick(office, county_a, inside_a):
    address = upload(office, xlsx(TITLE, UNIT, HEAD, [1, *RIDGE, -1]), "income")
    assert write(office, address).status_code == 422
    with inside_a():
        assert stands(county_a.units.ridge) == {}


def test_undo_puts_back_old_amounts_and_takes_away_new_ones(office, county_a, inside_a):
    ford, ridge = county_a.units.ford, county_a.units.ridge
    with inside_a():
        before = stands(ford)
    address = upload(office, xlsx(TITLE, UNIT, HEAD, [1, *FORD, 4, 1], [2, *RIDGE, 2]), "income")
    assert write(office, address, confirmed="on").status_code == 302
    with inside_a():
        assert stands(ford) == before | {"operating": Decimal(40000), "contract": Decimal(10000)}
        assert stands(ridge) == {"operating": Decimal(20000)}
    assert office.post(f"{address}undo/").status_code == 302
    with inside_a():
        assert stands(ford) == before
        assert stands(ridge) == {}


def test_undo_refuses_when_a_line_was_changed_since(office, county_a, inside_a):
    ridge = county_a.units.ridge
    address = upload(office, xlsx(TITLE, UNIT, HEAD, [1, *RIDGE, 2]), "income")
    assert write(office, address, confirmed="on").status_code == 302
    cell = f"/income/2026/2/{county_a.units.stone.public_id}/cell/"
    typed = {"unit": str(ridge.public_id), "line": "operating", "value": "2.5", "was": "2"}
    assert office.post(cell, typed).status_code == 200
    assert office.post(f"{address}undo/").status_code != 302
    with inside_a():
        assert stands(ridge) == {"operating": Decimal(25000)}


def test_a_township_cannot_touch_another_ones_villages(as_role, county_a, inside_a):
    address = upload(as_role("township"), xlsx(TITLE, UNIT, HEAD, [1, "枫林乡", "泉眼村", 3]), "income")
    with inside_a():
        [row] = rows_of(address)
        assert row.state == "refused"


def test_what_is_downloaded_reads_in_as_the_same(office, inside_a):
    data = office.get("/import/income/current/")
    assert data.status_code == 200
    address = upload(office, b"".join(data) if data.streaming else data.content, "income")
    with inside_a():
        assert {row.state for row in rows_of(address)} == {"same"}, [said(row) for row in rows_of(address)]
