"""Handlers of the chaos tests; they run in a worker."""

import os
import signal
from datetime import datetime

from organizations.services import audit
from organizations.working_time import COUNTY_TIME


def count(*, number: int) -> None:
    """No unique key stops a second one of these."""
    audit.record(by=None, action="county.tidy", after={"number": number})


def poison() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def remind_in_hour(*, period: str) -> int:
    from campaigns.services.reminders import remind

    return remind(moment=datetime.strptime(period, "%Y-%m-%dT%H").replace(tzinfo=COUNTY_TIME))
