"""Everything that can happen to a unit: set up, edited, renamed, moved, merged, closed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from organizations.models import Membership, Person, Unit, UnitEvent, UnitKind
from organizations.pinyin import search_keys
from organizations.services import audit
from organizations.services.versions import lock_version

PARENT_KINDS = {
    UnitKind.COUNTY_OFFICE: {UnitKind.COUNTY},
    UnitKind.DEPARTMENT: {UnitKind.COUNTY},
    UnitKind.TOWNSHIP: {UnitKind.COUNTY},
    UnitKind.VILLAGE: {UnitKind.TOWNSHIP},
    UnitKind.OTHER: {UnitKind.COUNTY, UnitKind.COUNTY_OFFICE, UnitKind.DEPARTMENT, UnitKind.TOWNSHIP},
}
EVENT_OF_FIELD = {"name": UnitEvent.Kind.RENAMED, "parent": UnitEvent.Kind.MOVED, "code": UnitEvent.Kind.RECODED}


@transaction.atomic
def open_unit(*, unit: Unit, by, paper: str = "") -> Unit:
    """Set up a unit. Refuses a parent of the wrong kind and a village code outside its township. Writes its first event."""
    check_place(unit)
    unit.search_keys = search_keys(unit.name, unit.short_name, *unit.aliases)
    unit.path = _path(unit)
    unit.save()
    UnitEvent.objects.create(unit=unit, kind=UnitEvent.Kind.OPENED, on=unit.valid_from, after=_facts(unit), paper=paper)
    audit.record(by=by, action="unit.open", target=unit, after=_facts(unit))
    return unit


@transaction.atomic
def edit_unit(*, unit: Unit, values: Mapping[str, Any], version: int, by, on: date, paper: str = "") -> bool:
    """Change a unit from a day on; False when nothing differs. A former name becomes an alias, so that old papers find it.

    Raises StaleVersion when somebody else saved in between; refuses a closed unit and a place in its own subtree.
    """
    stored = lock_version(instance=unit, version=version)
    if stored.merged_into_id:
        raise ValidationError(_("这个单位已经并入其他单位，不能再修改。"))
    before, after = audit.changes(stored, values)
    if not after:
        return False
    old_path = stored.path
    if "name" in after and stored.name not in values.get("aliases", stored.aliases):
        after["aliases"] = [*values.get("aliases", stored.aliases), stored.name]
    for name, value in after.items():
        setattr(stored, name, value)
    check_place(stored, changed=set(after))
    stored.search_keys = search_keys(stored.name, stored.short_name, *stored.aliases)
    stored.path, stored.version = _path(stored), version + 1
    stored.save()
    if stored.path != old_path:
        _repath(old_path, stored.path)
    kinds = [EVENT_OF_FIELD[name] for name in after if name in EVENT_OF_FIELD] or [UnitEvent.Kind.EDITED]
    for kind in kinds:
        UnitEvent.objects.create(unit=stored, kind=kind, on=on, before=_json(before), after=_json(after), paper=paper)
    audit.record(by=by, action="unit.edit", target=stored, before=before, after=after)
    unit.refresh_from_db()
    return True


@transaction.atomic
def merge_unit(*, unit: Unit, into: Unit, by, on: date, paper: str = "") -> dict[str, int]:
    """End a unit on a day and let another one carry on: its people, roles and villages follow; its past stays under its name.

    Refuses itself, a closed unit, another kind, and a unit that is (or came) from below. Returns what moved, by name.
    """
    first, second = sorted([unit.pk, into.pk])
    locked = {row.pk: row for row in Unit.objects.select_for_update().filter(pk__in=[first, second])}
    unit, into = locked[unit.pk], locked[into.pk]
    if unit.pk == into.pk:
        raise ValidationError(_("不能把单位并入它自己。"))
    if unit.valid_to or into.valid_to:
        raise ValidationError(_("两个单位都须在用，才能合并。"))
    if unit.kind != into.kind:
        raise ValidationError(_("只有同类单位可以合并。"))
    if unit.kind == UnitKind.COUNTY:
        raise ValidationError(_("县本级不能合并。"))
    if on < unit.valid_from or on < into.valid_from:
        raise ValidationError(_("合并日期早于单位的启用日期。"))
    moved = {"children": 0, "people": 0, "memberships": 0}
    for child in Unit.objects.filter(parent=unit, valid_to__isnull=True):
        old_path = child.path
        child.parent = into
        child.path = _path(child)
        child.version += 1
        child.save(update_fields=["parent", "path", "version"])
        _repath(old_path, child.path)
        UnitEvent.objects.create(
            unit=child,
            kind=UnitEvent.Kind.MOVED,
            on=on,
            before={"parent": unit.name},
            after={"parent": into.name},
            paper=paper,
        )
        moved["children"] += 1
    moved["people"] = Person.objects.filter(unit=unit, left_on__isnull=True).update(unit=into)
    for membership in Membership.objects.filter(unit=unit).valid_on(on):
        twin = Membership.objects.filter(
            account=membership.account_id, unit=into, role=membership.role, valid_to__isnull=True
        )
        if not twin.exists():
            Membership.objects.create(account_id=membership.account_id, unit=into, role=membership.role, valid_from=on)
        membership.valid_to = on
        membership.save(update_fields=["valid_to"])
        moved["memberships"] += 1
    unit.valid_to, unit.merged_into, unit.version = on, into, unit.version + 1
    unit.save(update_fields=["valid_to", "merged_into", "version"])
    into.aliases = list(dict.fromkeys([*into.aliases, unit.name, *([unit.short_name] if unit.short_name else [])]))
    into.search_keys = search_keys(into.name, into.short_name, *into.aliases)
    into.version += 1
    into.save(update_fields=["aliases", "search_keys", "version"])
    UnitEvent.objects.create(
        unit=unit, kind=UnitEvent.Kind.MERGED, on=on, before=_facts(unit), after={"into": into.name}, paper=paper
    )
    UnitEvent.objects.create(unit=into, kind=UnitEvent.Kind.ABSORBED, on=on, after={"absorbed": unit.name}, paper=paper)
    audit.record(
        by=by, action="unit.merge", target=unit, before={"name": unit.name}, after={"into": into.name, **moved}
    )
    for path in settings.UNIT_MERGED:
        import_string(path)(unit=unit, into=into, by=by, on=on, paper=paper)
    return moved


@transaction.atomic
def close_unit(*, unit: Unit, by, on: date, paper: str = "") -> None:
    """End a unit on a day without a successor. Refused while units, people or roles still hang on it."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if unit.kind == UnitKind.COUNTY:
        raise ValidationError(_("县本级不能撤销。"))
    if unit.valid_to:
        raise ValidationError(_("这个单位已经停用。"))
    if on < unit.valid_from:
        raise ValidationError(_("停用日期早于启用日期。"))
    if Unit.objects.filter(parent=unit, valid_to__isnull=True).exists():
        raise ValidationError(_("还有下级单位在用，请先调整或合并它们。"))
    if Person.objects.filter(unit=unit, left_on__isnull=True).exists():
        raise ValidationError(_("还有人员在这个单位，请先调动。"))
    unit.valid_to, unit.version = on, unit.version + 1
    unit.save(update_fields=["valid_to", "version"])
    Membership.objects.filter(unit=unit, valid_to__isnull=True).update(valid_to=on)
    UnitEvent.objects.create(unit=unit, kind=UnitEvent.Kind.CLOSED, on=on, before=_facts(unit), paper=paper)
    audit.record(by=by, action="unit.close", target=unit, after={"valid_to": on})
    for path in settings.UNIT_CLOSED:
        import_string(path)(unit=unit, by=by, on=on, paper=paper)


def check_place(unit: Unit, changed: set[str] | None = None) -> None:
    """Refuse a parent of the wrong kind, a loop, and a village code that is not its township's.

    Codes are checked only when code or parent is new: after a merger a village keeps its old code until it is recoded.
    """
    if unit.kind == UnitKind.COUNTY:
        if unit.parent_id:
            raise ValidationError({"parent": _("县本级没有上级单位。")})
        return
    parent = unit.parent
    if parent is None or parent.kind not in PARENT_KINDS[UnitKind(unit.kind)]:
        raise ValidationError({"parent": _("这类单位不能设在所选的上级之下。")})
    if parent.valid_to:
        raise ValidationError({"parent": _("上级单位已经停用。")})
    if unit.pk and parent.path.startswith(unit.path):
        raise ValidationError({"parent": _("上级单位不能是它自己或它的下级。")})
    if changed is not None and "code" not in changed:
        return
    if unit.kind in (UnitKind.TOWNSHIP, UnitKind.VILLAGE):
        if len(unit.code) != 12 or not unit.code.isascii() or not unit.code.isdigit():
            raise ValidationError({"code": _("乡镇、村的代码为 12 位数字。")})
        if unit.kind == UnitKind.VILLAGE and unit.code[:9] != parent.code[:9]:
            raise ValidationError(
                {"code": _("村代码的前 9 位应与所在乡镇相同（%(start)s）。") % {"start": parent.code[:9]}}
            )


def _path(unit: Unit) -> str:
    return f"{unit.parent.path if unit.parent else ''}{unit.code}/"


def _repath(old: str, new: str) -> None:
    for below in Unit.objects.filter(path__startswith=old).exclude(path=new):
        below.path = new + below.path[len(old) :]
        below.save(update_fields=["path"])


def _facts(unit: Unit) -> dict[str, Any]:
    return {
        "kind": unit.kind,
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "parent": unit.parent.name if unit.parent else "",
    }


def _json(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, list | int | str) else str(value or "") for name, value in values.items()}
