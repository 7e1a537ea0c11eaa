"""Duties open from the plan, once each, and follow what happens to the campaign."""

import random
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import (
    Action,
    Assignment,
    Cadence,
    Campaign,
    CampaignPause,
    Duty,
    Filing,
    FilingItem,
    Indicator,
    Task,
    TaskDate,
)
from campaigns.services import assignments, duties, lifecycle, publishing, waivers
from campaigns.services.versions import Paper
from organizations.models import AuditEntry, OutboxJob, RuleSetting, Unit, UnitKind
from organizations.services import clock, outbox, units

START, END = date(2026, 3, 1), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def open_county(county_a, inside_a):
    with inside_a():
        yield


@pytest.fixture
def office(county_a):
    return county_a.accounts["county_office"]


class Plan:
    """A running campaign, task by task."""

    def __init__(self, cast, first=START, last=END):
        self.cast, self.units = cast, cast.units
        self.campaign = Campaign.objects.create(
            slug=f"duties-{Campaign.objects.count()}", name="填报试验", owner=cast.units.office, year=first.year,
            starts_on=first, ends_on=last, state="published",
        )  # fmt: skip
        self.action = Action.objects.create(campaign=self.campaign, name="行动", order=0)

    def task(self, *, every=(), due=None, dates=(), measured=False, held="") -> Task:
        number = Task.objects.filter(campaign=self.campaign).count() + 1
        task = Task.objects.create(
            campaign=self.campaign, action=self.action, title=f"任务{number}", order=number, number=number
        )
        for order, words in enumerate(every):
            name, _colon, day = words.partition(":")
            Cadence.objects.create(task=task, every=name, day=day, order=order)
        if due:
            dates = [*dates, ("due", None, due, "")]
        for order, (kind, first, last, what) in enumerate(dates):
            TaskDate.objects.create(task=task, kind=kind, starts_on=first, ends_on=last, what=what, order=order)
        if measured or held:
            Indicator.objects.create(task=task, name="数", value=10, held_by=held)
        return task

    def share(self, task, unit=None, role="responsible", since=None, **values) -> Assignment:
        return Assignment.objects.create(
            task=task, unit=unit or self.units.stone, role=role, since=since or self.campaign.starts_on, **values
        )

    def run(self, on) -> int:
        return duties.open_duties(campaign=self.campaign, on=on)


@pytest.fixture
def plan(county_a):
    return Plan(county_a)


def found(share, **conditions):
    return [(duty.period_key, duty.due_on.isoformat()) for duty in share.duties.filter(**conditions).order_by("due_on")]


CASES = [
    ("monthly on a written day, Sunday moves", {"every": ["month:25日前"]}, date(2026, 5, 1),
     [("month:2026-03", "2026-03-25"), ("month:2026-04", "2026-04-27"), ("month:2026-05", "2026-05-25")]),
    ("quarterly", {"every": ["quarter"]}, date(2026, 6, 1), [("quarter:2026-Q2", "2026-06-30")]),
    ("unreadable day falls on the last one", {"every": ["quarter:月初"]}, date(2026, 6, 1), [("quarter:2026-Q2", "2026-06-30")]),
    ("two monthly cadences are one report", {"every": ["month:20日前", "month:25日前"]}, date(2026, 3, 10), [("month:2026-03", "2026-03-20")]),
    ("the next period is there a week ahead", {"every": ["month"]}, date(2026, 3, 25), [("month:2026-03", "2026-03-31"), ("month:2026-04", "2026-04-30")]),
    ("measured without cadence: monthly", {"measured": True}, date(2026, 3, 1), [("month:2026-03", "2026-03-31")]),
    ("held figures are asked of nobody", {"held": "register"}, date(2026, 3, 1), [("end", "2026-12-31")]),
    ("nothing said: once, on the last day", {}, date(2026, 3, 1), [("end", "2026-12-31")]),
    ("long-term without cadence: once", {"dates": [("open", None, None, "")]}, date(2026, 3, 1), [("end", "2026-12-31")]),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "on", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_a_task_owes(plan, facts, on, expected):
    share = plan.share(plan.task(**facts))
    assert plan.run(on) == len(expected)
    assert found(share) == expected


def test_milestones_and_the_outcome(plan):
    task = plan.task(
        every=["month"],
        dates=[("milestone", None, date(2026, 4, 15), "方案报备"), ("due", None, date(2026, 6, 30), ""), ("window", date(2026, 3, 1), date(2026, 5, 29), "集中整治")],
    )  # fmt: skip
    share = plan.share(task)
    plan.run(date(2026, 12, 1))
    rows = [(duty.kind, duty.in_words, duty.due_on.isoformat()) for duty in share.duties.order_by("due_on", "kind")]
    # The report of June would say what the outcome of the same day says; after it nothing is reported.
    assert rows == [
        ("report", "3月填报", "2026-03-31"), ("milestone", "方案报备", "2026-04-15"), ("report", "4月填报", "2026-04-30"),
        ("milestone", "集中整治", "2026-05-29"), ("report", "5月填报", "2026-06-01"), ("final", "完成情况", "2026-06-30"),
    ]  # fmt: skip


def test_who_runs_the_campaign_does_not_report_to_itself(plan):
    task = plan.task(every=["month"])
    own, other = plan.share(task, unit=plan.units.office, role="lead"), plan.share(task)
    assert plan.run(START) == 1
    assert not found(own)
    assert found(other)


def test_support_units_file_only_by_rule(plan):
    task = plan.task(every=["month"])
    share = plan.share(task, role="support")
    assert plan.run(START) == 0
    RuleSetting.objects.create(key="duties.support_units_file", value=True, effective_from=START, source="县委办通知")
    assert plan.run(START) == 1
    assert found(share) == [("month:2026-03", "2026-03-31")]


def test_twice_late_and_with_the_clock_set_back(plan):
    share = plan.share(plan.task(every=["month", "week"], due=date(2026, 11, 20)))
    plan.run(date(2026, 6, 10))
    before = sorted(Duty.objects.filter(assignment=share).values_list("pk", "period_key", "due_on"))
    assert plan.run(date(2026, 6, 10)) == 0
    assert plan.run(date(2026, 4, 1)) == 0
    assert sorted(Duty.objects.filter(assignment=share).values_list("pk", "period_key", "due_on")) == before


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_days_give_what_daily_gives(county_a, seed):
    """A scheduler that slept on some days ends where one ends that never did."""
    chance = random.Random(seed)
    first = date(2026, 1, 1) + timedelta(days=chance.randrange(60))
    plans = []
    for _twin in range(2):
        plan = Plan(county_a, first, first + timedelta(days=150))
        dates = [("milestone", None, first + timedelta(days=70), "中期")]
        task = plan.task(every=["month:25日前", "week"], dates=dates)
        plan.share(task, since=first + timedelta(days=11))
        CampaignPause.objects.create(
            campaign=plan.campaign,
            starts_on=first + timedelta(days=40),
            ends_on=first + timedelta(days=55),
            reason="防汛",
        )
        plans.append(plan)
    daily, sleepy = plans
    days = [first + timedelta(days=n) for n in range(155)]
    for day in days:
        daily.run(day)
    for day in sorted(chance.sample(days[:-1], 6)) + days[-1:]:
        sleepy.run(day)
    rows = [
        list(Duty.objects.filter(campaign=plan.campaign).order_by("period_key")
             .exclude(kind="milestone").values_list("period_key", "starts_on", "ends_on", "due_on", "extended_to", "state"))
        for plan in plans
    ]  # fmt: skip
    assert rows[0] == rows[1]
    assert len(rows[0]) > 15


def test_ten_years(county_a):
    plan = Plan(county_a, date(2020, 1, 1), date(2029, 12, 31))
    share = plan.share(plan.task(every=["month", "quarter", "year"]))
    day = date(2020, 1, 1)
    while day <= date(2030, 1, 5):
        plan.run(day)
        day += timedelta(days=97)
    plan.run(date(2029, 12, 31))
    keys = [key for key, _due in found(share)]
    assert len(keys) == len(set(keys)) == 120 + 40 + 10
    assert all(duty.starts_on <= duty.due_on for duty in share.duties.all())


def test_an_amended_cadence_changes_only_what_has_not_begun(plan):
    task = plan.task(every=["month"])
    share = plan.share(task)
    plan.run(date(2026, 3, 28))
    assert found(share) == [("month:2026-03", "2026-03-31"), ("month:2026-04", "2026-04-30")]
    Cadence.objects.filter(task=task).update(day="20日前")
    plan.run(date(2026, 3, 28))
    assert found(share) == [("month:2026-03", "2026-03-31"), ("month:2026-04", "2026-04-20")]
    Cadence.objects.filter(task=task).update(every="quarter", day="")
    plan.run(date(2026, 3, 28))
    assert found(share) == [("month:2026-03", "2026-03-31"), ("quarter:2026-Q2", "2026-06-30")]


def test_what_somebody_worked_on_early_stays(plan):
    task = plan.task(every=["month"])
    share = plan.share(task)
    plan.run(date(2026, 3, 28))
    coming = share.duties.get(period_key="month:2026-04")
    filing = Filing.objects.create(campaign=plan.campaign, unit=share.unit, due_on=coming.due_on)
    item = FilingItem.objects.create(filing=filing, duty=coming)
    Cadence.objects.filter(task=task).update(day="20日前")
    item.state = "filled"
    item.save()
    plan.run(date(2026, 3, 28))
    assert ("month:2026-04", "2026-04-30") in found(share)
    item.state = "blank"
    item.save()
    plan.run(date(2026, 3, 28))
    assert ("month:2026-04", "2026-04-20") in found(share)
    assert not Filing.objects.filter(pk=filing.pk).exists()


def test_exempt_and_taken_back(plan):
    share = plan.share(plan.task(every=["month"]))
    plan.run(date(2026, 4, 10))
    Assignment.objects.filter(pk=share.pk).update(state="exempt", reason="没有后进村")
    duties.follow_change(campaign=plan.campaign, mark="v2", on=date(2026, 4, 10))
    assert found(share, state="open") == [("month:2026-03", "2026-03-31")]
    assert share.duties.get(state="waived").waived_reason == "没有后进村"
    assert plan.run(date(2026, 5, 2)) == 0
    Assignment.objects.filter(pk=share.pk).update(state="active", reason="")
    plan.run(date(2026, 4, 12))
    assert found(share, state="waived") == []
    assert share.duties.get(period_key="month:2026-04").waived_reason == ""


def test_ended_shares_leave_what_falls_due_later(plan):
    share = plan.share(plan.task(every=["month"]))
    plan.run(date(2026, 4, 25))
    Assignment.objects.filter(pk=share.pk).update(state="ended", until=date(2026, 4, 15), reason="任务取消")
    plan.run(date(2026, 6, 1))
    assert found(share, state="open") == [("month:2026-03", "2026-03-31")]
    assert {duty.waived_reason for duty in share.duties.filter(state="waived")} == {"任务取消"}
    assert share.duties.count() == 3  # April and the May that was there already


def test_a_merged_unit_s_month_is_owed_by_its_successor(plan):
    task = plan.task(every=["month"])
    old = plan.share(task)
    plan.run(date(2026, 4, 10))
    new = plan.share(task, unit=plan.units.maple, since=date(2026, 4, 21))
    Assignment.objects.filter(pk=old.pk).update(
        state="moved", until=date(2026, 4, 20), moved_to=new, reason="并入枫林乡"
    )
    plan.run(date(2026, 4, 21))
    assert found(old, state="open") == [("month:2026-03", "2026-03-31")]
    # Only ten days of April were left, yet somebody has to report it; March was over before.
    assert found(new) == [("month:2026-04", "2026-04-30")]


def test_a_pause_moves_last_days_but_no_filing(plan):
    share = plan.share(plan.task(every=["month"]))
    plan.run(date(2026, 4, 10))
    pause = CampaignPause.objects.create(campaign=plan.campaign, starts_on=date(2026, 4, 20), reason="换届")
    Campaign.objects.filter(pk=plan.campaign.pk).update(state="paused")
    assert plan.run(date(2026, 5, 5)) == 0
    assert share.duties.get(period_key="month:2026-04").extended_to is None
    pause.ends_on = date(2026, 5, 10)
    pause.save()
    Campaign.objects.filter(pk=plan.campaign.pk).update(state="published")
    plan.run(date(2026, 5, 11))
    april = share.duties.get(period_key="month:2026-04")
    assert (april.due_on, april.extended_to) == (date(2026, 4, 30), date(2026, 5, 11))
    assert found(share) == [
        ("month:2026-03", "2026-03-31"),
        ("month:2026-04", "2026-04-30"),
        ("month:2026-05", "2026-06-01"),
    ]


def test_after_the_accepted_outcome_nothing_is_reported(plan):
    share = plan.share(plan.task(every=["month"], due=date(2026, 9, 30)))
    plan.run(date(2026, 5, 10))
    final = share.duties.get(kind="final")
    share.duties.filter(kind="final").update(state="accepted", filed_on=date(2026, 5, 9), accepted_on=date(2026, 5, 10))
    plan.run(date(2026, 6, 2))
    assert found(share, kind="report", state="open") == [
        ("month:2026-03", "2026-03-31"),
        ("month:2026-04", "2026-04-30"),
    ]
    assert share.duties.get(state="waived").period_key == "month:2026-05"
    Duty.objects.filter(pk=final.pk).update(state="open", filed_on=None, accepted_on=None)
    plan.run(date(2026, 5, 12))
    assert share.duties.get(period_key="month:2026-05").state == "open"


def test_a_unit_without_people_owes_like_any_other(plan):
    lonely = Unit.objects.create(
        kind=UnitKind.DEPARTMENT,
        code="D-LONELY",
        name="县空编办",
        parent=plan.units.root,
        path="x/D-LONELY/",
        valid_from=START,
    )
    share = plan.share(plan.task(every=["month"]), unit=lonely)
    assert plan.run(START) == 1
    assert share.duties.get().unit == lonely


@pytest.mark.parametrize("state", ["draft", "closed", "archived"])
def test_what_does_not_run_opens_nothing(plan, state):
    plan.share(plan.task(every=["month"]))
    Campaign.objects.filter(pk=plan.campaign.pk).update(state=state)
    assert plan.run(date(2026, 6, 1)) == 0


def test_a_whole_campaign_in_few_queries(county_a):
    plan = Plan(county_a, date(2026, 1, 1), date(2026, 12, 31))
    townships = [
        Unit.objects.create(
            kind=UnitKind.TOWNSHIP, code=f"9{n:011d}", name=f"第{n}镇", parent=plan.units.root,
            path=f"{plan.units.root.path}9{n:011d}/", valid_from=date(2020, 1, 1),
        )
        for n in range(17)
    ]  # fmt: skip
    tasks = [plan.task(every=["month"], measured=True) for _n in range(18)]
    Assignment.objects.bulk_create(
        [
            Assignment(task=task, unit=unit, role="responsible", since=date(2026, 1, 1))
            for task in tasks
            for unit in townships
        ]
    )
    with CaptureQueriesContext(connection) as queries:
        assert plan.run(date(2026, 12, 31)) == 18 * 17 * 12
    asked = [query for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 15, [query["sql"][:90] for query in asked]


def perform_all(kind):
    for job in OutboxJob.objects.filter(kind=kind, state="pending").order_by("pk"):
        assert outbox.perform(job_id=job.pk) == "done"


def test_publishing_puts_the_opening_down_and_a_job_does_it(county_a, office):
    campaign = county_a.extra.town_campaign
    job = OutboxJob.objects.get(key=f"duties:{campaign.public_id}:v1")
    assert not Duty.objects.filter(campaign=campaign, period_key__startswith="date").exists()
    assert outbox.perform(job_id=job.pk) == "done"
    assert outbox.perform(job_id=job.pk) == "gone"
    # Without cadence and number: filed by completion, once, at the assumed day.
    assert Duty.objects.filter(campaign=campaign, kind="final", due_on=date(2026, 12, 31)).count() == 2


def test_a_doubled_and_a_missed_beat(plan):
    share = plan.share(plan.task(every=["week"]))
    moment = timezone.make_aware(datetime(2026, 3, 2, 0, 10))
    for now in (moment, moment, moment + timedelta(minutes=30), moment + timedelta(days=23)):  # beat was down for weeks
        clock.put_down(kind="open_county_duties", period="day", catch_up=1, now=now)
        perform_all("open_county_duties")
        perform_all("open_campaign_duties")
    keys = [key for key, _due in found(share)]
    assert keys == [f"week:2026-W{n}" for n in range(10, 15)]


def test_one_line_in_the_trail(plan):
    plan.share(plan.task(every=["month"]))
    plan.run(START)
    plan.run(START)
    entries = AuditEntry.objects.filter(action="duty.open")
    assert entries.count() == 1


REFUSALS = [
    ("filed", "理由", "待审核"), ("accepted", "理由", "已通过"), ("waived", "理由", "免报"), ("open", "  ", "理由"), ("open", "长" * 201, "200"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "reason", "words"), REFUSALS)
def test_waiving_is_refused(plan, office, state, reason, words):
    share = plan.share(plan.task(every=["month"]))
    plan.run(START)
    share.duties.update(state=state, filed_on=START, waived_reason="旧" if state == "waived" else "")
    with pytest.raises(ValidationError, match=words):
        waivers.waive(duty=share.duties.get(), reason=reason, by=office)


def test_waived_by_hand_stays_waived_until_somebody_asks_again(plan, office):
    share = plan.share(plan.task(every=["month"]))
    plan.run(START)
    duty = share.duties.get()
    waivers.waive(duty=duty, reason="防汛期间", by=office)
    plan.run(START)
    duty.refresh_from_db()
    assert (duty.state, duty.waived_reason) == ("waived", "防汛期间")
    with pytest.raises(ValidationError, match="到期日已过"):
        waivers.reopen(duty=duty, by=office, on=date(2026, 4, 1))
    waivers.reopen(duty=duty, by=office, on=date(2026, 3, 20))
    duty.refresh_from_db()
    assert (duty.state, duty.waived_reason) == ("open", "")


def test_publishing_twice_makes_no_second_job(county_a, office):
    campaign = county_a.extra.campaign
    with pytest.raises(ValidationError):
        publishing.publish(campaign=campaign, by=office, on=START)
    assert OutboxJob.objects.filter(key__startswith=f"duties:{campaign.public_id}").count() == 1


# What people do on the pages, through the services that they call.


@pytest.fixture
def running(county_a, office):
    """The cast's campaign: its first task is carried by both townships, and what is due is opened."""
    campaign = county_a.extra.campaign
    Duty.objects.filter(campaign=campaign, items__isnull=True).delete()
    perform_all("open_campaign_duties")
    campaign.refresh_from_db()
    return campaign


def open_of(share):
    return share.duties.filter(state="open", due_on__gte=timezone.localdate()).count()


def paper_for(campaign):
    campaign.refresh_from_db()
    today = max(timezone.localdate(), campaign.starts_on)
    return Paper(version=campaign.version, reason="县委会议调整", valid_from=today)


def test_an_exemption_waives_at_once_and_taking_it_back_asks_again(running, county_a, office):
    share = Assignment.objects.get(task=county_a.extra.tasks[0], unit=county_a.units.maple)
    Duty.objects.create(
        campaign=running, assignment=share, unit=share.unit, kind="report", period_key="month:2031-01", due_on=date(2031, 1, 31),
        starts_on=date(2031, 1, 1), ends_on=date(2031, 1, 31),
    )  # fmt: skip
    assignments.exempt(assignment=share, paper=paper_for(running), by=office)
    duty = share.duties.get(period_key="month:2031-01")
    assert (duty.state, duty.waived_reason, duty.waived_with_share) == ("waived", "县委会议调整", True)
    assert open_of(share) == 0
    share.refresh_from_db()
    assignments.restore(assignment=share, paper=paper_for(running), by=office)
    marks = [
        job.key.rsplit(":", 1)[1]
        for job in OutboxJob.objects.filter(
            kind="open_campaign_duties", state="pending", key__contains=str(running.public_id)
        )
    ]
    assert marks == ["v2", "v3"]


def test_closing_ends_what_was_still_to_come(running, county_a, office):
    share = Assignment.objects.get(task=county_a.extra.tasks[0], unit=county_a.units.maple)
    Duty.objects.create(
        campaign=running, assignment=share, unit=share.unit, kind="report", period_key="month:2031-01", due_on=date(2031, 1, 31),
        starts_on=date(2031, 1, 1), ends_on=date(2031, 1, 31),
    )  # fmt: skip
    lifecycle.close(campaign=running, reason="任务完成", version=running.version, by=office, on=timezone.localdate())
    duty = share.duties.get(period_key="month:2031-01")
    assert (duty.state, duty.waived_reason) == ("waived", "任务完成")
    perform_all("open_campaign_duties")
    assert open_of(share) == 0


def test_a_merger_hands_the_future_over(plan, county_a):
    task = plan.task(every=["month"])
    old, new_unit = plan.share(task, unit=plan.units.maple), plan.units.stone
    plan.run(date(2026, 4, 10))
    units.merge_unit(unit=plan.units.maple, into=new_unit, by=county_a.accounts["county_admin"], on=date(2026, 4, 20))
    assert found(old, state="open") == [("month:2026-03", "2026-03-31")]
    assert "枫林乡并入石桥镇" in old.duties.get(state="waived").waived_reason
    plan.run(date(2026, 4, 21))
    assert found(task.assignments.get(unit=new_unit)) == [("month:2026-04", "2026-04-30")]


def test_a_change_since_a_day_in_the_past_does_not_unmake_what_was_late(plan):
    task = plan.task(every=["week"])
    share = plan.share(task)
    plan.run(timezone.localdate())
    late = share.duties.filter(due_on__lt=timezone.localdate()).count()
    Cadence.objects.filter(task=task).delete()
    duties.follow_change(campaign=plan.campaign, mark="v2", on=START)
    perform_all("open_campaign_duties")
    assert share.duties.filter(due_on__lt=timezone.localdate(), state="open", kind="report").count() == late
