"""Urging by hand: once a day, in the hours of work, with time between; and the answer."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from campaigns.models import Assignment, Duty, Urge
from campaigns.selectors.urges import urging
from campaigns.services import urging as services
from organizations.models import AuditEntry, Membership, Notice
from organizations.tenancy.context import tenant
from organizations.working_time import COUNTY_TIME

MONDAY = date(2026, 6, 15)


def at(day: date = MONDAY, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=COUNTY_TIME)


@pytest.fixture
def county(county_a):
    with tenant(county_a.county.id):
        Urge.objects.all().delete()
        share = Assignment.objects.get(task=county_a.extra.tasks[0], unit=county_a.units.maple)
        Duty.objects.create(
            campaign=county_a.extra.campaign, assignment=share, unit=share.unit, kind="report", period_key="x",
            starts_on="2026-06-01", ends_on="2026-06-10", due_on="2026-06-10",
        )  # fmt: skip
        Membership.objects.create(
            account=county_a.accounts["village"], unit=county_a.units.maple, role="township", valid_from="2020-01-01"
        )
        yield county_a


def urge(county, moment=None, text="请尽快补报。", unit="maple"):
    return services.urge(
        campaign=county.extra.campaign, unit=getattr(county.units, unit), text=text, by=county.accounts["county_office"],
        moment=moment or at(),
    )  # fmt: skip


def test_an_urge_tells_the_unit_and_leaves_its_line(county):
    row = urge(county)
    notice = Notice.objects.order_by("-id").first()
    assert notice.link == reverse("campaigns:urge-answer", args=[row.public_id])
    assert list(notice.units.values_list("unit", flat=True)) == [county.units.maple.pk]
    assert AuditEntry.objects.filter(action="urge.send", target_id=str(row.public_id)).exists()


def test_the_proposed_words_count_what_is_late(county):
    facts = urging(county.extra.campaign, county.units.maple, at())
    assert (len(facts.duties), facts.late, facts.refusal) == (1, 1, "")
    assert "其中逾期 1 项" in facts.text


@pytest.mark.parametrize(
    ("moment", "words"),
    [(at(hour=7), "不是工作时间"), (at(hour=18), "不是工作时间"), (at(date(2026, 6, 14)), "不是工作时间"), (at(date(2026, 6, 19)), "2026-06-22 08:00")],
)  # fmt: skip
def test_no_urging_outside_the_hours_of_work(county, moment, words):
    """A10: none on a holiday, and the reason is said."""
    with pytest.raises(ValidationError) as refusal:
        urge(county, moment)
    assert words in refusal.value.messages[0]
    assert not Urge.objects.exists()


def test_once_a_day_and_then_time_to_act(county):
    """A10: a second one the same day is refused."""
    urge(county)
    with pytest.raises(ValidationError, match="一天只催一次"):
        urge(county, at(hour=16))
    with pytest.raises(ValidationError, match="2026-06-17 起可以再催"):
        urge(county, at(MONDAY + timedelta(days=1)))
    urge(county, at(MONDAY + timedelta(days=2)))
    assert Urge.objects.count() == 2


def test_the_cool_down_counts_working_days(county):
    urge(county, at(date(2026, 6, 18)))  # then three days of holiday
    with pytest.raises(ValidationError, match="2026-06-23"):
        urge(county, at(date(2026, 6, 22)))


def test_who_owes_nothing_is_not_urged(county):
    Duty.objects.filter(unit=county.units.maple, state="open").update(state="filed", filed_on=MONDAY)
    with pytest.raises(ValidationError, match="不用催办"):
        urge(county)


def test_where_nobody_would_hear_it_is_said(county):
    Membership.objects.filter(unit=county.units.maple).delete()
    with pytest.raises(ValidationError, match="没有人可以收到"):
        urge(county)


@pytest.mark.parametrize("text", ["", "   ", "字" * 301])
def test_words_are_asked_for(county, text):
    with pytest.raises(ValidationError):
        urge(county, text=text)


def test_the_unit_answers_once_and_the_office_reads_it(county_a, as_role, inside_a):
    address = reverse("campaigns:urge-answer", args=[county_a.extra.urge.public_id])
    clerk = as_role("township")
    assert clerk.post(address, {"text": ""}).status_code == 422
    assert clerk.post(address, {"text": "本周五前补报"}).status_code == 302
    assert clerk.post(address, {"text": "再说一次"}).status_code == 422
    page = as_role("county_office").get(reverse("campaigns:urges", args=[county_a.extra.campaign.slug]))
    assert "本周五前补报" in page.content.decode()


def test_another_unit_does_not_see_the_urge(county_a, as_role):
    page = as_role("unit_liaison").get(reverse("campaigns:urges", args=[county_a.extra.campaign.slug]))
    assert page.status_code == 200
    assert county_a.extra.urge.text not in page.content.decode()


def test_the_urge_waits_on_the_desk(county_a, as_role):
    assert "答复催办" in as_role("township_lead").get("/").content.decode()


def test_urging_a_unit_of_another_township_is_refused(county_a, as_role):
    address = reverse("campaigns:urge", args=[county_a.extra.campaign.slug, county_a.units.maple.public_id])
    assert as_role("township_lead").get(address).status_code == 403
