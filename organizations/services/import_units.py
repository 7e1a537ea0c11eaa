"""What an import does to units: sets up, changes, takes back. In bulk; the batch's audit line names the counts."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.imports.staging import opened, stored_values
from organizations.models import ImportRow, Membership, Person, Unit, UnitEvent, UnitKind
from organizations.pinyin import search_keys
from organizations.services.units import check_place, edit_unit

# Parents before children.
LEVELS = (
    (UnitKind.COUNTY_OFFICE, UnitKind.DEPARTMENT, UnitKind.TOWNSHIP),
    (UnitKind.VILLAGE, UnitKind.OTHER),
)
FIELDS = ("name", "short_name", "order")


@transaction.atomic
def write_units(*, rows: Sequence[ImportRow], by, on: date) -> dict[int, tuple[UUID, int]]:
    """Write staged rows; refuses when a unit was changed since the check."""
    new = [row for row in rows if row.target is None]
    written = _change([row for row in rows if row.target is not None], by=by, on=on)
    values = {row.pk: opened(row.values) for row in new}
    for kinds in LEVELS:
        written |= _set_up([row for row in new if values[row.pk]["kind"] in kinds], values, on)
    return written


def _set_up(rows: list[ImportRow], values: dict[int, dict[str, Any]], on: date) -> dict[int, tuple[UUID, int]]:
    known = {unit.code: unit for unit in Unit.objects.select_related("parent")} if rows else {}
    fresh: dict[int, Unit] = {}
    again: dict[int, Unit] = {}
    for row in rows:
        data = values[row.pk]
        unit = known.get(data["code"])
        if unit is not None and not unit.valid_to:
            raise ValidationError(_("第 %(n)s 行的代码刚被别人使用，请重新核对。") % {"n": row.number})
        (again if unit is not None else fresh)[row.pk] = unit = unit or Unit(code=data["code"], kind=data["kind"])
        unit.kind, unit.name, unit.parent = data["kind"], data["name"], known.get(data.get("parent") or "")
        unit.short_name, unit.order = data.get("short_name") or "", data.get("order") or 0
        unit.valid_from, unit.valid_to = (unit.valid_from or on), None
        _check(row, unit, None)
        unit.path = f"{unit.parent.path if unit.parent else ''}{unit.code}/"
        unit.search_keys = search_keys(unit.name, unit.short_name, *unit.aliases)
    Unit.objects.bulk_create(list(fresh.values()), batch_size=1000)
    for unit in again.values():
        unit.version += 1
    Unit.objects.bulk_update(
        list(again.values()),
        ["kind", "name", "short_name", "parent", "order", "valid_to", "path", "search_keys", "version"],
        batch_size=500,
    )
    made = {**fresh, **again}
    UnitEvent.objects.bulk_create(
        [
            UnitEvent(unit=unit, kind=UnitEvent.Kind.OPENED, on=on, after={"code": unit.code, "name": unit.name})
            for unit in made.values()
        ],
        batch_size=1000,
    )
    return {key: (unit.public_id, unit.version) for key, unit in made.items()}


def _change(rows: list[ImportRow], *, by, on: date) -> dict[int, tuple[UUID, int]]:
    stored = _locked(rows)
    by_code = None
    changed, events, written = [], [], {}
    for row in rows:
        unit = stored.get(row.target)
        if unit is None or unit.version != row.version_before:
            raise ValidationError(_("第 %(n)s 行在核对以后被别人改过，请重新核对。") % {"n": row.number})
        values = {name: value for name, value in opened(row.values).items() if name in row.changes}
        if "parent" in values:
            by_code = by_code or {one.code: one for one in Unit.objects.filter(valid_to__isnull=True)}
            moved = {**_clean(values), "parent": by_code.get(values["parent"] or "")}
            try:
                edit_unit(unit=unit, values=moved, version=unit.version, by=by, on=on)
            except ValidationError as error:
                raise ValidationError(_row_says(row, error)) from error
        else:
            events.append(_event(unit, _clean(values), on))
            changed.append(unit)
        written[row.pk] = unit
    Unit.objects.bulk_update(
        changed, ["name", "short_name", "order", "aliases", "search_keys", "version"], batch_size=500
    )
    UnitEvent.objects.bulk_create(events, batch_size=1000)
    return {key: (unit.public_id, unit.version) for key, unit in written.items()}


def _event(unit: Unit, values: dict[str, Any], on: date) -> UnitEvent:
    """Put the values into the unit; the line of its history that says so. A former name stays findable."""
    before = {name: getattr(unit, name) for name in values}
    if "name" in values and unit.name not in unit.aliases:
        unit.aliases = [*unit.aliases, unit.name]
    for name, value in values.items():
        setattr(unit, name, value)
    unit.search_keys = search_keys(unit.name, unit.short_name, *unit.aliases)
    unit.version += 1
    kind = UnitEvent.Kind.RENAMED if "name" in values else UnitEvent.Kind.EDITED
    return UnitEvent(unit=unit, kind=kind, on=on, before=before, after=values)


@transaction.atomic
def take_back_units(*, rows: Sequence[ImportRow], by, on: date) -> None:
    """Close what the import set up and put back what it changed. Refuses everything when one unit was touched since."""
    stored = _locked(rows)
    for row in rows:
        if row.target not in stored or stored[row.target].version != row.version_after:
            raise ValidationError(_("第 %(n)s 行“%(name)s”在导入以后被改过，不能整批撤销。") % _names(row))
    new = [stored[row.target] for row in rows if row.version_before is None]
    closed = {unit.pk for unit in new}
    _refuse_used(closed)
    for row in rows:
        if row.version_before is None:
            continue
        unit = stored[row.target]
        values = stored_values(row.changes)
        if "parent" in values:
            values["parent"] = Unit.objects.filter(code=values["parent"] or "").first()
        edit_unit(unit=unit, values=_clean(values), version=unit.version, by=by, on=on)
    for unit in new:
        unit.valid_to, unit.version = max(on, unit.valid_from), unit.version + 1
    Unit.objects.bulk_update(new, ["valid_to", "version"], batch_size=500)
    UnitEvent.objects.bulk_create(
        [UnitEvent(unit=unit, kind=UnitEvent.Kind.CLOSED, on=on, before={"name": unit.name}) for unit in new],
        batch_size=1000,
    )


def _refuse_used(closed: set[int]) -> None:
    used = (
        Unit.objects.filter(parent__in=closed, valid_to__isnull=True).exclude(pk__in=closed).exists()
        or Person.objects.filter(unit__in=closed, left_on__isnull=True).exists()
        or Membership.objects.filter(unit__in=closed, valid_to__isnull=True).exists()
    )
    if used:
        raise ValidationError(_("这一批新设的单位已有下级、人员或账号，不能整批撤销。请先调走它们。"))


def _locked(rows: Sequence[ImportRow]) -> dict[UUID | None, Unit]:
    wanted = [row.target for row in rows if row.target]
    return {unit.public_id: unit for unit in Unit.objects.select_for_update().filter(public_id__in=wanted)}


def _check(row: ImportRow, unit: Unit, changed: set[str] | None) -> None:
    try:
        check_place(unit, changed)
    except ValidationError as error:
        raise ValidationError(_row_says(row, error)) from error


def _row_says(row: ImportRow, error: ValidationError) -> str:
    return _("第 %(n)s 行：%(text)s") % {"n": row.number, "text": "".join(error.messages)}


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    """Blank cells as the fields want them."""
    empty = {"short_name": "", "order": 0}
    return {name: empty.get(name) if value is None else value for name, value in values.items() if name != "code"}


def _names(row: ImportRow) -> dict[str, Any]:
    return {"n": row.number, "name": row.label}
