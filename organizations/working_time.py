"""When a reminder may go out: on working days, between the hours the county has set. No database and no clock here.

A reminder that falls due at night, on a Sunday or in a holiday waits for the next working morning; it is never dropped.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from organizations.workdays import ONE_DAY, Workdays, national_is_working

COUNTY_TIME = ZoneInfo("Asia/Shanghai")
# Longer than any holiday: a calendar without work for so long is a mistake, and messages must still go out.
LONGEST_REST = 31


@dataclass(frozen=True)
class SendingHours:
    """Full hours of the day, first counted and last not: 8 to 18 sends from 8:00 to 17:59 (`notices.quiet_hours_*`)."""

    first: int = 8
    last: int = 18

    def __post_init__(self) -> None:
        if not 0 <= self.first < self.last <= 24:
            raise ValueError("Sending hours begin before they end, within one day.")


def may_send(moment: datetime, workdays: Workdays, hours: SendingHours) -> bool:
    """Whether a reminder may go out right now."""
    local = _local(moment)
    return hours.first <= local.hour < hours.last and _is_worked(local.date(), workdays)


def next_sending(moment: datetime, workdays: Workdays, hours: SendingHours) -> datetime:
    """The moment itself when it is allowed, else the beginning of the next sending hours, in the county's time."""
    local = _local(moment)
    if may_send(local, workdays, hours):
        return local
    day = local.date() if local.hour < hours.first else local.date() + ONE_DAY
    while not _is_worked(day, workdays):
        day += ONE_DAY
    return datetime.combine(day, time(hours.first), COUNTY_TIME)


def _is_worked(day: date, workdays: Workdays) -> bool:
    """By the county's calendar; by the nation's where the county's knows no work at all around the day."""
    if workdays.is_working(day):
        return True
    around = (day + timedelta(days=n) for n in range(-LONGEST_REST, LONGEST_REST + 1))
    return national_is_working(day) and not any(workdays.is_working(other) for other in around)


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone is no moment.")
    return moment.astimezone(COUNTY_TIME)
