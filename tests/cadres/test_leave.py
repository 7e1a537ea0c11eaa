"""Leave: who decides, what is refused, how it shows in the calendar and who is told."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cadres.models import Leave, Posting
from cadres.selectors.leave_total import outlook
from cadres.selectors.presence import presence
from cadres.services import leave as services
from organizations.models import AuditEntry, Notice, Unit
from organizations.services import rules

DAY = datetime.timedelta(days=1)
TODAY = timezone.localdate()
START = TODAY + 20 * DAY


@pytest.fixture
def ask(as_role, county_a, inside_a):
    """`ask(first, last, role="village", **more)` sends the form; the cast's own requests are gone."""
    with inside_a():
        Leave.objects.all().delete()

    def send(first=START, last=None, role="village", **more):
        data = {
            "kind": "personal", "starts_on": str(first), "starts_half": "am", "ends_on": str(last or first),
            "ends_half": "pm", "stand_in": "石满仓", "reason": "家里有事", "step": "send",
            "who": str(county_a.extra.secretary.public_id),
        }  # fmt: skip
        return as_role(role).post(reverse("cadres:leave-new"), data | {key: str(value) for key, value in more.items()})

    return send


@pytest.fixture
def asked(ask, inside_a):
    """`asked(...)` asks and gives back the row."""

    def send(*args, **more) -> Leave:
        answer = ask(*args, **more)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        with inside_a():
            return Leave.objects.latest("id")

    return send


@pytest.fixture
def decide(as_role):
    return lambda row, role, decision="approve", answer="", version=1: as_role(role).post(
        reverse("cadres:leave-decide", args=[row.public_id]),
        {"decision": decision, "answer": answer, "version": version},
    )


def _page(browser, name, *args, **query) -> str:
    return browser.get(reverse(f"cadres:{name}", args=args), query).content.decode()


@pytest.mark.parametrize(
    ("days", "tier", "approver", "other"),
    [(3, "township", "township_lead", "county_office"), (4, "county", "county_office", "township_lead")],
)
def test_three_days_go_to_the_township_and_four_to_the_county(
    ask, asked, decide, as_role, inside_a, county_a, days, tier, approver, other
):
    first = TODAY - 2 * DAY
    row = asked(first, first + (days - 1) * DAY)
    assert (row.days, row.tier) == (days, tier)
    assert "同意请假" in _page(as_role(approver), "leaves")
    assert "待我审批" not in _page(as_role(other), "leaves")
    assert "份请假待审批" in as_role(approver).get("/").content.decode()
    assert "份请假待审批" not in as_role(other).get("/").content.decode()
    with inside_a():
        told = Notice.objects.latest("id")
        assert told.roles == [approver]
    if other == "township_lead":
        assert decide(row, other).status_code == 422
    assert decide(row, "village").status_code == 403  # nobody grants leave to himself
    before = _counted(county_a, inside_a)
    assert decide(row, approver).status_code == 302
    assert _counted(county_a, inside_a) == before - min(days, 3)  # of a month's days so far, those up to today
    month = _page(as_role("county_office"), "calendar", month=f"{first:%Y-%m}")
    assert f"事假 {days} 天" in month
    with inside_a():
        told = Notice.objects.latest("id")
        assert {row.unit_id for row in told.units.all()} == {
            county_a.units.ford.pk, county_a.units.stone.pk, county_a.units.finance.pk,
        }  # fmt: skip
        assert "事假" not in told.subject + told.body
        assert "家里有事" not in told.subject + told.body
        assert AuditEntry.objects.filter(action="leave.approve", target_id=str(row.public_id)).exists()


def _counted(county_a, inside_a):
    with inside_a():
        first = TODAY - 40 * DAY
        found = presence(units=[county_a.units.ford], first=first, last=TODAY)
        return found[county_a.extra.posting.pk].count.days


def test_four_days_cut_in_two_stay_four_days(asked):
    assert asked(START, START + 2 * DAY).tier == "township"
    assert asked(START + 3 * DAY).tier == "county"
    assert asked(START + 5 * DAY).tier == "township"  # a day between
    assert asked(START + 6 * DAY, kind="training").tier == "township"  # a training is not leave


def test_the_limit_is_the_countys(asked, county_a, inside_a):
    with inside_a():
        rules.set_rule(
            by=county_a.accounts["county_admin"], key="leave.township_days", value=1, effective_from=TODAY,
            source="岚组发〔2026〕9号", today=TODAY,
        )  # fmt: skip
    assert asked(START, START + DAY).tier == "county"


CASES = [
    ({"starts_on": START, "ends_on": START - DAY}, "早于开始日期"),
    ({"starts_half": "pm", "ends_half": "am"}, "同一天不能从下午请到上午"),
    ({"ends_on": START + 400 * DAY}, "不能超过一年"),
    ({"starts_on": "2020-01-01", "ends_on": "2020-01-02"}, "请核对年份"),
    ({"starts_on": "2099-01-01", "ends_on": "2099-01-02"}, "请核对年份"),
    ({"starts_on": "昨天"}, "开始日期"),
    ({"ends_on": ""}, "结束日期"),
    ({"kind": ""}, "类别"),
    ({"kind": "holiday"}, "类别"),
    ({"starts_half": "night"}, "从"),
    ({"reason": "长" * 201}, "200"),
    ({"stand_in": "长" * 61}, "60"),
]


@pytest.mark.parametrize(("more", "words"), CASES, ids=[words for _, words in CASES])
def test_refused(ask, inside_a, more, words):
    answer = ask(**more)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with inside_a():
        assert not Leave.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "a", "b", "free"),
    [
        (0, 2, "am", "pm", False),
        (-2, 0, "am", "am", False),
        (2, 4, "pm", "pm", False),
        (1, 1, "am", "am", False),
        (-5, 9, "am", "pm", False),
        (-2, -1, "am", "pm", True),
        (3, 3, "am", "pm", True),
    ],
)
def test_overlaps_are_refused_to_the_half_day(ask, asked, first, last, a, b, free):
    asked(START, START + 2 * DAY)
    answer = ask(START + first * DAY, START + last * DAY, starts_half=a, ends_half=b)
    assert answer.status_code == (302 if free else 422)
    if not free:
        assert "重叠" in answer.content.decode()


def test_a_half_day_meets_a_half_day(ask, asked):
    asked(START, START, ends_half="am")
    assert ask(START, START, starts_half="am").status_code == 422
    assert ask(START, START, starts_half="pm").status_code == 302


def test_a_refused_or_withdrawn_leave_is_in_nobodys_way(ask, asked, decide):
    row = asked(START)
    assert decide(row, "township_lead", "refuse").status_code == 422  # without words
    assert decide(row, "township_lead", "refuse", "汛期不能离岗").status_code == 302
    assert decide(row, "township_lead", version=2).status_code == 422  # decided is decided
    assert ask(START).status_code == 302


def test_two_approvers_at_once(asked, decide, as_role):
    row = asked(START)
    assert decide(row, "township_lead").status_code == 302
    late = decide(row, "county_office", "refuse", "不同意")
    assert late.status_code == 409
    assert "刚才有人处理过" in late.content.decode()


def test_closed_village_left_posting_and_day_before_arrival(ask, county_a, inside_a):
    posting = county_a.extra.posting
    with inside_a():
        Unit.objects.filter(pk=county_a.units.ford.pk).update(valid_to=START)
    answer = ask(START, START + DAY)
    assert answer.status_code == 422
    assert "已停用或合并" in answer.content.decode()
    with inside_a():
        Unit.objects.filter(pk=county_a.units.ford.pk).update(valid_to=None)
        Posting.objects.filter(pk=posting.pk).update(starts_on=START, in_charge_from=None)
        early = services.Request("personal", START - DAY, START, posting=Posting.objects.get(pk=posting.pk))
        by = _acting(county_a, "village")
        with pytest.raises(ValidationError, match="才到任"):
            services.ask(request=early, by=by, on=TODAY)
        Posting.objects.filter(pk=posting.pk).update(ended_on=START)
        late = services.Request("personal", START, START + DAY, posting=Posting.objects.get(pk=posting.pk))
        with pytest.raises(ValidationError, match="已离任"):
            services.ask(request=late, by=by, on=TODAY)


def _acting(county_a, role):
    """The account as the middleware leaves it."""
    account, person = county_a.accounts[role], county_a.people[role]
    account.membership = account.memberships.select_related("unit").get()
    account.acting_person = person
    return account


def test_nobody_asks_for_somebody_else(county_a, inside_a):
    with inside_a():
        Leave.objects.all().delete()
        theirs = services.Request("personal", START, START, posting=county_a.extra.posting)
        for role in ("township_lead", "county_office"):
            with pytest.raises(ValidationError, match="本人"):
                services.ask(request=theirs, by=_acting(county_a, role), on=TODAY)


def test_leave_over_the_year_end_counts_in_each_year(county_a, inside_a):
    """Five days from 30 December: two in the old year, three in the new one; the ceiling is looked at in both."""
    with inside_a():
        Leave.objects.all().delete()
        wanted = services.Request(
            "personal",
            datetime.date(2026, 12, 30),
            datetime.date(2027, 1, 3),
            posting=county_a.extra.posting,
            stand_in="石满仓",
        )
        seen = services.weigh(request=wanted, by=_acting(county_a, "village"), on=datetime.date(2026, 12, 1))
    assert [(total.year, total.used) for total in seen.totals] == [(2026, 2), (2027, 3)]
    assert seen.tier == "county"
    assert not seen.warnings


def test_warnings_before_asking(ask, asked, decide, county_a, inside_a):
    """Over the ceiling, nobody to stand in, the whole team gone: said on the page of the second step, not refused."""
    first = START
    with inside_a():
        member = county_a.extra.member_posting
        Leave.objects.create(
            posting=member, person=member.person, unit=member.unit, kind="sick", starts_on=first, ends_on=first, days=1,
            tier="township", state="approved",
        )  # fmt: skip
    page = ask(first, first + 69 * DAY, stand_in="", step="check").content.decode()
    assert "超过一年 30 天的上限" in page
    assert "没有写代管人" in page
    assert "没有人在岗" in page
    with inside_a():
        assert Leave.objects.count() == 1
    assert ask(first, first + 69 * DAY, stand_in="").status_code == 302


def test_the_second_step_keeps_everything_and_writes_nothing(ask, inside_a):
    page = ask(START, START + DAY, step="check", ends_half="am").content.decode()
    assert "天，由乡镇党委审批" in page
    assert '<b class="num">1.5</b>' in page
    assert 'value="家里有事"' in page
    with inside_a():
        assert not Leave.objects.exists()
    back = ask(START, START + DAY, step="edit").content.decode()
    assert "家里有事" in back


def test_training_takes_no_leave_days(asked, decide, county_a, inside_a, as_role):
    before = _counted(county_a, inside_a)
    row = asked(TODAY - 6 * DAY, TODAY - 5 * DAY, kind="training")
    assert decide(row, "township_lead").status_code == 302
    assert _counted(county_a, inside_a) == before
    page = _page(as_role("village"), "leave-new")
    assert '<b class="num">30</b>' in page


def test_back_early_gives_the_days_back(asked, decide, as_role, county_a, inside_a):
    before = _counted(county_a, inside_a)
    row = asked(TODAY - 3 * DAY, TODAY - DAY)
    assert decide(row, "township_lead").status_code == 302
    assert _counted(county_a, inside_a) == before - 3
    url = reverse("cadres:leave-back", args=[row.public_id])
    village = as_role("village")
    for day, half, words in [
        (TODAY + DAY, "am", "还没有到"),
        (TODAY - 3 * DAY, "am", "请撤回请假"),
        (TODAY, "am", "已经结束"),
    ]:
        answer = village.post(url, {"back_on": str(day), "back_half": half, "version": 2})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert village.post(url, {"back_on": str(TODAY - 2 * DAY), "back_half": "pm", "version": 2}).status_code == 302
    assert _counted(county_a, inside_a) == before - Decimal("1.5")
    again = village.post(url, {"back_on": str(TODAY - DAY), "back_half": "am", "version": 3})
    assert again.status_code == 422


def test_withdrawing(ask, asked, decide, as_role):
    waiting, granted = asked(START), asked(START + 9 * DAY)
    assert decide(granted, "township_lead").status_code == 302
    begun = asked(TODAY, TODAY + DAY)
    assert decide(begun, "township_lead").status_code == 302
    village = as_role("village")
    for row, version, status in [(waiting, 1, 302), (granted, 2, 302), (begun, 2, 422), (waiting, 2, 422)]:
        answer = village.post(reverse("cadres:leave-withdraw", args=[row.public_id]), {"version": version})
        assert answer.status_code == status
    assert ask(START).status_code == 302


def test_village_cadres_by_the_same_door(asked, decide, as_role, county_a, inside_a):
    """The party office enters it, the secretary decides; what the secretary enters goes to the county."""
    row = asked(START, role="township")
    with inside_a():
        assert (row.officer_id, row.posting_id, row.tier) == (county_a.extra.secretary.pk, None, "township")
    assert "石满仓" in _page(as_role("township_lead"), "leaves")
    assert decide(row, "township_lead").status_code == 302
    own = asked(START + 5 * DAY, role="township_lead")
    assert own.tier == "county"
    assert decide(own, "township_lead").status_code == 422
    assert decide(own, "county_office").status_code == 302


def test_the_other_townships_cadre_is_no_choice(ask, county_a, inside_a):
    from villages.models import VillageOfficer

    with inside_a():
        other = VillageOfficer.objects.create(unit=county_a.units.spring, post="member", name="林间")
    assert ask(role="township", who=other.public_id).status_code == 422
    assert ask(role="township", who="nonsense").status_code == 422


def test_outlook_of_a_team_of_one_is_silent(county_a, inside_a):
    with inside_a():
        posting = Posting.objects.create(
            person=county_a.extra.member, unit=county_a.units.bamboo, kind="first_secretary", starts_on=TODAY - DAY
        )
        wanted = services.Request("personal", START, START, posting=posting)
        span = services.span_of(
            kind="personal", starts_on=wanted.starts_on, starts_half="am", ends_on=START, ends_half="pm", on=TODAY
        )
        seen = outlook(span=span, posting=posting, stand_in="谁", by_lead=False, others=[], on=TODAY)
    assert seen.warnings == []


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_for_the_same_days(process_environment):
    """A double click on two phones: one of the two requests is written, the other is told of the overlap."""
    from threading import Barrier, Thread

    from django.db import connection

    from organizations.tenancy.context import tenant
    from tests import cast

    made = cast.build(code="530901")
    with tenant(made.county.id):
        Leave.objects.all().delete()
    start, said = Barrier(2), []

    def send():
        try:
            with tenant(made.county.id):
                wanted = services.Request("personal", START, START + DAY, posting=made.extra.posting, stand_in="石满仓")
                by = type(made.accounts["village"]).objects.get(pk=made.accounts["village"].pk)
                by.membership = by.memberships.select_related("unit").get()
                by.acting_person = made.people["village"]
                start.wait(10)
                services.ask(request=wanted, by=by, on=TODAY)
                said.append("written")
        except ValidationError as error:
            said.append(str(error))
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted("重叠" in words for words in said) == [False, True]
    with tenant(made.county.id):
        assert Leave.objects.count() == 1
