"""The dispatcher: takes due jobs of all counties out of the outbox and publishes their ids. It sees ids and dates only.

SQL by hand, because the dispatcher's role may read and write a few columns (see DispatchPolicy in models/outbox.py) and
the ORM would ask for all of them. The claim is committed before the first message goes out: a worker must not find the
row locked. So a crash in between only delays a job until its lease ends.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import connections
from kombu import Connection, Producer

from organizations.models import OutboxJob

log = logging.getLogger(__name__)
TABLE = OutboxJob._meta.db_table
QUEUES = {False: "default", True: "heavy"}
BATCH = 100
# The claim is refused to rows that a worker or the other dispatcher holds; they are not due for anybody else.
CLAIM = f"""
UPDATE {TABLE} SET attempts = attempts + 1,
  next_at = now() + make_interval(secs => CASE WHEN heavy THEN %(heavy_lease)s ELSE %(lease)s END)
WHERE id IN (SELECT id FROM {TABLE} WHERE state = 'pending' AND next_at <= now() AND attempts < %(most)s
             AND (attempts = 0 OR heavy = ANY(%(drained)s)) ORDER BY next_at, id LIMIT %(batch)s FOR UPDATE SKIP LOCKED)
RETURNING id, county_id, heavy, kind, attempts
"""  # noqa: S608
BURY = f"""
UPDATE {TABLE} SET state = 'dead'
WHERE id IN (SELECT id FROM {TABLE} WHERE state = 'pending' AND next_at <= now() AND attempts >= %(most)s
             AND heavy = ANY(%(drained)s) ORDER BY id LIMIT %(batch)s FOR UPDATE SKIP LOCKED)
RETURNING id, county_id, kind, attempts
"""  # noqa: S608
GIVE_BACK = f"""
UPDATE {TABLE} SET attempts = greatest(attempts - 1, 0), next_at = now() + interval '1 second'
WHERE id = ANY(%(ids)s) AND state = 'pending'
"""  # noqa: S608
RETRIES = f"SELECT EXISTS (SELECT FROM {TABLE} WHERE state = 'pending' AND next_at <= now() AND attempts > 0)"  # noqa: S608


@dataclass(frozen=True)
class Claimed:
    job_id: int
    county_id: int
    heavy: bool
    kind: str
    attempts: int


class Broker:
    """Publishing with short patience: a refused or frozen broker costs seconds, not minutes, and never a retry loop."""

    def __init__(self) -> None:
        self._connection: Connection | None = None

    def publish(self, jobs: Sequence[Claimed]) -> None:
        """One message: of one job, or of several heavy ones."""
        from organizations import tasks  # the tasks import the services; the dispatcher needs their names only

        pairs = [(job.county_id, job.job_id) for job in jobs]
        heavy = jobs[0].heavy
        task, args = (
            (tasks.run_heavy_jobs, (pairs,))
            if len(jobs) > 1
            else (tasks.run_heavy_job if heavy else tasks.run_job, pairs[0])
        )
        task.apply_async(args=args, queue=QUEUES[heavy], retry=False, producer=Producer(self._open()))

    def drained(self) -> list[bool]:
        """Which kinds of queue are empty: False the ordinary one, True the heavy one."""
        channel: Any = self._open().default_channel
        return [heavy for heavy, name in QUEUES.items() if channel.queue_declare(name).message_count == 0]

    def drop(self) -> None:
        """Forget the connection after an error; the next use opens a new one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.release()
            except Exception:  # noqa: BLE001 - it is broken already, and that is why it goes
                log.debug("The broker's connection did not close cleanly.", exc_info=True)

    def _open(self) -> Connection:
        if self._connection is None:
            self._connection = current_app.connection_for_write(
                transport_options={
                    **settings.CELERY_BROKER_TRANSPORT_OPTIONS,
                    "socket_timeout": 2,
                    "socket_connect_timeout": 2,
                    "retry_on_timeout": False,
                    "max_retries": 0,
                },
            )
        return self._connection


def dispatch_once(broker: Broker, *, lease: int | None = None, most: int | None = None, batch: int = BATCH) -> int:
    """Publish one batch of due jobs; how many went out. Raises what the broker raised, after giving the rest back.

    A job that was published before goes out again only when its queue is empty: while messages wait there, it is
    probably one of them, and a worker that stands still for a day must use up nobody's tries.
    """
    limits = {
        "lease": lease or settings.OUTBOX_LEASE_SECONDS,
        "heavy_lease": lease or settings.OUTBOX_HEAVY_LEASE_SECONDS,
        "most": most or settings.OUTBOX_MOST_ATTEMPTS,
        "batch": batch,
    }
    drained = broker.drained() if _ask(RETRIES, {})[0][0] else []
    if drained:
        for job_id, county_id, kind, attempts in _ask(BURY, {**limits, "drained": drained}):
            log.error("Outbox job %s (%s) of county %s is dead after %s tries", job_id, kind, county_id, attempts)
    claimed = [Claimed(*row) for row in _ask(CLAIM, {**limits, "drained": drained})]
    messages = in_messages(claimed)
    for position, message in enumerate(messages):
        try:
            broker.publish(message)
        except Exception:
            broker.drop()
            # Perhaps this one did arrive; done twice it does no harm, lost it would.
            ids = [job.job_id for rest in messages[position:] for job in rest]
            _ask(GIVE_BACK, {"ids": ids}, answer=False)
            raise
    return len(claimed)


def in_messages(claimed: Sequence[Claimed]) -> list[list[Claimed]]:
    """What goes out together: a message costs more than a short job. One that was tried before goes alone, so that a job
    that kills its worker uses up nobody else's tries."""
    together = [job for job in claimed if job.heavy and job.kind in settings.OUTBOX_TOGETHER and job.attempts == 1]
    most = settings.OUTBOX_MOST_TOGETHER
    alone = set(claimed).difference(together)
    return [[job] for job in claimed if job in alone] + [
        together[first : first + most] for first in range(0, len(together), most)
    ]


def run(*, stop: Callable[[float], bool], lease: int | None = None, idle: float = 0.5) -> None:
    """Dispatch until `stop(seconds)`, which waits that long, says so. Trouble is logged and tried again."""
    broker, trouble = Broker(), 0
    pause = 0.0
    while not stop(pause):
        try:
            pause = 0.0 if dispatch_once(broker, lease=lease) else idle
            trouble = 0
        except Exception as error:  # noqa: BLE001 - the loop must outlive database and broker
            trouble += 1
            pause = min(10.0, idle * 2**trouble)
            # Once in full, then one line a try: a night without a broker must not fill the disk.
            log.warning("Dispatching failed (%s), again in %.1f s", type(error).__name__, pause, exc_info=trouble == 1)
            broker.drop()
            connections[settings.DISPATCH_ALIAS].close()
    broker.drop()


def _ask(statement: str, values: dict[str, Any], *, answer: bool = True) -> list[tuple]:
    """One statement, one transaction (the alias is in autocommit)."""
    with connections[settings.DISPATCH_ALIAS].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if answer else []
