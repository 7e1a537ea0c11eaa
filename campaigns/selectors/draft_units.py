"""Step 3 of the wizard: the carriers of each task, and the names that the register does not know."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import Action, Campaign, Carrier, CarrierRole, Task
from campaigns.opening import leads_by_place, living, opened_units
from campaigns.selectors.targets import Targets
from campaigns.unit_matching import UnitMatcher, fold
from organizations.models import Unit, UnitGroup, UnitKind

OWN_OFFICES = ("镇", "乡", "街道", "本镇", "本乡")


@dataclass
class Unknown:
    """A name of the plan that stands for no unit yet, wherever it is written."""

    written: str
    first: Carrier
    count: int = 0
    places: list[str] = field(default_factory=list)
    proposals: list[Unit | UnitGroup] = field(default_factory=list)


def units_page(campaign: Campaign, on: date) -> dict[str, Any]:
    """`unknown` names first, then `sections` (one for each action, then phases and safeguards), opened for the day."""
    everything = list(Carrier.objects.of_campaign(campaign).with_targets())
    carriers: dict[tuple[str, int], list[Carrier]] = {}
    for carrier in everything:
        carriers.setdefault(_key(carrier), []).append(carrier)
    places: dict[str, list] = {
        "task": list(Task.objects.filter(campaign=campaign).in_plan_order().select_related("action")),
        "phase": list(campaign.phases.all()),
        "safeguard": list(campaign.safeguards.all()),
    }
    opened = opened_units(campaign=campaign, carriers=everything, on=on)
    shown = {
        kind: [_place(campaign, kind, row, carriers.get((kind, row.pk), []), opened, on) for row in rows]
        for kind, rows in places.items()
    }
    tasks: dict[int, list[dict]] = {}
    for place in shown["task"]:
        tasks.setdefault(place["row"].action_id, []).append(place)
    sections = [_section(action, tasks.get(action.pk, [])) for action in campaign.actions.all()]
    for kind, title in (("phase", _("实施步骤")), ("safeguard", _("保障措施"))):
        if shown[kind]:
            sections.append({"title": title, "id": kind, "places": shown[kind], "action": None})
    return {
        "unknown": unknown_names(
            campaign,
            [
                (place["title"], item["carrier"])
                for rows in shown.values()
                for place in rows
                for item in place["carriers"]
            ],
            on,
        ),
        "sections": sections,
        "total": len(everything),
        "units": len({unit.pk for units in opened.values() for unit in units}),
    }


def opened_rows(campaign: Campaign, carrier: Carrier, on: date) -> list[dict[str, Any]]:
    """The units of one carrier, with what they are exempt for."""
    exempt = {row.unit_id: row for row in carrier.exemptions.all()}
    units = opened_units(campaign=campaign, carriers=[carrier], on=on)[carrier.pk]
    return [{"unit": unit, "exemption": exempt.get(unit.pk)} for unit in units]


def _key(carrier: Carrier) -> tuple[str, int]:
    for kind in ("task", "phase", "safeguard"):
        if (pk := getattr(carrier, f"{kind}_id")) is not None:
            return kind, pk
    raise LookupError("A carrier stands at a task, a phase or a safeguard.")


def _section(action: Action, places: list[dict]) -> dict[str, Any]:
    title = f"{action.ordinal}{action.name}" if action.ordinal else action.name
    return {"title": title, "id": f"action-{action.public_id}", "places": places, "action": action}


def _place(
    campaign: Campaign, kind: str, row, carriers: list[Carrier], opened: dict[int, list[Unit]], on: date
) -> dict[str, Any]:
    lead = leads_by_place(campaign, carriers) if kind == "task" else None
    return {
        "row": row,
        "kind": kind,
        "title": str(row),
        "carriers": [_carrier(carrier, opened[carrier.pk], carrier is lead, on) for carrier in carriers],
    }


def _carrier(carrier: Carrier, units: list[Unit], lead: bool, on: date) -> dict[str, Any]:
    named = carrier.unit or carrier.group
    exempt = {row.unit_id for row in carrier.exemptions.all()}
    heir = living(carrier.unit, on) if carrier.unit else None
    return {
        "carrier": carrier,
        "name": named.name if named else "",
        "same": named is not None and fold(named.name) == fold(carrier.written),
        "count": len(units),
        "exempt": sum(unit.pk in exempt for unit in units),
        "heir": heir if heir is not None and heir.pk != carrier.unit_id else None,
        "gone": named is not None and not units,
        "role": CarrierRole.LEAD.label if lead else carrier.get_role_display(),
        "leads": lead or carrier.role == CarrierRole.LEAD,
        "by_place": lead,
    }


def unknown_names(campaign: Campaign, carriers: Iterable[tuple[str, Carrier]], on: date) -> list[Unknown]:
    """Among carriers, each with the title of its place, the names that stand for no unit; with the nearest in the register."""
    found: dict[str, Unknown] = {}
    for title, carrier in carriers:
        if not carrier.is_resolved:
            name = found.setdefault(fold(carrier.written), Unknown(carrier.written, carrier))
            name.count += 1
            name.places.append(title)
    if found:
        matcher, targets = UnitMatcher.of_county(on, owner=campaign.owner), Targets.of(campaign, on)
        for name in found.values():
            known = [targets.named(proposal) for proposal in matcher.proposals(name.written)]
            name.proposals = [target for target in known if target is not None]
            # 镇党建办, 乡应急站: an office of the township itself, which the register does not keep apart.
            if campaign.owner.kind == UnitKind.TOWNSHIP and name.written.startswith(OWN_OFFICES):
                name.proposals = [campaign.owner, *(one for one in name.proposals if one != campaign.owner)]
    return list(found.values())
