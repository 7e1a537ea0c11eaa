"""The first two steps in a real browser, with scripts and without: paste, jump both ways, edit beside the list."""

import pytest

from tests import cast
from tests.campaigns.test_wizard import TEXT, big_text
from tests.nets.browsing import Findings, Walker

pytestmark = pytest.mark.browser


@pytest.fixture
def county(live_server):
    return cast.build(code="530901")


def paste(walker, text):
    page = walker.page
    page.goto(walker.server_url + "/c/new/")
    page.fill("#id_text", text)
    page.click("text=识别任务 >> visible=true")
    page.wait_for_url("**/tasks/")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_plan_is_pasted_and_both_sides_lead_to_each_other(scripts, browser, live_server, county):
    findings = Findings()
    walker = Walker(browser, live_server.url, county.accounts["county_office"], findings, scripts=scripts)
    paste(walker, TEXT)
    page = walker.page
    page.click("tr >> text=壮大村集体经济")
    block = page.locator(".pp-block:target")
    assert "壮大村集体经济" in block.inner_text()
    page.click(".pp-block:target a.mk >> nth=0")
    assert "壮大村集体经济" in page.locator("tr:target").inner_text()
    page.click("tr:target >> text=修改任务")
    page.fill("#id_title", "壮大村级集体经济")
    if scripts:
        assert page.url.split("?")[0].split("#")[0].endswith("/tasks/"), "the form opens beside the list"
        walker.axe("edit beside the list")
        page.screenshot(path="screenshots/wizard-inline-1440.png")
    page.click("text=保存任务 >> visible=true")
    page.wait_for_url("**/tasks/?at=*")
    assert "壮大村级集体经济" in page.locator("tr:target").inner_text()
    address = page.url.removeprefix(live_server.url)
    if scripts:
        walker.visit(address.split("?")[0], "wizard-tasks", widths=(320, 390, 1024, 1366, 1440))
        edit = page.locator(".pp-edit").first.get_attribute("href")
        walker.visit(edit, "wizard-edit")
        walker.visit(f"{edit}split/", "wizard-split")
        walker.visit("/c/new/", "wizard-new")
    walker.close()
    assert not findings.lines, "\n".join(findings.lines)


def test_a_long_plan_is_read_in_leaves(browser, live_server, county):
    findings = Findings()
    walker = Walker(browser, live_server.url, county.accounts["county_office"], findings)
    paste(walker, big_text(130))
    walker.visit(walker.page.url.removeprefix(live_server.url) + "?page=2", "wizard-long", widths=(390, 1440))
    walker.close()
    assert not findings.lines, "\n".join(findings.lines)
