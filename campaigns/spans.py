"""Stretches of days: from when to when a duty lives, and which of the days count. No models here."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple


class Stretch(NamedTuple):
    """Days from `first` to `last`, both counted."""

    first: date
    last: date


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both counted; without an end while `last` is None."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise ValueError("A span ends before it begins.")

    def has(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def shared(*spans: Span | None) -> Span | None:
    """The days that lie in all of them: campaign, task's window, assignment. None stands for no limit as an argument
    and for no such day as the answer."""
    limits = [span for span in spans if span is not None]
    if not limits:
        raise ValueError("There is no span at all.")
    first = max(span.first for span in limits)
    last = min((span.last for span in limits if span.last is not None), default=None)
    return None if last is not None and last < first else Span(first, last)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same days as spans that neither touch nor overlap, in order of time: a day paused twice is paused once."""
    result: list[Span] = []
    for span in sorted(spans, key=lambda span: span.first):
        former = result[-1] if result else None
        if former is None or (former.last is not None and span.first > former.last + timedelta(days=1)):
            result.append(span)
        elif former.last is not None:
            result[-1] = Span(former.first, None if span.last is None else max(former.last, span.last))
    return result


def active_days(part: Stretch, stops: Sequence[Span]) -> int:
    """How many days of the stretch lie in no pause; `stops` are merged."""
    days = (part.last - part.first).days + 1
    for stop in stops:
        first, last = max(part.first, stop.first), part.last if stop.last is None else min(part.last, stop.last)
        days -= max(0, (last - first).days + 1)
    return days


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
