"""Pictures for the pages of messages and notices."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Case, Count, QuerySet, When
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from organizations.models import Account, Membership, Message, Notice, Unit


def inbox(account: Account, *, unread_only: bool = False) -> QuerySet[Message]:
    """The account's own messages, unread first, then the newest first."""
    rows = Message.objects.filter(account=account).select_related("notice", "notice__sender", "notice__sender_unit")
    if unread_only:
        rows = rows.filter(read_at__isnull=True)
    return rows.order_by(Case(When(read_at__isnull=True, then=0), default=1), "-created_at", "-id")


@dataclass(frozen=True)
class Day:
    """Messages of one day on a page; the unread ones of a day stand apart from the read ones."""

    title: str
    sub: str
    messages: list[Message]


def by_day(messages: Iterable[Message], today: date) -> list[Day]:
    days: list[Day] = []
    for (read, day), rows in groupby(messages, key=lambda row: (row.read_at is not None, localdate(row.created_at))):
        title = _("今天") if day == today else day.strftime("%Y-%m-%d")
        days.append(Day(title, _("已读") if read else _("未读"), list(rows)))
    return days


@dataclass(frozen=True)
class UnitCount:
    """How far a notice got in one unit: counts, never names."""

    unit: Unit
    people: int
    delivered: int
    read: int


def people_by_unit(on) -> dict[int, int]:
    """How many active accounts hold a role in each unit."""
    rows = Membership.objects.valid_on(on).filter(account__is_active=True).values("unit_id")
    return {
        row["unit_id"]: row["people"] for row in rows.annotate(people=Count("account_id", distinct=True)).order_by()
    }


def reached(notice: Notice) -> list[UnitCount]:
    """Per unit of the notice, in official order."""
    units = list(Unit.objects.filter(pk__in=notice.units.values("unit_id")).in_official_order())
    read_at = dict(Message.objects.filter(notice=notice).values_list("account_id", "read_at"))
    members: dict[int, set[int]] = defaultdict(set)
    rows = Membership.objects.valid_on(localdate()).filter(unit__in=units, account__is_active=True)
    if notice.roles:
        rows = rows.filter(role__in=notice.roles)
    for unit_id, account_id in rows.values_list("unit_id", "account_id"):
        members[unit_id].add(account_id)
    return [
        UnitCount(
            unit,
            len(members[unit.pk]),
            sum(account in read_at for account in members[unit.pk]),
            sum(read_at.get(account) is not None for account in members[unit.pk]),
        )
        for unit in units
    ]


def sent_notices() -> QuerySet[Notice]:
    return Notice.objects.select_related("sender", "sender_unit").annotate(unit_count=Count("units")).order_by("-id")
