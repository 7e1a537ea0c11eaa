"""The year as the calendar page draws it: twelve months of weeks, what differs from Monday to Friday, and why."""

import calendar
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from organizations.models import CalendarDay
from organizations.workdays import Workdays, national_name


@dataclass(frozen=True)
class DayCell:
    """One day. `sign` is the word in the cell (休, 班) when the day differs from an ordinary week, '' otherwise."""

    day: date
    is_working: bool
    is_own: bool
    is_today: bool

    @property
    def sign(self) -> str:
        usual = self.day.weekday() < 5
        return "" if self.is_working == usual and not self.is_own else "work" if self.is_working else "rest"


@dataclass(frozen=True)
class MonthNote:
    """A run of days below the month: which, worked or not, and the holiday or the county's own words."""

    first: date
    last: date
    is_working: bool
    words: str
    is_own: bool


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[DayCell | None]]
    working_days: int
    notes: list[MonthNote]


@dataclass(frozen=True)
class CalendarYear:
    year: int
    is_known: bool
    months: list[Month]
    own_days: list[CalendarDay]
    working_days: int


def calendar_year(*, year: int, today: date) -> CalendarYear:
    """The open county's year in one query."""
    rows = {row.day: row for row in CalendarDay.objects.all()}
    workdays = Workdays({day: row.is_working for day, row in rows.items()})
    months = [_month(year, number, workdays, rows, today) for number in range(1, 13)]
    own = sorted((row for row in rows.values() if row.day.year == year), key=lambda row: row.day)
    return CalendarYear(year, workdays.knows_year(year), months, own, sum(month.working_days for month in months))


def _month(year: int, number: int, workdays: Workdays, rows: dict[date, CalendarDay], today: date) -> Month:
    weeks = [
        [
            DayCell(day, workdays.is_working(day), day in rows, day == today) if day.month == number else None
            for day in week
        ]
        for week in calendar.Calendar(firstweekday=0).monthdatescalendar(year, number)
    ]
    cells = [cell for week in weeks for cell in week if cell]
    return Month(cells[0].day, weeks, sum(cell.is_working for cell in cells), _notes(cells, rows))


def _notes(cells: list[DayCell], rows: dict[date, CalendarDay]) -> list[MonthNote]:
    def same(cell: DayCell) -> tuple[str, bool, bool]:
        # A weekend inside a holiday belongs to it, so the name decides, not the sign in the cell.
        words = rows[cell.day].note if cell.is_own else national_name(cell.day)
        return words, cell.is_working, cell.is_own

    notes = []
    for (words, is_working, is_own), run in groupby(cells, key=same):
        if words or is_own:
            days = list(run)
            notes.append(MonthNote(days[0].day, days[-1].day, is_working, words, is_own))
    return notes
