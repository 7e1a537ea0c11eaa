"""What can happen to an account: opened, its password reset or changed, disabled, enabled."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from organizations.models import Account, PasswordHistory, Person, Unit
from organizations.one_time_codes import new_code
from organizations.passwords import REMEMBERED
from organizations.services import audit, memberships, sessions


@transaction.atomic
def open_account(
    *,
    person: Person,
    login_name: str,
    role: str,
    unit: Unit,
    by,
    on: date,
    now: datetime,
    expires_on: date | None = None,
) -> tuple[Account, str]:
    """Give a person a log-in with its first role; returns it and the one-time code, which is kept nowhere in plain.

    Refuses a person who has a log-in or has left, a name that the county has already, and what a role cannot be.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.account_id:
        raise ValidationError(
            _("%(name)s已经有账号。一次性密码只显示一次，没记下来请重设密码。") % {"name": person.name}
        )
    if person.left_on:
        raise ValidationError(_("%(name)s已经离开，不能开通账号。") % {"name": person.name})
    code = new_code()
    account = Account(
        county_id=person.county_id, login_name=login_name.lower(), expires_on=expires_on, password_changed_at=now
    )
    account.set_password(code)
    taken = ValidationError({"login_name": _("本县已有这个账号名，请换一个。")})
    if Account.objects.filter(county_id=account.county_id, login_name=account.login_name).exists():
        raise taken
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:  # somebody else took it in this very moment
        raise taken from error
    person.account = account
    person.save(update_fields=["account"])
    audit.record(by=by, action="account.open", target=account, after={"person": person.name, "expires_on": expires_on})
    memberships.give_membership(account=account, unit=unit, role=role, by=by, on=on)
    return account, code


@transaction.atomic
def reset_password(*, account: Account, reason: str, by, now: datetime) -> str:
    """A new one-time code in place of the password; logs the account out everywhere. Never a chosen password.

    Refuses the own account (that is what changing the password is for) and a disabled one.
    """
    account = _locked(account)
    if by is not None and by.pk == account.pk:
        raise ValidationError(_("自己的密码请在“修改密码”里改。"))
    if not account.is_active:
        raise ValidationError(_("账号已停用，请先启用。"))
    code = new_code()
    _keep_former(account)
    account.set_password(code)
    account.must_change_password, account.password_changed_at = True, now
    account.save(update_fields=["password", "must_change_password", "password_changed_at"])
    ended = sessions.end_all(account_id=account.pk)
    audit.record(by=by, action="account.reset", target=account, after={"ended_sessions": ended}, reason=reason)
    return code


@transaction.atomic
def change_password(*, account: Account, password: str, keep_session: str, by, now: datetime) -> None:
    """The person's own new password. Refuses what the rules refuse; the other sessions end."""
    stored = _locked(account)
    validate_password(password, stored)
    _keep_former(stored)
    stored.set_password(password)
    stored.must_change_password, stored.password_changed_at = False, now
    stored.save(update_fields=["password", "must_change_password", "password_changed_at"])
    ended = sessions.end_all(account_id=stored.pk, keep=keep_session)
    audit.record(by=by, action="account.password", target=stored, after={"ended_sessions": ended})
    account.refresh_from_db()


@transaction.atomic
def disable_account(*, account: Account, reason: str, by, on: date) -> None:
    """Close a log-in; whoever is logged in with it is out at once. Refuses the own one and the last administrator's."""
    memberships.lock_administrators(on=on)
    account = _locked(account)
    if by is not None and by.pk == account.pk:
        raise ValidationError(_("不能停用自己的账号，请另一位系统管理员操作。"))
    if not account.is_active:
        raise ValidationError(_("账号已经停用。"))
    memberships.refuse_last_administrator(account=account, on=on)
    account.is_active = False
    account.save(update_fields=["is_active"])
    ended = sessions.end_all(account_id=account.pk)
    audit.record(
        by=by,
        action="account.disable",
        target=account,
        before={"is_active": True},
        after={"is_active": False, "ended_sessions": ended},
        reason=reason,
    )


@transaction.atomic
def enable_account(*, account: Account, reason: str, by, on: date) -> None:
    """Open a closed log-in again; the old password holds. Refused when its person has left or its last day is over."""
    account = _locked(account)
    if account.is_active:
        raise ValidationError(_("账号没有停用。"))
    if Person.objects.filter(account=account, left_on__isnull=False).exists():
        raise ValidationError(_("这个人已经离开。重新到岗请先在人员页登记调动。"))
    if account.expires_on and account.expires_on < on:
        account.expires_on = None
    account.is_active = True
    account.save(update_fields=["is_active", "expires_on"])
    audit.record(
        by=by,
        action="account.enable",
        target=account,
        before={"is_active": False},
        after={"is_active": True},
        reason=reason,
    )


def set_display(*, account: Account, by, **wishes: Any) -> None:
    """Theme and type size of the own account. No audit line: it is taste, pressed many times, and changes no right."""
    Account.objects.filter(pk=account.pk).update(**wishes)


@transaction.atomic
def ask_account(*, village: Unit, name: str, reason: str, by) -> None:
    """A township asks the county for a village's log-in: a notice to the system administrators, nothing is opened."""
    from organizations.services import notices  # that service reads accounts in its turn

    offices = memberships.administrators_units()
    if not offices:
        raise ValidationError(_("县里现在没有系统管理员，请打电话给县委组织部。"))
    notices.send_notice(
        by=by,
        subject=_("申请开通账号：%(village)s %(name)s") % {"village": village, "name": name},
        body=_("%(township)s申请为%(village)s的%(name)s开通账号。理由：%(reason)s")
        % {"township": village.parent, "village": village, "name": name, "reason": reason},
        units=offices,
        roles=["county_admin"],
        link="/accounts/new/",
    )
    audit.record(by=by, action="account.ask", target=village, after={"name": name}, reason=reason)


def _locked(account: Account) -> Account:
    return Account.objects.select_for_update(no_key=True).get(pk=account.pk, county_id=account.county_id)


def _keep_former(account: Account) -> None:
    """Remember the old hash, and no more of them than the rule looks at. One-time codes are not worth remembering."""
    if not account.must_change_password:
        PasswordHistory.objects.create(account=account, password=account.password)
    old = account.former_passwords.order_by("-replaced_at", "-id").values_list("pk", flat=True)[REMEMBERED:]
    PasswordHistory.objects.filter(pk__in=list(old)).delete()
