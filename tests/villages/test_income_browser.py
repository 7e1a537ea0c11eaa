"""The sheet in a real browser: keys, a pasted block, saving cell by cell, and the tick for an amount that looks wrong."""

import pytest
from playwright.sync_api import expect

from organizations.tenancy.context import tenant
from tests import cast
from tests.nets.browsing import Findings, Walker
from villages.models import IncomeEntry

pytestmark = [pytest.mark.browser, pytest.mark.deep]


@pytest.fixture
def county(live_server):
    return cast.build(code="530901")


def stored(county, unit) -> dict[str, int]:
    with tenant(county.county.id):
        rows = IncomeEntry.objects.filter(unit=unit, year=2026, quarter=2)
        return {line: int(amount) for line, amount in rows.values_list("line", "amount")}


def test_the_sheet(browser, live_server, county):
    findings, units = Findings(), county.units
    walker = Walker(browser, live_server.url, county.accounts["township"], findings)
    page = walker.page
    walker.visit(f"/income/2026/2/{units.stone.public_id}/", "income-sheet", picture=False)

    def box(unit, line):
        return page.locator(f'input[name="{unit.public_id}:{line}"]')

    state = page.locator(".income-state")
    box(units.ford, "operating").fill("30")
    box(units.ford, "operating").press("Enter")
    page.wait_for_selector(".cell-sure")
    assert "核对小数点" in page.locator(".cell-msg:visible").inner_text()
    expect(state).to_have_text("有数要核对，打勾后才保存")
    assert stored(county, units.ford)["operating"] == 30_000, "not before the tick"
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        walker.axe(f"a doubtful amount at {width}")
        page.screenshot(path=f"screenshots/income-doubt-{width}.png", full_page=True)

    box(units.ford, "operating").fill("40")
    box(units.ford, "operating").press("Tab")
    page.wait_for_selector('.cell-sure input[value="40"]')
    page.check(".cell-sure input")
    page.wait_for_selector(".cell-sure", state="detached")
    expect(state).to_have_text("已保存")
    assert stored(county, units.ford)["operating"] == 400_000

    box(units.ridge, "operating").focus()
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData('text', '1.5\\t0.5\\n');
          document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    expect(state).to_have_text("已保存")
    assert stored(county, units.ridge) == {"operating": 15_000, "contract": 5_000}
    walker.close()
    wrong = [
        line for line in findings.lines if "422" not in line
    ]  # the browser notes the answer that asks for the tick
    assert not wrong, "\n".join(wrong)
