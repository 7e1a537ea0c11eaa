"""The overview at the sample county's size, on paper and for people of three seats, in a real browser."""

import datetime
import re

import pytest

from campaigns.models import Campaign
from organizations.models import Account, County, UnitKind
from organizations.tenancy.context import tenant
from tests.nets.browsing import Findings, Walker
from tests.sample_county import fill

pytestmark = pytest.mark.browser

TODAY = datetime.date(2026, 11, 20)


@pytest.fixture
def sample(live_server) -> tuple[County, str, str]:
    """The county, the address of its county campaign and of its township's."""
    county, _said = fill(TODAY)
    with tenant(county.id):
        whole = Campaign.objects.get(owner__kind=UnitKind.COUNTY_OFFICE)
        town = Campaign.objects.get(owner__kind=UnitKind.TOWNSHIP)
    return county, f"/c/{whole.slug}/", f"/c/{town.slug}/"


@pytest.mark.deep
def test_paper_and_screens(sample, browser, live_server):
    """A28: one sheet on its side."""
    county, whole, town = sample
    findings = Findings()
    seats = {
        "office": [whole, f"{whole}?by=unit", f"{whole}tasks/", f"{whole}tasks/5/", f"{whole}phases/", "/c/"],
        "lead": [whole, f"{whole}mine/", town, f"{town}mine/", "/"],
        "liaison": [whole, f"{whole}mine/"],
    }
    for login, paths in seats.items():
        walker = Walker(browser, live_server.url, Account.objects.get(county=county, login_name=login), findings)
        for number, path in enumerate(paths):
            walker.visit(path, f"sample-{login}-{number}", widths=(320, 390, 768, 1024, 1440))
        if login == "office":
            walker.page.goto(live_server.url + whole)
            paper = walker.page.pdf(prefer_css_page_size=True)
            assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1, (
                "seventeen townships by eighteen tasks fit one sheet"
            )
            [box] = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper)
            assert float(box[0]) > float(box[1]), "on its side"
        walker.close()
    assert not findings.lines, "\n".join(findings.lines)
