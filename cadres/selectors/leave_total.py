"""Leave of a year against the county's ceiling, and what an asker and an approver should be told before."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from cadres.attendance import Away, by_year, in_days, joined, overlap
from cadres.leave_words import leave_kinds
from cadres.models import Leave, Posting
from cadres.selectors.presence import as_away
from organizations.rules import rule_values

RULES = ("leave.township_days", "leave.year_days", "leave.counts_as_present")


@dataclass(frozen=True)
class YearTotal:
    """Days of leave of one person in one year. Kinds that count as present are not in it."""

    year: int
    used: Decimal
    ceiling: int

    @property
    def left(self) -> Decimal:
        return max(self.ceiling - self.used, Decimal(0))

    @property
    def used_text(self) -> str:
        return plain(self.used)

    @property
    def left_text(self) -> str:
        return plain(self.left)

    @property
    def over(self) -> bool:
        return self.used > self.ceiling


@dataclass(frozen=True)
class Outlook:
    """What a leave means before it is asked for: its days, who decides, the years' totals with it, and warnings."""

    days: Decimal
    run: Decimal  # with those that touch it
    tier: str
    totals: list[YearTotal]
    warnings: list[str]
    counts_as_present: bool

    @property
    def days_text(self) -> str:
        return plain(self.days)


def own_leaves(*, posting: Posting | None, officer=None) -> list[Leave]:
    """Leave asked for or granted of this person, by whichever posting, or of this village cadre."""
    rows = Leave.objects.that_hold()
    if posting is not None:
        return list(rows.filter(person=posting.person_id))
    return list(rows.filter(officer=officer))


def used_in(leaves: Iterable[Leave], year: int, counted: Collection[str]) -> Decimal:
    rows = (as_away(leave) for leave in leaves if leave.kind not in counted)
    return in_days(sum(by_year(row).get(year, 0) for row in rows))


def year_totals(*, people: Collection[int], year: int, on: date) -> dict[int, YearTotal]:
    """Granted leave of these people in a year, by person; two queries."""
    values = rule_values(*RULES, on=on)
    counted = leave_kinds(values["leave.counts_as_present"])
    rows: dict[int, list[Leave]] = defaultdict(list)
    granted = Leave.objects.approved().touching(date(year, 1, 1), date(year, 12, 31))
    for leave in granted.filter(person__in=people):
        rows[leave.person_id].append(leave)
    return {
        person: YearTotal(year, used_in(rows[person], year, counted), values["leave.year_days"]) for person in people
    }


def outlook(
    *, span: Away, posting: Posting | None, officer=None, stand_in: str, by_lead: bool, others: list[Leave], on: date
) -> Outlook:
    """`others` are the person's own leaves that hold, without this one. `by_lead`: the township's secretary enters it,
    who therefore does not decide it."""
    values = rule_values(*RULES, on=on)
    counted = leave_kinds(values["leave.counts_as_present"])
    present = span.kind in counted
    touching = [as_away(leave) for leave in others if (leave.kind in counted) == present]
    run = in_days(joined(span, touching))
    tier = Leave.Tier.COUNTY if by_lead or run > values["leave.township_days"] else Leave.Tier.TOWNSHIP
    new = Counter(by_year(span)) if not present else Counter[int]()
    years = sorted(by_year(span)) or [on.year]
    totals = [
        YearTotal(year, used_in(others, year, counted) + in_days(new[year]), values["leave.year_days"])
        for year in years
    ]
    said = [
        _("加上这次，%(year)s年请假累计 %(n)s 天，超过一年 %(most)s 天的上限，可能要召回并补派。")
        % {"year": total.year, "n": plain(total.used), "most": total.ceiling}
        for total in totals
        if total.over and not present
    ]
    if run > in_days(span.halves):
        said.append(_("与前后的请假首尾相接，合并按 %(n)s 天确定审批层级。") % {"n": plain(run)})
    if posting is not None and _team_is_away(posting, span):
        said.append(_("这段时间全队都请假或外出，村里没有人在岗。"))
    if not stand_in.strip():
        said.append(_("没有写代管人，请假期间的工作由谁负责？"))
    return Outlook(in_days(span.halves), run, tier, totals, said, present)


def plain(days: Decimal) -> str:
    """3 or 2.5, never 3.0."""
    return f"{days.normalize():f}" if days else "0"


def _team_is_away(posting: Posting, span: Away) -> bool:
    """Whether on some day of the span nobody else of the village's team is there. A team of one never is."""
    first, last = date.fromordinal(span.start // 2), date.fromordinal(max(span.start, span.end - 1) // 2)
    team = Posting.objects.filter(unit=posting.unit_id, starts_on__lte=last).exclude(ended_on__lt=first)
    others = set(team.exclude(person=posting.person_id).values_list("person_id", flat=True))
    if not others:
        return False
    rows = Leave.objects.that_hold().touching(first, last).filter(person__in=others)
    gone: dict[int, list[Away]] = defaultdict(list)
    for leave in rows:
        if overlap(as_away(leave), span):
            gone[leave.person_id].append(as_away(leave))
    halves = range(span.start, span.end)
    return any(all(any(row.start <= half < row.end for row in gone[person]) for person in others) for half in halves)
