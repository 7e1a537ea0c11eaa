"""First secretaries in a real browser: leave on a phone to the right approver, a spot check and what it costs, a recall to the
replacement in post."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cadres.models import Finding, Leave, Posting, Recall
from organizations.models import Notice, NoticeUnit
from organizations.tenancy.context import tenant
from tests.journeys.test_log_in import PHONE, county, log_in, person  # noqa: F401  # fixtures

pytestmark = pytest.mark.browser
DAY = datetime.timedelta(days=1)


def ask_leave(page, first: datetime.date, days: int) -> str:
    """On the phone: kind, two dates, look, send; the page that tells who decides."""
    page.goto("/leave/new/")
    page.locator("label", has_text="事假").first.click()
    page.fill("[name=starts_on]", str(first))
    page.fill("[name=ends_on]", str(first + (days - 1) * DAY))
    page.fill("[name=stand_in]", "石满仓")
    page.fill("[name=reason]", "家里有事")
    with page.expect_navigation():
        page.click("button[value=check]")
    told = page.locator(".leave-left").inner_text()
    with page.expect_navigation():
        page.click("button[value=send]")
    return told


def test_leave_of_three_and_of_four_days_reaches_the_right_approver(county, person):  # noqa: F811
    today = timezone.localdate()
    with tenant(county.county.id):
        Leave.objects.all().delete()
    phone = person(size=PHONE)
    log_in(phone, county, "village")
    assert "3" in (told := ask_leave(phone, today + 6 * DAY, 3))
    assert "乡镇" in told
    assert "组织部" in ask_leave(phone, today + 20 * DAY, 4)
    with tenant(county.county.id):
        short, long = Leave.objects.order_by("starts_on")
    lead = person(size=PHONE)
    log_in(lead, county, "township_lead")
    lead.goto("/leave/")
    waiting = lead.locator(".leave-cards")
    expect(waiting.locator("li")).to_have_count(1)
    with lead.expect_navigation():
        waiting.locator("button.primary").click()
    office = person()
    log_in(office, county, "county_office")
    office.goto("/leave/")
    expect(office.locator(".leave-cards li")).to_have_count(1)
    with office.expect_navigation():
        office.locator(".leave-cards button.primary").click()
    with tenant(county.county.id):
        for row, role in ((short, "township_lead"), (long, "county_office")):
            row.refresh_from_db()
            assert (row.state, row.decided_by) == ("approved", county.people[role])
    phone.goto("/leave/?state=coming")
    assert phone.locator("main table tbody tr").count() == 2
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_spot_check_finds_nobody_and_the_year_says_why(county, person):  # noqa: F811
    with tenant(county.county.id):
        Finding.objects.all().delete()
        posting = county.extra.posting
    office = person()
    log_in(office, county, "county_office")
    office.goto(f"/findings/new/?posting={posting.public_id}")
    office.locator("label", has_text=str(Finding.Kind.ABSENT.label)).first.click()
    office.fill("[name=words]", "上午九点到村未见本人，也没有请假")
    with office.expect_navigation():
        office.locator("main form button[type=submit]").click()
    text = office.locator("main").inner_text()
    assert f"{timezone.localdate().year}年1次无故不在岗 → " in text, "the ceiling of the year says why"
    own = person(size=PHONE)
    log_in(own, county, "village")
    own.goto("/findings/")
    expect(own.locator("main table tbody tr")).to_have_count(1)


def test_a_recall_ends_with_the_replacement_and_who_must_know_is_told(county, person):  # noqa: F811
    with tenant(county.county.id):
        Recall.objects.all().delete()
        posting = county.extra.posting
        successor = county.people["plain"]
    lead = person()
    log_in(lead, county, "township_lead")
    lead.goto(f"/recalls/new/{posting.public_id}/")
    lead.locator("label", has_text=str(Recall.Reason.SLACK.label)).first.click()
    lead.fill("[name=words]", "多次不参加走访，群众反映大")
    with lead.expect_navigation():
        lead.locator("main form button[type=submit]").click()
    office = person()
    log_in(office, county, "county_office")
    with tenant(county.county.id):
        recall = Recall.objects.get(posting=posting)
    address = f"/recalls/{recall.public_id}/"
    office.goto(address)
    office.fill("form:has(button[value=verify]) [name=verified_on]", str(timezone.localdate()))
    with office.expect_navigation():
        office.click("button[value=verify]")
    office.goto(address)
    office.fill("form:has(button[value=decide]) [name=decided_on]", str(timezone.localdate()))
    office.fill("form:has(button[value=decide]) [name=document]", "岚组纪〔2026〕8号")
    with office.expect_navigation():
        office.click("button[value=decide]")
    with tenant(county.county.id):
        ended = Posting.objects.get(pk=posting.pk)
        assert (ended.end_reason, ended.ended_on) == ("recall", timezone.localdate())
        assert Notice.objects.filter(subject__contains="请补派").exists(), "the alarm"
    tomorrow = timezone.localdate() + DAY
    office.goto(address)
    with office.expect_navigation():
        office.click(f"a[href*='replaces={posting.public_id}']")
    office.select_option("[name=person]", str(successor.public_id))
    office.locator("label", has_text="第一书记").first.click()
    office.fill("[name=starts_on]", str(tomorrow))
    with office.expect_navigation():
        office.locator("main form button[type=submit]").click()
    with tenant(county.county.id):
        recall.refresh_from_db()
        assert (recall.state, recall.replacement.person) == ("replaced", successor)
        told = Notice.objects.filter(subject__contains="召回后已补派").get()
        assert set(NoticeUnit.objects.filter(notice=told).values_list("unit", flat=True)) >= {
            posting.unit_id,
            posting.unit.parent_id,
            posting.sending_unit_id,
        }
    office.goto(address)
    assert successor.name in office.locator("main").inner_text()
