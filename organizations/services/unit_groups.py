"""Unit groups: names in plans that stand for several units."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from organizations.models import Unit, UnitGroup, UnitGroupMember
from organizations.services import audit
from organizations.services.versions import save_version


def open_group(*, group: UnitGroup, on: date) -> list[Unit]:
    """The units that the group stands for on a day, in official order.

    With a rule: all units of the kind that exist on the day, below the named unit if one is named. Else the listed
    members of that day; a member that was merged by then is replaced by the unit that carries it on.
    """
    return open_groups(groups=[group], on=on)[group.pk]


def open_groups(*, groups: Iterable[UnitGroup], on: date) -> dict[int, list[Unit]]:
    """`open_group` for many: {group pk: units}, in two queries however many groups."""
    groups = list(groups)
    kinds = {group.rule_kind for group in groups if group.rule_kind}
    by_kind: dict[str, list[Unit]] = {kind: [] for kind in kinds}
    for unit in Unit.objects.valid_on(on).filter(kind__in=kinds).in_official_order():
        by_kind[unit.kind].append(unit)
    listed: dict[int, list[UnitGroupMember]] = {}
    for row in _members_on(groups, on):
        listed.setdefault(row.group_id, []).append(row)
    opened = {}
    for group in groups:
        if group.rule_kind:
            under = group.rule_under.path if group.rule_under else ""
            opened[group.pk] = [unit for unit in by_kind[group.rule_kind] if unit.path.startswith(under)]
        else:
            found = {unit.pk: unit for row in listed.get(group.pk, []) if (unit := _carrier_on(row.unit, on))}
            opened[group.pk] = sorted(found.values(), key=lambda unit: (unit.order, unit.code))
    return opened


def _members_on(groups: list[UnitGroup], on: date):
    rows = UnitGroupMember.objects.filter(
        group__in=[group.pk for group in groups if not group.rule_kind], valid_from__lte=on
    )
    return rows.exclude(valid_to__lt=on).select_related("unit")


def _carrier_on(unit: Unit, on: date) -> Unit | None:
    seen = set()
    while unit.valid_to and unit.valid_to < on:
        if unit.merged_into is None or unit.pk in seen:
            return None
        seen.add(unit.pk)
        unit = unit.merged_into
    return unit if unit.valid_from <= on else None


@transaction.atomic
def make_group(*, group: UnitGroup, members: Iterable[Unit], by, on: date) -> UnitGroup:
    """Make a group from a rule or from a list of units. Refuses both at once and neither."""
    members = list(members)
    _check(group.rule_kind, members)
    group.save()
    _list_members(group, members, on)
    audit.record(by=by, action="unit_group.make", target=group, after=_facts(group, members))
    return group


@transaction.atomic
def edit_group(
    *, group: UnitGroup, values: Mapping[str, Any], members: Iterable[Unit], version: int, by, on: date
) -> None:
    """Change name, rule or members from a day on; who was a member before stays known. Raises StaleVersion."""
    members = list(members)
    _check(values.get("rule_kind", group.rule_kind), members)
    changed = save_version(instance=group, values=values, version=version, by=by, action="unit_group.edit")
    before = {row.unit_id: row for row in group.listed.filter(valid_to__isnull=True)}
    wanted = {unit.pk: unit for unit in members}
    gone, new = before.keys() - wanted.keys(), wanted.keys() - before.keys()
    for pk in gone:
        if before[pk].valid_from >= on:
            before[pk].delete()
        else:
            UnitGroupMember.objects.filter(pk=before[pk].pk).update(valid_to=on)
    _list_members(group, [wanted[pk] for pk in new], on)
    if gone or new:
        if not changed:
            UnitGroup.objects.filter(pk=group.pk).update(version=version + 1)
        names = dict(Unit.objects.filter(pk__in=gone | new).values_list("pk", "name"))
        audit.record(
            by=by, action="unit_group.members", target=group,
            before={"removed": [names[pk] for pk in gone]}, after={"added": [names[pk] for pk in new]},
        )  # fmt: skip


@transaction.atomic
def remove_group(*, group: UnitGroup, by) -> None:
    """Take a group away; what was opened from it before is not touched. Refused while a campaign names it."""
    audit.record(by=by, action="unit_group.remove", target=group, before=_facts(group, []))
    try:
        group.delete()
    except ProtectedError:
        raise ValidationError(_("“%(name)s”正被活动的责任单位使用，不能删除。") % {"name": group.name}) from None


def _check(rule_kind: str, members: list[Unit]) -> None:
    if rule_kind and members:
        raise ValidationError(_("按类别和逐个列出只能选一种。"))
    if not rule_kind and not members:
        raise ValidationError(_("请选一个类别，或至少列出一个单位。"))


def _list_members(group: UnitGroup, members: list[Unit], on: date) -> None:
    for unit in members:
        UnitGroupMember.objects.update_or_create(group=group, unit=unit, valid_from=on, defaults={"valid_to": None})


def _facts(group: UnitGroup, members: list[Unit]) -> dict[str, Any]:
    return {"name": group.name, "rule_kind": group.rule_kind, "members": [unit.name for unit in members]}
