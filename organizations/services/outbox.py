"""Work that must not be lost: put down in the same transaction as the change that causes it.

The web process never speaks to the broker. The dispatcher publishes (county, job) pairs, the worker does the effect and
marks the job done in one transaction; so kills, flushes and doubled deliveries neither lose nor double anything.
"""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from organizations.models import OutboxJob
from organizations.tenancy.context import current_county_id

log = logging.getLogger(__name__)


def enqueue(*, kind: str, key: str, payload: dict[str, Any] | None = None, heavy: bool = False) -> bool:
    """Put down a job of the open county; False when one with this key is there already. Payload: ids only."""
    if kind not in settings.OUTBOX_HANDLERS:
        raise LookupError(f"No handler is named for jobs of kind {kind!r} in OUTBOX_HANDLERS.")
    now = timezone.now()
    job = OutboxJob(county_id=current_county_id(), kind=kind, key=key, payload=payload or {}, heavy=heavy, next_at=now)
    before = OutboxJob.objects.filter(key=key).exists()
    if before:
        return False
    OutboxJob.objects.bulk_create([job], ignore_conflicts=True)
    return True


def perform(*, job_id: int) -> str:
    """Do one job inside the open county and mark it done; 'gone' when it is done, dead or in another worker's hands."""
    job = OutboxJob.objects.filter(pk=job_id, state=OutboxJob.State.PENDING).select_for_update(skip_locked=True).first()
    if job is None:
        return "gone"
    handler = import_string(settings.OUTBOX_HANDLERS[job.kind])
    handler(**job.payload)
    job.state, job.done_at, job.last_error = OutboxJob.State.DONE, timezone.now(), ""
    job.save(update_fields=["state", "done_at", "last_error"])
    return "done"


def note_failure(*, job_id: int, error: Exception) -> None:
    """Keep the error's kind and try again later; the dispatcher gives up after its cap."""
    job = OutboxJob.objects.filter(pk=job_id, state=OutboxJob.State.PENDING).select_for_update().first()
    if job is None:
        return
    job.last_error = f"{type(error).__name__}"[:300]
    job.next_at = timezone.now() + timedelta(seconds=min(600, 5 * 2**job.attempts))
    job.save(update_fields=["last_error", "next_at"])
