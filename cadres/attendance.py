"""Counting days in a village backwards: somebody is there unless leave, a rest day that does not count, or nobody is posted.

No database and no clock here. Days are counted in halves: a half is a number that runs on over months and years, two to
a day. A span is from its first half to the half after its last.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

MORNING, AFTERNOON = "am", "pm"
Span = tuple[int, int]


def half_of(day: date, half: str = MORNING) -> int:
    return day.toordinal() * 2 + (half == AFTERNOON)


def day_of(half: int) -> date:
    return date.fromordinal(half // 2)


def whole_days(first: date, last: date) -> Span:
    return half_of(first), half_of(last) + 2


def in_days(halves: int) -> Decimal:
    return Decimal(halves) / 2


@dataclass(frozen=True)
class Away:
    """Leave of one kind, as it really was: an early return has cut it."""

    kind: str
    start: int
    end: int

    @property
    def halves(self) -> int:
        return self.end - self.start


def away(
    *, kind: str, starts_on: date, starts_half: str = MORNING, ends_on: date, ends_half: str = AFTERNOON,
    back_on: date | None = None, back_half: str = "",
) -> Away:  # fmt: skip
    """`back_on` with its half is the first half in which the person is in the village again."""
    start, end = half_of(starts_on, starts_half), half_of(ends_on, ends_half) + 1
    if back_on is not None:
        end = min(end, half_of(back_on, back_half or MORNING))
    return Away(kind, start, max(start, end))


@dataclass(frozen=True)
class Count:
    """Halves of a span of days, each in exactly one part: in the village, away, resting, or not posted."""

    total: int = 0
    present: int = 0
    absent: int = 0
    resting: int = 0
    vacant: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)  # of leave, whether it counts as present or not

    @property
    def days(self) -> Decimal:
        """Days in the village."""
        return in_days(self.present)

    @property
    def days_away(self) -> Decimal:
        return in_days(self.absent)

    @property
    def kinds(self) -> dict[str, Decimal]:
        return {kind: in_days(halves) for kind, halves in self.by_kind.items()}

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.total + other.total,
            self.present + other.present,
            self.absent + other.absent,
            self.resting + other.resting,
            self.vacant + other.vacant,
            self.by_kind + other.by_kind,
        )


def count(
    *, first: date, last: date, posted: Iterable[Span], leaves: Iterable[Away], counted: Collection[str] = (),
    rest: Collection[date] = (),
) -> Count:  # fmt: skip
    """The parts of `first`–`last`. `counted` are kinds of leave that count as present, `rest` the days that count as
    neither. Where two leaves lie over each other, the one that does not count holds; then the kind's name: the order in
    which they come does not matter."""
    if last < first:
        return Count()
    start, end = whole_days(first, last)
    there = _marked(start, end, posted)
    kinds: dict[int, str] = {}
    for leave in sorted(leaves, key=lambda leave: (leave.kind not in counted, leave.kind)):
        for half in range(max(start, leave.start), min(end, leave.end)):
            kinds[half] = leave.kind
    resting = {day.toordinal() for day in rest}
    parts, by_kind = Counter[str](), Counter[str]()
    for half in range(start, end):
        if not there[half - start]:
            parts["vacant"] += 1
        elif half // 2 in resting:
            parts["resting"] += 1
        else:
            kind = kinds.get(half)
            if kind is not None:
                by_kind[kind] += 1
            parts["present" if kind is None or kind in counted else "absent"] += 1
    return Count(end - start, parts["present"], parts["absent"], parts["resting"], parts["vacant"], by_kind)


def gaps(first: date, last: date, posted: Iterable[Span]) -> list[tuple[date, date]]:
    """Runs of days in `first`–`last` on which nobody is posted, the whole day."""
    if last < first:
        return []
    start, end = whole_days(first, last)
    there = _marked(start, end, posted)
    runs: list[tuple[date, date]] = []
    for number in range((last - first).days + 1):
        if there[number * 2] or there[number * 2 + 1]:
            continue
        day = first + timedelta(days=number)
        if runs and runs[-1][1] == day - timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def by_year(leave: Away) -> dict[int, int]:
    """Halves of one leave in each year it touches."""
    found: Counter[int] = Counter()
    for half in range(leave.start, leave.end):
        found[day_of(half).year] += 1
    return dict(found)


def overlap(one: Away, other: Away) -> bool:
    return one.start < other.end and other.start < one.end


def joined(leave: Away, others: Sequence[Away]) -> int:
    """Halves of the run that the leave makes with those that touch it without a half between them: four days cut into
    three and one are four days to who decides."""
    start, end, left = leave.start, leave.end, list(others)
    grown = True
    while grown:
        grown = False
        for other in list(left):
            if other.halves and other.start <= end and start <= other.end:
                start, end = min(start, other.start), max(end, other.end)
                left.remove(other)
                grown = True
    return end - start


def _marked(start: int, end: int, spans: Iterable[Span]) -> bytearray:
    marks = bytearray(end - start)
    for first, last in spans:
        low, high = max(start, first), min(end, last)
        if low < high:
            marks[low - start : high - start] = b"\x01" * (high - low)
    return marks
