"""Who was in the village, who was away and which days nobody was posted: counted for many postings at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from cadres.attendance import Away, Count, Span, away, count, half_of
from cadres.leave_words import leave_kinds
from cadres.models import Leave, Posting
from organizations.rules import rule_values
from organizations.services.calendar import county_workdays

RULES = ("leave.counts_as_present", "attendance.weekends_count")


@dataclass(frozen=True)
class Terms:
    """How the county counts on a day: which kinds of leave count as present, and which days do not count at all."""

    counted: frozenset[str]
    weekends_count: bool
    rest: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Presence:
    """One posting in one span of days, with the leave that was granted in it."""

    posting: Posting
    count: Count
    leaves: list[Leave] = field(default_factory=list)


def terms(*, first: date, last: date) -> Terms:
    """By the rules that hold on the last day of the span. Rest days are those of the working calendar, and only where
    the county says that they do not count."""
    values = rule_values(*RULES, on=last)
    counts = values["attendance.weekends_count"]
    rest: frozenset[date] = frozenset()
    if not counts:
        workdays = county_workdays()
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        rest = frozenset(day for day in days if not workdays.is_working(day))
    return Terms(leave_kinds(values["leave.counts_as_present"]), counts, rest)


def posted_span(posting: Posting) -> Span:
    """A tour that is over by plan goes on until somebody ends it."""
    last = posting.ended_on or date(9999, 12, 30)
    return half_of(posting.starts_on), half_of(last) + 2


def as_away(leave: Leave) -> Away:
    return away(
        kind=leave.kind, starts_on=leave.starts_on, starts_half=leave.starts_half, ends_on=leave.ends_on,
        ends_half=leave.ends_half, back_on=leave.back_on, back_half=leave.back_half,
    )  # fmt: skip


def leaves_of(postings: Collection[Posting], first: date, last: date) -> dict[int, list[Leave]]:
    """Granted leave of these postings that touches the span, by posting, in order."""
    rows: dict[int, list[Leave]] = defaultdict(list)
    ids = [posting.pk for posting in postings]
    for leave in Leave.objects.approved().touching(first, last).filter(posting__in=ids).order_by("starts_on", "id"):
        rows[leave.posting_id].append(leave)
    return rows


def counted(posting: Posting, leaves: Iterable[Leave], *, first: date, last: date, by: Terms) -> Count:
    return count(
        first=first, last=last, posted=[posted_span(posting)], leaves=[as_away(leave) for leave in leaves],
        counted=by.counted, rest=by.rest,
    )  # fmt: skip


def presence_of(postings: Collection[Posting], *, first: date, last: date) -> dict[int, Presence]:
    """Presence by posting; three queries whatever the number, a fourth where rest days do not count."""
    by, leaves = terms(first=first, last=last), leaves_of(postings, first, last)
    return {
        posting.pk: Presence(
            posting, counted(posting, leaves[posting.pk], first=first, last=last, by=by), leaves[posting.pk]
        )
        for posting in postings
    }


def presence(*, units, first: date, last: date) -> dict[int, Presence]:
    """Presence by posting, of everybody posted in these units on a day of the span."""
    postings = Posting.objects.filter(unit__in=units, starts_on__lte=last).exclude(ended_on__lt=first)
    return presence_of(list(postings.select_related("person", "unit", "sending_unit")), first=first, last=last)
