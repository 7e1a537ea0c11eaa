"""`/healthz`: this process answers. `/readyz`: it can serve, and what stands behind it.

A sick database or a missing migration makes the web not ready (503). A sick broker or a late outbox does not: pages
work and nothing is lost while jobs wait in the outbox. It is said as "degraded", for the monitoring to read.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.celery import app as celery_app

OUTBOX_TABLE = "organizations_outboxjob"
LATE_AFTER = 60  # seconds; the dispatcher looks every few
MANY_ATTEMPTS = 3
log = logging.getLogger(__name__)
T = TypeVar("T")
_migrated = False


@require_safe
@never_cache
@transaction.non_atomic_requests
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
@transaction.non_atomic_requests
def readyz(request: HttpRequest) -> JsonResponse:
    database, migrations = _ask("database", _database), _ask("migrations", _migrations)
    broker, waiting = _ask("broker", _broker), _ask("outbox", outbox)
    answer = {
        "database": "ok" if database else "down",
        "migrations": "ok" if migrations else "missing",
        "broker": "ok" if broker else "down",
        "outbox_overdue_seconds": round(waiting[0]) if waiting else None,
        "outbox_most_attempts": waiting[1] if waiting else None,
    }
    if not (database and migrations):
        return JsonResponse({"status": "unready", **answer}, status=503)
    late = waiting is None or waiting[0] > LATE_AFTER or waiting[1] >= MANY_ATTEMPTS
    return JsonResponse({"status": "degraded" if late or not broker else "ok", **answer})


def outbox() -> tuple[float, int]:
    """Seconds the most overdue job waits for the dispatcher, and the most attempts a job still open has had.

    The first grows when the dispatcher is gone, the second when the worker is. Asked as the dispatcher's role: no
    other sees the outbox of all counties.
    """
    with connections[settings.DISPATCH_ALIAS].cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [OUTBOX_TABLE])
        if cursor.fetchone()[0] is None:
            return 0.0, 0
        cursor.execute(
            "SELECT coalesce(extract(epoch FROM now() - min(next_at)), 0), coalesce(max(attempts), 0)"  # noqa: S608
            f" FROM {OUTBOX_TABLE} WHERE state = 'pending'"
        )
        overdue, attempts = cursor.fetchone()
        return max(float(overdue), 0.0), attempts


def _database() -> bool:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrations() -> bool:
    """Once complete, complete for the life of this process: new code means a new process."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _broker() -> bool:
    with celery_app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, timeout=3)
    return True


def _ask(name: str, question: Callable[[], T]) -> T | None:
    try:
        return question()
    except Exception:  # whatever it is, the answer is "not well"; the log has the reason
        log.warning("Health: %s does not answer", name, exc_info=True)
        return None
