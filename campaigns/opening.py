"""Carriers opened into units for a day: groups, exemptions, mergers, and which carrier leads."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from campaigns.models import Assignment, Campaign, Carrier, CarrierRole
from organizations.models import Unit, UnitKind
from organizations.services.unit_groups import open_groups

STRENGTH = {CarrierRole.LEAD: 0, CarrierRole.RESPONSIBLE: 1, CarrierRole.SUPPORT: 2}
# A township may name these in its own campaign; other townships and their villages it may not.
COUNTY_LEVEL = frozenset({UnitKind.COUNTY_OFFICE, UnitKind.DEPARTMENT, UnitKind.OTHER})


def in_reach(campaign: Campaign, unit: Unit) -> bool:
    """Whether the campaign's owner may give the unit a task."""
    owner = campaign.owner
    return owner.kind != UnitKind.TOWNSHIP or unit.path.startswith(owner.path) or unit.kind in COUNTY_LEVEL


def living(unit: Unit, on: date) -> Unit | None:
    """The unit itself, or who carries it on when it was merged; None when it is closed or not there yet on the day.

    A merged unit carries nothing new on its last day either: its people have moved.
    """
    seen = set()
    while unit.valid_to and (unit.merged_into_id or unit.valid_to < on):
        if unit.merged_into is None or unit.pk in seen:
            return None
        seen.add(unit.pk)
        unit = unit.merged_into
    return unit if unit.valid_from <= on else None


def opened_units(*, campaign: Campaign, carriers: Iterable[Carrier], on: date) -> dict[int, list[Unit]]:
    """{carrier pk: units}, exempt ones included; empty for an unresolved carrier and for a unit that is closed."""
    carriers = list(carriers)
    groups = open_groups(groups={carrier.group for carrier in carriers if carrier.group}, on=on)
    opened = {}
    for carrier in carriers:
        named = [carrier.unit] if carrier.unit else groups[carrier.group.pk] if carrier.group else []
        units = {unit.pk: unit for one in named if (unit := living(one, on)) is not None and in_reach(campaign, unit)}
        opened[carrier.pk] = list(units.values())
    return opened


def leads_by_place(campaign: Campaign, carriers: list[Carrier]) -> Carrier | None:
    """With "first means lead": the first carrier of a task without a named lead, when it is a single unit."""
    if not campaign.first_is_lead or not carriers or any(row.role == CarrierRole.LEAD for row in carriers):
        return None
    return carriers[0] if carriers[0].unit_id else None


def open_carriers(*, campaign: Campaign, on: date) -> list[Assignment]:
    """One unsaved assignment for each task and unit; a unit named twice keeps its strongest role, in the plan's order.

    A unit exempt from a group is exempt from the task, with the reason, unless another carrier names it too.
    """
    carriers = list(Carrier.objects.filter(task__campaign=campaign).with_targets())
    opened = opened_units(campaign=campaign, carriers=carriers, on=on)
    by_task: dict[int, list[Carrier]] = defaultdict(list)
    for carrier in carriers:
        by_task[carrier.task_id].append(carrier)
    shares: list[Assignment] = []
    for task_id, own in by_task.items():
        lead = leads_by_place(campaign, own)
        taken: dict[int, Assignment] = {}
        for carrier in own:
            role = CarrierRole.LEAD if carrier is lead else CarrierRole(carrier.role)
            exempt = {row.unit_id: row.reason for row in carrier.exemptions.all()}
            for unit in opened[carrier.pk]:
                _add_share(taken, task_id, unit, role, carrier.written, exempt.get(unit.pk, ""), on)
        shares += taken.values()
    return shares


def _add_share(
    taken: dict[int, Assignment], task_id: int, unit: Unit, role: CarrierRole, written: str, exempt: str, on: date
) -> None:
    present = taken.get(unit.pk)
    if present is None:
        taken[unit.pk] = Assignment(
            task_id=task_id, unit=unit, role=role, through=written, order=len(taken), since=on, reason=exempt,
            state=Assignment.State.EXEMPT if exempt else Assignment.State.ACTIVE,
        )  # fmt: skip
    elif not exempt and present.state == Assignment.State.EXEMPT:
        present.state, present.reason, present.role, present.through = Assignment.State.ACTIVE, "", role, written
    elif not exempt and STRENGTH[role] < STRENGTH[CarrierRole(present.role)]:
        present.role = role
