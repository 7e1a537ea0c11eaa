"""How many wrong log-ins are too many: per account and address, per account, and per address.

Counted in the database, so that a restart or a second web process forgets nothing. Attempts made while locked are not
counted: nobody can keep a colleague out for ever by trying on.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from django.db.models import Max

from organizations.models import LoginAttempt


@dataclass(frozen=True)
class Limits:
    """`tries` wrong ones from one address lock that account there. The other two lock only addresses from which the
    account has not logged in before, so an office behind one address goes on working."""

    tries: int = 5
    lock: timedelta = timedelta(minutes=15)
    account_failures: int = 20
    account_window: timedelta = timedelta(hours=1)
    spray_names: int = 10
    spray_window: timedelta = timedelta(minutes=15)
    known_address: timedelta = timedelta(days=30)


LIMITS = Limits()


@dataclass(frozen=True)
class Verdict:
    """`until`: no try before then. `left`: how many wrong ones remain."""

    until: datetime | None
    left: int


def address_of(ip: str) -> str:
    """The address as the throttle counts it: one subscriber's IPv6 network is one address, nonsense is one address."""
    try:
        address = ipaddress.ip_address(ip.strip())
    except ValueError:
        return "0.0.0.0"  # noqa: S104 - no socket is bound here, it stands for "unknown"
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)


def assess(*, digest: str, address: str, now: datetime, limits: Limits = LIMITS) -> Verdict:
    """May this account be tried from this address now? Answers for unknown names just the same."""
    pair = LoginAttempt.objects.filter(name_digest=digest, ip=address)
    latest = pair.filter(at__gt=now - 2 * limits.lock).order_by("-at", "-id").values_list("succeeded", "at")
    failures = [at for _ok, at in takewhile(lambda row: not row[0], latest[: limits.tries])]
    if len(failures) == limits.tries and failures[0] - failures[-1] <= limits.lock:
        until = failures[0] + limits.lock
        if until > now:
            return Verdict(until, 0)
    left = limits.tries - sum(at > now - limits.lock for at in failures)
    if pair.filter(succeeded=True, at__gt=now - limits.known_address).exists():
        return Verdict(None, left)
    ends = [end for end in (_account_lock(digest, now, limits), _spray_lock(address, now, limits)) if end]
    return Verdict(max(ends, default=None), left)


def _account_lock(digest: str, now: datetime, limits: Limits) -> datetime | None:
    """One account tried from everywhere: closed until fewer than the limit lie inside the window again."""
    wrong = LoginAttempt.objects.filter(name_digest=digest, succeeded=False, at__gt=now - limits.account_window)
    times = list(wrong.order_by("-at").values_list("at", flat=True)[: limits.account_failures])
    return times[-1] + limits.account_window if len(times) == limits.account_failures else None


def _spray_lock(address: str, now: datetime, limits: Limits) -> datetime | None:
    """Many names from one address. Names that log in from there are colleagues who mistyped, and do not count."""
    here = LoginAttempt.objects.filter(ip=address)
    colleagues = here.filter(succeeded=True, at__gt=now - limits.known_address).values("name_digest")
    wrong = here.filter(succeeded=False, at__gt=now - limits.spray_window).exclude(name_digest__in=colleagues)
    last_of_each = wrong.values("name_digest").annotate(last=Max("at")).order_by("-last")
    times = [row["last"] for row in last_of_each[: limits.spray_names]]
    return times[-1] + limits.spray_window if len(times) == limits.spray_names else None
