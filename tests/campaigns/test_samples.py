"""The sample county's campaigns: the real reader finds in our own plans what they say, and they run without gaps."""

import datetime
import re

import pytest

from campaigns.models import Assignment, Campaign, Carrier, Task, TaskDate
from campaigns.plans import plan_as_json, read_plan
from campaigns.samples import county_plan, months, township_plan
from campaigns.services import publishing
from organizations.models import County, UnitKind
from organizations.samples.plan import CANARY_COUNTY
from organizations.tenancy.context import tenant
from tests.assessments.sample_results import walk as results_walk
from tests.campaigns.test_sample_history import walk as history_walk
from tests.sample_county import fill

TODAY = datetime.date(2026, 11, 20)


@pytest.fixture
def filled(db):
    return fill(TODAY)[0], County.objects.get(code=CANARY_COUNTY.code)


def test_the_county_plan_reads_whole():
    reading = plan_as_json(read_plan(county_plan.TEXT.format(year=2026)))
    tasks = [task for action in reading["actions"] for task in action["tasks"]]
    assert (len(reading["actions"]), len(tasks), len(reading["phases"])) == (
        county_plan.ACTIONS,
        county_plan.TASKS,
        county_plan.PHASES,
    )
    assert all(task["units"] for task in tasks)
    assert all(task["dates"] or task["recurrences"] for task in tasks)
    assert sum(bool(task["measures"]) for task in tasks) >= 10
    assert not [
        question for question in reading["questions"] if question["kind"] in ("contradiction", "placeholder", "garbled")
    ]


@pytest.mark.parametrize("text", [county_plan.TEXT, township_plan.TEXT])
def test_the_plans_name_no_phone_and_no_blank(text):
    assert not re.search(r"\d{7,}|[XxＸ×]{1,2}[%人年月日]|某", text)


def _nodes_are_named_in_chinese() -> None:
    nodes = TaskDate.objects.exclude(what="").values_list("what", flat=True)
    assert "投入使用" in nodes
    assert all(re.fullmatch(r"[\u4e00-\u9fff]+", what) for what in nodes)


def test_both_campaigns_run_without_gaps(filled):
    county, canary = filled
    with tenant(county.id):
        _nodes_are_named_in_chinese()
    with tenant(canary.id):
        assert not Campaign.objects.exists()
    with tenant(county.id):
        results_walk()
    with tenant(county.id):
        whole, town = (
            Campaign.objects.get(owner__kind=UnitKind.COUNTY_OFFICE),
            Campaign.objects.get(owner__kind=UnitKind.TOWNSHIP),
        )
        for campaign in (whole, town):
            assert campaign.state == Campaign.State.PUBLISHED
            assert not [gap for gap in publishing.gaps(campaign=campaign) if gap.blocks]
            assert not Carrier.objects.filter(task__campaign=campaign, unit=None, group=None).exists()
            assert timezone_day(campaign) <= TODAY
        assert (whole.actions.count(), Task.objects.filter(campaign=whole).count()) == (
            county_plan.ACTIONS,
            county_plan.TASKS,
        )
        shares = Assignment.objects.filter(task__campaign=whole)
        assert shares.filter(unit__kind=UnitKind.TOWNSHIP).values("unit").distinct().count() == 17
        assert set(shares.values_list("role", flat=True)) == {"lead", "support", "responsible"}
        carried = Assignment.objects.filter(task__campaign=town).select_related("unit")
        assert carried.exists()
        assert all(
            share.unit.path.startswith(town.owner.path) and share.unit.kind == UnitKind.VILLAGE for share in carried
        )


def timezone_day(campaign) -> datetime.date:
    from django.utils import timezone

    return timezone.localdate(campaign.published_at)


@pytest.mark.deep
@pytest.mark.parametrize("today", [datetime.date(2028, 2, 29), datetime.date(2027, 1, 1)])
def test_any_day_will_do(today, db):
    with tenant(fill(today)[0].id):
        assert set(Campaign.objects.values_list("state", flat=True)) == {"published"}
        starts = set(Campaign.objects.values_list("starts_on", flat=True))
        assert all(150 <= (today - day).days <= 220 for day in starts), starts
        assert set(Campaign.objects.values_list("year", flat=True)) == {day.year for day in starts}
        history_walk(today)


@pytest.mark.parametrize("month", range(1, 8))
def test_moved_plans_say_as_much_as_the_written_one(month):
    back = months.months_back(datetime.date(2027, month, 15))
    start = months.moved(2027, 2, 1, back)
    assert back == 8 - month
    text = months.moved_text(county_plan.TEXT, 2027, back).replace("{year}", str(start.year))
    there, here = (plan_as_json(read_plan(one)) for one in (text, county_plan.TEXT.format(year=2027)))
    ends = [
        [found["end"] for action in reading["actions"] for task in action["tasks"] for found in task["dates"]]
        for reading in (there, here)
    ]
    assert len(ends[0]) == len(ends[1]) > 10
    for moved, written in zip(*ends, strict=True):
        if written:
            assert moved[:7] == months.moved(*map(int, written[:7].split("-")), 1, back).isoformat()[:7]
