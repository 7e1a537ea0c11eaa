"""Days that stay right whatever day it is today."""

import datetime

from django.utils import timezone

TODAY = timezone.localdate()
# The cast's campaign is of 2026: up to this day there is something to count.
COUNTED = min(TODAY, datetime.date(2026, 12, 31))


def day(ahead: int) -> str:
    """So many days from today, as a form takes it: a fixed day would be in the past one day."""
    return (timezone.localdate() + datetime.timedelta(days=ahead)).isoformat()
