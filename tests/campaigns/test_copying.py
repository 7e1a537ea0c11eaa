"""Last year's campaign as this year's draft."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from campaigns.models import Assignment, Campaign, Carrier, Indicator, Phase, Safeguard, Task, TaskDate
from campaigns.services import amendments, copying
from campaigns.services.versions import Paper
from campaigns.shifting import shift_words, shift_years
from organizations.services import units

DAY = datetime.date(2026, 6, 30)
D = datetime.date


@pytest.mark.parametrize(
    ("day", "years", "shifted"),
    [
        (D(2026, 3, 31), 1, D(2027, 3, 31)),
        (D(2024, 2, 29), 1, D(2025, 2, 28)),
        (D(2024, 2, 29), 4, D(2028, 2, 29)),
        (D(2027, 2, 28), 1, D(2028, 2, 29)),  # the end of February stays the end
        (D(2028, 2, 28), 1, D(2029, 2, 28)),
        (D(2026, 12, 31), 0, D(2026, 12, 31)),
        (None, 1, None),
    ],
)
def test_days_move_by_whole_years(day, years, shifted):
    assert shift_years(day, years) == shifted


@pytest.mark.parametrize(
    ("words", "shifted"),
    [
        ("2026年底前", "2027年底前"),
        ("2026 年6月—2027年3月", "2027 年6月—2028年3月"),
        ("岚组发〔2026〕12号", "岚组发〔2026〕12号"),
        ("年底前", "年底前"),
        ("12026年", "12026年"),
        ("", ""),
    ],
)
def test_years_in_the_plans_words_move_along(words, shifted):
    assert shift_words(words, 1) == shifted


@pytest.fixture
def cast(county_a, inside_a):
    with inside_a():
        yield county_a


@pytest.fixture
def office(county_a):
    return county_a.accounts["county_office"]


def copy(cast, office, **changes):
    given = {"name": "强支部活动（2027）", "year": 2027, "with_values": False, "by": office, "on": DAY, **changes}
    return copying.copy_campaign(campaign=cast.extra.campaign, **given)


def test_the_copy_is_a_draft_of_its_own(cast, office):
    source = cast.extra.campaign
    draft = copy(cast, office)
    assert (draft.state, draft.copied_from, draft.year) == ("draft", source, 2027)
    assert (draft.starts_on, draft.ends_on) == (D(2027, 1, 1), D(2027, 12, 31))
    assert draft.slug != source.slug
    assert [action.name for action in draft.actions.all()] == [action.name for action in source.actions.all()]
    tasks = list(Task.objects.filter(campaign=draft).in_plan_order())
    assert [task.title for task in tasks] == [task.title for task in cast.extra.tasks]
    assert {(task.number, task.span_start) for task in tasks} == {(None, None)}
    assert [row.ends_on for row in TaskDate.objects.filter(task=tasks[0])] == [D(2027, 12, 31)]
    # A date that publishing assumed is assumed again, not copied.
    assert not TaskDate.objects.filter(task=tasks[1]).exists()
    assert [row.every for row in tasks[1].cadences.all()] == ["quarter"]
    assert [row.title for row in tasks[0].sub_items.all()] == ["逐村制定方案"]
    assert Phase.objects.get(campaign=draft).ends_on == D(2027, 3, 31)
    assert Carrier.objects.get(phase__campaign=draft).unit == cast.units.office
    assert Safeguard.objects.filter(campaign=draft).count() == 1
    assert not Assignment.objects.filter(task__campaign=draft).exists()
    named = Carrier.objects.filter(task=tasks[0]).values_list("unit__name", "group__name", "role")
    assert list(named) == list(
        Carrier.objects.filter(task=cast.extra.tasks[0]).values_list("unit__name", "group__name", "role")
    )


@pytest.mark.parametrize(("with_values", "value"), [(True, 200), (False, None)])
def test_targets_come_along_by_choice(with_values, value, cast, office):
    draft = copy(cast, office, with_values=with_values)
    assert Indicator.objects.get(task__campaign=draft, unit_word="人次").value == value


def test_withdrawn_tasks_stay_behind(cast, office):
    paper = Paper(version=cast.extra.campaign.version, reason="不再开展", valid_from=DAY)
    amendments.withdraw_task(task=cast.extra.tasks[1], paper=paper, by=office)
    draft = copy(cast, office)
    assert [task.title for task in Task.objects.filter(campaign=draft).in_plan_order()] == [
        cast.extra.tasks[0].title, cast.extra.tasks[2].title,
    ]  # fmt: skip


@pytest.mark.parametrize("merged", [True, False])
def test_a_closed_unit_is_replaced_or_left_open(merged, cast, office):
    admin, farming = cast.accounts["county_admin"], cast.units.farming
    if merged:
        units.merge_unit(unit=farming, into=cast.units.finance, by=admin, on=DAY)
    else:
        from organizations.models import Unit

        Unit.objects.filter(pk=farming.pk).update(valid_to=DAY)
    draft = copy(cast, office, on=DAY)
    carrier = Carrier.objects.get(task__campaign=draft, written="县农业农村局")
    assert carrier.unit == (cast.units.finance if merged else None)


@pytest.mark.parametrize("year", [2025, 2037])
def test_far_years_are_refused(year, cast, office):
    with pytest.raises(ValidationError, match="年度"):
        copy(cast, office, year=year)


def test_a_draft_is_not_copied(cast, office):
    with pytest.raises(ValidationError, match="筹备中"):
        copying.copy_campaign(campaign=cast.extra.draft, name="x", year=2027, with_values=False, by=office, on=DAY)


def test_the_page_leads_into_the_wizard(county_a, as_role, inside_a):
    browser = as_role("county_office")
    address = reverse("campaigns:campaign-copy", args=[county_a.extra.campaign.slug])
    assert browser.get(address).context["form"]["year"].value() == 2027
    assert browser.post(address, {"name": "", "year": 2027}).status_code == 422
    answer = browser.post(address, {"name": "强支部活动（2027）", "year": 2027, "with_values": "on"})
    with inside_a():
        draft = Campaign.objects.get(copied_from=county_a.extra.campaign)
    assert answer["Location"] == f"/c/new/{draft.public_id}/tasks/"
    # A township copies its own, not the county's.
    assert as_role("township").get(address).status_code == 403
    own = reverse("campaigns:campaign-copy", args=[county_a.extra.town_campaign.slug])
    assert as_role("township").get(own).status_code == 200


def test_copying_is_offered_only_where_it_is_allowed(county_a, as_role):
    """A township carries the county's campaign and sees it, and may make a new one out of its own only."""
    own, countys = (f"/c/{campaign.slug}/copy/" for campaign in (county_a.extra.town_campaign, county_a.extra.campaign))
    page = as_role("township_lead").get("/c/new/").content.decode()
    assert own in page
    assert countys not in page
    assert as_role("township_lead").get(countys).status_code == 403
    page = as_role("county_office").get("/c/new/").content.decode()
    assert own in page
    assert countys in page
