"""Everything the clock starts, in one table.

A task here inserts due rows into the outbox under a key per county and period, and catches up missed periods. So it
does not matter whether it runs twice or not at all for an hour; the intervals only say how soon work is noticed.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any


@dataclass(frozen=True)
class Entry:
    name: str
    task: str
    every: timedelta
    args: tuple[Any, ...] = field(default=())


TICK = "organizations.tasks.beat_tick"

# beat_tick takes the kind of job (settings.OUTBOX_HANDLERS), its period and how many missed periods are still worth
# doing. A head of the chain or a broom of yesterday is not: the next one does as well.
SCHEDULE: list[Entry] = [
    Entry("audit-anchor", TICK, timedelta(minutes=5), ("anchor_audit", "hour", 1)),
    Entry("tidy-county", TICK, timedelta(minutes=30), ("tidy_county", "day", 1)),
    # Every hour, because a day's digest goes out in the first hour of work that finds a worker; a unit gets one a day.
    Entry("remind-county", TICK, timedelta(minutes=5), ("remind_county", "hour", 1)),
    # One day is enough to catch up: it opens everything that was missed, whenever that was.
    Entry("open-duties", TICK, timedelta(minutes=30), ("open_county_duties", "day", 1)),
    Entry("tidy-platform", "organizations.tasks.tidy_platform", timedelta(hours=6)),
]


def beat_schedule() -> dict[str, dict[str, Any]]:
    return {
        entry.name: {
            "task": entry.task,
            "schedule": entry.every,
            "args": entry.args,
            # What waited longer than its interval is overtaken by the next one.
            "options": {"expires": entry.every.total_seconds()},
        }
        for entry in SCHEDULE
    }
