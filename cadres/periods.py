"""Month, quarter and year around a day."""

import calendar
import re
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 2000, 2100


def month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def quarter_of(day: date) -> tuple[date, date]:
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, month_of(first.replace(month=first.month + 2))[1]


def year_of(day: date) -> tuple[date, date]:
    return date(day.year, 1, 1), date(day.year, 12, 31)


def read_month(text: str, today: date) -> date:
    """The first day of a month written 2026-10; nonsense is the present month."""
    match = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})", text or "")
    if match and FIRST_YEAR <= int(match[1]) <= LAST_YEAR and 1 <= int(match[2]) <= 12:
        return date(int(match[1]), int(match[2]), 1)
    return today.replace(day=1)


def month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def month_after(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def last_whole_month(on: date) -> tuple[date, date]:
    """The month that is over on the day: its own when the day is its last."""
    first, last = month_of(on)
    return (first, last) if on == last else month_of(month_before(first))
