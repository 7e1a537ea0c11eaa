"""The daily digest: who is told what, when, and how often."""

from datetime import date, datetime, timedelta

import pytest

from campaigns.models import Assignment, Campaign, Duty, Reminder
from campaigns.reminding import Offsets
from campaigns.selectors.reminders import group_text
from campaigns.services import reminders
from organizations.models import Account, AuditEntry, CalendarDay, Membership, Message, OutboxJob, RuleSetting
from organizations.tenancy.context import tenant
from organizations.workdays import Workdays
from organizations.working_time import COUNTY_TIME

TUESDAY = date(2026, 6, 16)  # the Dragon Boat holiday of 2026 is 19–21 June


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=COUNTY_TIME)


@pytest.fixture
def county(county_a):
    with tenant(county_a.county.id):
        Duty.objects.all().update(state="waived", waived_reason="不在这里用")
        Reminder.objects.all().delete()
        yield county_a


def owe(county, unit="stone", due=TUESDAY, key="a", **more) -> Duty:
    share = Assignment.objects.get(task=county.extra.tasks[0], unit=getattr(county.units, unit))
    return Duty.objects.create(
        campaign=county.extra.campaign, assignment=share, unit=share.unit, kind="report", period_key=f"day:{key}",
        starts_on=due - timedelta(days=9), ends_on=due, due_on=due, **more,
    )  # fmt: skip


def told() -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in Message.objects.filter(notice__delivered_at__year=2026, notice__delivered_at__month=6).values_list(
        "account__login_name", flat=True
    ):
        counts[name] = counts.get(name, 0) + 1
    return counts


@pytest.mark.parametrize(
    ("must_by", "since", "on", "expected"),
    [
        ("2026-06-19", "2026-06-15", "2026-06-16", True),  # three days ahead
        ("2026-06-20", "2026-06-15", "2026-06-16", False),  # four
        ("2026-06-18", "2026-06-15", "2026-06-16", False),  # two: that was yesterday
        ("2026-06-16", "2026-06-15", "2026-06-16", True),  # the day itself
        ("2026-06-20", "2026-06-18", "2026-06-22", True),  # fell into the holiday, made up for on Monday
        ("2026-06-15", "2026-06-15", "2026-06-16", False),  # one working day late
        ("2026-06-11", "2026-06-15", "2026-06-16", True),  # 12, 15, 16 June: three working days late
        ("2026-06-08", "2026-06-15", "2026-06-16", True),  # six
        ("2026-06-10", "2026-06-15", "2026-06-16", False),  # four
    ],
)
def test_the_days_on_which_a_duty_asks(must_by, since, on, expected):
    days = [date.fromisoformat(text) for text in (must_by, since, on)]
    offsets = Offsets(before=3, on_the_day=True, late_every=3)
    assert offsets.asks(days[0], since=days[1], on=days[2], workdays=Workdays()) is expected


@pytest.mark.parametrize(
    ("offsets", "must_by"),
    [(Offsets(0, True, 3), 19), (Offsets(3, False, 3), 16), (Offsets(3, True, 0), 11)],
)
def test_each_rule_can_be_switched_off(offsets, must_by):
    since = TUESDAY - timedelta(days=1)
    assert not offsets.asks(date(2026, 6, must_by), since=since, on=TUESDAY, workdays=Workdays())


def test_a_unit_hears_once_a_day_of_all_it_owes(county):
    owe(county), owe(county, due=TUESDAY - timedelta(days=5), key="b")
    assert reminders.remind(moment=at(TUESDAY)) == 1
    row = Reminder.objects.get()
    assert (row.unit, row.duties, row.late) == (county.units.stone, 2, 1)
    assert "2 项填报待办，其中逾期 1 项" in row.notice.subject
    assert row.notice.link == f"/c/{county.extra.campaign.slug}/filings/mine/"
    assert told() == {"township_lead": 1, "township": 1}
    for hour in (9, 10, 17):
        assert reminders.remind(moment=at(TUESDAY, hour)) == 0
    assert told() == {"township_lead": 1, "township": 1}
    assert AuditEntry.objects.filter(action="reminder.send").count() == 1


def test_the_job_put_down_twice_does_it_once(county):
    owe(county)
    outcomes = {reminders.remind(moment=at(TUESDAY)) for _again in range(3)}
    assert outcomes == {1, 0}
    assert Reminder.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "hour"),
    [(TUESDAY, 7), (TUESDAY, 18), (TUESDAY, 0), (date(2026, 6, 14), 10), (date(2026, 6, 19), 10)],
    ids=["before work", "after work", "midnight", "Sunday", "holiday"],
)
def test_nothing_goes_out_outside_the_hours_of_work(county, day, hour):
    owe(county, due=day)
    assert reminders.remind(moment=at(day, hour)) == 0
    assert told() == {}


def test_a_worked_sunday_of_the_county_counts(county):
    CalendarDay.objects.create(day="2026-06-14", is_working=True, note="防汛值班")
    owe(county, due=date(2026, 6, 14))
    assert reminders.remind(moment=at(date(2026, 6, 14))) == 1


def test_what_fell_into_a_holiday_is_told_on_the_first_day_of_work(county):
    owe(county, due=date(2026, 6, 23))  # three days ahead is 20 June, in the holiday
    assert reminders.remind(moment=at(date(2026, 6, 19))) == 0
    assert reminders.remind(moment=at(date(2026, 6, 22))) == 1


def test_a_clock_that_stood_for_three_days_loses_nothing_and_doubles_nothing(county):
    owe(county, due=date(2026, 6, 9))
    assert reminders.remind(moment=at(date(2026, 6, 12))) == 1  # the day itself was missed
    assert reminders.remind(moment=at(date(2026, 6, 12), 11)) == 0
    assert reminders.remind(moment=at(date(2026, 6, 15))) == 0  # the fourth working day: nothing new


def test_who_has_filed_is_left_alone_also_at_the_last_moment(county):
    duty = owe(county)
    owe(county, unit="maple")
    Duty.objects.filter(pk=duty.pk).update(state="filed", filed_on=TUESDAY)  # between the tick and the job
    reminders.remind(moment=at(TUESDAY))
    assert told().keys().isdisjoint({"township_lead", "township"})
    assert not Reminder.objects.filter(unit=county.units.stone).exists()


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_a_campaign_that_does_not_run_reminds_nobody(county, state):
    owe(county)
    Campaign.objects.filter(pk=county.extra.campaign.pk).update(state=state)
    assert reminders.remind(moment=at(TUESDAY)) == 0


def test_an_extended_duty_is_not_late(county):
    owe(county, due=TUESDAY - timedelta(days=5), extended_to=TUESDAY + timedelta(days=20))
    assert reminders.remind(moment=at(TUESDAY)) == 0


def test_for_an_empty_unit_the_unit_above_is_told_once_with_its_own(county):
    Membership.objects.filter(unit=county.units.ford).update(valid_to=TUESDAY - timedelta(days=1))
    owe(county, unit="ford")
    owe(county)
    assert reminders.remind(moment=at(TUESDAY)) == 2
    assert told() == {"township_lead": 1, "township": 1}
    body = Message.objects.get(
        account=county.accounts["township"], notice__in=Reminder.objects.values("notice")
    ).notice.body
    assert "渡口村没有人可提醒" in body


def test_with_nobody_above_the_owner_of_the_campaign_is_told(county):
    Account.objects.filter(login_name="unit_liaison").update(is_active=False)
    owe(county, unit="finance")
    assert reminders.remind(moment=at(TUESDAY)) == 1
    assert told() == {"county_office": 1}
    assert "没有人可提醒" in Reminder.objects.get().notice.subject


def test_a_person_with_two_units_gets_one_message(county):
    Membership.objects.create(
        account=county.accounts["township"], unit=county.units.ford, role="village", valid_from="2020-01-01"
    )
    owe(county), owe(county, unit="ford")
    reminders.remind(moment=at(TUESDAY))
    assert told()["township"] == 1


def test_who_was_told_for_one_unit_is_not_told_again_for_another_the_same_day(county):
    Membership.objects.create(
        account=county.accounts["township"], unit=county.units.maple, role="township", valid_from="2020-01-01"
    )
    owe(county)
    reminders.remind(moment=at(TUESDAY))
    owe(county, unit="maple")
    assert reminders.remind(moment=at(TUESDAY, 11)) == 0
    assert told()["township"] == 1
    assert reminders.remind(moment=at(TUESDAY + timedelta(days=1))) == 1  # it is made up for the next day


def test_the_county_s_own_offsets_hold(county):
    RuleSetting.objects.create(key="reminders.days_before", value=7, effective_from="2026-01-01", source="会议纪要")
    owe(county, due=TUESDAY + timedelta(days=7))
    assert reminders.remind(moment=at(TUESDAY)) == 1


def test_the_other_county_hears_nothing(both):
    a, b = both
    with tenant(b.county.id):
        before = Reminder.objects.count()
    with tenant(a.county.id):
        owe(a)
        reminders.remind(moment=at(TUESDAY))
    with tenant(b.county.id):
        assert Reminder.objects.count() == before


def test_the_group_hears_names_of_units_and_counts_only(county):
    owe(county)
    reminders.remind(moment=at(TUESDAY))
    text = group_text(TUESDAY)
    assert "1 个单位有 1 项待报" in text and "石桥镇" in text or "石桥" in text
    for person in county.people.values():
        assert person.name not in text
    assert group_text(TUESDAY + timedelta(days=1)) == ""
    assert OutboxJob.objects.filter(kind="tell_robot").count() == 1


def test_queries_do_not_grow_with_the_units(county, django_assert_max_num_queries):
    owe(county), owe(county, unit="maple"), owe(county, unit="finance"), owe(county, unit="ford")
    with django_assert_max_num_queries(30):
        reminders.remind(moment=at(TUESDAY))
