"""A text and the spans found in it, cut into pieces that can be shown one after the other. Pure functions, no database.

Spans overlap freely: a figure stands inside a date's clause, and after a merger one task may hold another. So the text
is cut at every border; each piece knows all marks over it, the widest first, and where a mark begins.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` (half open) of the text. `kind` is its look, `key` its id, `leads` what it opens."""

    start: int
    end: int
    kind: str
    key: str
    leads: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text under the same marks throughout. `opens` are the marks that begin here."""

    start: int
    text: str
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]

    @property
    def kinds(self) -> str:
        return " ".join(dict.fromkeys(mark.kind for mark in self.marks))

    @property
    def leads(self) -> str:
        """Where a press leads: the narrowest mark that leads anywhere."""
        return next((mark.leads for mark in reversed(self.marks) if mark.leads), "")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block. A heading is shown as one."""

    pieces: tuple[Segment, ...]
    is_heading: bool


@dataclass(frozen=True, slots=True)
class Block:
    """The lines under the same tasks. `opens` are the tasks that begin here, so that their links find them."""

    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]
    lines: tuple[Line, ...]


def segments(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> list[Segment]:
    """Cut `text[start:end]` at the borders of the marks. Joined together the pieces are the text again.

    A mark outside the window or without length is left out; one that reaches over a border is cut there and opens only
    where it truly begins.
    """
    end = len(text) if end is None else min(end, len(text))
    start = min(max(start, 0), end)
    seen = [mark for mark in marks if mark.start < end and mark.end > start and mark.end > mark.start >= 0]
    begins: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for mark in seen:
        begins.setdefault(max(mark.start, start), []).append(mark)
        ends.setdefault(min(mark.end, end), []).append(mark)
    cuts = sorted({start, end, *begins, *ends})
    present: list[Mark] = []
    found = []
    for left, right in pairwise(cuts):
        for mark in ends.get(left, ()):
            present.remove(mark)
        present += begins.get(left, ())
        over = tuple(sorted(present, key=lambda mark: (mark.start - mark.end, mark.start, mark.key)))
        found.append(Segment(left, text[left:right], over, tuple(mark for mark in over if mark.start == left)))
    return found


def blocks(
    text: str,
    holders: Iterable[Mark],
    finds: Iterable[Mark],
    headings: Sequence[int] = (),
    start: int = 0,
    end: int | None = None,
) -> list[Block]:
    """The text as blocks of lines: cut by the holders (tasks, phases), each line cut by what was found in it.

    `headings` are the places at which a heading begins, in order. Empty lines divide and are not shown.
    """
    inner = sorted(finds, key=lambda mark: mark.start)
    reach, begin = _reach(inner), [mark.start for mark in inner]
    shown = []
    for piece in segments(text, holders, start, end):
        lines = []
        for left, right in _lines(text, piece.start, piece.start + len(piece.text)):
            near = inner[bisect_left(reach, left + 1) : bisect_left(begin, right)]
            at = bisect_left(headings, left)
            lines.append(Line(tuple(segments(text, near, left, right)), at < len(headings) and headings[at] < right))
        if lines or piece.opens:
            shown.append(Block(piece.marks, piece.opens, tuple(lines)))
    return shown


def _reach(marks: Sequence[Mark]) -> list[int]:
    """For each mark the farthest end up to it: never falls, so it can be searched."""
    farthest, reach = 0, []
    for mark in marks:
        farthest = max(farthest, mark.end)
        reach.append(farthest)
    return reach


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    lines = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if text[start:stop].strip():
            lines.append((start, stop))
        start = stop + 1
    return lines
