"""Celery's doors. Each opens the county and calls one service."""

import logging

from celery import Task, shared_task

from organizations.services import clock, outbox, tidying
from organizations.tenancy.context import tenant

log = logging.getLogger(__name__)

# Tasks that open no county themselves; everything else takes the county first. A test reads this list.
PLATFORM_TASKS = frozenset(
    {"organizations.tasks.beat_tick", "organizations.tasks.tidy_platform", "organizations.tasks.run_heavy_jobs"}
)


class CountyTask(Task):
    """Base of every task on county data: the first argument is the county, and the body runs inside `tenant()`."""

    abstract = True

    def __call__(self, county_id, *args, **kwargs):
        with tenant(county_id):
            return super().__call__(county_id, *args, **kwargs)


class JobTask(CountyTask):
    """One transaction for the effect; if it fails, all of it is taken back and a second one notes the failure."""

    abstract = True

    def __call__(self, county_id, job_id):
        try:
            with tenant(county_id, one_snapshot=self.one_snapshot(county_id, job_id)):
                return super().__call__(county_id, job_id)
        except Exception as error:  # whatever a handler raises is kept with the job, and the job is tried again
            log.exception("Outbox job %s of county %s failed", job_id, county_id)
            with tenant(county_id):
                outbox.note_failure(job_id=job_id, error=error)
            return "failed"

    def one_snapshot(self, county_id, job_id) -> bool:
        return False


class HeavyJobTask(JobTask):
    """Heavy work may ask to see everything as it was at one moment, which is said before the transaction begins."""

    abstract = True

    def one_snapshot(self, county_id, job_id) -> bool:
        with tenant(county_id):
            return outbox.wants_one_snapshot(job_id=job_id)


@shared_task(base=JobTask)
def run_job(county_id: int, job_id: int) -> str:
    return outbox.perform(job_id=job_id)


@shared_task(base=HeavyJobTask, time_limit=3600, soft_time_limit=3500)
def run_heavy_job(county_id: int, job_id: int) -> str:
    return outbox.perform(job_id=job_id)


@shared_task(time_limit=3600, soft_time_limit=3500)
def run_heavy_jobs(jobs: list[tuple[int, int]]) -> list[str]:
    """Pairs of county and job, one after the other: each opens its county, fails alone, and is done when it is done."""
    return [run_heavy_job(county_id, job_id) for county_id, job_id in jobs]


@shared_task
def beat_tick(kind: str, period: str, catch_up: int = 1) -> int:
    """Put down, for every county, the jobs of this kind for the periods since its last one."""
    return clock.put_down(kind=kind, period=period, catch_up=catch_up, now=clock.now())


@shared_task
def tidy_platform() -> dict[str, int]:
    return tidying.tidy_platform()
