"""The page on which a plan is checked: its text with everything that was found, beside the tree of tasks.

All rows of the draft are read at once (a fixed number of questions to the database); a page shows sixty tasks and
the part of the text that belongs to them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from campaigns import marks
from campaigns.marks import Block, Mark
from campaigns.models import (
    Action,
    Cadence,
    Campaign,
    Carrier,
    Indicator,
    Phase,
    PlanQuestion,
    Safeguard,
    SubItem,
    Task,
    TaskDate,
)  # fmt: skip
from campaigns.selectors.draft_units import Unknown, unknown_names

TASKS_A_PAGE = 60
# How much text around the tasks of a page is shown where the plan goes on without tasks.
TEXT_AROUND = 30_000
# Questions about many tasks at once stand in the list only, not at one of the tasks.
ABOUT_MANY = frozenset(
    {"no_carrier", "no_date", "no_measure", "vague_cadence", "idle_carrier", "not_a_plan", "nothing_found"}
)
# Kinds whose readings are answers; with the others they are the titles that the question is about.
WITH_CHOICES = frozenset({"contradiction", "year_clash", "outside_phase", "unknown_unit"})
HEADING = re.compile(r"^[ \t\u3000]*(?:第[一二三四五六七八九十]+[章部分]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])[^。\n]{0,40}$", re.M)  # fmt: skip


@dataclass
class TaskRow:
    """A task as the tree shows it. `states` are keys of `state_words`; an empty set is shown as fine."""

    task: Task
    number: int
    carriers: list[Carrier] = field(default_factory=list)
    dates: list[TaskDate] = field(default_factory=list)
    cadences: list[Cadence] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    sub_items: list[SubItem] = field(default_factory=list)
    questions: list[PlanQuestion] = field(default_factory=list)
    states: set[str] = field(default_factory=set)
    has_place: bool = False
    anchors: frozenset[str] = frozenset()

    @property
    def start(self) -> int:
        return self.task.span_start or 0

    @property
    def end(self) -> int:
        return self.task.span_end or 0

    @property
    def key(self) -> str:
        return self.task.public_id.hex

    @property
    def anchor(self) -> str:
        """The id of the task's text, empty where this page does not show it. So are the anchors of its parts."""
        return self._shown(f"s-{self.key}")

    @property
    def chips(self) -> list[tuple[Carrier, str]]:
        return [(one, self._shown(f"c{self.number}-{n}")) for n, one in enumerate(self.carriers, 1)]

    @property
    def figures(self) -> list[tuple[Indicator, str]]:
        return [(one, self._shown(f"i{self.number}-{n}")) for n, one in enumerate(self.indicators, 1)]

    def _shown(self, anchor: str) -> str:
        return anchor if anchor in self.anchors else ""

    @property
    def tags(self) -> list[tuple[str, str]]:
        words = state_words()
        return [words[state] for state in words if state in (self.states or {"ok"})]


@dataclass
class Group:
    """An action with its tasks of this page."""

    action: Action
    total: int
    rows: list[TaskRow]


@dataclass
class Check:
    """Everything the page shows; a row beside its anchor in the text, empty where the page does not show it."""

    groups: list[Group]
    page: Page
    counts: dict[str, int]
    found: dict[str, int]
    blocks: list[Block]
    cut_before: bool
    cut_after: bool
    questions: list[tuple[PlanQuestion, str]]
    phases: list[tuple[Phase, str]]
    safeguards: list[tuple[Safeguard, str]]
    unknown: list[Unknown]


def state_words() -> dict[str, tuple[str, str]]:
    """State → (look of its tag, word), worst first."""
    return {
        "fill": ("late", _("待补")),
        "none": ("late", _("无责任单位")),
        "ask": ("warn", _("疑问")),
        "unknown": ("warn", _("单位没对上")),
        "ok": ("ok", _("正常")),
    }


def plan_check(campaign: Campaign, *, on: date, state: str = "", number: str | None = None, at: str = "") -> Check:
    """`state` narrows the tree, `number` is the page, `at` the public id of a task whose page is wanted."""
    actions = list(Action.objects.filter(campaign=campaign))
    questions = list(PlanQuestion.objects.filter(plan=campaign.plan_id)) if campaign.plan_id else []
    rows = _task_rows(campaign, questions)
    counts = {"": len(rows)} | {
        key: sum(key in row.states if key != "ok" else not row.states for row in rows) for key in state_words()
    }
    wanted = [row for row in rows if not state or (state in row.states if state != "ok" else not row.states)]
    paginator = Paginator(wanted, TASKS_A_PAGE)
    place = next((n for n, row in enumerate(wanted) if at and str(row.task.public_id) == at), None)
    page = paginator.get_page(place // TASKS_A_PAGE + 1 if place is not None else number)
    phases = list(Phase.objects.filter(campaign=campaign))
    safeguards = list(Safeguard.objects.filter(campaign=campaign))
    shown = list(page.object_list)
    text = campaign.plan.text if campaign.plan else ""
    window = _window(text, rows, shown, page, narrowed=bool(state))
    blocks = marks.blocks(
        text,
        [*_task_marks(rows), *_other_marks(phases, "phase", "p"), *_other_marks(safeguards, "safeguard", "g")],
        list(_find_marks(text, rows, questions, window)),
        [found.start() for found in HEADING.finditer(text)],
        *window,
    )  # fmt: skip
    anchors = frozenset(_anchors(blocks))
    for row in shown:
        row.anchors = anchors
    questions.sort(key=lambda question: (bool(question.answer), not question.blocks, question.number))
    return Check(
        groups=_groups(actions, rows, shown, whole=not state and not page.has_next()),
        page=page,
        counts=counts,
        found={
            "phases": len(phases),
            "actions": len(actions),
            "tasks": len(rows),
            "units": len({one.written for row in rows for one in row.carriers}),
        },
        blocks=blocks,
        cut_before=window[0] > 0,
        cut_after=window[1] < len(text),
        questions=[(one, f"q-{one.number}" if f"q-{one.number}" in anchors else "") for one in questions],
        phases=_beside(phases, "p", anchors),
        safeguards=_beside(safeguards, "g", anchors),
        unknown=unknown_names(campaign, [(row.task.title, one) for row in rows for one in row.carriers], on),
    )


def _anchors(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        yield from (mark.key for mark in block.opens)
        for line in block.lines:
            for piece in line.pieces:
                yield from (mark.key for mark in piece.opens)


def _beside(rows: Sequence[Any], letter: str, anchors: frozenset[str]) -> list[tuple[Any, str]]:
    return [(one, key if (key := f"{letter}-{n}") in anchors else "") for n, one in enumerate(rows, 1)]


def _task_rows(campaign: Campaign, questions: Sequence[PlanQuestion]) -> list[TaskRow]:
    tasks = Task.objects.filter(campaign=campaign).in_plan_order().defer("detail")
    rows = [TaskRow(task, number) for number, task in enumerate(tasks, 1)]
    by_task: dict[Any, TaskRow] = {row.task.pk: row for row in rows}
    for name, found in (
        ("carriers", Carrier.objects.filter(task__campaign=campaign).select_related("unit", "group")),
        ("dates", TaskDate.objects.filter(task__campaign=campaign)),
        ("cadences", Cadence.objects.filter(task__campaign=campaign)),
        ("indicators", Indicator.objects.filter(task__campaign=campaign)),
        ("sub_items", SubItem.objects.filter(task__campaign=campaign)),
    ):
        for child in found:
            getattr(by_task[child.task_id], name).append(child)  # type: ignore[attr-defined, index]  # five kinds of rows
    placed = [question for question in questions if question.kind not in ABOUT_MANY and not question.answer]
    for row in rows:
        task = row.task
        row.has_place = task.span_start is not None and row.end > row.start
        if row.has_place:
            row.questions = [
                question for question in placed if question.span_start < row.end and question.span_end > row.start
            ]
        row.states = set(_states(row))
    return rows


def _states(row: TaskRow) -> Iterable[str]:
    empty = [question for question in row.questions if question.kind == "placeholder"]
    figures = [(one.span_start or 0, one.span_end or 0) for one in row.indicators]
    # An empty figure is asked for by its indicator; the reader's question about the same words is then no second gap.
    elsewhere = [q for q in empty if not any(q.span_start < end and q.span_end > start for start, end in figures)]  # fmt: skip
    if elsewhere or any(indicator.value is None for indicator in row.indicators):
        yield "fill"
    if not row.carriers:
        yield "none"
    elif not all(carrier.is_resolved for carrier in row.carriers):
        yield "unknown"
    if any(question.kind not in ("placeholder", "unknown_unit") for question in row.questions):
        yield "ask"


def _groups(
    actions: Sequence[Action], rows: Sequence[TaskRow], shown: Sequence[TaskRow], *, whole: bool
) -> list[Group]:
    totals: dict[int, int] = defaultdict(int)
    for row in rows:
        totals[row.task.action_id] += 1
    by_action: dict[int, list[TaskRow]] = defaultdict(list)
    for row in shown:
        by_action[row.task.action_id].append(row)
    # An empty action is shown too, on the last page, so that it can be filled or removed.
    return [
        Group(action, totals[action.pk], by_action[action.pk])
        for action in actions
        if by_action[action.pk] or (whole and not totals[action.pk])
    ]


def _window(text: str, rows, shown, page: Page, *, narrowed: bool) -> tuple[int, int]:
    """The part of the text that belongs to the tasks of the page; the whole text where that is one leaf."""
    short = len(text) <= TEXT_AROUND * 2 and not page.has_other_pages()
    if short or not any(row.has_place for row in shown):
        return 0, min(len(text), TEXT_AROUND * 2)
    start = min(row.start for row in shown if row.has_place)
    end = max(row.end for row in shown if row.has_place)
    if narrowed or not page.has_previous():
        start = max(start - TEXT_AROUND, 0)
    if narrowed or not page.has_next():
        end = min(end + TEXT_AROUND, len(text))
    start = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    return start, len(text) if stop < 0 else stop


def _task_marks(rows: Iterable[TaskRow]) -> Iterable[Mark]:
    for row in rows:
        if row.has_place:
            yield Mark(row.start, row.end, "task", f"s-{row.key}", f"#t-{row.key}")


def _other_marks(rows: Iterable[Any], kind: str, letter: str) -> Iterable[Mark]:
    for number, row in enumerate(rows, 1):
        if row.span_start is not None and row.span_end is not None:
            yield Mark(row.span_start, row.span_end, kind, f"{letter}-{number}")


def _find_marks(text: str, rows: Iterable[TaskRow], questions: Sequence[PlanQuestion], window) -> Iterable[Mark]:
    for row in rows:
        task = row.task
        if not row.has_place or row.end <= window[0] or row.start >= window[1]:
            continue
        leads = f"#t-{row.key}"
        yield Mark(*_title_place(text, task), "title", f"m{row.number}", leads)
        places: tuple[tuple[str, str, Sequence[Any]], ...] = (
            ("c", "unit", row.carriers),
            ("d", "date", row.dates),
            ("i", "figure", row.indicators),
        )
        for letter, kind, finds in places:
            for number, find in enumerate(finds, 1):
                if find.span_start is not None and find.span_end is not None:
                    look = "open" if kind == "figure" and find.value is None else kind
                    yield Mark(find.span_start, find.span_end, look, f"{letter}{row.number}-{number}", leads)
        for number, cadence in enumerate(row.cadences, 1):
            start = text.find(cadence.words, row.start, row.end) if cadence.words else -1
            if start >= 0:
                yield Mark(start, start + len(cadence.words), "date", f"r{row.number}-{number}", leads)
        for number, item in enumerate(row.sub_items, 1):
            start = text.find(item.title.rstrip("…"), item.span_start or 0, item.span_end or 0)
            if start >= 0 and item.span_end:
                yield Mark(start, start + len(item.title.rstrip("…")), "title", f"b{row.number}-{number}", leads)
    for question in questions:
        if question.kind not in ABOUT_MANY:
            kind = "ask" if not question.answer else "asked"
            yield Mark(question.span_start, question.span_end, kind, f"q-{question.number}", f"#ask-{question.number}")


def _title_place(text: str, task: Task) -> tuple[int, int]:
    """Where the title stands in the task's own text; the first sentence when somebody has reworded it."""
    begin, end = task.span_start or 0, task.span_end or 0
    title = task.title.rstrip("…")
    start = text.find(title, begin, end)
    if start >= 0:
        return start, start + len(title)
    stop = re.compile(r"[。\n]").search(text, begin, end)
    return begin, stop.start() if stop and stop.start() > begin else end
