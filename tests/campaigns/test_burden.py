"""The burden meter, reckoned by hand."""

from fractions import Fraction

import pytest

from campaigns.models import Assignment, Cadence
from campaigns.opening import open_carriers
from campaigns.selectors.burden import Load, burden_words, planned_burden, running_burden
from organizations.models import RuleSetting, Unit, UnitKind
from organizations.tenancy.context import tenant
from tests.cast_parts.campaigns_part import ON


@pytest.fixture
def county(county_a):
    with tenant(county_a.county.id):
        Cadence.objects.filter(task__campaign=county_a.extra.campaign).delete()
        yield county_a


def repeat(county, task: int, every: str) -> None:
    Cadence.objects.create(task=county.extra.tasks[task], every=every)


def loads(burden) -> dict[str, tuple[str, str]]:
    return {load.unit.name: (load.items_words, load.minutes_words) for load in burden.filing}


def test_items_and_minutes_of_each_unit(county):
    repeat(county, 0, "month"), repeat(county, 0, "quarter"), repeat(county, 1, "half_year")
    found = loads(running_burden(county.extra.campaign, ON))
    # 1 + 1/3 reports of 6.8 minutes are 9.07; support units (the village) file nothing
    assert found["石桥镇"] == found["枫林乡"] == ("1.3", "10")
    assert found["县财政局"] == ("0.2", "5")
    assert "渡口村" not in found


def test_who_asks_is_the_lead_of_the_task(county):
    repeat(county, 0, "month")
    burden = running_burden(county.extra.campaign, ON)
    (asking,) = burden.asking
    assert (asking.unit.name, asking.units, asking.items_words) == ("县委组织部", 2, "2")


def test_a_task_without_lead_is_asked_by_nobody(county):
    repeat(county, 2, "week")
    asking = running_burden(county.extra.campaign, ON).asking
    assert [load.unit for load in asking] in ([None], [])


def test_exempt_shares_and_withdrawn_tasks_cost_nothing(county):
    repeat(county, 0, "month")
    Assignment.objects.filter(task=county.extra.tasks[0], unit=county.units.maple).update(
        state="exempt", reason="无任务"
    )
    assert "枫林乡" not in loads(running_burden(county.extra.campaign, ON))
    county.extra.tasks[0].__class__.objects.filter(pk=county.extra.tasks[0].pk).update(withdrawn_on=ON)
    assert running_burden(county.extra.campaign, ON).filing == []


def test_the_minutes_are_the_county_s_rule(county):
    repeat(county, 0, "month")
    RuleSetting.objects.create(
        key="burden.minutes_per_item", value="30", effective_from="2026-01-01", source="会议纪要"
    )
    assert loads(running_burden(county.extra.campaign, ON))["石桥镇"] == ("1", "30")


def test_the_sentence_before_publishing():
    townships = [
        Load(Unit(kind=UnitKind.TOWNSHIP), Fraction(14), Fraction(14) * Fraction("6.8"), 14) for _n in range(17)
    ]
    assert burden_words(townships) == "17 个乡镇 × 每月 14 项，每个乡镇每月约 95 分钟。"
    assert burden_words([]) == ""


def test_a_draft_says_what_it_will_cost(county):
    shares = open_carriers(campaign=county.extra.draft, on=ON)
    cadences = [(county.extra.draft_tasks[0].pk, "month")]
    assert planned_burden(shares, cadences, ON).sentence.startswith("1 个乡镇 × 每月 1 项")


def test_the_check_page_before_publishing_says_it(county_a, as_role):
    with tenant(county_a.county.id):
        for _twice in range(2):
            Cadence.objects.create(task=county_a.extra.draft_tasks[0], every="month")
    page = as_role("county_office").get(f"/c/new/{county_a.extra.draft.public_id}/review/").content.decode()
    assert "1 个乡镇 × 每月 2 项，每个乡镇每月约 15 分钟。" in page


def test_the_page_explains_itself(county_a, as_role):
    page = as_role("township").get(f"/c/{county_a.extra.campaign.slug}/burden/").content.decode()
    assert "不记录谁用了多久" in page
