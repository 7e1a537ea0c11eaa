"""How the filings of a month stand: expected, filed, on time; unit by unit. From rows that `standings` has read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from campaigns.judging import DutyRow, month_of
from campaigns.selectors.standings import Standing, Standings
from campaigns.spans import Stretch


@dataclass(frozen=True)
class MonthCount:
    """应报, 已报, 按时 of one month, in duties."""

    month: Stretch
    expected: int
    filed: int
    on_time: int

    @property
    def percent(self) -> int:
        return 100 * self.on_time // self.expected if self.expected else 0


@dataclass(frozen=True)
class UnitFiling:
    """What one unit owes in the month."""

    own: list[Standing]
    duties: list[DutyRow]
    kind: str
    text: str

    @property
    def share(self):
        return self.own[0].share

    def is_filed(self, on: date) -> bool:
        return all(_is_in(duty, on) for duty in self.duties)

    @property
    def done(self) -> int:
        return sum(duty.state != "open" for duty in self.duties)


def duties_in(own: Iterable[Standing], month: Stretch) -> list[DutyRow]:
    return [
        duty
        for standing in own
        for duty in standing.case.duties
        if month.first <= duty.due_on <= month.last and duty.state != "waived"
    ]


def filing_state(own: list[Standing], month: Stretch, on: date) -> tuple[str, str]:
    """A tag in a word: the gravest of what the unit owes in the month."""
    duties = duties_in(own, month)
    if not duties:
        return "plain", _("本月无填报")
    late = [duty for duty in duties if not _is_in(duty, on) and duty.must_by < on]
    if late:
        return "late", _("逾期 %(n)s 天") % {"n": max((on - duty.must_by).days for duty in late)}
    if any(duty.returned for duty in duties):
        return "warn", _("退回待改")
    missing = [duty for duty in duties if not _is_in(duty, on)]
    if missing:
        if all(duty.due_on < on for duty in missing):
            return "warn", _("已延期")
        left = min((duty.must_by - on).days for duty in missing)
        return ("open", _("还有 %(n)s 天") % {"n": left}) if left else ("warn", _("今天截止"))
    if any(duty.state == "filed" for duty in duties):
        return "open", _("待审核")
    return "ok", _("已通过")


def month_counts(standings: Standings, most: int = 12) -> list[MonthCount]:
    """Oldest first. Of the running month only what was filed or has fallen due counts: nobody is late beforehand."""
    on, counts = standings.on, []
    for month in standings.months:
        due = [duty for duty in duties_in(standings.rows, month) if duty.must_by < on or _is_in(duty, on)]
        filed = [duty for duty in due if _is_in(duty, on)]
        in_time = sum(duty.filed_on is not None and duty.filed_on <= duty.must_by for duty in filed)
        if due:
            counts.append(MonthCount(month, len(due), len(filed), in_time))
    return counts[-most:]


def asked_month(standings: Standings) -> Stretch | None:
    """The month whose filings are asked for now: the running one as soon as its first day of yellow has come, before
    that the last one in which something was due."""
    ahead = standings.on + timedelta(days=standings.settings.days_before_yellow)
    days = [duty.due_on for row in standings for duty in row.case.duties if duty.due_on <= ahead]
    return month_of(max(days)) if days else None


def unit_filings(standings: Standings, month: Stretch) -> list[UnitFiling]:
    """Each unit that owes something in the month, in the official order."""
    found = []
    for own in standings.by_unit().values():
        duties = duties_in(own, month)
        if duties:
            found.append(UnitFiling(own, duties, *filing_state(own, month, standings.on)))
    return found


def _is_in(duty: DutyRow, on: date) -> bool:
    """Filed, whether or not it was sent back since."""
    return duty.filed_on is not None and duty.filed_on <= on
