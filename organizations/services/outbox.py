"""Work that must not be lost: put down in the same transaction as the change that causes it.

The web process never speaks to the broker. The dispatcher publishes (county, job) pairs, the worker does the effect and
marks the job done in one transaction; so kills, flushes and doubled deliveries neither lose nor double anything.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from organizations.models import OutboxJob
from organizations.services import audit
from organizations.tenancy.context import current_county_id

LONGEST_PAUSE = 600  # seconds between two tries of a failing job


def enqueue(*, kind: str, key: str, payload: dict[str, Any] | None = None, heavy: bool = False) -> bool:
    """Put down a job of the open county; False when one with this key is there already. Payload: ids only."""
    if kind not in settings.OUTBOX_HANDLERS:
        raise LookupError(f"No handler is named for jobs of kind {kind!r} in OUTBOX_HANDLERS.")
    job = OutboxJob(
        county_id=current_county_id(), kind=kind, key=key, payload=payload or {}, heavy=heavy, next_at=timezone.now()
    )
    # Two at the same moment: the unique key lets one row in, and only its writer finds its own public id there.
    OutboxJob.objects.bulk_create([job], ignore_conflicts=True)
    return OutboxJob.objects.filter(key=key, public_id=job.public_id).exists()


def wants_one_snapshot(*, job_id: int) -> bool:
    """Whether the job gathers figures that must all be of the same moment."""
    kind = OutboxJob.objects.filter(pk=job_id).values_list("kind", flat=True).first()
    return kind in settings.OUTBOX_ONE_SNAPSHOT


@transaction.atomic
def perform(*, job_id: int) -> str:
    """Do one job inside the open county and mark it done; 'gone' when it is done, dead or in another worker's hands.

    Effect and mark are one transaction: what a handler raises takes everything back that it wrote.
    """
    job = OutboxJob.objects.filter(pk=job_id, state=OutboxJob.State.PENDING).select_for_update(skip_locked=True).first()
    if job is None:
        return "gone"
    handler = import_string(settings.OUTBOX_HANDLERS[job.kind])
    handler(**job.payload)
    job.state, job.done_at, job.last_error = OutboxJob.State.DONE, timezone.now(), ""
    job.save(update_fields=["state", "done_at", "last_error"])
    return "done"


@transaction.atomic
def note_failure(*, job_id: int, error: Exception) -> None:
    """Keep the error's kind and try again later, each time after a longer pause; the dispatcher gives up at its cap.

    Only the kind: the text of an error may quote a person's data.
    """
    job = OutboxJob.objects.filter(pk=job_id, state=OutboxJob.State.PENDING).select_for_update(skip_locked=True).first()
    if job is None:
        return
    job.last_error = type(error).__name__[:300]
    job.next_at = timezone.now() + timedelta(seconds=min(LONGEST_PAUSE, 5 * 2**job.attempts))
    job.save(update_fields=["last_error", "next_at"])


@transaction.atomic
def revive(*, by) -> int:
    """Give the open county's dead jobs a new set of tries, once their cause is repaired; how many there were."""
    dead = OutboxJob.objects.filter(state=OutboxJob.State.DEAD)
    keys = list(dead.order_by("id").values_list("key", flat=True))
    dead.update(state=OutboxJob.State.PENDING, attempts=0, next_at=timezone.now())
    if keys:
        audit.record(by=by, action="job.revive", after={"keys": keys})
    return len(keys)
