"""In-app notices: told to units, delivered by the worker as one message an account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.models import Account, Membership, Message, Notice, NoticeUnit, Person, Unit
from organizations.rules import rule_value
from organizations.services import audit, outbox
from organizations.services.calendar import county_workdays
from organizations.working_time import SendingHours, may_send, next_sending


@transaction.atomic
def send_notice(
    *, by, subject: str, body: str, units: Iterable[Unit], roles: Iterable[str] = (), link: str = ""
) -> Notice:
    """Tell units something; `roles` narrows it to people who hold one of them there. The worker delivers it.

    Notice, units and job are one transaction. Refuses an empty list of units and an address outside this site.
    """
    found = {unit.pk: unit for unit in units}
    if not found:
        raise ValidationError(_("请至少选一个收件单位。"))
    if link and (not link.startswith("/") or link.startswith(("//", "/\\"))):
        raise ValidationError({"link": _("链接只能指向本系统的页面。")})
    membership = getattr(by, "membership", None)
    notice = Notice.objects.create(
        subject=subject.strip(),
        body=body.strip(),
        link=link,
        roles=sorted({str(role) for role in roles}),
        sender=Person.objects.filter(account=by).first() if by is not None else None,
        sender_unit=membership.unit if membership else None,
    )
    NoticeUnit.objects.bulk_create([NoticeUnit(notice=notice, unit=unit) for unit in found.values()])
    outbox.enqueue(kind="deliver_notice", key=f"notice:{notice.public_id}", payload={"notice_id": notice.pk})
    audit.record(
        by=by, action="notice.send", target=notice,
        after={"subject": notice.subject, "units": len(found), "roles": notice.roles},
    )  # fmt: skip
    return notice


def deliver_notice(*, notice_id: int) -> int:
    """Outbox handler: one message for each account that holds a valid role in the notice's units; done twice it tells
    nobody twice. How many accounts are told."""
    notice = Notice.objects.get(pk=notice_id)
    accounts = recipients(units=notice.units.values("unit_id"), roles=notice.roles)
    Message.objects.bulk_create(
        [Message(notice=notice, account_id=account) for account in accounts], ignore_conflicts=True, batch_size=1000
    )
    if notice.delivered_at is None:
        notice.delivered_at = timezone.now()
        notice.save(update_fields=["delivered_at"])
    return len(accounts)


def recipients(*, units, roles: Iterable[str] = ()) -> list[int]:
    """Ids of the active accounts with a role in these units today. `units`: units, their ids, or a query of ids."""
    rows = Membership.objects.valid_on(timezone.localdate()).filter(unit__in=units, account__is_active=True)
    if roles:
        rows = rows.filter(role__in=list(roles))
    return list(rows.order_by("account_id").values_list("account_id", flat=True).distinct())


@transaction.atomic
def mark_read(*, message: Message, by: Account) -> None:
    """The account's own message is read from now on; a message read before keeps its time. No line in the trail:
    when somebody read something is nobody's business."""
    Message.objects.filter(pk=message.pk, account=by, read_at__isnull=True).update(read_at=timezone.now())


@transaction.atomic
def mark_all_read(*, by: Account) -> int:
    return Message.objects.filter(account=by, read_at__isnull=True).update(read_at=timezone.now())


def unread_count(account: Account) -> int:
    return Message.objects.filter(account=account, read_at__isnull=True).count()


@dataclass(frozen=True)
class SendingTime:
    """Whether messages that nobody asked for may go out at a moment, and if not, when again."""

    open: bool
    again: datetime


def sending_time(*, moment: datetime) -> SendingTime:
    """By the county's calendar and its rules of quiet hours."""
    on = timezone.localdate(moment)
    hours = SendingHours(rule_value("notices.quiet_hours_end", on=on), rule_value("notices.quiet_hours_start", on=on))
    workdays = county_workdays()
    return SendingTime(may_send(moment, workdays, hours), next_sending(moment, workdays, hours))
