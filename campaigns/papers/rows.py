"""A version's snapshot as the rows of the task table (任务分解表): words only, as both Excel and Word print them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from campaigns.papers.texts import chinese_day, chinese_number, chinese_span

LEAD, RESPONSIBLE, SUPPORT = "lead", "responsible", "support"
EVERY = {"day": "每天", "week": "每周", "month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年"}
COMPARATORS = {">=": "不少于", "<=": "不超过", "=": "达到"}
LEVELS = {"township": "每个乡镇", "village": "每个村"}
# What a plan writes for a number still to come (X%); the number filled in later is printed in its place.
_PLACEHOLDER = re.compile(r"[XxＸｘ×]{1,4}(?![A-Za-z])|[_＿]{2,}")


@dataclass(frozen=True)
class Row:
    """One task. Several values of a cell stand on lines of their own."""

    number: int
    title: str
    items: str
    leads: str
    others: str
    due: str
    cadence: str
    measures: str
    notes: str


@dataclass(frozen=True)
class Strand:
    """An action with its rows; `position` counts all actions of the plan, so a narrowed table keeps the plan's numbers."""

    position: int
    name: str
    rows: list[Row]

    @property
    def heading(self) -> str:
        return f"（{chinese_number(self.position)}）{self.name}"


def strands_of(snapshot: dict[str, Any], only: Collection[int] | None = None) -> list[Strand]:
    """The actions that have rows. `only` are the numbers of the tasks the reader may see; None means all."""
    strands = []
    for position, action in enumerate(snapshot["actions"], 1):
        tasks = [task for task in action["tasks"] if only is None or task["number"] in only]
        if tasks:
            strands.append(Strand(position, action["name"], [_row(task, whole=only is None) for task in tasks]))
    return strands


def tasks_in(strands: list[Strand]) -> int:
    return sum(len(strand.rows) for strand in strands)


def _row(task: dict[str, Any], *, whole: bool) -> Row:
    names = _carriers(task)
    return Row(
        number=task["number"],
        title=task["title"],
        items=_lines(f"（{number}）{title}" for number, title in enumerate(task["sub_items"], 1)),
        leads="、".join(names[LEAD]),
        others=_others(names[RESPONSIBLE], names[SUPPORT]),
        due=_lines(map(_due, task["dates"])),
        cadence=_lines(map(_cadence, task["cadences"])),
        measures=_lines(map(_measure, task["indicators"])),
        notes=_lines(_notes(task, whole=whole)),
    )


def _lines(parts) -> str:
    return "\n".join(part for part in parts if part)


def _carriers(task: dict[str, Any]) -> dict[str, list[str]]:
    """Names by role in the plan's order. A unit has the role it was assigned, a group stands in the plan's words."""
    living = [unit for unit in task["units"] if unit.get("state", "active") == "active"]
    roles = {unit["name"]: unit["role"] for unit in living}
    names: dict[str, list[str]] = {LEAD: [], RESPONSIBLE: [], SUPPORT: []}
    said, groups = set(), set()
    for carrier in task["carriers"]:
        opened = [unit["name"] for unit in living if unit["through"] == carrier["written"]]
        if carrier["unit"] in roles:
            name, role = carrier["unit"], roles[carrier["unit"]]
        elif len(opened) == 1:  # the unit was merged before publishing: its successor carries
            name, role = opened[0], roles[opened[0]]
        elif opened or not living:
            name, role = carrier["written"], carrier["role"]
            groups.add(name)
        else:
            continue
        if name not in said:
            said.add(name)
            names[role].append(name)
    for unit in living:  # added by a change, without a carrier in the plan
        if unit["name"] not in said and unit["through"] not in groups:
            said.add(unit["name"])
            names[unit["role"]].append(unit["name"])
    return names


def _others(responsible: list[str], support: list[str]) -> str:
    """The roles are named only where both stand in the cell, or where it is support alone."""
    if not support:
        return "、".join(responsible)
    return _lines([f"责任：{'、'.join(responsible)}" if responsible else "", f"配合：{'、'.join(support)}"])


def _due(row: dict[str, Any]) -> str:
    words, end = row["words"], chinese_day(row["ends_on"])
    if row["kind"] == "open":
        return words or "长期"
    if row["kind"] == "window":
        days = chinese_span(row["starts_on"], row["ends_on"])
    else:
        days = end
    if not words:
        text = f"{days}前" if row["kind"] == "due" and days else days
    elif days and not re.search(r"\d\s*[日号]", words):
        text = f"{words}（{days}）"
    else:
        text = words
    if row.get("what"):
        text = f"{row['what']}：{text}"
    return f"{text}（默认）" if row["assumed"] and text else text


def _cadence(row: dict[str, Any]) -> str:
    rhythm = EVERY.get(row["every"], row["every"]) + (f"{row['times']}次" if row["times"] > 1 else "")
    if row["assumed"]:
        return f"{rhythm}（默认；方案写“{row['words']}”）" if row["words"] else f"{rhythm}（默认）"
    return row["words"] or rhythm


def _measure(row: dict[str, Any]) -> str:
    """The plan's words; where they do not hold the number, the number is added to them."""
    words, level = row["words"], LEVELS.get(row["level"], "")
    if row["value"] is None:
        return words or row["name"]
    number = format(Decimal(row["value"]), "f")
    target = f"{COMPARATORS.get(row['comparator'], '')}{number}{row['unit']}"
    if not words:
        return f"{row['name']}{level}{target}"
    filled = _PLACEHOLDER.sub(number, words, count=1)
    if filled != words or re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", words):
        return filled
    return f"{words}（{target}）"


def _notes(task: dict[str, Any], *, whole: bool) -> Iterator[str]:
    """Why a unit was let off is between it and the county: a narrowed table does not tell the others."""
    if task.get("withdrawn_on"):
        reason = f"（{task['withdrawn_reason']}）" if task.get("withdrawn_reason") else ""
        yield f"{chinese_day(task['withdrawn_on'])}取消{reason}"
    if task["leaders"]:
        yield f"牵头领导：{task['leaders']}"
    for unit in task["units"] if whole else ():
        if unit.get("state") == "exempt":
            yield f"免除：{unit['name']}（{unit.get('reason', '')}）"
