"""The tasks of a campaign under their actions, with what one looks for in a list."""

from dataclasses import dataclass
from datetime import date

from campaigns.models import Action, Assignment, Campaign, CarrierRole, Task, TaskDate
from campaigns.selectors.shares import leads_as_written, visible_tasks
from campaigns.wording import cadence_words, date_words, indicator_words, next_due
from organizations.models import UnitKind


@dataclass(frozen=True)
class TaskLine:
    """A task of the tree, ready to print."""

    task: Task
    leads: list[str]
    others: list[tuple[str, str]]
    dates: list[tuple[str, bool]]
    cadences: list[tuple[str, bool]]
    indicators: list[str]
    due_kind: str


def task_tree(
    campaign: Campaign, membership, on: date, *, text: str = "", unit=None, kind: str = "", soon: int = 7
) -> list[tuple[Action, list[TaskLine]]]:
    """Actions with the tasks that pass the filter; an action without any is left out. Six queries."""
    tasks = visible_tasks(campaign, membership, on).prefetch_related("dates", "cadences", "indicators", "carriers")
    if text:
        tasks = tasks.filter(title__icontains=text) | tasks.filter(detail__icontains=text)
    if unit is not None:
        tasks = tasks.filter(assignments__unit=unit, assignments__state="active").distinct()
    groups: dict[int, tuple[Action, list[TaskLine]]] = {}
    for task in tasks:
        if _is_of_kind(task, kind):
            groups.setdefault(task.action_id, (task.action, []))[1].append(_line(task, campaign, on, soon))
    return list(groups.values())


def _is_of_kind(task: Task, kind: str) -> bool:
    dates = task.dates.all()
    match kind:
        case "":
            return True
        case "cadence":
            return bool(task.cadences.all())
        case "assumed":
            return any(row.assumed for row in dates)
        case "dated":
            return any(row.ends_on and not row.assumed for row in dates)
        case _:
            return any(row.kind == TaskDate.Kind.OPEN for row in dates)


def _line(task: Task, campaign: Campaign, on: date, soon: int) -> TaskLine:
    leads = leads_as_written(task, campaign)
    due = next_due(list(task.dates.all()), on)
    return TaskLine(
        task=task,
        leads=leads,
        others=[
            (row.written, str(CarrierRole(row.role).label)) for row in task.carriers.all() if row.written not in leads
        ],
        dates=[(date_words(row, on), row.assumed) for row in task.dates.all()],
        cadences=[(cadence_words(row), row.assumed) for row in task.cadences.all()],
        indicators=[indicator_words(row) for row in task.indicators.all()],
        due_kind=due.kind(on, soon) if due else "",
    )


def carrying_units(campaign: Campaign, membership, on: date) -> list[tuple[str, str]]:
    """(public id, name) of the units whose shares the reader may see; villages only where the campaign is a township's."""
    shares = Assignment.objects.active().filter(task__campaign=campaign).visible_to(membership, on)
    if campaign.owner.kind != UnitKind.TOWNSHIP:
        shares = shares.exclude(unit__kind=UnitKind.VILLAGE)
    rows = shares.order_by("unit__order", "unit__code").values_list(
        "unit__public_id", "unit__name", "unit__order", "unit__code"
    )
    return [(str(public_id), name) for public_id, name, _order, _code in rows.distinct()]
