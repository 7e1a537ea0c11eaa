"""One item of the tree becomes one task: title, carriers, dates, cadences, targets, parts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from campaigns.plans import cadences, carriers, lexer, targets, times
from campaigns.plans.carriers import Annotation
from campaigns.plans.model import Cadence, Found, Leader, Place, SubItem, Target, Task, Time, Unit
from campaigns.plans.outline import Outline, title_span
from campaigns.plans.structure import Item
from campaigns.plans.wrappers import Reading

_Timed = TypeVar("_Timed", Time, Cadence, Target)
_Found = TypeVar("_Found", bound=Found)


@dataclass(frozen=True, slots=True)
class Inherited:
    """Carriers and leaders that a heading gives to every item below it."""

    units: tuple[Unit, ...] = ()
    leaders: tuple[Leader, ...] = ()


def read_task(outline: Outline, item: Item, year: int | None, inherited: Inherited | None = None) -> Task:
    """The task of one item. ``year`` is the plan's year, for dates without one."""
    reading, remarks = outline.reading, outline.of(item)
    below = [a for node in item.walk() for a in outline.of(node)]
    units = carriers.units_of(reading, remarks)
    leaders = carriers.leaders_of(reading, remarks)
    if inherited and not units:
        units = inherited.units
    if inherited and not leaders:
        leaders = inherited.leaders
    spans = prose(item.body, item.end, below)
    span = title_span(outline, item)
    return Task(
        Place(item.start, lexer.trim(reading.folded, item.start, item.end)[1]), 0.95 if remarks else 0.8,
        "own_annotation" if remarks else "numbered_item", ordinal=item.ordinal, title=reading.words(*span), units=units,
        leaders=leaders, deadlines=_deadlines(reading, remarks, spans, year),
        cadences=distinct(cadences.cadences(reading, spans)), targets=distinct(targets.targets(reading, spans)),
        subitems=tuple(_subitem(outline, child) for child in item.children),
        hints=tuple(hint for a, b in spans for hint in carriers.hints_of(reading, a, b)),
    )  # fmt: skip


def prose(start: int, end: int, annotations: list[Annotation]) -> list[lexer.Span]:
    """The text without its annotations."""
    spans, at = [], start
    for annotation in sorted(annotations, key=lambda a: a.start):
        if at < annotation.start < end:
            spans.append((at, annotation.start))
        at = max(at, annotation.end)
    if at < end:
        spans.append((at, end))
    return spans


def distinct(finds: Iterable[_Timed]) -> tuple[_Timed, ...]:
    """Each wording once, where it stands first."""
    first: dict[str, _Timed] = {}
    for find in finds:
        first.setdefault(find.text, find)
    return tuple(first.values())


def _deadlines(reading: Reading, remarks: list[Annotation], spans: list[lexer.Span], year: int | None) -> tuple[Time, ...]:
    labelled = [
        times.of_value(reading, field.start, field.end, year) for a in remarks for field in a.fields if field.kind == "due"
    ]
    among_units = times.deadlines(reading, carriers.dates_among_units(reading, remarks), year)
    return distinct([*labelled, *among_units, *times.deadlines(reading, spans, year)])


def _subitem(outline: Outline, item: Item) -> SubItem:
    span = title_span(outline, item)
    if span[1] - span[0] > 30 and (comma := outline.reading.folded.find(",", span[0] + 4, span[1])) > 0:
        span = (span[0], comma)
    return SubItem(
        Place(item.start, lexer.trim(outline.reading.folded, item.start, item.end)[1]), 0.8, "sub_item",
        ordinal=item.ordinal or "", title=outline.reading.words(*span),
        units=carriers.units_of(outline.reading, outline.of(item)),
    )  # fmt: skip


def in_cell(find: _Found, cell: tuple[int, int, int]) -> _Found:
    """The same find, with the table cell it stands in."""
    return replace(find, place=replace(find.place, cell=cell))
