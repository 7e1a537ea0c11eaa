"""Who has filed: the counts against an oracle, the order, the filters, and what each role sees."""

import datetime

import pytest
from django.urls import reverse

from campaigns.models import Assignment, Duty
from campaigns.selectors.filing_matrix import STATES, filing_matrix
from organizations.models import Membership
from tests.cast import STARTED

MONTH, ON = datetime.date(2026, 9, 1), datetime.date(2026, 9, 20)


@pytest.fixture
def september(county_a, inside_a):
    """Every mix of state, day, return and extension for two townships."""
    extra, made = county_a.extra, []
    with inside_a():
        shares = [
            Assignment.objects.get(task=extra.tasks[0], unit=unit)
            for unit in (county_a.units.stone, county_a.units.maple)
        ]
        number = 0
        for share in shares:
            for due in (5, 19, 20, 24, 30):
                for state, returned in (
                    ("open", False),
                    ("open", True),
                    ("filed", False),
                    ("accepted", False),
                    ("waived", False),
                ):
                    for filed in (4, 20, 29):
                        for extended in (None, 28):
                            number += 1
                            has_filed = state in ("filed", "accepted") or returned
                            if extended and extended <= due:
                                continue
                            made.append(
                                Duty(
                                    campaign=extra.campaign, assignment=share, unit=share.unit, kind="milestone",
                                    period_key=f"date:{number}", starts_on=MONTH, ends_on=MONTH.replace(day=30),
                                    due_on=MONTH.replace(day=due), state=state, returned=returned,
                                    filed_on=MONTH.replace(day=filed) if has_filed else None,
                                    extended_to=MONTH.replace(day=extended) if extended else None,
                                    accepted_on=MONTH.replace(day=30) if state == "accepted" else None,
                                    waived_reason="免报" if state == "waived" else "",
                                )
                            )  # fmt: skip
        Duty.objects.bulk_create(made)
    return made


def test_counts_equal_the_definitions(county_a, september, inside_a):
    with inside_a():
        membership = Membership.objects.select_related("unit").get(account=county_a.accounts["county_office"])
        counts = filing_matrix(county_a.extra.campaign, membership, MONTH, ON).counts
    due = [duty for duty in september if duty.state != "waived"]
    filed = [duty for duty in due if duty.filed_on]
    on_time = [duty for duty in filed if duty.filed_on <= (duty.extended_to or duty.due_on)]
    assert len(filed) < len(due)
    assert len(on_time) < len(filed)
    assert (counts.expected, counts.filed, counts.on_time) == (len(due), len(filed), len(on_time))
    assert counts.returned == sum(duty.returned for duty in due)
    assert counts.expected == counts.filed + counts.missing, "应报 = 已报 + 未报"


def test_worst_first_and_the_sums_of_rows_are_the_total(county_a, september, inside_a):
    with inside_a():
        membership = Membership.objects.select_related("unit").get(account=county_a.accounts["county_office"])
        matrix = filing_matrix(county_a.extra.campaign, membership, MONTH, ON)
    places = [STATES.index(row.state) for row in matrix.rows]
    assert places == sorted(places)
    assert sum(row.counts.expected for row in matrix.rows) == matrix.counts.expected
    assert sum(row.counts.on_time for row in matrix.rows) == matrix.counts.on_time


def test_the_page_of_a_month(county_a, as_role):
    url = reverse("campaigns:filings", args=[county_a.extra.campaign.slug])
    page = as_role("county_office").get(url, {"month": "2026-04"})
    row = page.context["matrix"].rows[0]
    text = page.content.decode()
    assert (row.unit.name, row.state, row.filled) == ("石桥镇", "returned", 1)
    assert "138****" in text or "138" not in text, "phones are masked"
    assert "04-28" in text, "the last reminder or urging"
    assert as_role("county_office").get(url, {"month": "2026-04", "state": "passed"}).context["page"].object_list == []
    for nonsense in ("2026-13", "x", "2026-4", "9999-99"):
        assert as_role("county_office").get(url, {"month": nonsense, "state": "x", "action": "x"}).status_code == 200


def test_filter_by_action(county_a, as_role):
    url = reverse("campaigns:filings", args=[county_a.extra.campaign.slug])
    browser = as_role("county_office")
    own = county_a.extra.action
    assert browser.get(url, {"month": "2026-03", "action": str(own.public_id)}).context["matrix"].rows
    other = county_a.extra.tasks[2].action
    assert not browser.get(url, {"month": "2026-03", "action": str(other.public_id)}).context["matrix"].rows


def test_each_role_sees_its_slice(county_a, as_role):
    url = reverse("campaigns:filings", args=[county_a.extra.campaign.slug])
    seen = {
        role: {str(row.unit) for row in as_role(role).get(url, {"month": "2026-03"}).context["matrix"].rows}
        for role in ("county_office", "county_leader", "township_lead", "unit_liaison", "village")
    }
    assert len(seen["county_office"]) == len(seen["county_leader"]) == 3
    assert len(seen["township_lead"]) == len(seen["unit_liaison"]) == 1
    assert seen["village"] == set()
    town = reverse("campaigns:filings", args=[county_a.extra.town_campaign.slug])
    assert [str(row.unit) for row in as_role("township").get(town, {"month": "2026-03"}).context["matrix"].rows] == [
        "渡口村"
    ]


def test_an_empty_month_says_so(county_a, as_role, inside_a):
    with inside_a():
        campaign = county_a.extra.town_campaign
    page = as_role("township").get(reverse("campaigns:filings", args=[campaign.slug]), {"month": "2026-08"})
    assert page.status_code == 200
    assert STARTED  # the cast's units are older than any month asked for
