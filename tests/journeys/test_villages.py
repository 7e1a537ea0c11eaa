"""A county's registers from Excel and back, and a quarter's income typed by a township: in a real browser."""

import io
import re

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from campaigns.models import Indicator
from organizations.tenancy.context import tenant
from tests.journeys.test_log_in import PHONE, county, log_in, person  # noqa: F401  # fixtures
from tests.villages.test_roster_whole_county import FAULTS, VILLAGES, book, many_villages
from villages.models import IncomeEntry, VillageOfficer, VillageYear
from villages.selectors.income import present_quarter

pytestmark = pytest.mark.browser


@pytest.fixture
def codes(county) -> list[str]:  # noqa: F811
    with tenant(county.county.id):
        return many_villages(county.units.stone)


def send(page, kind: str, data: bytes, folder, name: str) -> None:
    path = folder / name
    path.write_bytes(data)
    page.goto(f"/import/{kind}/")
    page.set_input_files("input[type=file]", path)
    with page.expect_navigation():
        page.click("main form button[type=submit]")


def take(page, good_only: bool = False) -> None:
    """Tick what asks to be seen, and write."""
    for name in ("confirmed", *(["good_rows_only"] if good_only else [])):
        box = page.locator(f"[name={name}]")
        if box.count():
            box.check()
    with page.expect_navigation():
        page.locator("form[action$='/write/'] button[type=submit]").click()


def test_a_messy_roster_comes_in_goes_back_and_comes_in_again(county, codes, person, tmp_path):  # noqa: F811
    page = person()
    log_in(page, county, "county_office")
    send(page, "villages", book(codes, FAULTS), tmp_path, "村级台账.xlsx")
    text = page.locator("main").inner_text()
    assert f"{VILLAGES} 行中有 {len(FAULTS)} 行不能导入" in text
    assert "是不是“石桥镇”" in text
    with tenant(county.county.id):
        assert not VillageOfficer.objects.filter(name__startswith="钱书").exists()
    send(page, "villages", book(codes), tmp_path, "改好的.xlsx")
    take(page)
    with tenant(county.county.id):
        assert VillageOfficer.objects.filter(name__startswith="钱书").count() == VILLAGES
    with page.expect_navigation():
        page.locator("a[href$='/undo/']").click()
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    with tenant(county.county.id):
        assert not VillageOfficer.objects.filter(name__startswith="钱书").exists()
    send(page, "villages", book(codes), tmp_path, "再来.xlsx")
    take(page)
    page.goto("/villages/?q=第7沟")
    with page.expect_download() as coming:
        page.evaluate(
            """() => { const link = document.createElement('a'); link.href = '/import/villages/current/';
            document.body.append(link); link.click(); }"""
        )
    workbook = load_workbook(io.BytesIO(open(coming.value.path(), "rb").read()))  # noqa: PTH123, SIM115
    sheet = workbook.worksheets[0]
    head = {cell.value: cell.column for row in sheet.iter_rows(max_row=3) for cell in row if cell.value}
    row = next(row for row in sheet.iter_rows() if any(cell.value == "第7沟村" for cell in row))
    column = next(place for word, place in head.items() if str(word).startswith("户数"))
    sheet.cell(row[0].row, column).value = 250
    out = io.BytesIO()
    workbook.save(out)
    with tenant(county.county.id):
        before = dict(VillageYear.objects.values_list("unit__code", "households"))
    send(page, "villages", out.getvalue(), tmp_path, "只改一格.xlsx")
    take(page)
    with tenant(county.county.id):
        after = dict(VillageYear.objects.values_list("unit__code", "households"))
    assert {code for code in after if after[code] != before.get(code)} == {codes[7]}
    assert after[codes[7]] == 250


def test_a_township_types_a_quarter_and_the_share_moves(county, person):  # noqa: F811
    year, quarter = present_quarter(timezone.localdate())
    with tenant(county.county.id):
        indicator = Indicator.objects.create(
            task=county.extra.tasks[0], name="收入5万元以上的村", level="township", value=60, unit_word="%",
            aggregation="share", held_by="villages.income_share", held_with={"threshold": "60000"},
        )  # fmt: skip
        IncomeEntry.objects.filter(year=year, quarter__in=(0, quarter)).delete()
    office, clerk = person(), person(size=PHONE)
    log_in(office, county, "county_office")
    office.goto(f"/income/?year={year}")
    assert "0 / 4 个村" in office.locator("main").inner_text()
    log_in(clerk, county, "township")
    clerk.goto(f"/income/{year}/{quarter}/{county.units.stone.public_id}/")
    boxes = clerk.locator("input[data-line]")
    first = boxes.nth(0)
    first.click()
    clerk.keyboard.type("6.5")
    clerk.keyboard.press("ArrowDown")
    assert clerk.evaluate("document.activeElement.getAttribute('aria-label')").startswith("岭上村")
    clerk.keyboard.type("两万")
    clerk.keyboard.press("ArrowUp")
    expect(clerk.locator(".income-state")).to_have_text("已保存")
    expect(clerk.locator("td.cell-err")).to_have_count(1)
    assert boxes.nth(5).input_value() == "两万", "what was typed stays"
    with tenant(county.county.id):
        saved = IncomeEntry.objects.get(unit=county.units.ford, year=year, quarter=quarter, line="operating")
        assert saved.amount == 65_000
        assert not IncomeEntry.objects.filter(unit=county.units.ridge, year=year, quarter=quarter).exists()
    boxes.nth(1).focus()
    clerk.evaluate(
        """() => { const data = new DataTransfer(); data.setData('text', '1\\t2\\n3\\t4');
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    expect(boxes.nth(6)).to_have_value("3")
    expect(boxes.nth(7)).to_have_value("4")
    expect(clerk.locator(".income-state")).to_have_text("已保存")
    with tenant(county.county.id):
        amounts = IncomeEntry.objects.filter(unit=county.units.ridge, year=year, quarter=quarter).order_by("line")
        assert [(row.line, row.amount) for row in amounts] == [("contract", 30_000), ("investment", 40_000)]
    office.reload()
    assert re.search(r"2 / 4 个村，50\.0%", office.locator("main").inner_text())
    with tenant(county.county.id):
        indicator.task.refresh_from_db()
        address = f"/c/{indicator.task.campaign.slug}/tasks/{indicator.task.number}/"
    office.goto(address)
    assert "收入5万元以上的村" in office.locator("main").inner_text()
