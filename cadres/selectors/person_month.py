"""One posting's own month: weeks of days with what was on each, days against the rules, leave and findings of the year."""

import calendar
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cadres.attendance import half_of
from cadres.models import Leave, Posting
from cadres.periods import month_of, year_of
from cadres.selectors.findings import YearFindings, year_findings
from cadres.selectors.leave_pages import LeaveRow, leave_rows
from cadres.selectors.leave_total import YearTotal, plain, year_totals
from cadres.selectors.month_calendar import TARGETS, Counted, bar_kind, counted, rest_days
from cadres.selectors.presence import Terms, as_away, leaves_of, posted_span, terms
from organizations.rules import rule_values


@dataclass(frozen=True)
class Day:
    """`kind` is here, leave, train, off (not posted) or ahead; `text` says it in a word."""

    day: date
    kind: str
    text: str
    weekend: bool
    today: bool


@dataclass(frozen=True)
class PersonMonth:
    weeks: list[list[Day | None]]
    counts: list[Counted]
    leaves: list[LeaveRow]
    total: YearTotal
    findings: YearFindings
    kinds: list[tuple[str, str]]  # days of the year by kind of leave


def person_month(*, posting: Posting, month: date, on: date) -> PersonMonth:
    first, last = month_of(month)
    opening, closing = year_of(month)
    leaves = leaves_of([posting], opening, closing)[posting.pk]
    by = terms(first=opening, last=last)
    rest = rest_days(first, last)
    weeks = [
        [_day(posting, leaves, day, rest, by, on) if day.month == month.month else None for day in week]
        for week in calendar.Calendar(firstweekday=0).monthdatescalendar(month.year, month.month)
    ]
    counts = counted(posting, leaves, month=month, on=min(last, on), by=by, targets=rule_values(*TARGETS, on=last))
    names = dict(Leave.Kind.choices)
    kinds = [(str(names[kind]), plain(days)) for kind, days in sorted(counts[-1].count.kinds.items())]
    person = posting.person_id
    return PersonMonth(
        weeks, counts, leave_rows(leaves), year_totals(people=[person], year=month.year, on=on)[person],
        year_findings(people=[person], year=month.year, on=on)[person], kinds,
    )  # fmt: skip


def _day(posting: Posting, leaves: list[Leave], day: date, rest: set[date], by: Terms, on: date) -> Day:
    weekend, today = day in rest, day == on
    start, end = posted_span(posting)
    if not start <= half_of(day) < end:
        return Day(day, "off", "", weekend, today)
    for leave in leaves:
        span = as_away(leave)
        here = [half for half in (half_of(day), half_of(day) + 1) if span.start <= half < span.end]
        if here:
            text = leave.get_kind_display()
            if len(here) == 1:
                text = _("%(kind)s半天") % {"kind": text}
            return Day(day, bar_kind(leave, by), text, weekend, today)
    if day > on:
        return Day(day, "ahead", "", weekend, today)
    if weekend and not by.weekends_count:
        return Day(day, "ahead", _("休"), weekend, today)
    return Day(day, "here", _("在岗"), weekend, today)
