"""What goes to the worker in one message, and that the jobs of a message do not stand or fall together."""

import pytest

from organizations import tasks
from organizations.dispatching import Claimed, in_messages
from organizations.models import OutboxJob
from organizations.services import outbox
from organizations.tenancy.context import tenant


def claimed(number: int, *, kind: str = "freeze_rollup", heavy: bool = True, attempts: int = 1) -> Claimed:
    return Claimed(job_id=number, county_id=number, heavy=heavy, kind=kind, attempts=attempts)


def sizes(jobs: list[Claimed]) -> list[int]:
    return sorted(map(len, in_messages(jobs)))


def test_short_jobs_of_many_counties_share_a_message(settings):
    settings.OUTBOX_MOST_TOGETHER = 50
    many = [claimed(n) for n in range(120)]
    assert sizes(many) == [20, 50, 50]
    assert [job for message in in_messages(many) for job in message] == many
    assert in_messages([]) == []


@pytest.mark.parametrize(
    "other",
    [{"kind": "check_import"}, {"kind": "deliver_notice", "heavy": False}, {"attempts": 2}],
    ids=["long", "light", "tried before"],
)
def test_these_go_alone(other):
    """A job that kills its worker is tried alone the next time, so that the others are not tried to death with it."""
    jobs = [claimed(1), claimed(2, **other), claimed(3), claimed(4, **other)]
    assert sizes(jobs) == [1, 1, 2]


def test_the_country_takes_no_more_than_a_hundred_and_twenty_messages():
    """2,844 counties, two jobs each; the dispatcher claims a hundred at a time."""
    from organizations.dispatching import BATCH

    counties, jobs = 2_844, 0
    for _step in ("freeze_rollup", "score_rollup"):
        for first in range(0, counties, BATCH):
            jobs += len(in_messages([claimed(n) for n in range(first, min(first + BATCH, counties))]))
    assert jobs <= 120


def fails(**payload) -> None:
    raise RuntimeError


def works(**payload) -> None:
    pass


def test_one_of_a_message_fails_and_the_others_are_done(both, settings):
    here = "tests.organizations.test_dispatching"
    settings.OUTBOX_HANDLERS = {**settings.OUTBOX_HANDLERS, "fails": f"{here}.fails", "works": f"{here}.works"}
    pairs = []
    for cast, kinds in zip(both, (["works", "fails"], ["works"]), strict=True):
        with tenant(cast.county.id):
            for kind in kinds:
                outbox.enqueue(kind=kind, key=kind, heavy=True)
                pairs.append((cast.county.id, OutboxJob.objects.get(key=kind).pk))
    foreign = (both[1].county.id, pairs[0][1])
    assert tasks.run_heavy_jobs([*pairs, foreign]) == ["done", "failed", "done", "gone"]
    assert tasks.run_heavy_jobs(pairs[:1]) == ["gone"]
