"""From a plan's text to a running campaign: the thinnest path through drafting and publishing."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Assignment, Campaign, CampaignVersion, Carrier, Indicator, Task, TaskDate
from campaigns.plans import plan_as_json, read_plan
from campaigns.services import drafting, plans, publishing
from organizations.models import UnitGroup, UnitKind

ON = datetime.date(2026, 3, 1)
TEXT = """岚溪县“强支部、兴产业、惠民生”活动实施方案

为推动全县基层党建工作，制定2026年活动方案如下。

一、重点任务

（一）“支部提升”行动

1.整顿后进村党组织。逐村制定整改措施，年底前全部完成转化。（责任单位：县委组织部、各乡镇党委）

2.开展支部书记轮训。每季度开展一次集中培训，培训村党组织书记不少于200人次。（牵头单位：县委组织部；配合单位：县财政局）

（二）“产业带动”行动

1.壮大村集体经济。年收入5万元以上的村达到X%。（责任单位：县农业农村局、县某某局、各乡镇党委）

二、实施步骤

（一）动员部署（3月1日—3月31日）。各乡镇党委制定方案。

（二）组织实施（4月1日—11月30日）。各单位抓好落实。

（三）总结考核（12月1日—12月31日）。县委组织部开展考核。
"""


@pytest.fixture(autouse=True)
def open_county(county_a, inside_a):
    with inside_a():
        UnitGroup.objects.filter(rule_kind=UnitKind.TOWNSHIP).update(aliases=["各乡镇"])
        yield


@pytest.fixture
def office(county_a):
    return county_a.accounts["county_office"]


@pytest.fixture
def draft(county_a, office):
    reading = plan_as_json(read_plan(TEXT))
    plan = plans.take_in(reading=reading, owner=county_a.units.office, file_name="方案.txt", by=office)
    return drafting.draft_campaign(plan=plan, by=office, on=ON)


def fill_gaps(campaign, county):
    Carrier.objects.filter(task__campaign=campaign, written="县某某局").update(unit=county.units.finance)
    Indicator.objects.filter(task__campaign=campaign, value=None).update(value=80)
    for question in campaign.plan.questions.all():
        if question.blocks:
            question.answer = "按正文"
            question.save()


def test_the_draft_holds_what_the_plan_says(draft, county_a):
    assert [action.name for action in draft.actions.all()] == ["“支部提升”行动", "“产业带动”行动"]
    tasks = list(Task.objects.filter(campaign=draft).in_plan_order())
    assert len(tasks) == 3
    for task in tasks:
        assert draft.plan.text[task.span_start : task.span_end].startswith(task.ordinal.rstrip("."))
    carriers = list(Carrier.objects.filter(task=tasks[0]))
    assert [(row.written, row.unit, bool(row.group)) for row in carriers] == [
        ("县委组织部", county_a.units.office, False), ("各乡镇党委", None, True),
    ]  # fmt: skip
    assert {row.role for row in Carrier.objects.filter(task=tasks[1])} == {"lead", "support"}
    assert Indicator.objects.get(task=tasks[1]).value == Decimal(200)
    assert Indicator.objects.get(task=tasks[2]).value is None
    assert [phase.starts_on for phase in draft.phases.all()] == [datetime.date(2026, month, 1) for month in (3, 4, 12)]


def test_gaps_block_publishing_and_are_named_all_at_once(draft, office):
    with pytest.raises(ValidationError) as refusal:
        publishing.publish(campaign=draft, by=office, on=ON)
    text = " ".join(refusal.value.messages)
    assert "县某某局" in text
    assert "X%" in text
    assert Campaign.objects.get(pk=draft.pk).state == "draft"
    assert not Assignment.objects.filter(task__campaign=draft).exists()


def test_publishing_opens_groups_numbers_tasks_and_freezes(draft, office, county_a):
    fill_gaps(draft, county_a)
    version = publishing.publish(campaign=draft, by=office, on=ON)
    assert [task.number for task in Task.objects.filter(campaign=draft).in_plan_order()] == [1, 2, 3]
    first = Assignment.objects.filter(task__campaign=draft, task__number=1)
    assert {(row.unit, row.role) for row in first} == {
        (county_a.units.office, "lead"), (county_a.units.stone, "responsible"), (county_a.units.maple, "responsible"),
    }  # fmt: skip
    assert TaskDate.objects.filter(task__campaign=draft, assumed=True).exists()
    assert version.snapshot["actions"][0]["tasks"][0]["units"][0]["name"] == "县委组织部"
    with pytest.raises(ValidationError, match="已经发布"):
        publishing.publish(campaign=draft, by=office, on=ON)


def test_a_unit_merged_between_check_and_publishing_is_carried_on(draft, office, county_a):
    from organizations.services import units

    fill_gaps(draft, county_a)
    units.merge_unit(
        unit=county_a.units.finance,
        into=county_a.units.farming,
        by=county_a.accounts["county_admin"],
        on=datetime.date(2026, 2, 1),
    )
    publishing.publish(campaign=draft, by=office, on=ON)
    assert not Assignment.objects.filter(task__campaign=draft, unit=county_a.units.finance).exists()
    assert Assignment.objects.filter(task__campaign=draft, task__number=3, unit=county_a.units.farming).count() == 1


def test_the_app_cannot_change_a_frozen_version(draft, office, county_a):
    from django.db import transaction
    from django.db.utils import ProgrammingError

    fill_gaps(draft, county_a)
    version = publishing.publish(campaign=draft, by=office, on=ON)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        CampaignVersion.objects.filter(pk=version.pk).update(number=2)


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_document_is_refused(text, county_a, office):
    with pytest.raises(ValidationError, match="没有读到文字"):
        plans.take_in(reading=plan_as_json(read_plan(text)), owner=county_a.units.office, file_name="", by=office)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("关于印发《2026年“党旗红”活动实施方案》的通知", "2026年“党旗红”活动"),
        ("中共岚溪县委组织部关于印发《岚溪县“清河”行动方案》的通知", "岚溪县“清河”行动"),
        ("岚溪县“清河”活动工作方案", "岚溪县“清河”活动"),
        ("岚溪县乡村振兴工作方案", "岚溪县乡村振兴工作方案"),
        ("关于做好春耕工作的通知", "关于做好春耕工作的通知"),
        ("活动实施方案", "活动"),
        ("方案", "方案"),
    ],
)
def test_a_campaign_is_called_what_people_call_it(title, name):
    assert drafting.campaign_name(title) == name
