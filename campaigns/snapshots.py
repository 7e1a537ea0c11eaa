"""The campaign as plain values: what a version freezes and papers are made from."""

from typing import Any

from campaigns.models import Campaign, Task


def snapshot_of(campaign: Campaign) -> dict[str, Any]:
    """JSON values only; names as they are today, so that a paper printed later says what was published.

    Withdrawn tasks and units that no longer carry stay in it with their state: a version says what was taken away, too.
    """
    tasks = (
        Task.objects.filter(campaign=campaign)
        .in_plan_order()
        .prefetch_related(
            "carriers__unit", "carriers__group", "dates", "cadences", "indicators", "sub_items", "assignments__unit"
        )
    )
    by_action: dict[int, list[dict[str, Any]]] = {}
    for task in tasks:
        by_action.setdefault(task.action_id, []).append(_task(task))
    return {
        "name": campaign.name,
        "document_number": campaign.document_number,
        "basis": campaign.basis,
        "year": campaign.year,
        "starts_on": campaign.starts_on.isoformat(),
        "ends_on": campaign.ends_on.isoformat(),
        "owner": campaign.owner.name,
        "actions": [
            {"ordinal": action.ordinal, "name": action.name, "tasks": by_action.get(action.pk, [])}
            for action in campaign.actions.all()
        ],
        "phases": [
            {
                "name": phase.name,
                "words": phase.words,
                "starts_on": _day(phase.starts_on),
                "ends_on": _day(phase.ends_on),
                "text": phase.text,
            }
            for phase in campaign.phases.all()
        ],
        "safeguards": [{"title": row.title, "text": row.text} for row in campaign.safeguards.all()],
    }


def _task(task: Task) -> dict[str, Any]:
    return {
        "number": task.number,
        "title": task.title,
        "detail": task.detail,
        "leaders": task.leaders,
        "withdrawn_on": _day(task.withdrawn_on),
        "withdrawn_reason": task.withdrawn_reason,
        "sub_items": [item.title for item in task.sub_items.all()],
        "carriers": [{"written": row.written, "role": row.role, "unit": _name(row)} for row in task.carriers.all()],
        "units": [
            {
                "name": row.unit.name, "role": row.role, "through": row.through, "state": row.state, "reason": row.reason,
                "since": _day(row.since), "until": _day(row.until),
            }
            for row in task.assignments.all()
        ],
        "dates": [
            {"kind": row.kind, "words": row.words, "what": row.what, "starts_on": _day(row.starts_on), "ends_on": _day(row.ends_on), "assumed": row.assumed}
            for row in task.dates.all()
        ],
        "cadences": [{"every": row.every, "times": row.times, "day": row.day, "words": row.words, "assumed": row.assumed} for row in task.cadences.all()],
        "indicators": [
            {
                "name": row.name, "level": row.level, "comparator": row.comparator, "unit": row.unit_word, "words": row.words,
                "year": row.year, "aggregation": row.aggregation, "cumulative": row.cumulative,
                "value": format(row.value.normalize(), "f") if row.value is not None else None,
            }
            for row in task.indicators.all()
        ],
    }  # fmt: skip


def _name(carrier) -> str:
    return carrier.unit.name if carrier.unit_id else carrier.group.name if carrier.group_id else ""


def _day(day) -> str | None:
    return day.isoformat() if day else None
