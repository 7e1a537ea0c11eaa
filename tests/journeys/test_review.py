"""A reviewer judges a filing of six items with the keyboard alone, and one without scripts."""

import datetime

import pytest

from campaigns.models import Assignment, Duty, Filing, FilingItem
from organizations.tenancy.context import tenant
from tests import cast
from tests.nets.browsing import Findings, Walker

pytestmark = pytest.mark.browser


@pytest.fixture
def county(live_server):
    made = cast.build(code="530901")
    with tenant(made.county.id):
        filing = made.extra.waiting_filing
        share = Assignment.objects.create(
            task=made.extra.tasks[1], unit=made.units.maple, role="responsible", since=cast.STARTED
        )
        for number in range(5):
            duty = Duty.objects.create(
                campaign=filing.campaign, assignment=share, unit=filing.unit, kind="milestone", period_key=f"date:{number}",
                starts_on=datetime.date(2026, 3, 1), ends_on=datetime.date(2026, 3, 31), due_on=filing.due_on,
                state="filed", filed_on=filing.due_on,
            )  # fmt: skip
            FilingItem.objects.create(filing=filing, duty=duty, state="filled", words=f"第{number + 1}批按计划推进。")
    return made


def test_five_passed_and_one_returned_by_keyboard(county, live_server, browser):
    """A20."""
    findings = Findings()
    walker = Walker(browser, live_server.url, county.accounts["county_office"], findings)
    page = walker.page
    page.goto(f"{live_server.url}/c/{county.extra.campaign.slug}/review/{county.extra.waiting_filing.public_id}/")
    cards = page.locator("[data-item]").evaluate_all("cards => cards.map(card => card.id)")
    in_hand = "document.activeElement.closest('[data-item]') && document.activeElement.closest('[data-item]').id"
    for number in range(3):
        with page.expect_navigation():
            page.keyboard.press("1")
        assert page.evaluate(in_hand) == cards[number + 1], "the focus moves to the next item"
    page.keyboard.press("n")
    assert page.evaluate(in_hand) == cards[4]
    page.keyboard.press("2")
    page.keyboard.type("请补充1张照片，说明2个批次")  # the digits are words here, not orders
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate(in_hand) == cards[5]
    for _ in range(2):
        with page.expect_navigation():
            page.keyboard.press("1")
    assert page.evaluate("document.activeElement.hasAttribute('data-finish')")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    walker.close()
    assert not findings.lines
    with tenant(county.county.id):
        filing = Filing.objects.get(pk=county.extra.waiting_filing.pk)
        states = sorted(filing.items.values_list("state", flat=True))
        assert (filing.state, states) == ("returned", ["accepted"] * 5 + ["returned"])
        assert filing.items.get(state="returned").return_reason == "请补充1张照片，说明2个批次"


def test_without_scripts_a_usual_reason_is_one_click(county, live_server, browser):
    walker = Walker(browser, live_server.url, county.accounts["county_office"], Findings(), scripts=False)
    page = walker.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/c/{county.extra.campaign.slug}/review/{county.extra.waiting_filing.public_id}/")
    card = page.locator("[data-item]").first
    card.locator("summary").click()
    card.get_by_label("缺少佐证材料").check()
    card.locator("details button").click()
    page.get_by_text("通过其余 5 项").click()
    page.get_by_text("完成审核，退回 1 项").click()
    walker.close()
    with tenant(county.county.id):
        filing = Filing.objects.get(pk=county.extra.waiting_filing.pk)
        assert filing.state == "returned"
        assert filing.items.get(state="returned").return_reason == "缺少佐证材料"
