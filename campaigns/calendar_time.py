"""序时进度: which part of a span of days is over, days on which the campaign stood still left out. Pure, no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class TimeShare:
    """Days gone of the days there are. A day counts as gone when it is over (24:00), so the first day begins at 0%."""

    passed: int
    total: int

    @property
    def percent(self) -> int:
        return 100 * self.passed // self.total if self.total else 0


def time_share(starts_on: date, ends_on: date, on: date, pauses: Iterable[tuple[date, date | None]] = ()) -> TimeShare:
    """`pauses` are (first day, last day or None while it lasts); overlapping ones count once.

    Of a pause that is still open only the days up to `on` are known to be lost.
    """
    still = _merged(pauses, starts_on, ends_on, on)
    total = _days(starts_on, ends_on) - sum(_days(first, last) for first, last in still)
    yesterday = min(on - ONE_DAY, ends_on)
    passed = _days(starts_on, yesterday) - sum(_days(first, min(last, yesterday)) for first, last in still)
    return TimeShare(passed, total)


def day_percent(starts_on: date, ends_on: date, day: date) -> float:
    """Where a day stands on a bar from the first to the last day, in percent of its width; pauses are not cut out."""
    whole = _days(starts_on, ends_on)
    return round(100 * max(0, min(whole, (day - starts_on).days)) / whole, 1) if whole else 0.0


def _days(first: date, last: date) -> int:
    return max(0, (last - first).days + 1)


def _merged(
    pauses: Iterable[tuple[date, date | None]], starts_on: date, ends_on: date, on: date
) -> list[tuple[date, date]]:
    inside = sorted((max(first, starts_on), min(last or max(on, first), ends_on)) for first, last in pauses)
    merged: list[tuple[date, date]] = []
    for first, last in inside:
        if last < first:
            continue
        if merged and first <= merged[-1][1] + ONE_DAY:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
