"""Working groups: set up, edited, staffed, ended."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.models import Unit, WorkingGroup, WorkingGroupArea, WorkingGroupMember
from organizations.services import audit
from organizations.services.versions import save_version


@transaction.atomic
def set_up(*, group: WorkingGroup, areas: Iterable[Unit], by) -> WorkingGroup:
    """Set up a working group with the units it looks after."""
    group.save()
    _set_areas(group, areas)
    audit.record(by=by, action="working_group.set_up", target=group, after={"name": group.name, "paper": group.paper})
    return group


@transaction.atomic
def edit(*, group: WorkingGroup, values: Mapping[str, Any], areas: Iterable[Unit], version: int, by) -> None:
    """Change a working group. Raises StaleVersion; refuses to hang it below itself."""
    parent = values.get("parent")
    while parent is not None:
        if parent.pk == group.pk:
            raise ValidationError({"parent": _("上级机构不能是它自己或它的下级。")})
        parent = parent.parent
    changed = save_version(instance=group, values=values, version=version, by=by, action="working_group.edit")
    before, after = _set_areas(group, areas)
    if before != after:
        if not changed:
            WorkingGroup.objects.filter(pk=group.pk).update(version=version + 1)
        audit.record(
            by=by, action="working_group.areas", target=group, before={"areas": before}, after={"areas": after}
        )


@transaction.atomic
def end(*, group: WorkingGroup, on: date, by) -> None:
    """End a working group on a day; its members stay in its history."""
    group = WorkingGroup.objects.select_for_update().get(pk=group.pk)
    if group.valid_to:
        raise ValidationError(_("这个工作机构已经撤销。"))
    if on < group.valid_from:
        raise ValidationError(_("撤销日期早于成立日期。"))
    group.valid_to, group.version = on, group.version + 1
    group.save(update_fields=["valid_to", "version"])
    audit.record(by=by, action="working_group.end", target=group, after={"valid_to": on})


@transaction.atomic
def add_member(*, member: WorkingGroupMember, by) -> WorkingGroupMember:
    """Give a person or a unit a post in the group. Refused twice for the same post."""
    twin = WorkingGroupMember.objects.filter(
        group=member.group, post=member.post, person=member.person, unit=member.unit
    )
    if twin.exists():
        raise ValidationError(_("已经在这个机构担任同样的职务。"))
    member.save()
    audit.record(
        by=by, action="working_group.add_member", target=member.group,
        after={"post": member.post, "person": str(member.person or ""), "unit": str(member.unit or "")},
    )  # fmt: skip
    return member


@transaction.atomic
def remove_member(*, member: WorkingGroupMember, by) -> None:
    audit.record(
        by=by, action="working_group.remove_member", target=member.group,
        before={"post": member.post, "person": str(member.person or ""), "unit": str(member.unit or "")},
    )  # fmt: skip
    member.delete()


def _set_areas(group: WorkingGroup, areas: Iterable[Unit]) -> tuple[list[str], list[str]]:
    wanted = {unit.pk: unit for unit in areas}
    present = {row.unit_id: row for row in group.areas.select_related("unit")}
    before = sorted(row.unit.name for row in present.values())
    WorkingGroupArea.objects.filter(pk__in=[present[pk].pk for pk in present.keys() - wanted.keys()]).delete()
    for pk in wanted.keys() - present.keys():
        WorkingGroupArea.objects.create(group=group, unit=wanted[pk])
    return before, sorted(unit.name for unit in wanted.values())
