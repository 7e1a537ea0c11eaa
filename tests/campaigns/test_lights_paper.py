"""The overview with lights at the sample county's size: one sheet of paper, grey, dark, small on the wire, on a phone."""

import datetime
import gzip
import re

import pytest

from campaigns.models import Campaign
from organizations.models import Account, County, UnitKind
from organizations.tenancy.context import tenant
from tests.nets.browsing import PICTURES, Findings, Walker
from tests.sample_county import fill

pytestmark = pytest.mark.browser

GREY = "() => { document.documentElement.style.filter = 'grayscale(1)' }"
SHAPES = "() => [...document.querySelectorAll('#matrix tbody use')].map(one => one.getAttribute('href').split('#')[1])"


@pytest.fixture
def sample(live_server) -> tuple[County, str]:
    """The sample county with months of filings in its county campaign."""
    county, _said = fill(datetime.date(2026, 11, 20))
    with tenant(county.id):
        whole = Campaign.objects.get(owner__kind=UnitKind.COUNTY_OFFICE)
    return county, f"/c/{whole.slug}/"


@pytest.mark.deep
def test_lights_on_screens_and_on_one_sheet(sample, browser, live_server):
    """A7 in grey, A28."""
    county, home = sample
    findings = Findings()
    walker = Walker(browser, live_server.url, Account.objects.get(county=county, login_name="office"), findings)
    for number, path in enumerate([home, f"{home}?by=unit", f"{home}lights/", f"{home}lights/?show=red"]):
        walker.visit(path, f"lights-{number}", widths=(320, 390, 1024, 1440))
    page = walker.page
    page.goto(live_server.url + home)
    html = page.content()
    assert len(gzip.compress(html.encode())) < 45 * 1024
    shapes = set(page.evaluate(SHAPES))
    assert {"l-late", "l-warn", "l-ok"} <= shapes <= {"l-late", "l-warn", "l-ok", "l-done", "l-idle"}
    grey = page.locator("#matrix")
    page.evaluate(GREY)
    grey.screenshot(path=str(PICTURES / "lights-grey.png"))
    names = page.eval_on_selector_all("#matrix tbody td a", "all => all.map(one => one.getAttribute('aria-label'))")
    kinds = page.eval_on_selector_all(
        "#matrix tbody td a use", "all => all.map(one => one.getAttribute('href').split('#')[1])"
    )
    words = {"l-late": "红灯", "l-warn": "黄灯", "l-ok": "绿灯", "l-done": "已销号"}
    assert len(names) == len(kinds) > 200
    for name, kind in zip(names, kinds, strict=True):
        assert words.get(kind, "") in name
    page.goto(live_server.url + home)
    page.set_viewport_size({"width": 1032, "height": 718})
    page.emulate_media(media="print")
    page.screenshot(path=str(PICTURES / "lights-print.png"), full_page=True)
    paper = page.pdf(prefer_css_page_size=True)
    (PICTURES / "lights-paper.pdf").write_bytes(paper)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1
    [box] = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert float(box[0]) > float(box[1]), "on its side"
    page.emulate_media(media="print")
    assert page.locator("header.top").is_hidden()
    assert page.locator("#matrix .lamp").first.is_visible()
    page.emulate_media(media="screen")
    page.evaluate("() => { document.documentElement.dataset.theme = 'dark' }")
    page.set_viewport_size({"width": 1440, "height": 1300})
    page.wait_for_timeout(300)  # colours change in 120 ms
    page.screenshot(path=str(PICTURES / "lights-dark.png"), full_page=True)
    page.goto(live_server.url + page.locator("#matrix td.bad a").first.get_attribute("href"))
    walker.visit(page.url.removeprefix(live_server.url), "light", widths=(320, 390, 1440))
    walker.close()
    lead = Walker(browser, live_server.url, Account.objects.get(county=county, login_name="lead"), findings)
    for number, path in enumerate([home, f"{home}lights/", "/"]):
        lead.visit(path, f"lights-lead-{number}", widths=(390, 1440))
    lead.close()
    assert not findings.lines, "\n".join(findings.lines)
