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


# For example: Entry("reminders", "campaigns.tasks.remind", timedelta(minutes=10)),
SCHEDULE: list[Entry] = []


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
