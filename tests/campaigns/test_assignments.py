"""Carriers of a running task: added, exempted, taken back, ended, given another role."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from campaigns.models import Assignment, CampaignVersion, Carrier
from campaigns.services import amendments, assignments
from campaigns.services.versions import Paper
from organizations.models import Notice, NoticeUnit

DAY = datetime.date(2026, 6, 30)


@pytest.fixture
def cast(county_a, inside_a):
    with inside_a():
        yield county_a


@pytest.fixture
def office(county_a):
    return county_a.accounts["county_office"]


def paper(cast, **changes):
    cast.extra.campaign.refresh_from_db()
    return Paper(**{"version": cast.extra.campaign.version, "reason": "职责调整", "valid_from": DAY, **changes})


def share(cast, task=0, unit="finance"):
    return Assignment.objects.get(task=cast.extra.tasks[task], unit=getattr(cast.units, unit))


def add(cast, office, unit=None, group=None, task=2, role="support"):
    return assignments.add_carriers(
        task=cast.extra.tasks[task], unit=unit, group=group, role=role, paper=paper(cast), by=office, on=DAY
    )


def test_exempted_and_taken_back(cast, office):
    row = share(cast)
    version = assignments.exempt(assignment=row, paper=paper(cast), by=office)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("exempt", "职责调整")
    assert version.changes[0] == {
        "field": "县财政局", "before": "配合", "after": "免除（职责调整）", "task": 1, "title": cast.extra.tasks[0].title,
    }  # fmt: skip
    units = version.snapshot["actions"][0]["tasks"][0]["units"]
    assert [unit["reason"] for unit in units if unit["name"] == "县财政局"] == ["职责调整"]
    assignments.restore(assignment=row, paper=paper(cast), by=office)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("active", "")
    assert CampaignVersion.objects.filter(campaign=cast.extra.campaign).count() == 3


def test_only_the_unit_concerned_is_told(cast, office):
    known = set(Notice.objects.values_list("pk", flat=True))
    assignments.change_role(assignment=share(cast), role="responsible", paper=paper(cast), by=office)
    assert list(NoticeUnit.objects.exclude(notice__in=known).values_list("unit", flat=True)) == [cast.units.finance.pk]
    assert Carrier.objects.get(task=cast.extra.tasks[0], unit=cast.units.finance).role == "responsible"


def test_ended_keeps_its_days_and_can_come_back(cast, office):
    row = share(cast)
    assignments.end(assignment=row, paper=paper(cast), by=office)
    row.refresh_from_db()
    assert (row.state, row.until) == ("ended", DAY)
    assert not Carrier.objects.filter(task=row.task_id, unit=row.unit_id).exists()
    add(cast, office, unit=cast.units.finance, task=0)
    row.refresh_from_db()
    assert (row.state, row.since, row.until, row.reason) == ("active", DAY, None, "")


def test_a_group_brings_its_new_units_only(cast, office):
    add(cast, office, unit=cast.units.stone)
    version = add(cast, office, group=cast.extra.carrier_group)
    assert [change["field"] for change in version.changes] == [cast.units.maple.name]
    assert Assignment.objects.filter(task=cast.extra.tasks[2]).active().count() == 3


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda c, by: add(c, by, unit=c.units.farming), "都已在"),
        (lambda c, by: add(c, by, unit=c.units.farming, task=1), "恢复承担"),
        (lambda c, by: add(c, by), "请选一个单位"),
        (lambda c, by: add(c, by, unit=c.units.stone, group=c.extra.carrier_group), "请选一个单位"),
        (lambda c, by: assignments.end(assignment=share(c, 2, "farming"), paper=paper(c), by=by), "只剩这一个"),
        (lambda c, by: assignments.exempt(assignment=share(c, 2, "farming"), paper=paper(c), by=by), "只剩这一个"),
        (lambda c, by: assignments.exempt(assignment=share(c), paper=paper(c, reason=" "), by=by), "变更理由"),
        (lambda c, by: assignments.exempt(assignment=c.extra.exempt_share, paper=paper(c), by=by), "不能这样处理"),
        (lambda c, by: assignments.restore(assignment=share(c), paper=paper(c), by=by), "不能这样处理"),
        (
            lambda c, by: assignments.change_role(assignment=share(c), role="support", paper=paper(c), by=by),
            "就是这个角色",
        ),
        (
            lambda c, by: assignments.end(
                assignment=share(c), paper=paper(c, valid_from=datetime.date(2026, 1, 2)), by=by
            ),
            "早于这个单位",
        ),
    ],
)
def test_what_is_refused(act, message, cast, office):
    with pytest.raises(ValidationError, match=message):
        act(cast, office)
    assert CampaignVersion.objects.filter(campaign=cast.extra.campaign).count() == 1


def test_a_withdrawn_task_takes_nobody(cast, office):
    amendments.withdraw_task(task=cast.extra.tasks[2], paper=paper(cast), by=office)
    cast.extra.tasks[2].refresh_from_db()
    with pytest.raises(ValidationError, match="已经取消"):
        add(cast, office, unit=cast.units.stone)


def test_the_pages(county_a, as_role, inside_a):
    browser, campaign = as_role("county_office"), county_a.extra.campaign
    row = county_a.extra.share
    listed = browser.get(reverse("campaigns:assignment-list", args=[campaign.slug, 1])).content.decode()
    exempt = reverse("campaigns:assignment-exempt", args=[campaign.slug, row.public_id])
    assert exempt in listed
    sent = {"version": campaign.version, "reason": "机构改革", "valid_from": "2026-06-30", "document_number": ""}
    assert browser.post(exempt, {**sent, "reason": ""}).status_code == 422
    assert browser.post(exempt, sent).status_code == 302
    stale = browser.post(reverse("campaigns:assignment-restore", args=[campaign.slug, row.public_id]), sent)
    assert stale.status_code == 409
    assert "机构改革" in stale.content.decode()
    assert stale.context["form"]["version"].value() == campaign.version + 1
    # A share of another campaign under this address is not there.
    with inside_a():
        other = Assignment.objects.filter(task__campaign=county_a.extra.town_campaign).first()
    assert browser.get(reverse("campaigns:assignment-end", args=[campaign.slug, other.public_id])).status_code == 404
