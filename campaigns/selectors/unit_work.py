"""What one unit does in a campaign: leads, carries, supports, is exempt from; and what the units below it carry."""

from dataclasses import dataclass, field, replace
from datetime import date

from campaigns.models import Campaign, CarrierRole, Task
from campaigns.selectors.shares import Share, UnitMark, leads_as_written, shares_of, visible_tasks
from campaigns.wording import DueDay, cadence_words, day_words, left_words, next_due
from organizations.models import Unit, UnitKind

FAR = date(9999, 12, 31)


@dataclass(frozen=True)
class WorkLine:
    """A task of the unit, ready to print."""

    task: Task
    share: Share
    due: DueDay | None
    leads: list[str]
    cadences: list[str]
    due_words: str = ""
    due_kind: str = ""
    left: str = ""


@dataclass
class UnitWork:
    """All of a unit's lines by role: what is to come in the order of its days, then what is past."""

    lead: list[WorkLine] = field(default_factory=list)
    responsible: list[WorkLine] = field(default_factory=list)
    support: list[WorkLine] = field(default_factory=list)
    exempt: list[WorkLine] = field(default_factory=list)
    below: list[tuple[UnitMark, list[WorkLine]]] = field(default_factory=list)

    @property
    def own_count(self) -> int:
        return len(self.lead) + len(self.responsible) + len(self.support)

    @property
    def is_empty(self) -> bool:
        return not (self.own_count or self.exempt or self.below)

    def coming(self, on: date) -> list[WorkLine]:
        """Lines with a day still to come, nearest first."""
        own = [*self.lead, *self.responsible, *self.support]
        return sorted((line for line in own if line.due and line.due.day >= on), key=_by_day)


def unit_work(campaign: Campaign, unit: Unit, membership, on: date, soon: int) -> UnitWork:
    shares = shares_of(campaign, membership, on, unit__path__startswith=unit.path)
    if unit.kind != UnitKind.TOWNSHIP:  # only villages are shown with the unit above them
        shares = [share for share in shares if share.unit_id == unit.pk]
    wanted = {share.task_id for share in shares}
    tasks = {
        task.pk: task
        for task in visible_tasks(campaign, membership, on)
        .filter(pk__in=wanted)
        .prefetch_related("dates", "cadences", "carriers")
    }
    lines = {task_id: _facts(task, campaign, on) for task_id, task in tasks.items()}
    work = UnitWork()
    below: dict[UnitMark, list[WorkLine]] = {}
    for share in shares:
        if share.task_id not in tasks:
            continue
        due, leads, cadences = lines[share.task_id]
        line = WorkLine(tasks[share.task_id], share, due, leads, cadences)
        if due is not None:
            line = replace(
                line, due_words=day_words(due.day, on), due_kind=due.kind(on, soon), left=left_words(due.day, on)
            )
        if share.unit_id != unit.pk:
            below.setdefault(share.unit, []).append(line)
        elif not share.is_active:
            work.exempt.append(line)
        else:
            getattr(work, CarrierRole(share.role).value).append(line)
    for group in (work.lead, work.responsible, work.support, *below.values()):
        group.sort(key=lambda line: (bool(line.due and line.due.day < on), _by_day(line)))
    work.below = list(below.items())
    return work


def _facts(task: Task, campaign: Campaign, on: date) -> tuple[DueDay | None, list[str], list[str]]:
    cadences = [cadence_words(row) for row in task.cadences.all()]
    return next_due(list(task.dates.all()), on), leads_as_written(task, campaign), cadences


def _by_day(line: WorkLine) -> tuple[date, int]:
    return (line.due.day if line.due else FAR), line.task.number or 0
