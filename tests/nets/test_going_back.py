"""The back button in a real browser: always a whole page, in the state in which it was left."""

import pytest

from organizations.tenancy.context import tenant
from tests import cast
from tests.nets.browsing import Findings, Walker
from tests.villages.test_roster_whole_county import many_villages

pytestmark = pytest.mark.browser

WHOLE = """() => document.doctype !== null && document.querySelectorAll('body').length === 1
  && ['main', 'h1', 'nav', 'link[rel=stylesheet]'].every((part) => document.querySelector(part) !== null)"""
ROWS = "[...document.querySelectorAll('.tbl tbody tr')].map((row) => [row.querySelector('.seq').innerText, row.querySelector('th a').innerText])"


@pytest.fixture
def walker(browser, live_server):
    county = cast.build(code="530901")
    with tenant(county.county.id):
        many_villages(county.units.stone)
    findings = Findings()
    found = Walker(browser, live_server.url, county.accounts["county_office"], findings)
    found.county = county
    yield found
    found.close()
    assert not findings.lines, "\n".join(findings.lines)


def test_three_levels_back_after_htmx_exchanges(walker):
    """A23. Each level is left after htmx has put a part of another page into it; that part's address is also visited
    as a page, so that the browser holds an answer to both kinds of request under one address."""
    page, extra = walker.page, walker.county.extra
    tasks = f"/c/new/{extra.draft.public_id}/tasks/"
    levels = [tasks, f"{tasks}?state=fill", f"{tasks}{extra.draft_tasks[0].public_id}/", f"{tasks}?size=50"]
    titles = []
    for address in levels:
        assert page.goto(walker.server_url + address).status == 200
        assert page.evaluate(WHOLE), address
        titles.append(page.inner_text("h1"))
        edit = page.locator(".pp-edit")
        if edit.count():
            with page.expect_response(lambda answer: "hx-request" in answer.request.headers):
                edit.first.click()
            page.wait_for_selector("#edit form")
            assert page.url == walker.server_url + address, "the exchange is no page of its own"
    assert len(set(titles)) > 1, "else going back could not be told from staying"
    for address, title in list(zip(levels, titles, strict=True))[-2::-1]:
        page.go_back()
        assert page.url == walker.server_url + address
        assert page.evaluate(WHOLE), f"back to {address}"
        assert page.inner_text("h1") == title


def test_a_list_is_the_same_after_back_reload_and_for_whoever_gets_its_address(walker, browser, live_server):
    """A22. Filter, order, page and numbers live in the address."""
    page = walker.page
    page.goto(walker.server_url + "/villages/")
    page.fill("main [name=q]", "沟")
    page.press("main [name=q]", "Enter")
    page.wait_for_url("**q=*")
    page.click("thead >> text=户数")
    page.wait_for_url("**sort=*")
    page.click(".pager a[rel=next], .pager >> text=下一页")
    page.wait_for_url("**page=2*")
    address, rows = page.url, page.evaluate(ROWS)
    assert rows[0][0] == "21"
    assert all("沟" in name for _number, name in rows)
    page.click(".tbl tbody th a >> nth=0")
    page.wait_for_url("**/villages/*-*/")
    page.go_back()
    assert (page.url, page.evaluate(ROWS), page.input_value("main [name=q]")) == (address, rows, "沟")
    page.reload()
    assert (page.evaluate(ROWS), page.input_value("main [name=q]")) == (rows, "沟")
    other = Walker(browser, live_server.url, walker.county.accounts["township"], walker.findings)
    other.page.goto(address)
    assert other.page.evaluate(ROWS) == rows
    other.close()


def test_all_of_a_filter_are_exactly_its_rows(walker):
    """A22. 全选 reaches over the pages of the filter and not beyond it."""
    page = walker.page
    page.goto(walker.server_url + "/villages/?q=第1沟")
    found = {name for _number, name in page.evaluate(ROWS)}
    page.goto(walker.server_url + "/villages/?q=沟")
    total = int("".join(filter(str.isdigit, page.inner_text("text=/批量修改筛选出的/"))))
    assert total > len(page.evaluate(ROWS)), "more than one page"
    for query, number in (("第1沟", len(found)), ("沟", total)):
        page.goto(walker.server_url + f"/villages/?q={query}")
        page.click("text=/批量修改筛选出的/")
        page.wait_for_url("**/bulk/**")
        assert page.locator("[name=ids]").count() == number
        assert all(query in name for name in page.locator("main .list .t").all_inner_texts())
