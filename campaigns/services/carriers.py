"""Carriers of a draft: who is meant, in which role and order, and which units of a group are exempt."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Action, Campaign, Carrier, CarrierExemption, CarrierRole, Phase, Safeguard, Task
from campaigns.opening import in_reach
from campaigns.services.draft_tree import lock_draft, still_there
from campaigns.unit_matching import fold
from organizations.models import Unit, UnitGroup
from organizations.services import audit

Place = Task | Phase | Safeguard
Target = Unit | UnitGroup


@transaction.atomic
def add_carrier(*, place: Place, target: Target, role: str, by) -> Carrier:
    """Put a unit or group at the end of a task's, phase's or safeguard's carriers. Refuses one that stands there."""
    campaign = lock_draft(campaign_id=place.campaign_id)
    place = still_there(place)
    _check_target(campaign, target)
    if place.carriers.filter(**_fields(target)).exists():
        raise ValidationError({"target": _("“%(name)s”已经在里面了。") % {"name": target.name}})
    carrier = _append(place, target, role)
    audit.record(
        by=by, action="carrier.add", target=carrier,
        after={"unit": target.name, "role": carrier.get_role_display(), "at": str(place)},
    )  # fmt: skip
    return carrier


@transaction.atomic
def add_to_action(*, action: Action, target: Target, role: str, by) -> int:
    """The same for all tasks of an action, passing over those that have it. Refuses when all have it."""
    campaign = lock_draft(campaign_id=action.campaign_id)
    _check_target(campaign, target)
    tasks = Task.objects.filter(action=action).in_plan_order()
    tasks = list(tasks.exclude(pk__in=Carrier.objects.filter(task__action=action, **_fields(target)).values("task")))
    if not tasks:
        raise ValidationError({"target": _("这个行动的每项任务都已经有“%(name)s”。") % {"name": target.name}})
    for task in tasks:
        _append(task, target, role)
    audit.record(
        by=by, action="carrier.add_to_action", target=action,
        after={"unit": target.name, "role": str(CarrierRole(role).label), "tasks": len(tasks)},
    )  # fmt: skip
    return len(tasks)


@transaction.atomic
def resolve_carrier(*, carrier: Carrier, target: Target, role: str, everywhere: bool, by) -> int:
    """Say who is meant, and the role of this one; with `everywhere` for all carriers of the campaign written like it.

    Returns how many were changed. Exemptions belong to the group they were made for and go when another is chosen.
    """
    campaign = lock_draft(campaign_id=carrier.place.campaign_id)
    carrier = still_there(carrier)
    _check_target(campaign, target)
    same = [carrier]
    if everywhere:
        key = fold(carrier.written)
        same += [
            row for row in Carrier.objects.of_campaign(campaign).exclude(pk=carrier.pk) if fold(row.written) == key
        ]
    before = {"unit": _name(carrier), "role": carrier.get_role_display()}
    carrier.role = role
    values = {"unit": None, "group": None, **_fields(target)}
    changed = [row for row in same if (row.unit, row.group) != (values["unit"], values["group"])]
    CarrierExemption.objects.filter(carrier__in=changed).delete()
    for row in same:
        row.unit, row.group = values["unit"], values["group"]
    Carrier.objects.bulk_update(same, ["unit", "group", "role"])
    audit.record(
        by=by, action="carrier.resolve", target=carrier, before=before,
        after={"unit": target.name, "role": carrier.get_role_display(), "carriers": len(same)},
    )  # fmt: skip
    return len(changed)


@transaction.atomic
def move_carrier(*, carrier: Carrier, up: bool, by) -> bool:
    """One place up or down; False at the end of the list. The order of the plan decides who is named first."""
    place = carrier.place
    lock_draft(campaign_id=place.campaign_id)
    carrier = still_there(carrier)
    rows = list(place.carriers.order_by("order", "id"))
    at = rows.index(carrier)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return False
    rows[at], rows[to] = rows[to], rows[at]
    for order, row in enumerate(rows):
        row.order = order
    Carrier.objects.bulk_update(rows, ["order"])
    audit.record(by=by, action="carrier.move", target=carrier, before={"order": at + 1}, after={"order": to + 1})
    return True


@transaction.atomic
def remove_carrier(*, carrier: Carrier, by) -> None:
    place = carrier.place
    lock_draft(campaign_id=place.campaign_id)
    carrier = still_there(carrier)
    audit.record(
        by=by, action="carrier.remove", target=carrier, before={"unit": _name(carrier), "at": str(place)}
    )  # fmt: skip
    carrier.delete()


@transaction.atomic
def exempt_units(*, carrier: Carrier, units: Iterable[Unit], reason: str, by) -> int:
    """Units of a group that need not carry it, with the reason. Refuses a carrier that is one unit and an empty reason."""
    lock_draft(campaign_id=carrier.place.campaign_id)
    carrier = still_there(carrier)
    units, reason = list(units), reason.strip()
    if carrier.group_id is None:
        raise ValidationError(_("只有单位组里的单位可以免除；单个单位请直接移除。"))
    if not units:
        raise ValidationError({"units": _("请至少选一个单位。")})
    if not reason:
        raise ValidationError({"reason": _("请写明免除的理由。")})
    for unit in units:
        CarrierExemption.objects.update_or_create(carrier=carrier, unit=unit, defaults={"reason": reason[:200]})
    audit.record(
        by=by, action="carrier.exempt", target=carrier, after={"units": [unit.name for unit in units]}, reason=reason
    )
    return len(units)


@transaction.atomic
def lift_exemption(*, exemption: CarrierExemption, by) -> None:
    lock_draft(campaign_id=exemption.carrier.place.campaign_id)
    exemption = still_there(exemption)
    audit.record(
        by=by, action="carrier.lift_exemption", target=exemption.carrier,
        before={"unit": exemption.unit.name, "reason": exemption.reason},
    )  # fmt: skip
    exemption.delete()


def _append(place: Place, target: Target, role: str) -> Carrier:
    last = place.carriers.order_by("order", "id").last()
    return Carrier.objects.create(
        **{str(place._meta.model_name): place}, written=target.name[:120], role=role, order=last.order + 1 if last else 0,
        **_fields(target),
    )  # fmt: skip


def _check_target(campaign: Campaign, target: Target) -> None:
    if isinstance(target, Unit) and not in_reach(campaign, target):
        raise ValidationError({"target": _("“%(name)s”不在本乡镇，不能承担本乡镇的活动。") % {"name": target.name}})


def _fields(target: Target) -> dict:
    return {"unit": target} if isinstance(target, Unit) else {"group": target}


def _name(carrier: Carrier) -> str:
    return carrier.unit.name if carrier.unit else carrier.group.name if carrier.group else ""
