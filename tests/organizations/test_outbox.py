"""Outbox, clock and the doors of the worker: nothing half, nothing twice, nothing forgotten."""

import inspect
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from config.celery import app
from config.schedule import SCHEDULE, beat_schedule
from organizations import tasks
from organizations.models import AuditEntry, County, Notice, OutboxJob, Submission, UnitGrant
from organizations.services import audit, clock, outbox, tidying
from organizations.tenancy.context import TenantError, tenant


@pytest.fixture
def county(county_a):
    with tenant(county_a.county.id):
        yield county_a


def half_an_effect(*, notice_id: int) -> None:
    """A handler that writes and then fails."""
    Notice.objects.filter(pk=notice_id).update(subject="half")
    audit.record(by=None, action="notice.send", after={"half": True})
    raise RuntimeError("in the middle, with 13800000001 in its text")


def nothing(**payload) -> None:
    pass


@pytest.fixture
def kinds(settings):
    here = "tests.organizations.test_outbox"
    settings.OUTBOX_HANDLERS = {
        **settings.OUTBOX_HANDLERS,
        "half": f"{here}.half_an_effect",
        "nothing": f"{here}.nothing",
    }


def job(key: str) -> OutboxJob:
    return OutboxJob.objects.get(key=key)


def test_a_key_is_put_down_once(county, kinds):
    assert outbox.enqueue(kind="nothing", key="k") is True
    assert outbox.enqueue(kind="nothing", key="k") is False
    assert OutboxJob.objects.filter(key="k").count() == 1


def test_two_counties_may_use_the_same_key(both, kinds):
    for cast in both:
        with tenant(cast.county.id):
            assert outbox.enqueue(kind="nothing", key="k")


def test_an_unknown_kind_is_a_mistake_in_the_code(county):
    with pytest.raises(LookupError):
        outbox.enqueue(kind="no-such", key="k")


def test_outside_a_county_nothing_is_put_down(both, kinds):
    with pytest.raises(TenantError):
        outbox.enqueue(kind="nothing", key="k")


def test_a_job_is_done_once(county, kinds):
    outbox.enqueue(kind="nothing", key="k")
    assert outbox.perform(job_id=job("k").pk) == "done"
    assert outbox.perform(job_id=job("k").pk) == "gone"
    assert job("k").done_at is not None


def test_a_failing_handler_leaves_nothing_and_is_tried_later(county_a, kinds):
    with tenant(county_a.county.id):
        notice = county_a.extra.notice
        outbox.enqueue(kind="half", key="h", payload={"notice_id": notice.pk})
        lines, pk = AuditEntry.objects.count(), job("h").pk
    assert tasks.run_job(county_a.county.id, pk) == "failed"
    with tenant(county_a.county.id):
        assert Notice.objects.get(pk=notice.pk).subject == notice.subject
        assert AuditEntry.objects.count() == lines
        kept = job("h")
        assert kept.state == OutboxJob.State.PENDING
        assert kept.last_error == "RuntimeError", "the kind of the error, never its text"
        assert kept.next_at > timezone.now() + timedelta(seconds=4)


def test_a_failing_handler_called_inside_a_larger_transaction_leaves_nothing(county, kinds):
    outbox.enqueue(kind="half", key="h", payload={"notice_id": county.extra.notice.pk})
    with pytest.raises(RuntimeError):
        outbox.perform(job_id=job("h").pk)
    assert Notice.objects.get(pk=county.extra.notice.pk).subject == county.extra.notice.subject


def test_the_pause_between_tries_grows_to_ten_minutes(county, kinds):
    outbox.enqueue(kind="half", key="h")
    pauses = []
    for tries in (1, 3, 12):
        OutboxJob.objects.filter(key="h").update(attempts=tries)
        outbox.note_failure(job_id=job("h").pk, error=RuntimeError())
        pauses.append(round((job("h").next_at - timezone.now()).total_seconds()))
    assert pauses == [10, 40, 600]


def test_a_job_of_another_county_is_not_there(both, kinds):
    a, b = both
    with tenant(b.county.id):
        outbox.enqueue(kind="nothing", key="k")
        pk = job("k").pk
    assert tasks.run_job(a.county.id, pk) == "gone"
    with tenant(b.county.id):
        assert job("k").state == OutboxJob.State.PENDING


def test_dead_jobs_can_be_revived(county, kinds):
    outbox.enqueue(kind="nothing", key="k")
    OutboxJob.objects.filter(key="k").update(state=OutboxJob.State.DEAD, attempts=5)
    assert outbox.revive(by=None) == 1
    assert (job("k").state, job("k").attempts) == (OutboxJob.State.PENDING, 0)
    assert outbox.revive(by=None) == 0


def test_every_task_takes_the_county_first_or_is_listed():
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}
    assert ours
    for name, task in ours.items():
        first = next(iter(inspect.signature(task.run).parameters), None)
        assert first == "county_id" or name in tasks.PLATFORM_TASKS, f"{name} takes {first} first"
    assert set(ours) >= tasks.PLATFORM_TASKS


def test_the_schedule_names_tasks_and_kinds_that_exist(settings):
    app.loader.import_default_modules()
    assert len(beat_schedule()) == len(SCHEDULE)
    for entry in SCHEDULE:
        assert entry.task in app.tasks
        inspect.signature(app.tasks[entry.task].run).bind(*entry.args)
        if entry.task.endswith("beat_tick"):
            assert entry.args[0] in settings.OUTBOX_HANDLERS
            assert entry.args[1] in clock.PERIODS


def test_a_message_lands_in_one_queue():
    keys = [(queue.exchange.name, queue.routing_key) for queue in app.amqp.queues.values()]
    assert len(keys) == len(set(keys)) == 2


@pytest.mark.parametrize(
    ("last", "period", "now", "catch_up", "names"),
    [
        (None, "day", "2026-11-24 09:00", 31, ["2026-11-24"]),
        ("2026-11-24", "day", "2026-11-24 23:59", 31, []),
        ("2026-11-24", "day", "2026-11-25 00:00", 31, ["2026-11-25"]),
        ("2026-11-21", "day", "2026-11-24 09:00", 31, ["2026-11-22", "2026-11-23", "2026-11-24"]),
        ("2026-11-01", "day", "2026-11-24 09:00", 2, ["2026-11-23", "2026-11-24"]),
        ("2026-11-01", "day", "2026-11-24 09:00", 1, ["2026-11-24"]),
        ("2026-11-30", "day", "2026-12-01 00:05", 31, ["2026-12-01"]),
        ("2028-02-28", "day", "2028-03-01 08:00", 31, ["2028-02-29", "2028-03-01"]),
        ("2026-12-31", "day", "2027-01-01 08:00", 31, ["2027-01-01"]),
        ("2026-11-24T09", "hour", "2026-11-24 11:30", 48, ["2026-11-24T10", "2026-11-24T11"]),
        ("2026-11-24T23", "hour", "2026-11-25 00:01", 48, ["2026-11-25T00"]),
        # The clock of the machine was set back: nothing new, nothing twice.
        ("2026-11-24T11", "hour", "2026-11-24 10:30", 48, []),
        ("2026-11-25", "day", "2026-11-24 10:30", 31, []),
    ],
)
def test_periods_that_are_due(last, period, now, catch_up, names):
    assert clock.due_periods(last=last, period=period, now=datetime.fromisoformat(now), catch_up=catch_up) == names


def test_beat_puts_down_each_period_once_for_every_county(both, kinds):
    monday = datetime(2026, 11, 23, 9, tzinfo=timezone.get_default_timezone())
    ticks = [monday, monday, monday + timedelta(days=3), monday + timedelta(days=3), monday + timedelta(days=1)]
    made = [clock.put_down(kind="nothing", period="day", catch_up=31, now=now) for now in ticks]
    counties = County.objects.count()  # the cast's two, and those that another test committed
    assert counties >= len(both)
    assert made == [counties, 0, 3 * counties, 0, 0]
    for cast in both:
        with tenant(cast.county.id):
            keys = list(OutboxJob.objects.filter(kind="nothing").order_by("key").values_list("key", flat=True))
        assert keys == [f"nothing:{cast.county.code}:2026-11-{day}" for day in (23, 24, 25, 26)]


def test_the_broom_takes_what_is_old_and_names_grants_that_ended(county, kinds):
    now = timezone.now()
    for key, state, age in [("old", "done", 91), ("young", "done", 89), ("waiting", "pending", 200)]:
        outbox.enqueue(kind="nothing", key=key)
        OutboxJob.objects.filter(key=key).update(state=state, done_at=now - timedelta(days=age))
    for number, hours in enumerate((49, 47)):
        key = f"00000000-0000-4000-8000-00000000000{number}"
        Submission.objects.create(key=key, account_id=1, location="/")
        Submission.objects.filter(key=key).update(created_at=now - timedelta(hours=hours))
    UnitGrant.objects.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert tidying.tidy_county(period="2026-11-24") == {
        "jobs": 1, "one_time_keys": 1, "exports": 0, "orphan_files": 0,
    }  # fmt: skip
    assert set(OutboxJob.objects.filter(kind="nothing").values_list("key", flat=True)) == {"young", "waiting"}
    assert Submission.objects.count() == 1
    assert UnitGrant.objects.count() == 1, "a grant past its last day is listed, not taken"
    line = AuditEntry.objects.get(action="county.tidy")
    assert "assessor：edit_unit" in line.payload


def test_the_platform_broom_runs(db):
    tidying.tidy_platform()
