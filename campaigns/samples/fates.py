"""What becomes of each filing of the sample: how a unit works, and on which days its filing went in, was opened and judged.

Pure and by a seeded chance, so that the same day gives the same county. Nothing happens after the day before the sample's
own: whatever the hour at which it is made, no event lies in the future.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from random import Random

DAY = timedelta(days=1)


class Pace(Enum):
    """How a unit works: the share of 序时 it reaches, and how often it files late."""

    AHEAD = (1.18, 0.0)
    ON_PACE = (1.04, 0.03)
    BEHIND = (0.72, 0.3)
    STILL = (0.95, 0.1)  # as the others until the middle, then nothing moves any more

    @property
    def speed(self) -> float:
        return self.value[0]

    @property
    def late(self) -> float:
        return self.value[1]


@dataclass(frozen=True)
class Fate:
    """Days of one filing. What did not happen is None; `filled` is how much of a draft is there."""

    first: date | None = None  # sent in for the first time
    sent_back: date | None = None
    sent: date | None = None  # sent in for the last time
    opened: date | None = None
    passed: date | None = None
    filled: float = 1.0

    @property
    def state(self) -> str:
        if self.passed:
            return "accepted"
        if self.sent_back and self.sent is None:
            return "returned"
        if self.sent is None:
            return "draft"
        return "in_review" if self.opened else "submitted"


ACCEPTED, WAITING, JUDGED, BACK, HALF, NOTHING = "accepted", "waiting", "judged", "back", "half", "nothing"
# The filing that is due next, unit after unit, beginning with the one whose log-ins the trial hands out; and the one that fell due last, while the next one is still far.
RUNNING = (HALF, WAITING, ACCEPTED, NOTHING, WAITING, BACK, NOTHING, JUDGED, HALF, ACCEPTED, NOTHING)
JUST_DUE = (HALF, ACCEPTED, WAITING, ACCEPTED, JUDGED, ACCEPTED, BACK, ACCEPTED, HALF, ACCEPTED, WAITING)


def paces(count: int, random: Random) -> list[Pace]:
    """Of many units three are behind, one stands still, a quarter is ahead; a handful keeps pace."""
    found = [Pace.ON_PACE] * count
    if count < 8:
        return found
    chosen = random.sample(range(count), 4 + count // 4)
    for place in chosen[:3]:
        found[place] = Pace.BEHIND
    found[chosen[3]] = Pace.STILL
    for place in chosen[4:]:
        found[place] = Pace.AHEAD
    return found


def past(due: date, begun: date, pace: Pace, last: date, random: Random) -> Fate:
    """A filing of a period that is over: judged, unless that would have been after the last day."""
    late = random.random() < pace.late
    back = random.random() < 0.07
    day = work_day(due + random.randint(1, 6) * DAY, 1) if late else work_day(due - random.randint(0, 4) * DAY, -1)
    return _reviewed(max(day, begun), last, back=back, wait=random.randint(0, 2))


def present(kind: str, due: date, begun: date, last: date, random: Random) -> Fate | None:
    """A filing in its days, as the lists above name it. None: nobody has begun."""
    if kind == NOTHING:
        return None
    if kind == HALF:
        return Fate(filled=0.67)
    day = max(begun, work_day(min(due, last - random.randint(3, 5) * DAY), -1))
    opened = min(last, work_day(day + DAY, 1))
    if day > last:
        return None
    if kind == WAITING:
        return Fate(first=day, sent=day)
    if kind == JUDGED:
        return Fate(first=day, sent=day, opened=opened)
    if kind == BACK:
        return Fate(first=day, sent_back=opened, opened=opened)
    return Fate(first=day, sent=day, opened=opened, passed=opened)


def _reviewed(day: date, last: date, *, back: bool, wait: int) -> Fate:
    """Sent in, opened within some days, passed; or sent back and corrected before it passed. Cut off at the last day."""
    if day > last:
        return Fate(filled=0.5)
    opened = work_day(day + DAY + wait * DAY, 1)
    if opened > last:
        return Fate(first=day, sent=day)
    if not back:
        return Fate(first=day, sent=day, opened=opened, passed=opened)
    again = work_day(opened + DAY, 1)
    if again > last:
        return Fate(first=day, sent_back=opened, opened=opened)
    passed = work_day(again + DAY, 1)
    if passed > last:
        return Fate(first=day, sent_back=opened, sent=again)
    return Fate(first=day, sent_back=opened, sent=again, opened=passed, passed=passed)


def work_day(day: date, step: int) -> date:
    """The day itself or the next one that way that is no weekend."""
    while day.weekday() > 4:
        day += step * DAY
    return day
