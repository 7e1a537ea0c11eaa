"""The pages of hits in a real browser: what is asked only by what was typed, so the walk over all pages does not see it."""

import pytest

from tests import cast
from tests.nets.browsing import Findings, Walker

pytestmark = pytest.mark.browser


def test_hits_nothing_found_and_the_search_box_of_the_header(browser, live_server):
    county = cast.build(code="530901")
    findings = Findings()
    walker = Walker(browser, live_server.url, county.accounts["county_office"], findings)
    for text, name in (("村", "hits"), ("轮训", "sentence"), ("没有这样的", "nothing"), ("", "empty")):
        walker.visit(f"/search/?q={text}", f"search-{name}")
    walker.page.set_viewport_size({"width": 1440, "height": 900})
    walker.page.goto(live_server.url + "/")
    walker.page.fill("#top-q", "sqz")
    walker.page.press("#top-q", "Enter")
    walker.page.wait_for_url("**/search/?q=sqz")
    assert walker.page.inner_text(".find-group mark") == "石桥镇"
    walker.page.click(".find-group a >> nth=0")
    assert "石桥镇" in walker.page.inner_text("h1")
    walker.close()
    assert not findings.lines, "\n".join(findings.lines)


def test_dark_and_english(browser, live_server):
    county = cast.build(code="530901")
    account = county.accounts["county_office"]
    account.theme, account.large_type = "dark", True
    account.save()
    findings = Findings()
    walker = Walker(browser, live_server.url, account, findings)
    walker.context.add_cookies([{"name": "language", "value": "en", "url": live_server.url}])
    walker.visit("/search/?q=石桥", "search-dark-english")
    walker.close()
    assert not findings.lines, "\n".join(findings.lines)
