"""E-mail: the address somebody typed for their own account, and the day's reminder sent to it by the worker.

The address stands sealed in the person's row alone. Jobs carry the id of the message, the trail says only that it was changed.
"""

import re
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.models import Message, Person
from organizations.rules import rule_value
from organizations.sealed import mask
from organizations.services import audit, outbox
from organizations.services.notices import sending_time

LONGEST = 254
BY_MAIL = "reminders.by_mail"
PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1\d{10})(?!\d)")


class MailRefused(RuntimeError):
    """The mail server did not take it, or is not there."""


def own_email(account) -> str:
    """The address in full, for the page of the account it belongs to and for sending; '' for none."""
    person = Person.objects.filter(account=account).first()
    return person.email.open() if person else ""  # type: ignore[attr-defined]


@transaction.atomic
def set_own_email(*, email: str, by) -> bool:
    """Keep, change or (empty) take away the address of one's own account; False when nothing differs."""
    person = Person.objects.select_for_update(of=("self",)).filter(account=by).first()
    if person is None:
        raise ValidationError({"email": _("这个账号没有对应的人员，不能登记邮箱。请联系县里的系统管理员。")})
    try:
        if email:
            validate_email(email)
        if len(email) > LONGEST or not email.isascii():
            raise ValidationError("")
    except ValidationError:
        raise ValidationError({"email": _("邮箱地址不对，请核对，例如 name@example.com。不用邮箱就空着。")}) from None
    if person.email.open() == email:  # type: ignore[attr-defined]
        return False
    person.email = email
    person.save(update_fields=["email"])
    audit.record(
        by=by, action="person.set_email", target=person, after={"email": _("已更换") if email else _("已清空")}
    )
    return True


def mail_reminders(*, messages: list[Message], on) -> int:
    """One job for each message whose reader has an address, when the county wants it; how many."""
    if not settings.EMAIL_HOST or not rule_value(BY_MAIL, on=on):
        return 0
    reachable = set(
        Person.objects.exclude(email="").filter(account__is_active=True).values_list("account_id", flat=True)
    )
    return sum(
        outbox.enqueue(kind="mail_reminder", key=f"mail:{message.public_id}", payload={"message_id": message.pk})
        for message in messages
        if message.account_id in reachable
    )


def mail_reminder(*, message_id: int) -> None:
    """Outbox handler. Raises what went wrong, so that it is tried again. Nothing is sent when the hours of work of the
    message's day are over, the address is gone, the account is closed or the county has switched it off meanwhile."""
    message = Message.objects.select_related("notice", "account", "county").filter(pk=message_id).first()
    now = timezone.localtime()
    if message is None or not message.account.is_active or not rule_value(BY_MAIL, on=now.date()):
        return
    address = own_email(message.account)
    sent_on = timezone.localdate(message.notice.delivered_at)
    if not address or sent_on != now.date() or not sending_time(moment=now).open:
        return
    subject = _("%(county)s：%(subject)s") % {"county": message.county.name, "subject": message.notice.subject}
    body = _("%(body)s\n\n请登录县域活动管理办理，已报的请忽略。邮箱可以在“我的账号”里修改或清空。") % {
        "body": message.notice.body
    }
    mail = EmailMessage(_without_numbers(" ".join(subject.split())), _without_numbers(body), to=[address])
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        # The server's own words repeat the address, and what is raised here goes into the log.
        raise MailRefused(type(error).__name__) from None


def _without_numbers(text: str) -> str:
    """A campaign's name is free text: no phone or citizen number leaves the system with it."""
    return PERSONAL_NUMBER.sub(lambda found: mask(found.group()), text)
