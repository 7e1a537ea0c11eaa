"""The uploaded tables themselves: kept sealed beside the evidence, because they are full of people's numbers."""

import base64

from django.db import transaction

from organizations.models import ImportBatch
from organizations.sealed import seal, unseal
from organizations.services import audit, evidence_files

CONTEXT = "organizations_importbatch.file"


def keep(data: bytes) -> str:
    """Put the file down for the transaction in progress; its stored name."""
    return evidence_files.write(seal(base64.b64encode(data).decode(), context=CONTEXT).encode())


def read(batch: ImportBatch) -> bytes:
    """The file as it was uploaded. Raises FileNotFoundError when the disk lost it."""
    with evidence_files.open_file(batch.stored_name) as handle:
        return base64.b64decode(unseal(handle.read().decode(), context=CONTEXT))


@transaction.atomic
def note_hand_out(*, by, kind: str, rows: int, target: ImportBatch | None = None) -> None:
    """A line in the trail that rows of a register left the system as a file."""
    audit.record(by=by, action="import.export", target=target, after={"kind": kind, "rows": rows})
