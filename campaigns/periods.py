"""From a cadence to dated periods: 每月25日前 in a campaign from April to November is eight periods with a due day each.

No models and no clock here. A period belongs to the calendar (2026-03, 2026-W14, 2026-Q1, 2026-H1, 2026), never to the
day on which it was worked out: that is why the same span always gives the same keys, and why a scheduler that slept
for a week finds exactly what it missed.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Protocol

from campaigns.due_words import LAST_DAY, DueRule
from campaigns.spans import Span, Stretch, active_days, merged, month_end

ONE_DAY = timedelta(days=1)
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
# A county may declare odd days, but not a month without work: then the calendar is wrong and the written day stays.
LONGEST_REST = 31


class WorkingDays(Protocol):
    """What is asked of a calendar; `organizations.workdays.Workdays` is one."""

    def is_working(self, day: date) -> bool: ...


@dataclass(frozen=True)
class PeriodSettings:
    """What the county decides about periods; the defaults stand in `organizations.rules` with their sources.

    `least_share`: a period of which less than this share lies in the span falls away. Who begins on the 28th has
    nothing to report for that month, and asking all the same would only train people to file empty forms.
    `days_after`: due days without words of their own fall so many days after the period's last day.
    `calendar` is None when due days stay on rest days.
    """

    least_share: Fraction = Fraction(1, 2)
    days_after: int = 0
    calendar: WorkingDays | None = None


@dataclass(frozen=True)
class Rhythm:
    """A recurring duty: how often, how many times in each period, and when it is due."""

    every: str
    times: int = 1
    due: DueRule = LAST_DAY

    def __post_init__(self) -> None:
        if self.every not in (*MONTHS, "week", "day"):
            raise ValueError(f"{self.every} is no period.")
        if self.times < 1:
            raise ValueError("A duty is done at least once in a period.")


@dataclass(frozen=True)
class Period:
    """One period of a duty. `first` and `last` are the part that lies in the span; `moved` says why `due` differs
    from `written`: '' | rest_day | pause."""

    key: str
    first: date
    last: date
    due: date
    written: date
    times: int = 1
    moved: str = ""


@dataclass(frozen=True)
class OneOff:
    """A written day of a task: due once. The key is the caller's, so that an amended day keeps its history."""

    ends_on: date
    starts_on: date | None = None
    key: str = ""


def periods(
    rhythm: Rhythm,
    span: Span,
    settings: PeriodSettings,
    *,
    pauses: Sequence[Span] = (),
    after: date | None = None,
    until: date | None = None,
) -> list[Period]:
    """The periods of the span in order of time; only those that begin after `after` and not later than `until`.

    The limits choose from the periods and change none, so overlapping calls agree. A period falls away when too little
    of it lies in the span, when its due day was over before the span began, and while its due day lies in a pause
    without an end. A span that is shorter than half of every period keeps the one it covers best: a yearly duty of an
    autumn campaign is still owed once.
    """
    if span.last is None and until is None:
        raise ValueError("An open span needs a day until which its periods are wanted.")
    stops = merged(pauses)
    end = span.last if span.last is not None else max(until or span.first, span.first)
    candidates = [
        (key, part, active_days(part, stops), (whole.last - whole.first).days + 1)
        for key, whole in _grid(rhythm.every, span.first, end)
        if (part := _inside(whole, span)) is not None
    ]
    kept = [(key, part) for key, part, days, length in candidates if days and days >= settings.least_share * length]
    if not kept and span.last is not None and candidates:
        key, part, days, _length = max(candidates, key=lambda found: found[2])  # the earlier one of equals
        kept = [(key, part)] if days else []
    found = (_period(key, part, rhythm, settings, stops) for key, part in kept if _wanted(part.first, after, until))
    return [period for period in found if period is not None]


def single_periods(
    one_offs: Iterable[OneOff], span: Span, settings: PeriodSettings, *, pauses: Sequence[Span] = ()
) -> list[Period]:
    """One period for each written day. `span` is when the unit carries the task, not the campaign's: a day that the
    plan writes after the campaign's end is still owed."""
    stops = merged(pauses)
    result: list[Period] = []
    keys: set[str] = set()
    for one_off in one_offs:
        key = one_off.key or f"to-{one_off.ends_on.isoformat()}"
        if key in keys:
            raise ValueError(f"{key} stands twice.")
        keys.add(key)
        if one_off.ends_on < span.first or (span.last is not None and one_off.ends_on > span.last):
            continue
        first = min(max(one_off.starts_on or span.first, span.first), one_off.ends_on)
        landed = _landing(one_off.ends_on, settings, stops)
        if landed is not None:
            result.append(Period(key, first, one_off.ends_on, landed[0], one_off.ends_on, moved=landed[1]))
    return sorted(result, key=lambda period: (period.due, period.key))


def landing(day: date, settings: PeriodSettings, pauses: Sequence[Span]) -> date | None:
    """Where a due day comes to lie that a later pause or rest day has caught; None while the pause goes on."""
    found = _landing(day, settings, merged(pauses))
    return found[0] if found else None


def missing(wanted: Iterable[Period], known: Collection[str]) -> list[Period]:
    """Those whose key is not known yet: what a scheduler has to add, whenever it last ran."""
    return [period for period in wanted if period.key not in known]


def whole_period(every: str, day: date) -> tuple[str, Stretch]:
    """The calendar's period around the day with its key; weeks are ISO weeks and belong to the year of their Thursday."""
    if every == "day":
        return day.isoformat(), Stretch(day, day)
    if every == "week":
        year, week, weekday = day.isocalendar()
        first = day - timedelta(days=weekday - 1)
        return f"{year}-W{week:02}", Stretch(first, first + timedelta(days=6))
    length = MONTHS[every]
    number = (day.month - 1) // length
    first = date(day.year, number * length + 1, 1)
    last = month_end(day.year, (number + 1) * length)
    keys = {
        "month": f"{day.year}-{day.month:02}", "quarter": f"{day.year}-Q{number + 1}",
        "half_year": f"{day.year}-H{number + 1}", "year": str(day.year),
    }  # fmt: skip
    return keys[every], Stretch(first, last)


def _grid(every: str, first: date, last: date) -> Iterator[tuple[str, Stretch]]:
    day = first
    while day <= last:
        key, whole = whole_period(every, day)
        yield key, whole
        day = whole.last + ONE_DAY


def _inside(whole: Stretch, span: Span) -> Stretch | None:
    first = max(whole.first, span.first)
    last = whole.last if span.last is None else min(whole.last, span.last)
    return Stretch(first, last) if first <= last else None


def _wanted(first: date, after: date | None, until: date | None) -> bool:
    return (after is None or first > after) and (until is None or first <= until)


def _period(key: str, part: Stretch, rhythm: Rhythm, settings: PeriodSettings, stops: Sequence[Span]) -> Period | None:
    if rhythm.every == "day" and settings.calendar is not None and not settings.calendar.is_working(part.first):
        return None  # moved to Monday, the days of a holiday would heap up there
    whole = whole_period(rhythm.every, part.first)[1]
    written = rhythm.due.day_in(whole, settings.days_after)
    if written <= whole.last and written > part.last:
        written = part.last  # the span ends earlier; what is due after the period stays where the plan puts it
    if written < part.first:
        return None
    landed = _landing(written, settings, stops)
    if landed is None:
        return None
    return Period(key, part.first, part.last, landed[0], written, rhythm.times, landed[1])


def _landing(day: date, settings: PeriodSettings, stops: Sequence[Span]) -> tuple[date, str] | None:
    """Where a written day lands: after a pause around it, then on a working day; None in a pause without an end."""
    moved = ""
    while True:
        stop = next((stop for stop in stops if stop.has(day)), None)
        if stop is not None:
            if stop.last is None:
                return None
            day, moved = stop.last + ONE_DAY, "pause"
        later = _next_working(day, settings.calendar)
        if later == day:
            return day, moved
        day, moved = later, moved or "rest_day"


def _next_working(day: date, calendar: WorkingDays | None) -> date:
    if calendar is None:
        return day
    ahead = (day + timedelta(days=n) for n in range(LONGEST_REST))
    return next((later for later in ahead if calendar.is_working(later)), day)
