"""The pages of a running campaign as each role sees them, on the cast's campaign."""

import datetime
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import (
    Assignment,
    Campaign,
    CampaignVersion,
    Carrier,
    CarrierExemption,
    CarrierRole,
    Indicator,
    Task,
    TaskDate,
)
from campaigns.selectors.stages import campaign_time, stages
from campaigns.selectors.task_page import source_pieces
from campaigns.selectors.unit_work import unit_work
from campaigns.wording import indicator_words
from organizations.models import Unit, UnitKind
from tests.cast import STARTED
from tests.crowd_of_campaigns import fill_campaign

MAPLE = "枫林乡"


@pytest.fixture
def campaign(county_a, inside_a):
    with inside_a():
        yield county_a.extra.campaign


def body(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def main_of(response) -> str:
    return body(response).partition('<main class="main"')[2].partition("</main>")[0]


def home(campaign, rest: str = "") -> str:
    return f"/c/{campaign.slug}/{rest}"


# ---------------------------------------------------------------- who sees what


@pytest.mark.parametrize("role", ["township_lead", "township", "village"])
@pytest.mark.parametrize("page", ["", "?by=town", "?by=village&sort=order", "tasks/", "tasks/1/", "mine/", "phases/"])
def test_a_township_finds_no_other_township(role, page, campaign, as_role):
    text = main_of(as_role(role).get(home(campaign, page)))
    assert MAPLE not in text
    assert "枫林" not in text


def test_the_office_sees_both_townships_on_overview_and_task(campaign, as_role):
    for page in ("", "tasks/1/"):
        text = main_of(as_role("county_office").get(home(campaign, page)))
        assert "石桥" in text
        assert "枫林" in text


@pytest.mark.parametrize(
    ("role", "numbers"),
    [
        ("county_office", {1, 2, 3}),
        ("county_leader", {1, 2, 3}),
        ("unit_liaison", {1, 2}),
        ("township", {1}),
        ("village", {1}),
    ],
)
def test_tasks_are_narrowed_to_those_carried(role, numbers, campaign, as_role):
    browser = as_role(role)
    text = main_of(browser.get(home(campaign, "tasks/")))
    assert {int(n) for n in re.findall(r"/tasks/(\d+)/", text)} == numbers
    for number in (1, 2, 3):
        status = browser.get(home(campaign, f"tasks/{number}/")).status_code
        assert status == (200 if number in numbers else 404), number
    assert browser.get(home(campaign, "tasks/99/")).status_code == 404


def test_another_units_page_is_not_there(campaign, county_a, as_role):
    units, stone = county_a.units, as_role("township")
    assert stone.get(home(campaign, f"units/{units.maple.public_id}/")).status_code == 404
    assert stone.get(home(campaign, f"units/{units.finance.public_id}/")).status_code == 404
    assert stone.get(home(campaign, f"units/{units.ford.public_id}/")).status_code == 200
    assert as_role("village").get(home(campaign, f"units/{units.stone.public_id}/")).status_code == 404
    assert "没有承担任务" in body(as_role("county_leader").get(home(campaign, f"units/{units.bamboo.public_id}/")))


@pytest.mark.parametrize("page", ["", "tasks/", "mine/", "phases/", "tasks/1/"])
def test_a_draft_has_no_pages_yet(page, county_a, as_role):
    draft = county_a.extra.draft
    answer = as_role("county_office").get(home(draft, page))
    assert (answer.status_code, answer["Location"]) == (302, f"/c/new/{draft.public_id}/tasks/")
    for role in ("county_leader", "unit_liaison", "township"):
        assert as_role(role).get(home(draft, page)).status_code == 404


def test_the_change_of_another_units_share_stays_hidden(campaign, county_a, as_role):
    with_maple = {"task": 1, "title": "", "field": county_a.units.maple.name, "before": "责任", "after": "免除"}
    general = {"task": 1, "title": "", "field": "内容", "before": "甲", "after": "逐村整顿到位"}
    CampaignVersion.objects.create(
        campaign=campaign, number=2, reason="调整", changes=[with_maple, general], snapshot={}
    )
    assert MAPLE in main_of(as_role("county_office").get(home(campaign, "tasks/1/")))
    text = main_of(as_role("township").get(home(campaign, "tasks/1/")))
    assert "逐村整顿到位" in text
    assert MAPLE not in text


# ---------------------------------------------------------------- what stands there


def test_the_overview_says_who_carries_what(campaign, county_a, as_role):
    CarrierExemption.objects.all().delete()
    share = Assignment.objects.get(task=county_a.extra.tasks[0], unit=county_a.units.maple)
    share.state, share.reason = Assignment.State.EXEMPT, "没有后进村"
    share.save()
    text = main_of(as_role("county_office").get(home(campaign, "?view=shares")))
    assert "石桥，整顿后进村党组织：责任" in text
    assert "枫林，整顿后进村党组织：免除（没有后进村）" in text
    by_unit = main_of(as_role("county_office").get(home(campaign, "?by=unit&view=shares")))
    assert "县委组织部，整顿后进村党组织：牵头" in by_unit
    assert "县财政局，整顿后进村党组织：配合" in by_unit
    for words in ("支部提升行动", "动员部署", "段书棠", "现行第 1 版", "序时进度"):
        assert words in text, words


def test_nonsense_in_the_address_is_answered_with_the_usual_view(campaign, as_role):
    for query in ("?by=moon&sort=x", "?by=", "?by=village&by=town"):
        assert "整顿后进村党组织" in main_of(as_role("county_office").get(home(campaign, query)))


def test_most_tasks_stand_first_or_the_official_order(campaign, county_a, as_role):
    extra = county_a.extra
    Assignment.objects.create(
        task=extra.tasks[1], unit=county_a.units.maple, role=CarrierRole.RESPONSIBLE, since=STARTED
    )

    def order(query: str) -> bool:
        text = main_of(as_role("county_office").get(home(campaign, query)))
        rows = re.findall(r'<th class="name" scope="row"><a [^>]+>([^<]+)', text)
        return rows == ["枫林", "石桥"]

    assert order("?by=town&view=shares")
    assert not order("?by=town&sort=order&view=shares")


def test_a_task_opens_to_its_sentence(campaign, county_a):
    task = county_a.extra.tasks[0]
    pieces = source_pieces(task, campaign.plan.text)
    assert (
        "".join(piece.text for piece in pieces)
        == "1.整顿后进村党组织。年底前完成。（责任单位：县委组织部、各乡镇党委）"
    )
    marked = "".join(piece.text for piece in pieces if piece.marked)
    assert marked.startswith("整顿后进村党组织")
    task.span_start = None
    assert source_pieces(task, campaign.plan.text) == []


def test_the_task_page_says_everything(campaign, as_role):
    text = main_of(as_role("county_office").get(home(campaign, "tasks/1/")))
    for words in ("<mark", "全县乡镇", "12月31日", "年底前", "逐村制定方案", "支部提升行动", "发布", "看下一项"):
        assert words in text, words
    assert "看上一项" not in text
    second = main_of(as_role("county_office").get(home(campaign, "tasks/2/")))
    assert "轮训支部书记：每个乡镇不少于 200 人次" in second
    assert "每季度" in second
    assert "默认" in second  # the plan named no day


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"level": "county", "value": Decimal("200.0000"), "unit_word": "人次"}, "轮训：全县合计不少于 200 人次"),
        ({"level": "county", "value": Decimal("2.50"), "unit_word": "万元", "comparator": "<="}, "轮训：全县合计不超过 2.5 万元"),
        ({"level": "county", "value": Decimal(80), "unit_word": "%", "comparator": "=", "aggregation": "share"}, "轮训：全县占比达到 80 %"),
        ({"level": "township", "value": Decimal(1000), "unit_word": "个"}, "轮训：每个乡镇不少于 1000 个"),
        ({"level": "village", "value": None}, "轮训：每个村不少于 待定"),
        ({"name": "每个派出单位办实事", "level": "township", "value": Decimal(2), "unit_word": "件"}, "每个派出单位办实事不少于 2 件"),
    ],
)  # fmt: skip
def test_indicators_read_as_sentences(values, words):
    assert indicator_words(Indicator(**{"name": "轮训", **values})) == words


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [1, 2, 3]),
        ({"q": "轮训"}, [2]),
        ({"q": "没有这项"}, []),
        ({"kind": "cadence"}, [2]),
        ({"kind": "dated"}, [1]),
        ({"kind": "assumed"}, [2, 3]),
        ({"kind": "open"}, []),
        ({"kind": "moon"}, []),
        ({"unit": "not-a-uuid"}, []),
    ],
)
def test_the_tree_is_filtered(query, numbers, campaign, as_role):
    text = main_of(as_role("county_office").get(home(campaign, "tasks/"), query))
    assert [int(n) for n in dict.fromkeys(re.findall(r"/tasks/(\d+)/", text))] == numbers


def test_the_tree_by_unit(campaign, county_a, as_role):
    text = main_of(as_role("county_office").get(home(campaign, "tasks/"), {"unit": county_a.units.finance.public_id}))
    assert [int(n) for n in dict.fromkeys(re.findall(r"/tasks/(\d+)/", text))] == [1, 2]


def test_a_unit_finds_its_work_by_role(campaign, county_a):
    membership = county_a.accounts["unit_liaison"].memberships.first()
    work = unit_work(campaign, county_a.units.finance, membership, datetime.date(2026, 6, 1), 7)
    assert [line.task.number for line in work.support] == [1]
    assert [line.task.number for line in work.lead] == [2]  # named first, and the campaign's first is its lead
    assert not work.responsible
    assert work.support[0].leads == ["县委组织部"]


def test_a_township_finds_its_villages_in_its_own_campaign(county_a, as_role):
    campaign = county_a.extra.town_campaign
    text = main_of(as_role("township").get(home(campaign, "mine/")))
    assert "渡口村" in text
    assert "岭上村" in text
    ford = main_of(as_role("village").get(home(campaign, "mine/")))
    assert "清理河道" in ford
    assert "岭上村" not in ford


# ---------------------------------------------------------------- list and desk


def listed(browser, **query) -> list[str]:
    return re.findall(r'<th scope="row">(?:<a [^>]+>)?([^<]+)', main_of(browser.get("/c/", query)))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"state": "draft"}, ["强支部活动（筹备）"]),
        ({"owner": "township"}, ["石桥镇清洁村庄活动"]),
        ({"owner": "county", "state": "published"}, ["强支部、兴产业活动"]),
        ({"q": "清洁"}, ["石桥镇清洁村庄活动"]),
        ({"year": "2026", "state": "archived"}, []),
        ({"year": "1999"}, []),
        ({"state": "moon"}, []),
    ],
)
def test_the_list_is_filtered(query, names, campaign, as_role):
    assert listed(as_role("county_office"), **query) == names


def test_drafts_lead_to_the_wizard_for_who_may_edit(campaign, county_a, as_role):
    wizard = f"/c/new/{county_a.extra.draft.public_id}/tasks/"
    assert wizard in main_of(as_role("county_office").get("/c/"))
    assert wizard not in main_of(as_role("township").get("/c/"))
    assert "强支部活动（筹备）" not in listed(as_role("county_leader"))


def test_the_desk_names_what_falls_due(campaign, county_a, as_role):
    today = timezone.localdate()
    TaskDate.objects.filter(task=county_a.extra.tasks[0]).update(ends_on=today + datetime.timedelta(days=3))
    text = main_of(as_role("township").get("/"))
    assert "1 项任务 14 天内到期" in text
    assert home(campaign, "mine/") in text
    assert "14 天内到期" not in main_of(as_role("unit_liaison").get("/"))  # it only supports this one
    TaskDate.objects.filter(task=county_a.extra.tasks[0]).update(ends_on=today + datetime.timedelta(days=15))
    assert "14 天内到期" not in main_of(as_role("township").get("/"))
    assert "还没有发布" in main_of(as_role("county_office").get("/"))


# ---------------------------------------------------------------- size


def test_the_overview_asks_little_at_fifty_townships_and_fifty_tasks(campaign, county_a, as_role):
    root = county_a.units.root
    towns = Unit.objects.bulk_create(
        [
            Unit(
                kind=UnitKind.TOWNSHIP, code=f"T{n:03d}", name=f"第{n}镇", parent=root, path=f"{root.path}T{n:03d}/",
                valid_from=STARTED, order=300 + n, search_keys=f"第{n}镇",
            )
            for n in range(50)
        ]
    )  # fmt: skip
    fill_campaign(campaign, towns, 50)
    assert Task.objects.filter(campaign=campaign).count() > 50
    browser = as_role("county_office")
    browser.get(home(campaign))
    frame, _ = _queries(browser, "/help/")
    asked, text = _queries(browser, home(campaign))
    assert "第49镇" in text
    # Three more are for the counts of first secretaries.
    assert asked - frame <= 15 + 3, f"{asked} queries, {frame} of them for the frame"


def _queries(browser, path: str) -> tuple[int, str]:
    with CaptureQueriesContext(connection) as queries:
        text = body(browser.get(path))
    return len(queries), text


# ---------------------------------------------------------------- stages


@pytest.mark.parametrize(
    ("on", "state", "lit"),
    [
        (datetime.date(2025, 12, 22), "published", "距开始还有 10 天"),
        (datetime.date(2026, 2, 1), "published", "动员部署"),
        (datetime.date(2026, 6, 1), "published", "活动进行中"),
        (datetime.date(2026, 6, 1), "paused", "活动已暂停"),
        (datetime.date(2027, 1, 5), "closed", "活动时间已结束"),
    ],
)
def test_one_stage_is_lit_on_every_day(on, state, lit, campaign):
    campaign.state = state
    strip = stages(campaign, list(campaign.phases.all()), campaign_time(campaign, on), on)
    assert [item["name"] for item in strip if item["state"] == "now"] == [lit]
    assert "序时进度" in next(item["note"] for item in strip if item["state"] == "now")


def test_a_pause_stops_the_clock(campaign):
    assert campaign_time(campaign, datetime.date(2026, 1, 11)).passed == 10
    assert campaign_time(campaign, datetime.date(2026, 2, 11)).passed == 41 - 7  # the cast's campaign rested a week


def test_the_first_unit_leads_on_the_tasks_page_too(county_a, as_role, inside_a):
    """With "first means lead" the share is a lead's; the page must not call the carrier beside it only responsible."""
    with inside_a():
        Campaign.objects.filter(pk=county_a.extra.campaign.pk).update(first_is_lead=True)
        carriers = list(Carrier.objects.filter(task=county_a.extra.tasks[0]))
        Carrier.objects.filter(pk__in=[row.pk for row in carriers]).update(role="responsible")
        Carrier.objects.filter(pk=carriers[0].pk).update(unit=county_a.units.office, group=None)
    page = as_role("county_office").get(f"/c/{county_a.extra.campaign.slug}/tasks/1/")
    assert [str(line.role_words) for line in page.context["carriers"]][:2] == ["牵头", "责任"]
