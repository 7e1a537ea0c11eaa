"""Changes to the register row of a village."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from organizations.errors import StaleVersion
from organizations.models import Unit
from organizations.services import audit
from organizations.services.versions import save_version
from villages.models import Village


@transaction.atomic
def save_village(*, unit: Unit, values: Mapping[str, Any], version: int, by) -> bool:
    """Write the register facts; the first ones make the row. False when nothing differs.

    `version` 0 means that there was no row when the form was opened. Raises StaleVersion when somebody was faster.
    """
    row = Village.objects.filter(unit=unit).first()
    if row is not None:
        if version == 0:
            raise StaleVersion(row)
        return save_version(instance=row, values=values, version=version, by=by, action="village.edit")
    row = Village(unit=unit)
    _before, after = audit.changes(row, values)
    if not after:
        return False
    for name, value in after.items():
        setattr(row, name, value)
    row.save()
    audit.record(by=by, action="village.edit", target=unit, after=after)
    return True


@transaction.atomic
def change_many(*, units: Sequence[Unit], field: str, value: Any, reason: str, by) -> int:
    """Set one field of many villages; how many changed. One audit line names them all and what stood there before."""
    # Two at once take turns: the rows that are there are locked, and a missing one is made by one of them alone.
    rows = {row.unit_id: row for row in Village.objects.select_for_update().filter(unit__in=units)}
    fresh: list[Village] = []
    changed: list[Village] = []
    before = {}
    for unit in units:
        row = rows.get(unit.pk) or Village(unit=unit)
        if getattr(row, field) == value:
            continue
        before[unit.code] = getattr(row, field)
        setattr(row, field, value)
        if row.pk is None:
            fresh.append(row)
        else:
            row.version += 1
            changed.append(row)
    Village.objects.bulk_create(fresh)
    Village.objects.bulk_update(changed, [field, "version"], batch_size=500)
    if before:
        audit.record(
            by=by,
            action="village.edit_many",
            before=before,
            after={"field": field, "value": value, "count": len(before)},
            reason=reason,
        )
    return len(before)
