"""Step 5 of the wizard: what is open, where to close it, and what publishing will do."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from campaigns.checking import Gap, gaps
from campaigns.models import Assignment, Campaign, CarrierRole, Indicator, Phase, Task, TaskDate
from campaigns.opening import open_carriers
from campaigns.selectors.burden import planned_burden
from campaigns.services.publishing import message_to
from organizations.models import Unit, UnitKind

# Every kind has an order of its own: a village's number does not come before a department's.
KINDS = [
    UnitKind.COUNTY,
    UnitKind.COUNTY_OFFICE,
    UnitKind.DEPARTMENT,
    UnitKind.OTHER,
    UnitKind.TOWNSHIP,
    UnitKind.VILLAGE,
]
ROW_NAMES = {TaskDate: "dates", Indicator: "indicators", Phase: "phases"}


def review_page(campaign: Campaign, on: date) -> dict[str, Any]:
    found = gaps(campaign=campaign, on=on)
    shares = open_carriers(campaign=campaign, on=on)
    active = [share for share in shares if share.state == Assignment.State.ACTIVE]
    units = _by_unit(active)
    # One row for each cadence, or for the task alone.
    rows = list(
        Task.objects.filter(campaign=campaign)
        .annotate(written=Count("carriers", distinct=True))
        .values_list("pk", "written", "cadences__every", "cadences__pk")
        .order_by()
    )
    written = {task_id: number for task_id, number, _every, _pk in rows}
    cadences = [(task_id, every) for task_id, _number, every, _pk in rows if every]
    first = units[0] if units else None
    return {
        "blocking": [_line(campaign, gap) for gap in found if gap.blocks],
        "told": [_line(campaign, gap) for gap in found if not gap.blocks],
        "tasks": len(written),
        "written": sum(written.values()),
        "shares": len(active),
        "exempt": len(shares) - len(active),
        "units": units,
        "burden": _burden(units) + planned_burden(active, cadences, on).sentence,
        "message": message_to(campaign=campaign, unit=first["unit"], shares=first["shares"]) if first else None,
    }


def address_of(campaign: Campaign, gap: Gap) -> str:
    """The very row of the wizard where the gap is closed."""
    base = f"/c/new/{campaign.public_id}/"
    if gap.question:
        return f"{base}tasks/#question-{gap.question.public_id}"
    if gap.carrier:
        return f"{base}units/{gap.carrier.public_id}/"
    if gap.row is not None:
        return f"{base}rules/{ROW_NAMES[type(gap.row)]}/{gap.row.public_id}/"
    if gap.kind in ("year", "year_in_name"):
        return f"{base}rules/settings/"
    if gap.task is None:
        return f"{base}tasks/"
    step = {"no_carrier": "units", "no_date": "rules", "no_measure": "rules", "due_twice": "rules"}.get(
        gap.kind, "tasks"
    )
    return f"{base}{step}/#task-{gap.task.public_id}"


def _line(campaign: Campaign, gap: Gap) -> dict[str, Any]:
    return {"text": gap.text, "url": address_of(campaign, gap), "kind": gap.kind}


def _by_unit(shares: list[Assignment]) -> list[dict[str, Any]]:
    """Kind by kind in official order, each with how often it leads, supports and is responsible."""
    own: dict[Unit, list[Assignment]] = defaultdict(list)
    for share in shares:
        own[share.unit].append(share)
    return [
        {
            "unit": unit, "shares": of_unit, "total": len(of_unit),
            **{role.value: sum(share.role == role for share in of_unit) for role in CarrierRole},
        }
        for unit, of_unit in sorted(own.items(), key=lambda item: (KINDS.index(UnitKind(item[0].kind)), item[0].order, item[0].code))
    ]  # fmt: skip


def _burden(units: list[dict[str, Any]]) -> str:
    """How much falls on one unit, in a sentence."""
    if not units:
        return ""
    most = max(units, key=lambda row: row["total"])
    mean = sum(row["total"] for row in units) / len(units)
    return _("平均每个单位 %(mean)s 项，最多的是%(unit)s，%(most)s 项。") % {
        "mean": f"{mean:.1f}".removesuffix(".0"), "unit": most["unit"].name, "most": most["total"],
    }  # fmt: skip
