"""Stages of the work with their windows, units and dated steps."""

import re

from campaigns.plans import carriers, dates, lexer, outline, tasks, times
from campaigns.plans.front import Front
from campaigns.plans.model import Phase, Place
from campaigns.plans.outline import Outline
from campaigns.plans.structure import RUN_IN, Item

_POINT = re.compile(r"(?:\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[xX×*]{1,2})月(?:份)?(?:\d{1,2}[日号]|底|末|初|中旬|上旬|下旬)?(?:之?前|止)?")
_BEFORE = re.compile(r"前|止|底|末")
_LONG = re.compile(r"长期|持续|常态化|贯穿")


def read_phases(structure: Outline, item: Item, front: Front) -> list[Phase]:
    """The phases of one section; a section that is itself a stage gives one."""
    stages = [child for child in item.children if child.rank < RUN_IN]
    if stages and outline.is_phase_section(structure, item, structure.title(item)):
        return [_phase(structure, stage, front) for stage in stages]
    return [_phase(structure, item, front)]


def _phase(structure: Outline, item: Item, front: Front) -> Phase:
    folded = structure.reading.folded
    text, start, end = _window(structure, item, front)
    steps = [child for child in item.children if child.rank < RUN_IN]
    year = front.year
    return Phase(
        Place(item.start, lexer.trim(folded, item.start, item.end)[1]), 0.9, "phase", ordinal=item.ordinal,
        name=_name(structure, item), start=start, end=end, text=text,
        units=carriers.units_of(structure.reading, structure.of(item)),
        tasks=tuple(tasks.read_task(structure, step, year) for step in steps),
    )  # fmt: skip


def _name(structure: Outline, item: Item) -> str:
    return re.sub(r"^第[一二三四五六]阶段[:、]?(?=.)", "", structure.title(item)) or (item.ordinal or "")


def _window(structure: Outline, item: Item, front: Front) -> tuple[str, str | None, str | None]:
    """(words, start, end) from the heading's bracket, else its words, else the first sentence of the stage.

    ISO days where the year is certain, else the words (``score_plans.py``).
    """
    folded = structure.reading.folded
    heading = outline.heading_span(structure, item)
    for a, b in (heading, *list(lexer.sentences(folded, heading[1], item.own_end))[:2]):
        for bracket in [s for s in lexer.brackets(folded, a, b) if "月" in folded[slice(*s)] or "年" in folded[slice(*s)]]:
            if found := _read(structure, bracket[0] + 1, bracket[1] - 1, front, whole=True):
                return structure.reading.words(*bracket), found[0], found[1]
        if found := _read(structure, a, b, front, whole=False):
            return found[2], found[0], found[1]
    return "", None, None


def _read(structure: Outline, a: int, b: int, front: Front, *, whole: bool) -> tuple[str | None, str | None, str] | None:
    folded, certain = structure.reading.folded, front.year_certain
    if window := times.WINDOW.search(folded, a, b):
        start, end = times.window_days(window, front.year)
        own_year = "年" in window.group()
        words = structure.reading.words(*window.span())
        if not (certain or own_year):
            start = end = None
        return start or window.group("from"), end or window.group("to"), words
    if point := _POINT.search(folded, a, b):
        words = structure.reading.words(*point.span())
        day = dates.DAY.search(point.group())
        if not day or not (certain or day.group("year")):
            return None, words, words
        ends_only = _BEFORE.search(point.group()) or day.group("day")
        return None if ends_only else dates.start_of(day, front.year), dates.end_of(day, front.year) or words, words
    if whole:
        start, end = dates.resolve(folded[a:b], front.year if certain else None)
        words = structure.reading.words(a, b)
        return (start, end, words) if end else (None, words, words)
    return None
