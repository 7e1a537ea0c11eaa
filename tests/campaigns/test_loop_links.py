"""Where the loop leads on: waive and urge from the matrix and the light, what waits in the side bar, whom to ask."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Assignment, Duty, Filing
from organizations.models import Person
from tests.crowd_of_duties import townships

WAITING = "campaigns:reviews-waiting"


@pytest.fixture
def late(county_a, inside_a):
    """A duty of 石桥镇 that fell due three days ago, and its address in the matrix."""
    today = timezone.localdate()
    with inside_a():
        share = county_a.extra.assignment
        due = today - timedelta(days=3)
        return Duty.objects.create(
            campaign=share.task.campaign, assignment=share, unit=share.unit, kind="milestone", period_key="date:late",
            starts_on=due, ends_on=due, due_on=due,
        )  # fmt: skip


def matrix(client, county, duty) -> str:
    address = reverse("campaigns:filings", args=[county.extra.campaign.slug])
    return client.get(address, {"month": f"{duty.due_on:%Y-%m}"}).content.decode()


@pytest.mark.parametrize(
    ("role", "waives", "urges"),
    [("county_office", True, True), ("county_leader", False, False), ("township_lead", False, False), ("unit_liaison", False, False)],
)  # fmt: skip
def test_the_matrix_leads_where_the_role_may(county_a, as_role, late, role, waives, urges):
    page = matrix(as_role(role), county_a, late)
    slug = county_a.extra.campaign.slug
    assert (reverse("campaigns:duty-waive", args=[slug, late.public_id]) in page) == waives
    assert (reverse("campaigns:urge", args=[slug, county_a.units.stone.public_id]) in page) == urges


def test_nothing_is_urged_or_waived_before_its_day_or_after_it_was_filed(county_a, as_role, late, inside_a):
    slug = county_a.extra.campaign.slug
    with inside_a():
        Duty.objects.filter(pk=late.pk).update(state="filed", filed_on=late.due_on)
        Duty.objects.filter(unit=county_a.units.stone, due_on__month=late.due_on.month).exclude(pk=late.pk).delete()
    page = matrix(as_role("county_office"), county_a, late)
    assert reverse("campaigns:duty-waive", args=[slug, late.public_id]) not in page
    assert reverse("campaigns:urge", args=[slug, county_a.units.stone.public_id]) not in page


@pytest.mark.parametrize(("role", "may"), [("county_office", True), ("township_lead", False), ("county_leader", False)])
def test_the_light_leads_to_waiving(county_a, as_role, late, role, may):
    slug = county_a.extra.campaign.slug
    address = reverse("campaigns:task-unit", args=[slug, 1, county_a.units.stone.public_id])
    page = as_role(role).get(address).content.decode()
    assert (reverse("campaigns:duty-waive", args=[slug, late.public_id]) in page) == may


def _waits(county, inside) -> int:
    with inside():
        return Filing.objects.filter(state__in=("submitted", "in_review")).count()


def test_the_side_bar_says_how_many_wait(county_a, as_role, inside_a):
    page = as_role("county_office").get("/").content.decode()
    many = _waits(county_a, inside_a)
    assert many > 1
    assert f'{_entry(page)}<span class="n">{many}</span>' in page
    listed = as_role("county_office").get(reverse(WAITING)).content.decode()
    assert listed.count("/review/") == many


def _entry(page: str) -> str:
    """The entry's words as far as its number."""
    start = page.index(f'href="{reverse(WAITING)}"')
    return page[start : page.index("审核", start) + 2]


def test_a_township_sees_what_waits_from_its_villages_only(county_a, as_role, inside_a):
    listed = as_role("township_lead").get(reverse(WAITING)).content.decode()
    assert str(county_a.extra.village_filing.public_id) in listed
    assert str(county_a.extra.waiting_filing.public_id) not in listed


@pytest.mark.parametrize(
    ("role", "queries"), [("county_office", 1), ("township_lead", 1), ("unit_liaison", 0), ("village", 0), ("county_leader", 0), ("county_admin", 0)]
)  # fmt: skip
def test_the_number_costs_one_query_and_nobody_else_any(county_a, as_role, role, queries, monkeypatch):
    def counted() -> int:
        browser = as_role(role)
        browser.get(reverse("organizations:my-account"))
        with CaptureQueriesContext(connection) as captured:
            browser.get(reverse("organizations:my-account"))
        return len(captured)

    with_number = counted()
    monkeypatch.setattr(settings, "NAVIGATION_COUNTS", {})
    assert with_number - counted() == queries


def test_who_to_ask_stands_on_the_desk_and_the_overview(county_a, as_role, late, inside_a):
    office, person = as_role("county_office"), county_a.people["township"]
    with inside_a():
        Person.objects.filter(pk=person.pk).update(phone="13800001234")
    desk = office.get("/").content.decode()
    assert f"联系人{person.name}" in desk
    assert f"/c/{county_a.extra.campaign.slug}/filings/?state=overdue" in desk
    overview = office.get(reverse("assessments:overview", args=[county_a.extra.campaign.slug])).content.decode()
    assert f"联系人{person.name}" in overview
    assert "1234" not in desk + overview, "the name only: a phone is for whom the matrix shows it"


def test_who_is_late_costs_the_same_for_one_and_for_many(county_a, as_role, late, inside_a):
    def counted() -> int:
        browser = as_role("county_office")
        browser.get("/")
        with CaptureQueriesContext(connection) as captured:
            assert "家逾期未报" in browser.get("/").content.decode()
        return len(captured)

    few = counted()
    with inside_a():
        share = county_a.extra.assignment
        for number, unit in enumerate(townships(county_a.units.root, 9)):
            own = Assignment.objects.create(
                task=share.task, unit=unit, role="responsible", order=90 + number, since=share.since
            )
            Duty.objects.create(
                campaign=late.campaign, assignment=own, unit=unit, kind="milestone", period_key="date:late",
                starts_on=late.due_on, ends_on=late.due_on, due_on=late.due_on,
            )  # fmt: skip
    assert counted() == few


def test_the_own_unit_and_returned_work_are_not_among_the_late(county_a, as_role, late, inside_a):
    with inside_a():
        Duty.objects.filter(unit=county_a.units.stone).update(returned=True)
        Duty.objects.exclude(unit=county_a.units.stone).update(state="accepted", filed_on=late.due_on)
    assert "家逾期未报" not in as_role("county_office").get("/").content.decode()
