"""Tables that repeat the text: 附件：任务分解表. What the text already has is not counted twice, only filled in."""

import re
from dataclasses import replace

from campaigns.plans import lexer
from campaigns.plans.model import Action, Task

_SHORTEST = 6


def join(written: list[Action], tabled: list[Action]) -> list[Action]:
    """Actions of the text and of the tables in reading order.

    Where at least half of a table's tasks stand in the text too, the table is an annex: its carriers and dates go to
    the tasks of the text that lack them, and only its other tasks are kept.
    """
    known = {key: task for action in written for task in action.tasks if (key := _key(task))}
    filled: dict[str, Task] = {}
    kept: list[Action] = []
    for action in tabled:
        doubles = {key: task for task in action.tasks if (key := _match(task, known))}
        if not known or len(doubles) * 2 < len(action.tasks):
            kept.append(action)
            continue
        filled |= doubles
        rest = tuple(task for task in action.tasks if not _match(task, known))
        if rest:
            kept.append(replace(action, tasks=rest))
    complete = [replace(a, tasks=tuple(_fill(task, filled.get(_key(task))) for task in a.tasks)) for a in written]
    return sorted([*complete, *kept], key=lambda action: action.place.start)


def _key(task: Task) -> str:
    return re.sub(r"[\s,。、;:“”]", "", lexer.fold(task.title))


def _match(task: Task, known: dict[str, Task]) -> str:
    """The key of the task in the text that this one repeats, or nothing."""
    key = _key(task)
    if key in known:
        return key
    return next(
        (k for k in known if min(len(k), len(key)) >= _SHORTEST and (k.startswith(key) or key.startswith(k))), ""
    )


def _fill(task: Task, double: Task | None) -> Task:
    if double is None:
        return task
    return replace(
        task,
        units=task.units or double.units,
        leaders=task.leaders or double.leaders,
        deadlines=task.deadlines or double.deadlines,
    )
