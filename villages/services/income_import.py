"""What an import does to the income of villages: enters lines, changes them, takes them back. In bulk; the batch's audit
line names the counts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from organizations.imports.staging import opened, stored_values
from organizations.models import ImportRow, Unit
from villages.imports.income_rows import Place, row_id, stamp
from villages.models import IncomeEntry, IncomeLine

WRITTEN = ["amount", "one_off", "entered_by", "entered_at", "version"]


@transaction.atomic
def write_income(*, rows: Sequence[ImportRow], by, on: date) -> dict[int, tuple[UUID, int]]:
    """Write staged rows; refuses when a quarter was changed since the check. An empty cell leaves what stands there."""
    values = {row.pk: opened(row.values) for row in rows}
    places, units, stored = _stored(values)
    now: dict[int, list[IncomeEntry]] = {row.pk: stored.get(places[row.pk], []) for row in rows}
    for row in rows:
        if stamp(now[row.pk]) != (row.version_before or 0):
            raise ValidationError(_("第 %(n)s 行在核对以后被别人改过，请重新核对。") % {"n": row.number})
    person = getattr(by, "acting_person", None)
    new: list[IncomeEntry] = []
    changed: list[IncomeEntry] = []
    for row in rows:
        key, year, quarter = places[row.pk]
        by_line = {entry.line: entry for entry in now[row.pk]}
        for line, amount in _amounts(values[row.pk]).items():
            entry = by_line.get(line)
            if entry is None:
                entry = IncomeEntry(unit=units[key], year=year, quarter=quarter, line=line, amount=amount)
                entry.entered_by = person
                now[row.pk] = [*now[row.pk], entry]
                new.append(entry)
            elif entry.amount != amount:
                changed.append(_changed(entry, amount, person))
    IncomeEntry.objects.bulk_create(new, batch_size=1000)
    IncomeEntry.objects.bulk_update(changed, WRITTEN, batch_size=500)
    return {
        row.pk: (row_id(units[places[row.pk][0]], *places[row.pk][1:]), stamp(now[row.pk])) for row in rows
    }  # fmt: skip


@transaction.atomic
def take_back_income(*, rows: Sequence[ImportRow], by, on: date) -> None:
    """Remove what the import entered and put back what it changed. Refuses everything when a line was touched since."""
    values = {row.pk: opened(row.values) for row in rows}
    places, _units, stored = _stored(values)
    person = getattr(by, "acting_person", None)
    gone: list[int] = []
    changed: list[IncomeEntry] = []
    for row in rows:
        entries = stored.get(places[row.pk], [])
        if stamp(entries) != (row.version_after or 0):
            text = _("第 %(n)s 行“%(name)s”在导入以后被改过，不能整批撤销。")
            raise ValidationError(text % {"n": row.number, "name": row.label})
        before = stored_values(row.changes)
        for entry in entries:
            if row.version_before is None or (entry.line in before and before[entry.line] in (None, "")):
                gone.append(entry.pk)
            elif entry.line in before:
                changed.append(_changed(entry, Decimal(before[entry.line]), person))
    IncomeEntry.objects.filter(pk__in=gone).delete()
    IncomeEntry.objects.bulk_update(changed, WRITTEN, batch_size=500)


def _amounts(values: Mapping[str, Any]) -> dict[str, Decimal]:
    return {line: Decimal(values[line]) for line in IncomeLine.values if values.get(line) not in (None, "")}


def _changed(entry: IncomeEntry, amount: Decimal, person) -> IncomeEntry:
    """The one-off part never exceeds the amount."""
    entry.amount, entry.entered_by, entry.version = amount, person, entry.version + 1
    entry.one_off = min(entry.one_off, max(amount, Decimal(0)))
    entry.entered_at = Now()  # a bulk update does not stamp it by itself
    return entry


def _stored(values: Mapping[int, Mapping[str, Any]]):
    """Place of each staged row, its villages by key (locked: two who write into one village take turns), what stands
    there by place."""
    codes = {data["code"] for data in values.values()}
    units = {unit.code: unit for unit in Unit.objects.select_for_update(of=("self",)).filter(code__in=codes)}
    if codes - units.keys():
        raise ValidationError(_("有的村刚才被改了代码，请重新核对。"))
    places: dict[int, Place] = {
        key: (units[data["code"]].pk, int(data["year"]), int(data["quarter"])) for key, data in values.items()
    }
    wanted = set(places.values())
    return places, {unit.pk: unit for unit in units.values()}, _by_place(wanted)


def _by_place(wanted: Iterable[Place]) -> dict[Place, list[IncomeEntry]]:
    wanted = set(wanted)
    rows = IncomeEntry.objects.filter(
        unit__in={place[0] for place in wanted}, year__in={place[1] for place in wanted}
    )  # fmt: skip
    found: dict[Place, list[IncomeEntry]] = {}
    for entry in rows:
        place = (entry.unit_id, entry.year, entry.quarter)
        if place in wanted:
            found.setdefault(place, []).append(entry)
    return found
