"""What the clock starts: for each county and period one outbox job, whether beat ticks once, twice or late.

A tick computes every period since the last one that was put down, by the county's local date, so a beat that was down
misses nothing; `catch_up` caps how far back a job still makes sense.
"""

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from organizations.models import County, OutboxJob
from organizations.services import outbox
from organizations.tenancy.context import tenant

log = logging.getLogger(__name__)
# Name of a period: how it is written (sortable as text) and how far the next one is.
PERIODS = {"hour": ("%Y-%m-%dT%H", timedelta(hours=1)), "day": ("%Y-%m-%d", timedelta(days=1))}


def now() -> datetime:
    return timezone.localtime()


def put_down(*, kind: str, period: str, catch_up: int, now: datetime) -> int:
    """How many jobs were new. One transaction a county; a county in trouble does not hold up the others."""
    made = 0
    for county_id, code in County.objects.order_by("code").values_list("id", "code"):
        try:
            with tenant(county_id):
                made += _for_county(kind, period, catch_up, now, code)
        except Exception:  # the next tick tries again
            log.exception("The clock could not put down %s for county %s", kind, county_id)
    return made


def due_periods(*, last: str | None, period: str, now: datetime, catch_up: int) -> list[str]:
    """The periods after `last` up to the present one, oldest first, at most the newest `catch_up`.

    Local wall time without a zone: a clock set back gives nothing new, a month's end and a leap day are days like others.
    """
    form, step = PERIODS[period]
    present = datetime.strptime(now.strftime(form), form)  # noqa: DTZ007 - a name of a period, not a moment
    if last is None:
        return [present.strftime(form)]
    following = datetime.strptime(last, form) + step  # noqa: DTZ007
    following = max(following, present - step * (catch_up - 1))
    found = []
    while following <= present:
        found.append(following.strftime(form))
        following += step
    return found


def _for_county(kind: str, period: str, catch_up: int, now: datetime, code: str) -> int:
    start = f"{kind}:{code}:"
    # Names of periods sort as text, so the greatest key is the last period.
    last_key = OutboxJob.objects.filter(kind=kind, key__startswith=start).order_by("-key").values_list("key", flat=True)
    last = last_key.first()
    names = due_periods(last=last.removeprefix(start) if last else None, period=period, now=now, catch_up=catch_up)
    return sum(outbox.enqueue(kind=kind, key=f"{start}{name}", payload={"period": name}) for name in names)
