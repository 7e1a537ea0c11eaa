"""Who carries what in one campaign, as far as the reader may see it: plain rows, a handful of queries at any size."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from campaigns.models import Assignment, Campaign, CarrierRole, Task
from organizations.models import UnitKind

FIELDS = (
    "task_id", "role", "state", "reason", "through", "unit_id", "unit__public_id", "unit__name", "unit__short_name", "unit__kind",
    "unit__path", "unit__order", "unit__code", "unit__parent__public_id", "unit__parent__name", "unit__parent__short_name",
    "unit__parent__order", "unit__parent__code",
)  # fmt: skip


@dataclass(frozen=True)
class UnitMark:
    """A unit as a row of a page needs it; sorts in the official order."""

    order: int
    code: str
    public_id: UUID
    name: str
    kind: str

    @property
    def sort_key(self) -> tuple[int, str]:
        return self.order, self.code


@dataclass(frozen=True)
class Share:
    """One unit's share of one task."""

    task_id: int
    role: str
    state: str
    reason: str
    through: str
    unit_id: int
    unit: UnitMark
    full_name: str
    path: str
    parent: UnitMark | None

    @property
    def is_active(self) -> bool:
        return self.state == Assignment.State.ACTIVE

    @property
    def leads(self) -> bool:
        return self.is_active and self.role == CarrierRole.LEAD

    @property
    def role_words(self) -> str:
        state = Assignment.State(self.state)
        return str(CarrierRole(self.role).label if state == Assignment.State.ACTIVE else state.label)


def shares_of(campaign: Campaign, membership, on: date, **conditions) -> list[Share]:
    """Living and exempt shares in the official order of the units; what was moved or ended stands on the task's page."""
    rows = (
        Assignment.objects.filter(task__campaign=campaign, task__withdrawn_on__isnull=True, **conditions)
        .visible_to(membership, on)
        .filter(state__in=[Assignment.State.ACTIVE, Assignment.State.EXEMPT])
        .order_by("unit__order", "unit__code", "task__order", "id")
    )
    return [_share(dict(zip(FIELDS, row, strict=True))) for row in rows.values_list(*FIELDS)]


def _share(row: dict) -> Share:
    is_village = row["unit__kind"] == UnitKind.VILLAGE
    unit = UnitMark(
        row["unit__order"], row["unit__code"], row["unit__public_id"], row["unit__short_name"] or row["unit__name"], row["unit__kind"],
    )  # fmt: skip
    parent = UnitMark(
        row["unit__parent__order"], row["unit__parent__code"], row["unit__parent__public_id"],
        row["unit__parent__short_name"] or row["unit__parent__name"], UnitKind.TOWNSHIP,
    ) if is_village and row["unit__parent__public_id"] else None  # fmt: skip
    return Share(
        task_id=row["task_id"], role=row["role"], state=row["state"], reason=row["reason"], through=row["through"],
        unit_id=row["unit_id"], unit=unit, full_name=row["unit__name"], path=row["unit__path"], parent=parent,
    )  # fmt: skip


def visible_tasks(campaign: Campaign, membership, on: date) -> QuerySet[Task]:
    """The campaign's tasks that the reader may see, in plan order, with their action."""
    tasks = Task.objects.filter(campaign=campaign).visible_to(membership, on)
    return tasks.in_plan_order().select_related("action")


def leads_as_written(task: Task, campaign: Campaign) -> list[str]:
    """The lead units in the plan's words, from prefetched carriers: everybody who carries the task may know them."""
    carriers = list(task.carriers.all())
    named = [row.written for row in carriers if row.role == CarrierRole.LEAD]
    if not named and campaign.first_is_lead and carriers and carriers[0].unit_id:
        named = [carriers[0].written]
    return named
