"""Which days are worked: the national calendar, and on top of it the county's own days. No database here.

The national arrangement of holidays and worked weekends is announced each autumn for the next year; it comes from the
package `chinesecalendar`. For a year that is not known Monday to Friday are worked, and the settings page says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from chinese_calendar.constants import Holiday, holidays, workdays

ONE_DAY = timedelta(days=1)
NATIONAL_YEARS = range(min(holidays).year, max(holidays).year + 1)
# Rest days by regulation on a fixed date. A county that has entered all of them has entered the year's arrangement;
# one local rest day alone does not make a year known.
FIXED_HOLIDAYS = ((1, 1), (5, 1), (10, 1))
_CHINESE_NAMES = {holiday.value: holiday.chinese for holiday in Holiday}


def national_is_working(day: date) -> bool:
    """By the national calendar alone; Monday to Friday in a year that it does not know."""
    if day.year in NATIONAL_YEARS:
        if day in workdays:
            return True
        if day in holidays:
            return False
    return day.weekday() < 5


def national_name(day: date) -> str:
    """The holiday that a rest day or a worked weekend belongs to; '' on an ordinary day."""
    name = holidays.get(day) or workdays.get(day) or ""
    return _CHINESE_NAMES.get(name, name)


@dataclass(frozen=True)
class Workdays:
    """The working days of one county. `overrides` are the county's own days: True worked, False rest."""

    overrides: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        own = self.overrides.get(day)
        return national_is_working(day) if own is None else own

    def next_working(self, day: date) -> date:
        """The day itself when it is worked, else the first one after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """How many days are worked from `first` to `last`, both counted; 0 when `last` is earlier."""
        return sum(self.is_working(first + timedelta(days=n)) for n in range((last - first).days + 1))

    def knows_year(self, year: int) -> bool:
        """Whether the year's arrangement is known, from the nation or entered by the county."""
        return year in NATIONAL_YEARS or all(
            self.overrides.get(date(year, month, day)) is False for month, day in FIXED_HOLIDAYS
        )
