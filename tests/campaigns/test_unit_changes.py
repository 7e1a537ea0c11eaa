"""Units that merge or close while they carry tasks."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from campaigns.models import Assignment, Campaign, CampaignVersion
from campaigns.opening import open_carriers
from organizations.models import Notice, NoticeUnit, Person, Unit
from organizations.services import units

DAY = datetime.date(2026, 6, 30)
NEXT = datetime.date(2026, 7, 1)


@pytest.fixture
def cast(county_a, inside_a):
    with inside_a():
        yield county_a


def merge(cast, old="finance", into="farming"):
    units.merge_unit(
        unit=getattr(cast.units, old),
        into=getattr(cast.units, into),
        by=cast.accounts["county_admin"],
        on=DAY,
        paper="县委编办1号",
    )


def shares(cast, task, unit):
    return Assignment.objects.filter(task=cast.extra.tasks[task], unit=getattr(cast.units, unit)).first()


def test_an_open_task_goes_on_with_the_successor(cast):
    merge(cast)
    old, new = shares(cast, 0, "finance"), shares(cast, 0, "farming")
    assert (old.state, old.moved_to, old.until) == ("moved", new, DAY)
    assert (new.state, new.role, new.since, new.until) == ("active", "support", NEXT, None)


@pytest.mark.parametrize(
    ("old_role", "state", "role", "becomes"),
    [
        ("support", "active", "responsible", "responsible"),
        ("responsible", "active", "support", "responsible"),
        ("lead", "active", "responsible", "lead"),
        ("support", "active", "lead", "lead"),
        ("support", "active", "support", "support"),
        # Who was exempt, ended or moved away takes the other's share over with the other's role.
        ("lead", "exempt", "support", "lead"),
        ("support", "ended", "lead", "support"),
        ("support", "moved", "lead", "support"),
    ],
)
def test_one_living_share_remains(old_role, state, role, becomes, cast):
    Assignment.objects.filter(pk=shares(cast, 0, "finance").pk).update(role=old_role)
    Assignment.objects.create(
        task=cast.extra.tasks[0],
        unit=cast.units.farming,
        role=role,
        state=state,
        reason="以前" * (state != "active"),
        since=DAY,
    )
    merge(cast)
    new = shares(cast, 0, "farming")
    assert (new.state, new.role, new.reason, new.until) == ("active", becomes, "", None)
    assert shares(cast, 0, "finance").moved_to == new
    living = Assignment.objects.filter(
        task=cast.extra.tasks[0], unit__in=[cast.units.finance, cast.units.farming]
    ).active()
    assert living.count() == 1


def test_the_merger_is_a_version_and_is_told(cast):
    known = set(Notice.objects.values_list("pk", flat=True))
    merge(cast)
    version = CampaignVersion.objects.filter(campaign=cast.extra.campaign).order_by("-number").first()
    assert version.number == 2
    assert "县财政局并入县农业农村局" in version.reason
    told = NoticeUnit.objects.exclude(notice__in=known).values_list("unit", flat=True)
    assert sorted(told) == sorted([cast.units.farming.pk, cast.units.office.pk])
    # The frozen first version still names who carried it then.
    first = CampaignVersion.objects.get(campaign=cast.extra.campaign, number=1).snapshot
    assert "县财政局" in {unit["name"] for unit in first["actions"][0]["tasks"][0]["units"]}


def test_what_is_over_does_not_move(cast):
    Campaign.objects.filter(pk=cast.extra.campaign.pk).update(state="closed")
    merge(cast)
    assert shares(cast, 0, "finance").state == "active"
    assert shares(cast, 0, "farming") is None


def test_a_draft_published_on_the_day_of_the_merger_opens_for_the_successor(cast):
    merge(cast)
    named = {row.unit_id for row in open_carriers(campaign=cast.extra.draft, on=DAY)}
    assert cast.units.farming.pk in named
    assert cast.units.finance.pk not in named


def test_a_townships_campaigns_become_the_successors(cast):
    merge(cast, "stone", "maple")
    assert Campaign.objects.get(pk=cast.extra.town_campaign.pk).owner == cast.units.maple
    assert shares(cast, 0, "stone").moved_to == shares(cast, 0, "maple")


def close(cast, unit="farming"):
    target = getattr(cast.units, unit)
    Person.objects.filter(unit=target).update(left_on=DAY)
    units.close_unit(unit=target, by=cast.accounts["county_admin"], on=DAY)


def test_a_closed_unit_ends_and_the_owner_hears_what_nobody_carries(cast):
    known = set(Notice.objects.values_list("pk", flat=True))
    close(cast)
    row = shares(cast, 2, "farming")
    assert (row.state, row.until, row.reason) == ("ended", DAY, "单位撤销")
    (notice,) = Notice.objects.exclude(pk__in=known)
    assert list(notice.units.values_list("unit", flat=True)) == [cast.units.office.pk]
    assert "没有承担单位" in notice.body
    assert cast.units.farming.pk not in {row.unit_id for row in open_carriers(campaign=cast.extra.draft, on=NEXT)}


def test_a_unit_whose_campaign_runs_cannot_close(cast):
    Campaign.objects.filter(pk=cast.extra.town_campaign.pk).update(owner=cast.units.farming)
    with pytest.raises(ValidationError, match="发起的活动还没有结束"):
        close(cast)


def test_the_pages_say_how_many_tasks_are_open(county_a, as_role):
    browser = as_role("county_admin")
    for name in ("unit-merge", "unit-close"):
        page = browser.get(reverse(f"organizations:{name}", args=[county_a.units.finance.public_id])).content.decode()
        assert "<dt>进行中的任务</dt><dd>2</dd>" in page


def test_a_failed_merger_changes_no_task(cast):
    with pytest.raises(ValidationError):
        merge(cast, "finance", "stone")
    assert shares(cast, 0, "finance").state == "active"
    assert Unit.objects.get(pk=cast.units.finance.pk).valid_to is None
