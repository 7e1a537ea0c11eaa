"""Standings of many assignments against a slow oracle written apart, and the pages that show them."""

import datetime
import random
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.lights import Kind
from campaigns.models import Assignment, Duty, FilingFigure, FilingItem, Indicator, LightOverride
from campaigns.selectors.filing_states import month_counts
from campaigns.selectors.standings import standings
from campaigns.services.lights import override_light
from organizations.models import AuditEntry, Unit
from organizations.services.rules import set_rule
from tests.cast import STARTED
from tests.crowd_of_campaigns import fill_campaign
from tests.crowd_of_duties import months_of_filings, townships

D = datetime.date
ON = D(2026, 5, 27)


@pytest.fixture
def campaign(county_a, inside_a):
    with inside_a():
        yield county_a.extra.campaign


def oracle(share: Assignment, on: datetime.date) -> tuple[str, bool]:
    """The definition of the light, said again one assignment at a time and without any of the product's rules."""
    duties = list(Duty.objects.filter(assignment=share).order_by("due_on"))
    now = [duty for duty in duties if (duty.due_on.year, duty.due_on.month) == (on.year, on.month)]
    over = any((duty.extended_to or duty.due_on) < on for duty in now)
    before = [duty for duty in duties if duty.due_on < on.replace(day=1)]
    if before and not over and before[-1].state == "open":
        now.insert(0, before[-1])
    indicator = Indicator.objects.filter(task=share.task).first()
    progress = None
    if indicator is not None:
        figures = FilingFigure.objects.filter(
            item__duty__assignment=share, item__duty__state__in=["filed", "accepted"], item__duty__filed_on__lte=on
        ).order_by("item__duty__due_on")
        if figures:
            progress = min(Fraction(1), Fraction(figures.last().value) / Fraction(indicator.value))
    first, last = share.task.campaign.starts_on, D(2026, 12, 31)
    pace = Fraction((on - first).days + 1 - 7, (last - first).days + 1 - 7)  # the cast's campaign rested for seven days
    points = None if progress is None else max(0, int(pace * 1000) - int(progress * 1000)) / 10
    found, late = [], False
    for duty in now or [None]:
        if duty is None:
            found.append(
                "red" if points and points >= 10 else "yellow" if points else "green" if points == 0 else "none"
            )
            continue
        if duty.state == "waived":
            found.append("none")
            continue
        end = max(duty.due_on, duty.extended_to or duty.due_on)
        filed = duty.filed_on if duty.state != "open" or duty.returned else None
        filed = filed if filed and filed <= on else None
        is_late = (filed or on) > end
        late = late or is_late
        if filed is None and end != duty.due_on and on <= end:
            found.append("paused")
        elif (filed is None and is_late) or (points is not None and points >= 10):
            found.append("red")
        elif points or (filed and (duty.returned or is_late)) or (filed is None and (end - on).days <= 7):
            found.append("yellow")
        else:
            found.append("green" if filed or points == 0 else "none")
    kind = next(kind for kind in ("red", "yellow", "paused", "green", "none") if kind in found)
    return ("yellow" if late and kind == "green" else kind), late


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_light_is_the_oracles(seed, campaign, county_a):
    chance = random.Random(seed)  # noqa: S311
    tasks = fill_campaign(campaign, townships(county_a.units.root, 6), 5)
    Assignment.objects.filter(task=tasks[0]).update(state="ended")
    months_of_filings(campaign, tasks[1:], chance)
    shares = Assignment.objects.filter(task__in=tasks)
    for on in (D(2026, 5, 3), D(2026, 5, 19), ON, D(2026, 6, 4)):
        found = standings(campaign=campaign, on=on, assignments=shares)
        assert len(found) == 24
        ours = {row.share.id: (row.light.kind, row.light.late) for row in found}
        for share in Assignment.objects.filter(pk__in=ours).select_related("task__campaign"):
            kind, late = oracle(share, on)
            expected = Kind.NOT_DUE if kind == "none" else Kind(kind)
            assert ours[share.pk] == (expected, late), (
                on,
                share.pk,
                list(Duty.objects.filter(assignment=share).values()),
            )


@pytest.mark.parametrize("seed", [4, 5])
def test_what_was_late_is_green_in_no_month_of_the_history(seed, campaign, county_a):
    tasks = fill_campaign(campaign, townships(county_a.units.root, 5), 4)
    months_of_filings(campaign, tasks, random.Random(seed))  # noqa: S311
    LightOverride.objects.bulk_create(
        [
            LightOverride(
                assignment=share, kind="green", reason="核对中", starts_on=D(2026, 3, 1), ends_on=D(2026, 6, 30)
            )
            for share in Assignment.objects.filter(task=tasks[0])
        ]
    )
    seen = 0
    for row in standings(campaign=campaign, on=D(2026, 6, 20), assignments=Assignment.objects.filter(task__in=tasks)):
        history = dict(row.history)
        for duty in row.case.duties:
            late = duty.state != "waived" and duty.must_by < (duty.filed_on or D(2026, 6, 20))
            [light] = [light for month, light in history.items() if month.first <= duty.due_on <= month.last]
            if late:
                seen += 1
                assert light.late
                assert light.kind not in (Kind.GREEN, Kind.NOT_DUE)
    assert seen > 10


def test_eight_queries_whatever_the_size(campaign, county_a):
    """The history and the reasons cost none."""
    tasks = fill_campaign(campaign, townships(county_a.units.root, 5), 4)
    few = _queries_of_standings(campaign)
    for unit in townships(county_a.units.root, 45, start=100):
        Assignment.objects.bulk_create(
            [Assignment(task=task, unit=unit, role="responsible", since=STARTED) for task in tasks]
        )
    assert _queries_of_standings(campaign) == few <= 8


def _queries_of_standings(campaign) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert all(row.light and row.reasons and row.history is not None for row in standings(campaign=campaign, on=ON))
    return len(queries)


def test_the_rule_of_the_day_counts(campaign, county_a):
    """A county that warns earlier from June on changes no light of May."""
    share = county_a.extra.assignment
    duty = county_a.extra.duty
    assert (duty.due_on, duty.state) == (D(2026, 5, 25), "open")
    set_rule(
        key="lights.yellow_days", value=20, effective_from=D(2026, 5, 10), source="县督查办法", by=county_a.accounts["county_admin"],
        today=D(2026, 5, 1),
    )  # fmt: skip
    FilingFigure.objects.all().delete()
    Duty.objects.filter(assignment=share).exclude(pk=duty.pk).update(
        state="accepted", filed_on=D(2026, 3, 1), returned=False
    )
    kinds = {
        day: standings(campaign=campaign, on=D(2026, 5, day), assignments=Assignment.objects.filter(pk=share.pk))
        .rows[0]
        .light.kind
        for day in (9, 10, 25, 26)
    }
    assert kinds == {9: Kind.NOT_DUE, 10: Kind.YELLOW, 25: Kind.YELLOW, 26: Kind.RED}


def test_counts_of_a_month_add_up(campaign, county_a):
    tasks = fill_campaign(campaign, townships(county_a.units.root, 4), 3)
    months_of_filings(campaign, tasks, random.Random(7))  # noqa: S311
    found = standings(campaign=campaign, on=D(2026, 6, 20), assignments=Assignment.objects.filter(task__in=tasks))
    counts = {count.month.first.month: count for count in month_counts(found)}
    for month in (2, 3, 4, 5):
        due = Duty.objects.filter(assignment__task__in=tasks, due_on__month=month).exclude(state="waived")
        assert counts[month].expected == due.count()
        assert counts[month].filed == due.filter(filed_on__isnull=False).count()
        assert counts[month].on_time == sum(
            duty.filed_on is not None and duty.filed_on <= (duty.extended_to or duty.due_on) for duty in due
        )


def test_a_figure_that_does_not_move_is_told_apart_from_the_colour(campaign, county_a):
    share = county_a.extra.assignment
    Duty.objects.filter(assignment=share).update(state="accepted", returned=False, filed_on=D(2026, 5, 20))
    item = county_a.extra.filing_item
    FilingFigure.objects.create(item=item, indicator=county_a.extra.indicator, value=3)
    FilingFigure.objects.filter(item__duty__assignment=share).update(value=3)
    [row] = standings(campaign=campaign, on=ON, assignments=Assignment.objects.filter(pk=share.pk)).rows
    assert (row.still, row.progress.ratio) == (2, Fraction(3, 8))
    FilingFigure.objects.filter(item=item).update(value=4)
    [row] = standings(campaign=campaign, on=ON, assignments=Assignment.objects.filter(pk=share.pk)).rows
    assert row.still == 0


# ---------------------------------------------------------------- by hand


def _override(county_a, **changes) -> LightOverride:
    values = {
        "kind": "green",
        "reason": "数据正在核对",
        "until": ON + datetime.timedelta(days=5),
        "on": ON,
        "late": False,
    }
    return override_light(
        assignment=county_a.extra.assignment, by=county_a.accounts["county_office"], **(values | changes)
    )


def test_a_light_set_by_hand_ends_by_itself_and_keeps_what_the_rule_says(campaign, county_a):
    Duty.objects.filter(assignment=county_a.extra.assignment).update(extended_to=D(2026, 6, 20))

    def light(day):
        rows = Assignment.objects.filter(pk=county_a.extra.assignment.pk)
        return standings(campaign=campaign, on=day, assignments=rows).rows[0].light

    before = light(ON)
    _override(county_a, kind="red")
    assert light(ON).kind is Kind.RED
    assert light(ON).reasons[0].code == "override"
    assert light(ON).reasons[1:] == before.reasons
    assert light(D(2026, 6, 2)).reasons[0].code != "override"
    _override(county_a, kind="green")
    assert light(ON).kind is Kind.GREEN, "the newest counts"
    assert LightOverride.objects.filter(assignment=county_a.extra.assignment).count() == 3, "none is deleted"
    assert AuditEntry.objects.filter(action="light.override").count() == 2


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"reason": "  "}, "理由"), ({"kind": "blue"}, "什么灯"), ({"until": D(2026, 5, 26)}, "早于今天"),
        ({"until": D(2026, 6, 27)}, "最多管 31 天"), ({"late": True}, "不能调成绿灯"),
    ],
)  # fmt: skip
def test_refused_by_hand(changes, says, campaign, county_a):
    with pytest.raises(ValidationError, match=says):
        _override(county_a, **changes)
    assert not AuditEntry.objects.filter(action="light.override").exists()


def test_the_form_says_what_is_wrong_and_writes_once(campaign, county_a, as_role):
    browser, today = as_role("county_office"), timezone.localdate()
    address = f"/c/{campaign.slug}/tasks/1/{county_a.units.stone.public_id}/override/"
    answer = browser.post(address, {"kind": "green", "reason": "核对", "ends_on": today})
    assert answer.status_code == 422
    assert "不能调成绿灯" in answer.content.decode(), "stone is overdue"
    assert browser.post(address, {"kind": "yellow", "reason": "", "ends_on": today}).status_code == 422
    assert browser.post(address, {"kind": "yellow", "reason": "核对", "ends_on": today}).status_code == 302
    page = browser.get(address.removesuffix("override/")).content.decode()
    assert "县里人工调灯" in page
    for role in ("county_leader", "township_lead", "unit_liaison", "village"):
        assert as_role(role).post(address, {"kind": "yellow", "reason": "核对", "ends_on": today}).status_code in (
            403,
            404,
        )


# ---------------------------------------------------------------- pages


def _rows(text: str) -> list[tuple[int, int, str]]:
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        (row.count("lamp late"), row.count("lamp warn"), re.search(r'scope="row"><a [^>]+>([^<]+)', row).group(1))
        for row in body.split("<tr>")[1:]
    ]


@pytest.mark.parametrize("page", ["lights/", ""])
def test_worst_rows_stand_first_and_every_lamp_has_its_word(page, campaign, county_a, as_role):
    """A7, A8: reds, then yellows, then the official order."""
    tasks = fill_campaign(campaign, townships(county_a.units.root, 12), 4)
    months = (timezone.localdate().month,)
    months_of_filings(campaign, tasks, random.Random(11), months=months)  # noqa: S311
    text = as_role("county_office").get(f"/c/{campaign.slug}/{page}").content.decode()
    rows = _rows(text)
    assert len(rows) == 14
    orders = {unit.short_name or unit.name: (unit.order, unit.code) for unit in Unit.objects.all()}
    assert rows == sorted(rows, key=lambda row: (-row[0], -row[1], orders[row[2]]))
    assert rows[0][0] > 0
    lamps = re.findall(r'<td class="[^"]*"><a href="[^"]+" aria-label="([^"]+)"', text.partition("<tbody>")[2])
    assert len(lamps) == 12 * 5 + 2
    words = ("红灯", "黄灯", "绿灯", "已销号", "未到期", "暂停计时")
    assert all("第" in lamp and any(word in lamp.rpartition("：")[2] for word in words) for lamp in lamps), lamps


def test_filters_months_and_a_month_that_has_not_begun(campaign, county_a, as_role):
    browser, home = as_role("county_office"), f"/c/{campaign.slug}/lights/"
    march = browser.get(f"{home}?month=2026-03").content.decode()
    assert "2026年3月" in march
    assert {row[2] for row in _rows(march)} == {"石桥", "枫林"}
    assert [row[2] for row in _rows(browser.get(f"{home}?show=red").content.decode())] == ["石桥", "枫林"]
    FilingFigure.objects.all().delete()
    assert [row[2] for row in _rows(browser.get(f"{home}?show=red").content.decode())] == ["石桥"]
    assert "还没开始" in browser.get(f"{home}?month=2190-01").content.decode()
    for nonsense in ("?month=2026-13&show=x&by=y&sort=z", "?month=", "?month=99999-99"):
        assert browser.get(home + nonsense).status_code == 200


def test_a_red_lamp_leads_to_rule_figures_day_and_source(campaign, county_a, as_role):
    """A9, one click from the overview."""
    browser = as_role("county_office")
    text = browser.get(f"/c/{campaign.slug}/").content.decode()
    address = re.findall(r'<td class="[^"]*bad"><a href="([^"]+)"', text)[0]
    assert str(county_a.units.stone.public_id) in address
    page = browser.get(address).content.decode()
    for words in (
        "2026-05-25 截止",
        "亮灯规则",
        "到期未报，或落后序时 10 个百分点以上亮红灯",
        "完成整顿的村",
        "≥ 8 个",
        "5月25日",
    ):
        assert words in page, words
    assert f'href="/c/{campaign.slug}/tasks/1/"' in page


def test_others_lights_are_not_there(campaign, county_a, as_role):
    """A25 for lights: another township's is a 404, and the matrix holds the own row only."""
    maple = f"/c/{campaign.slug}/tasks/1/{county_a.units.maple.public_id}/"
    for role in ("township_lead", "township", "village"):
        assert as_role(role).get(maple).status_code == 404
        text = as_role(role).get(f"/c/{campaign.slug}/lights/").content.decode()
        assert "枫林" not in text
    own = f"/c/{campaign.slug}/tasks/1/{county_a.units.stone.public_id}/"
    page = as_role("township_lead").get(own).content.decode()
    assert "人工调灯</a>" not in page
    assert "/override/" not in page
    assert (
        as_role("county_office").get(f"/c/{campaign.slug}/tasks/99/{county_a.units.stone.public_id}/").status_code
        == 404
    )


def test_a_draft_is_shown_to_nobody_and_a_photo_to_its_slice(campaign, county_a, as_role):
    item = county_a.extra.filing_item
    FilingItem.objects.filter(pk=item.pk).update(words="还没写完的话", state="filled")
    address = f"/c/{campaign.slug}/tasks/1/{county_a.units.stone.public_id}/"
    text = as_role("county_office").get(address).content.decode()
    assert "还没写完的话" not in text
    assert f"/evidence/{county_a.extra.proof.public_id}/" in text


def test_the_overview_adds_up(campaign, county_a, as_role):
    """A10: 应报 = 已报 + 未报, and the desk and the overview tell the township the same."""
    text = as_role("county_office").get(f"/c/{campaign.slug}/").content.decode()
    expected, filed, missing = map(int, re.search(r"应报 (\d+) 家，已报 (\d+) 家，未报 (\d+) 家", text).groups())
    assert expected == filed + missing == 1
    assert "最该过问的三件事" in text
    assert "按时报送率" in text
    assert "1 个红灯，0 个黄灯" in as_role("township_lead").get("/").content.decode()


def test_decimals_of_a_share(campaign, county_a):
    indicator = county_a.extra.indicator
    Indicator.objects.filter(pk=indicator.pk).update(aggregation="share", unit_word="%", value=80)
    indicator.targets.all().delete()
    FilingFigure.objects.filter(indicator=indicator).update(value=Decimal(20), whole=Decimal(50))
    rows = Assignment.objects.filter(pk=county_a.extra.assignment.pk)
    [row] = standings(campaign=campaign, on=ON, assignments=rows).rows
    assert row.progress.ratio == Fraction(1, 2), "40 % of the 80 % that are asked"
