"""A roster of 239 villages with seven faults, the same file twice, and export and import as each other's way back."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from organizations.models import Unit, UnitKind
from organizations.pinyin import search_keys
from tests.cast import STARTED
from tests.organizations.imports.test_pages import batch_at, upload, write
from tests.organizations.imports.workbooks import xlsx
from villages.models import Village, VillageOfficer, VillageYear

HEAD = [
    "序号", "乡镇", "村名", "区划代码", "党组织类型", "户数", "总人口", "党员数", "是否脱贫村", "软弱涣散", "党组织书记",
    "性别", "出生年月", "学历", "一肩挑", "书记年报酬（元）", "联系电话",
]  # fmt: skip
VILLAGES, AIM = 239, 40


@pytest.fixture
def office(as_role):
    return as_role("county_office")


def many_villages(stone: Unit) -> list[str]:
    """As many villages below 石桥镇 as a county has; their codes, in their order. Call it inside the county."""
    rows = [
        Unit(
            kind=UnitKind.VILLAGE, code=f"{stone.code[:9]}{500 + n}", name=f"第{n}沟村", parent=stone, order=n,
            path=f"{stone.path}{stone.code[:9]}{500 + n}/", search_keys=search_keys(f"第{n}沟村"), valid_from=STARTED,
        )
        for n in range(VILLAGES)
    ]  # fmt: skip
    Unit.objects.bulk_create(rows)
    return [row.code for row in rows]


@pytest.fixture
def codes(county_a, inside_a) -> list[str]:
    with inside_a():
        return many_villages(county_a.units.stone)


def line(n: int, code: str) -> list:
    return [
        n + 1, "石桥镇", f"第{n}沟村", code, "党总支" if n % 9 == 0 else "党支部", 200 + n, 700 + 3 * n, 20 + n % 30,
        "是" if n % 4 == 0 else "否", "否", f"钱书{chr(0x4E00 + n)}", "男" if n % 3 else "女", f"19{70 + n % 25}.0{1 + n % 9}",
        "高中", "是" if n % 5 else "否", 36000 + 10 * n, f"138000{10000 + n}",
    ]  # fmt: skip


def book(codes, faults: dict | None = None) -> bytes:
    """`faults`: number of the village → column → what stands there instead. One blank row in between."""
    rows = [line(n, code) for n, code in enumerate(codes)]
    for n, cells in (faults or {}).items():
        for name, value in cells.items():
            rows[n][HEAD.index(name)] = value
    return xlsx(["岚溪县村级台账"], HEAD, *rows[:100], [], *rows[100:])


FAULTS = {
    3: {"乡镇": "石侨镇"},
    20: {"联系电话": "1380000"},
    55: {"户数": "约250"},
    99: {"党员数": 9000},
    100: {"软弱涣散": "不详"},
    150: {"区划代码": "101299"},
    238: {"出生年月": "去年"},
}


def test_239_villages_with_seven_faults(office, codes, county_a, inside_a):
    address = upload(office, book(codes, FAULTS), "villages", "村级台账.xlsx")
    with inside_a():
        batch = batch_at(address)
        assert (batch.counts["all"], batch.counts["refused"]) == (VILLAGES, len(FAULTS))
        refused = {row.number: set(row.messages) for row in batch.rows.filter(state="refused")}
        # Excel's own numbers: two rows of heading, and from the 101st village on the blank row.
        wrong = ("township", "phone", "households", "party_members", "weak_organization", "code", "born_on")
        at = [n + 3 + (n >= 100) for n in FAULTS]
        assert list(refused) == at
        assert all(name in refused[number] for number, name in zip(at, wrong, strict=True)), refused
        assert not VillageOfficer.objects.filter(name__startswith="钱书").exists()
    assert write(office, address).status_code == 422
    with CaptureQueriesContext(connection) as asked:
        assert write(office, address, good_rows_only="on", confirmed="on").status_code == 302
    assert len(asked) <= AIM, f"{len(asked)} queries"
    with inside_a():
        assert VillageOfficer.objects.filter(name__startswith="钱书").count() == VILLAGES - len(FAULTS)
    again = upload(office, book(codes), "villages", "改好的.xlsx")
    with inside_a():
        counts = batch_at(again).counts
        assert (counts["same"], counts["refused"]) == (VILLAGES - len(FAULTS), 0)
    assert write(office, again, confirmed="on").status_code == 302
    third = upload(office, book(codes), "villages")
    with inside_a():
        assert batch_at(third).counts["same"] == VILLAGES, "the same file once more would write nothing"
    assert office.post(f"{again}undo/").status_code == 302
    assert office.post(f"{address}undo/").status_code == 302
    with inside_a():
        ours = Unit.objects.filter(code__in=codes)
        assert not VillageOfficer.objects.filter(unit__in=ours).exists()
        assert not VillageYear.objects.filter(unit__in=ours).exists()


def test_the_first_figures_of_a_year_bring_the_others_of_the_table(office, county_a, inside_a):
    """Otherwise the newest year would show gaps where the table has figures, and the same table would differ again."""
    ford = county_a.units.ford
    with inside_a():
        VillageYear.objects.filter(unit=ford).update(year=2025)
    data = xlsx(["乡镇", "村", "户数", "人口"], ["石桥镇", "渡口村", 412, 1544])
    address = upload(office, data, "villages")
    assert write(office, address, confirmed="on").status_code == 302
    with inside_a():
        row = VillageYear.objects.filter(unit=ford).first()
        assert (row.year, row.households, row.residents) == (date.today().year, 412, 1544)  # noqa: DTZ011
    again = upload(office, data, "villages")
    with inside_a():
        assert batch_at(again).counts["same"] == 1
    assert office.post(f"{address}undo/").status_code == 302
    with inside_a():
        assert [(row.year, row.residents) for row in VillageYear.objects.filter(unit=ford)] == [(2025, 1530)]


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=40)
COUNTS = st.none() | st.integers(0, 900)


@pytest.mark.deep
@given(
    note=WORDS, name=st.text("石水田安何叶", min_size=1, max_size=6), organization=st.sampled_from(Village.Organization.values),
    priority=st.sampled_from(Village.Priority.values), poor=st.booleans(), weak=st.booleans(), figures=st.tuples(COUNTS, COUNTS),
    pay=st.none() | st.decimals(0, 99999, places=2), born=st.none() | st.dates(date(1950, 1, 1), date(2005, 1, 1)),
    education=st.sampled_from(VillageOfficer.Education.values), entrepreneur=st.sampled_from([None, True, False]),
)  # fmt: skip
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_goes_out_comes_back_the_same(
    office,
    county_a,
    inside_a,
    note,
    name,
    organization,
    priority,
    poor,
    weak,
    figures,
    pay,
    born,
    education,
    entrepreneur,
):
    ford = county_a.units.ford
    with inside_a():
        Village.objects.filter(unit=ford).update(
            note=note, organization=organization, priority=priority, was_poor=poor, weak_organization=weak
        )
        VillageYear.objects.filter(unit=ford).update(households=figures[0], party_members=figures[1], residents=900)
        VillageOfficer.objects.filter(pk=county_a.extra.secretary.pk).update(
            name=name, yearly_pay=pay and Decimal(pay), born_on=born, education=education, entrepreneur=entrepreneur
        )
    address = upload(office, office.get("/import/villages/current/").content, "villages", "现有.xlsx")
    with inside_a():
        batch = batch_at(address)
        unlike = [(row.changes, row.messages) for row in batch.rows.exclude(state="same")]
        assert batch.counts["same"] == batch.counts["all"] == 4, unlike


def test_the_error_workbook_comes_back_clean(office, codes, county_a, inside_a):
    address = upload(office, book(codes, {55: FAULTS[55]}), "villages", "村级台账.xlsx")
    content = office.get(f"{address}errors/").content
    workbook = load_workbook(io.BytesIO(content))
    [wrong] = [cell for row in workbook.worksheets[0].iter_rows() for cell in row if cell.value == "约250"]
    assert "错误说明" in [cell.value for row in workbook.worksheets[0].iter_rows(max_row=4) for cell in row]
    wrong.value = 255
    mended = io.BytesIO()
    workbook.save(mended)
    again = upload(office, mended.getvalue(), "villages", "改好的.xlsx")
    with inside_a():
        assert batch_at(again).counts["refused"] == 0
