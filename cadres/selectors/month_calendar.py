"""The month as the calendar draws it: one line a posting, bars for leave and for days on which nobody is posted."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from cadres.attendance import Count, count, day_of, gaps, in_days
from cadres.models import Leave, Posting, PostingKind
from cadres.periods import month_of, quarter_of, year_of
from cadres.selectors.leave_total import plain
from cadres.selectors.presence import Terms, as_away, leaves_of, posted_span, terms
from organizations.models import Unit, UnitKind
from organizations.roles import Reach, reach_of
from organizations.rules import rule_values
from organizations.services.calendar import county_workdays

TARGETS = ("attendance.month_days", "attendance.quarter_days", "attendance.year_days")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """A line before it is drawn: somebody posted in the month, or a village that waits for somebody."""

    unit: Unit
    posting: Posting | None = None
    vacant: list[tuple[date, date]] = field(default_factory=list)


@dataclass(frozen=True)
class Counted:
    """Days so far in a month, quarter or year against what the county asks; 0 asks nothing. `left` days are to come."""

    label: str
    count: Count
    target: int
    left: int

    @property
    def days(self) -> str:
        return plain(self.count.days)

    @property
    def away(self) -> str:
        return plain(self.count.days_away)

    @property
    def reached(self) -> bool:
        return self.count.days >= self.target

    @property
    def lost(self) -> bool:
        """Even with every day to come it is not reached."""
        return bool(self.target) and self.count.days + self.left < self.target


def lines_of(*, membership, first: date, last: date, under: Unit | None, kind: str, on: date) -> list[Line]:
    """All lines of a month in official order: postings, then for a village without a first secretary the gap. Gaps are
    only told to who sees the village; a unit that sent somebody sees its own people."""
    postings = Posting.objects.visible_to(membership).filter(starts_on__lte=last)
    postings = postings.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=first))
    if under is not None:
        postings = postings.filter(unit__path__startswith=under.path)
    if kind:
        postings = postings.filter(kind=kind)
    rows: list[Posting] = list(postings.select_related("person", "unit__parent", "sending_unit"))
    vacant = _gaps(membership, first, min(last, on), under) if kind in ("", PostingKind.FIRST_SECRETARY) else {}
    latest: dict[int, Posting] = {}
    for row in rows:
        if row.kind == PostingKind.FIRST_SECRETARY and row.starts_on >= latest.get(row.unit_id, row).starts_on:
            latest[row.unit_id] = row
    lines = []
    for row in rows:
        waits = row.unit_id in vacant and latest.get(row.unit_id) is row
        lines.append(Line(row.unit, row, vacant[row.unit_id][1] if waits else []))
    lines += [Line(unit, None, found) for key, (unit, found) in vacant.items() if key not in latest]
    order = {kind: number for number, kind in enumerate(PostingKind.values)}
    return sorted(
        lines,
        key=lambda line: (
            line.unit.parent.order if line.unit.parent else 0,
            line.unit.parent.code if line.unit.parent else "",
            line.unit.order,
            line.unit.code,
            order[line.posting.kind] if line.posting else -1,
            line.posting.pk if line.posting else 0,
        ),
    )


def _gaps(membership, first: date, last: date, under: Unit | None) -> dict[int, tuple[Unit, list[tuple[date, date]]]]:
    """Days without a first secretary in villages that had one before, as long as the village is there."""
    held = Posting.objects.filter(kind=PostingKind.FIRST_SECRETARY, starts_on__lte=last)
    if reach_of(membership, "cadres.view_posting") is not Reach.COUNTY:
        held = held.filter(unit__path__startswith=membership.unit.path)
    if under is not None:
        held = held.filter(unit__path__startswith=under.path)
    by_unit: dict[int, list[Posting]] = defaultdict(list)
    for posting in held.filter(unit__kind=UnitKind.VILLAGE).select_related("unit__parent"):
        by_unit[posting.unit_id].append(posting)
    found = {}
    for key, postings in by_unit.items():
        unit = postings[0].unit
        since = max(first, min(posting.starts_on for posting in postings))
        runs = gaps(since, min(last, unit.valid_to or last), [posted_span(posting) for posting in postings])
        if runs:
            found[key] = (unit, runs)
    return found


def calendar_rows(*, lines: list[Line], month: date, on: date, address) -> list[dict]:
    """The lines of one page as `{% month_calendar %}` takes them; `address` makes a person's own page."""
    first, last = month_of(month)
    opening, until = year_of(month)[0], min(last, on)
    postings = [line.posting for line in lines if line.posting is not None]
    leaves = leaves_of(postings, opening, last)
    by, targets = terms(first=opening, last=last), rule_values(*TARGETS, on=last)
    rest = rest_days(first, last)
    rows = []
    for line in lines:
        granted = leaves[line.posting.pk] if line.posting is not None else []
        cells = _cells(line, granted, first, last, rest, by)
        row = {
            "cells": cells,
            "note": _note(line),
            "name": _("（待派）"),
            "url": "",
            "total": "0",
            "more": "",
            "low": False,
        }
        if line.posting is not None:
            month_so_far, quarter, year = counted(line.posting, granted, month=month, on=until, by=by, targets=targets)
            row |= {
                "name": line.posting.person.name, "url": address(line.posting), "total": month_so_far.days,
                "low": month_so_far.lost,
                "more": _("季 %(q)s · 年 %(y)s") % {"q": quarter.days, "y": year.days},
            }  # fmt: skip
        rows.append(row)
    return rows


def counted(
    posting: Posting, leaves: list[Leave], *, month: date, on: date, by: Terms, targets: dict[str, int]
) -> list[Counted]:
    """Month, quarter and year up to `on`."""
    found = []
    spans = (month_of(month), quarter_of(month), year_of(month))
    labels = (_("本月"), _("本季度"), _("本年"))
    for label, key, (first, last) in zip(labels, TARGETS, spans, strict=True):
        until = min(last, on)
        number = count(
            first=first, last=until, posted=[posted_span(posting)], leaves=[as_away(leave) for leave in leaves],
            counted=by.counted, rest=by.rest,
        )  # fmt: skip
        end = min(last, posting.ended_on) if posting.ended_on else last
        left = max(0, (end - max(until, first - ONE_DAY)).days)
        found.append(Counted(label, number, targets[key], left))
    return found


def rest_days(first: date, last: date) -> set[date]:
    """Days that the working calendar rests: the grey columns, whether they count or not."""
    workdays = county_workdays()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day for day in days if not workdays.is_working(day)}


def day_heads(month: date, on: date) -> list[dict]:
    first, last = month_of(month)
    rest = rest_days(first, last)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [{"day": day.day, "weekend": day in rest, "today": day == on} for day in days]


def bar_kind(leave: Leave, by: Terms) -> str:
    return "train" if leave.kind in by.counted else "leave"


def _cells(line: Line, leaves: list[Leave], first: date, last: date, rest: set[date], by: Terms) -> list[dict]:
    """Bars take their days by colspan. A day that two leaves share belongs to the earlier bar."""
    bars: list[tuple[date, date, str, str]] = []
    for run in line.vacant:
        days = (run[1] - run[0]).days + 1
        bars.append((*run, "vacant", _("空岗 %(n)s 天，待补派") % {"n": days}))
    for leave in leaves:
        span = as_away(leave)
        if span.halves:
            text = _("%(kind)s %(n)s 天") % {"kind": leave.get_kind_display(), "n": plain(in_days(span.halves))}
            bars.append((day_of(span.start), day_of(span.end - 1), bar_kind(leave, by), text))
    cells: list[dict] = []
    day = first
    for starts, ends, kind, text in sorted(bars):
        starts, ends = max(starts, day), min(ends, last)
        if starts > ends:
            continue
        cells += _blank(day, starts - ONE_DAY, rest)
        days = (ends - starts).days + 1
        cells.append({"span": days, "kind": kind, "text": _short(text, days), "title": text})
        day = ends + ONE_DAY
    return cells + _blank(day, last, rest)


def _short(text: str, days: int) -> str:
    """What a narrow bar can hold: one word of two days, one sign of one; in full it is the bar's title."""
    if days > 2:
        return text
    word = text.split(" ")[0]
    return word if days == 2 else word[:1]


def _blank(first: date, last: date, rest: set[date]) -> list[dict]:
    return [{"weekend": first + timedelta(days=n) in rest} for n in range((last - first).days + 1)]


def _note(line: Line) -> str:
    place = f"{line.unit.parent or ''} {line.unit}".strip()
    if line.posting is None:
        return place
    parts = [place]
    if line.posting.kind != PostingKind.FIRST_SECRETARY:
        parts.append(line.posting.get_kind_display())
    if line.posting.sending_unit is not None:
        parts.append(str(line.posting.sending_unit))
    return " · ".join(parts)
