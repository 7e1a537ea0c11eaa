"""On which days a duty asks for a reminder. No database and no clock here."""

from dataclasses import dataclass
from datetime import date, timedelta

from organizations.workdays import ONE_DAY, Workdays

# How far back a day of reminding still counts when nothing went out since: longer than any holiday.
LOOK_BACK = timedelta(days=12)


@dataclass(frozen=True)
class Offsets:
    """The county's rules: `before` days ahead (0 never), on the day, every so many working days late (0 never)."""

    before: int
    on_the_day: bool
    late_every: int

    def asks(self, must_by: date, *, since: date, on: date, workdays: Workdays) -> bool:
        """Whether a day of reminding lies after `since` and not after `on`: what fell on a rest day, or on a day without
        a worker, is made up for on the next one, once."""
        if self.before and since < must_by - timedelta(days=self.before) <= on:
            return True
        if self.on_the_day and since < must_by <= on:
            return True
        if not self.late_every:
            return False
        first = must_by + ONE_DAY
        late = workdays.working_days_between(first, on) // self.late_every
        return late > workdays.working_days_between(first, since) // self.late_every
