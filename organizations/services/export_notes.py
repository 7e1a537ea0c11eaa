"""That a register left the system as a file, is in the trail: which, what it was filtered by, how many rows."""

from collections.abc import Mapping

from django.db import transaction

from organizations.services import audit


@transaction.atomic
def note_export(*, by, kind: str, filters: Mapping[str, str], rows: int) -> None:
    audit.record(by=by, action="register.export", after={"kind": kind, "filters": dict(filters), "rows": rows})
