"""Kills, flushes, freezes and doubles: every job is done, and each once."""

import signal
import time
from collections import Counter

import pytest
import redis
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from organizations.models import AuditEntry, Message, Notice, OutboxJob
from organizations.services import notices, outbox
from organizations.tenancy.context import tenant
from tests.processes import Crew, own_broker, somebody_waits, wait_until

pytestmark = [pytest.mark.deep, pytest.mark.servers, pytest.mark.django_db(transaction=True)]
MANY = 60


@pytest.fixture
def broker():
    with own_broker() as (address, process):
        process.address = address
        yield process


@pytest.fixture
def crew(process_environment, broker, tmp_path, settings):
    from tests.deep.settings import OUTBOX_HANDLERS

    settings.OUTBOX_HANDLERS = OUTBOX_HANDLERS
    more = {"REDIS_URL": broker.address, "DJANGO_SETTINGS_MODULE": "tests.deep.settings"}
    crew = Crew(process_environment | more, tmp_path)
    yield crew
    crew.dismiss()


@pytest.fixture
def county(county_a):
    """The cast's own jobs are none of these tests' business."""
    with tenant(county_a.county.id):
        OutboxJob.objects.all().delete()
    return county_a


def line(broker) -> redis.Redis:
    return redis.Redis(unix_socket_path=broker.address.removeprefix("redis+socket://"))


def flush(broker) -> None:
    line(broker).flushall()


def waiting(broker) -> int:
    return line(broker).llen("default")


def send_many(cast) -> list[Notice]:
    with tenant(cast.county.id):
        for number in range(MANY):
            outbox.enqueue(kind="count", key=f"count:{number}", payload={"number": number})
        return [
            notices.send_notice(by=None, subject=f"第{number}号", body="内容", units=[cast.units.stone])
            for number in range(MANY)
        ]


def states(cast) -> Counter:
    with tenant(cast.county.id):
        return Counter(OutboxJob.objects.values_list("state", flat=True))


def all_done(cast) -> bool:
    return set(states(cast)) == {"done"}


def assert_each_once(cast, sent: list[Notice]) -> None:
    with tenant(cast.county.id):
        told = Counter(Message.objects.filter(notice__in=sent).values_list("notice_id", "account_id"))
        effects = Counter(AuditEntry.objects.filter(action="county.tidy").values_list("payload", flat=True))
    assert len(told) == 2 * MANY, "two accounts in the township, each told of each notice"
    assert set(told.values()) == {1}
    numbers = Counter(text.split('"number": ')[1].split("}")[0].split(",")[0] for text in effects.elements())
    assert len(numbers) == MANY, f"lost: {MANY - len(numbers)}"
    assert set(numbers.values()) == {1}, "doubled"


def test_kills_flushes_and_a_second_dispatcher(county, broker, crew):
    sent = send_many(county)
    crew.dispatcher()
    crew.dispatcher()
    worker = crew.worker()
    for part in (0.2, 0.4, 0.6):
        wait_until(lambda part=part: states(county)["done"] >= part * 2 * MANY, what=crew.logs)
        worker.kill()
        if part == 0.4:
            flush(broker)
        worker = crew.worker()
    wait_until(lambda: all_done(county), seconds=120, what=lambda: (states(county), crew.logs()))
    assert_each_once(county, sent)


def test_messages_that_arrive_three_times(county, broker, crew):
    sent = send_many(county)
    crew.dispatcher()
    for _time in range(2):
        # Every message is on its way already, and goes out once more.
        wait_until(lambda: not _unpublished(county), what=crew.logs)
        with tenant(county.county.id):
            OutboxJob.objects.update(attempts=0, next_at=timezone.now())
    wait_until(lambda: not _unpublished(county), what=crew.logs)
    wait_until(lambda: waiting(broker) >= 3 * 2 * MANY, what=lambda: waiting(broker))
    crew.worker()
    crew.worker()
    wait_until(lambda: all_done(county) and waiting(broker) == 0, what=lambda: (states(county), crew.logs()))
    for worker in crew.started[1:]:
        worker.stop()  # it ends what it has begun
    assert_each_once(county, sent)


def test_a_worker_killed_in_the_middle_of_a_message(county, crew):
    with tenant(county.county.id):
        notice = notices.send_notice(by=None, subject="半路", body="内容", units=[county.units.stone])
    dispatcher = crew.dispatcher(lease=2)
    with transaction.atomic(), tenant(county.county.id):
        # The handler has written its messages and now waits for this row.
        Notice.objects.select_for_update().get(pk=notice.pk)
        worker = crew.worker()
        wait_until(somebody_waits, what=crew.logs)
        worker.kill()
    with tenant(county.county.id):
        assert Message.objects.filter(notice=notice).count() == 0, "half an effect is no effect"
    crew.worker()
    wait_until(lambda: all_done(county), what=crew.logs)
    with tenant(county.county.id):
        assert Message.objects.filter(notice=notice).count() == 2
        assert OutboxJob.objects.get().attempts == 2
    assert dispatcher.stop() == 0


def test_a_flushed_broker(county, broker, crew):
    sent = send_many(county)
    crew.dispatcher()
    # Everything is published, nobody works yet, and the broker forgets it all.
    wait_until(lambda: not _unpublished(county), what=crew.logs)
    flush(broker)
    crew.worker()
    wait_until(lambda: all_done(county), seconds=120, what=lambda: (states(county), crew.logs()))
    assert_each_once(county, sent)


def _unpublished(cast) -> bool:
    with tenant(cast.county.id):
        return OutboxJob.objects.filter(attempts=0).exists()


def test_a_frozen_broker_is_not_felt_in_the_browser(county, broker, crew, as_role, record_property):
    crew.dispatcher()
    crew.worker()
    warm = as_role("county_office")
    form = {"subject": "冻住时", "body": "内容", "group": str(county.extra.unit_group.public_id)}
    warm.get(reverse("organizations:notice-new"))
    broker.signal(signal.SIGSTOP)
    began = time.perf_counter()
    assert warm.post(reverse("organizations:notice-new"), form).status_code == 302
    seconds = time.perf_counter() - began
    record_property("post_seconds", round(seconds, 3))
    print(f"POST with a frozen broker: {seconds:.3f} s")
    # The dispatcher meets the frozen broker, and uses up no tries.
    wait_until(lambda: "Dispatching failed" in crew.logs(), what=crew.logs)
    with tenant(county.county.id):
        assert OutboxJob.objects.get().attempts <= 1
    broker.signal(signal.SIGCONT)
    wait_until(lambda: all_done(county), what=crew.logs)
    with tenant(county.county.id):
        assert Message.objects.filter(notice__subject="冻住时").count() == 2


def test_a_worker_that_is_away_uses_up_nobody_s_tries(county, crew):
    send_many(county)
    crew.dispatcher(lease=1)
    wait_until(lambda: not _unpublished(county), what=crew.logs)
    began = time.monotonic()
    wait_until(lambda: time.monotonic() > began + 8, what=crew.logs)
    with tenant(county.county.id):
        assert set(OutboxJob.objects.values_list("attempts", flat=True)) == {1}
    assert set(states(county)) == {"pending"}


def test_a_poison_job_dies_and_the_others_are_done(county, crew):
    with tenant(county.county.id):
        outbox.enqueue(kind="poison", key="poison")
    sent = send_many(county)
    dispatcher = crew.dispatcher(lease=1)
    crew.worker()
    wait_until(lambda: states(county)["dead"] == 1, seconds=120, what=lambda: (states(county), crew.logs()))
    wait_until(lambda: states(county)["done"] == 2 * MANY, seconds=120, what=lambda: states(county))
    assert_each_once(county, sent)
    assert "is dead after 5 tries" in dispatcher.log.read_text()
