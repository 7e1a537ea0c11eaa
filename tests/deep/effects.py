"""Handlers of the chaos tests; they run in a worker."""

import os
import signal

from organizations.services import audit


def count(*, number: int) -> None:
    """No unique key stops a second one of these."""
    audit.record(by=None, action="county.tidy", after={"number": number})


def poison() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
