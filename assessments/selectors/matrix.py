"""The matrix unit × task: who carries what. Later it shows lights in the same places."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from campaigns.models import CarrierRole, Task
from campaigns.selectors.shares import Share, UnitMark
from campaigns.wording import DueDay, day_words
from organizations.models import UnitKind

MARKS = {CarrierRole.LEAD: "lead", CarrierRole.RESPONSIBLE: "carry", CarrierRole.SUPPORT: "support"}


@dataclass
class Cell:
    """One place: `mark` is lead, carry, support, exempt, below (only villages carry) or empty."""

    mark: str = ""
    label: str = ""
    url: str = ""
    first: bool = False


@dataclass
class Row:
    unit: UnitMark
    cells: list[Cell]
    carried: int = 0
    led: int = 0
    due: DueDay | None = None
    due_words: str = ""
    due_kind: str = ""


@dataclass(frozen=True)
class Matrix:
    by: str
    groups: list[dict]
    rows: list[Row]
    modes: list[str]
    has: set[str] = field(default_factory=set)


def matrix_of(
    *,
    slug: str,
    tasks: Sequence[Task],
    dues: dict[int, DueDay | None],
    shares: Sequence[Share],
    by: str,
    first: str,
    sort: str,
    on: date,
    soon: int,
) -> Matrix:
    """Rows of one kind of unit. `by`: town, unit, village; one that has no rows gives way to `first`, then to any that has.

    A township of which only villages carry a task is marked so in its row. Most tasks stand first, or the official order.
    """
    by_mode: dict[str, dict[UnitMark, dict[int, Share | None]]] = {"town": {}, "unit": {}, "village": {}}
    for share in shares:
        mode = {UnitKind.TOWNSHIP: "town", UnitKind.VILLAGE: "village"}.get(UnitKind(share.unit.kind), "unit")
        by_mode[mode].setdefault(share.unit, {})[share.task_id] = share
    if first != "village":
        for share in shares:
            if share.parent is not None and share.is_active:
                by_mode["town"].setdefault(share.parent, {}).setdefault(share.task_id, None)
        if len(by_mode["village"]) > len(by_mode["town"]) * 60:
            by_mode["village"] = {}
    modes = [mode for mode, units in by_mode.items() if units]
    chosen = next((mode for mode in (by, first, *modes) if mode in modes), "town")
    groups, columns = _columns(slug, tasks)
    rows = [_row(unit, own, columns, dues, on, soon) for unit, own in by_mode[chosen].items()]
    rows.sort(key=lambda row: row.unit.sort_key)
    if sort != "order":
        rows.sort(key=lambda row: (-row.carried, -row.led))
    return Matrix(chosen, groups, rows, modes, {cell.mark for row in rows for cell in row.cells})


def _columns(slug: str, tasks: Sequence[Task]) -> tuple[list[dict], list[tuple[Task, str, bool]]]:
    groups: list[dict] = []
    columns = []
    for task in tasks:
        is_first = not groups or groups[-1]["id"] != task.action_id
        if is_first:
            groups.append({"id": task.action_id, "name": task.action.name, "columns": []})
        url = f"/c/{slug}/tasks/{task.number}/"
        groups[-1]["columns"].append({"number": task.number, "title": task.title, "url": url})
        columns.append((task, url, is_first))
    return groups, columns


def _row(
    unit: UnitMark, own: dict[int, Share | None], columns, dues: dict[int, DueDay | None], on: date, soon: int
) -> Row:
    row = Row(unit, [])
    coming = []
    for task, url, is_first in columns:
        if task.pk not in own:
            row.cells.append(Cell(first=is_first))
            continue
        share = own[task.pk]
        row.cells.append(_cell(unit, task, share, url, is_first))
        if share is None or share.is_active:
            row.carried += 1
            row.led += share is not None and share.leads
            due = dues.get(task.pk)
            if due is not None and due.day >= on:
                coming.append((due.day, due))
    if coming:
        row.due = min(coming, key=lambda pair: pair[0])[1]
        row.due_words, row.due_kind = day_words(row.due.day, on), row.due.kind(on, soon)
    return row


def _cell(unit: UnitMark, task: Task, share: Share | None, url: str, is_first: bool) -> Cell:
    if share is None:
        words, mark = _("由所辖村承担"), "below"
    elif share.is_active:
        words, mark = share.role_words, MARKS[CarrierRole(share.role)]
    else:
        words, mark = f"{share.role_words}（{share.reason}）", "exempt"
    return Cell(mark, f"{unit.name}，{task.title}：{words}", url, is_first)
