"""Logging in: one answer for every wrong guess, a throttle, and a line in the trail of a known account."""

import threading
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organizations import login_throttle
from organizations.models import Account, AccountSession, County, LoginAttempt, Membership
from organizations.roles import SEPARATE_ROLES
from organizations.services import audit, sessions
from organizations.tenancy.context import tenant

CODE_VALID_FOR = timedelta(days=7)
# Argon2 takes a core and tens of megabytes for each guess; a flood of log-ins must leave the others room to work.
HASHING = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Outcome:
    """The account when everything was right, else the sentence for the person."""

    account: Account | None
    refusal: str = ""


@transaction.atomic
def log_in(*, county: str, login_name: str, password: str, ip: str, now: datetime) -> Outcome:
    """Check one try. Unknown county, unknown name and wrong password take the same way and get the same words.

    Refuses without looking while the throttle is closed. Says that an account is disabled only to who has its password.
    """
    address = login_throttle.address_of(ip)
    account, digest = _look_up(county, login_name)
    verdict = login_throttle.assess(digest=digest, address=address, now=now)
    if verdict.until:
        return Outcome(None, locked_words(verdict.until))
    # Tries at the same account wait for each other here, so that many at once do not each see an open throttle.
    locked = Account.objects.select_for_update(no_key=True).filter(pk=account.pk if account else 0).first()
    verdict = login_throttle.assess(digest=digest, address=address, now=now)
    if verdict.until:
        return Outcome(None, locked_words(verdict.until))
    fits = _password_fits(locked, password)
    if locked is None or not fits:
        return _wrong(locked, digest, address, now)
    refusal = _why_not(locked, now)
    if refusal:
        _note(locked, "login.failed", result="denied", reason=refusal)
        return Outcome(None, refusal)
    LoginAttempt.objects.create(name_digest=digest, ip=address, succeeded=True)
    with tenant(locked.county_id):
        ended = sessions.end_all(account_id=locked.pk) if _is_single_session(locked, now) else 0
        audit.record(by=locked, action="login.ok", target=locked, after={"ended_sessions": ended} if ended else None)
    return Outcome(locked)


@transaction.atomic
def confirm_password(*, account: Account, password: str, ip: str, now: datetime) -> Outcome:
    """The same check for somebody who is logged in; wrong ones count like wrong log-ins."""
    address = login_throttle.address_of(ip)
    digest = name_digest(account.county.code, account.login_name)
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    verdict = login_throttle.assess(digest=digest, address=address, now=now)
    if verdict.until:
        return Outcome(None, locked_words(verdict.until))
    if not _password_fits(account, password):
        return _wrong(account, digest, address, now)
    return Outcome(account)


def tidy_attempts(*, now: datetime | None = None) -> int:
    """Drop what no limit looks at any more, and sessions that are over. Called by the clock; a platform table."""
    now = now or timezone.now()
    old = Q(at__lt=now - login_throttle.LIMITS.known_address) | Q(succeeded=False, at__lt=now - timedelta(days=1))
    AccountSession.objects.filter(expire_date__lt=now).delete()
    return LoginAttempt.objects.filter(old).delete()[0]


def name_digest(county: str, login_name: str) -> str:
    return salted_hmac("organizations.login", f"{county}\n{login_name.lower()}", algorithm="sha256").hexdigest()


def plain(text: str) -> str:
    """Full-width letters and stray spaces put right, as people type them with an input method."""
    return unicodedata.normalize("NFKC", text).strip()


def county_named(text: str) -> County | None:
    """By code or full name; a name that two counties share names neither."""
    found = list(County.objects.filter(Q(code=text) | Q(name=text))[:2])
    return found[0] if len(found) == 1 else None


def locked_words(until: datetime) -> str:
    minute = timezone.localtime(until + timedelta(seconds=59))
    return _(
        "输错次数太多，%(time)s 以后才能再登录。忘了密码或者急用，请联系本县组织部的系统管理员，由他重设密码。"
    ) % {"time": minute.strftime("%H:%M")}


def _look_up(county_text: str, login_name: str) -> tuple[Account | None, str]:
    text, name = plain(county_text), plain(login_name).lower()
    county = county_named(text)
    account = Account.objects.filter(county_id=county.pk if county else 0, login_name=name).first()
    return account, name_digest(county.code if county else text, name)


def _password_fits(account: Account | None, password: str) -> bool:
    with HASHING:
        if account is None:
            make_password(password)  # the same work as for a real one
            return False
        return account.check_password(password)


def _wrong(account: Account | None, digest: str, address: str, now: datetime) -> Outcome:
    LoginAttempt.objects.create(name_digest=digest, ip=address, succeeded=False)
    verdict = login_throttle.assess(digest=digest, address=address, now=max(now, timezone.now()))
    if account:
        _note(
            account, "login.failed", result="denied", after={"locked_until": verdict.until} if verdict.until else None
        )
    if verdict.until:
        return Outcome(None, locked_words(verdict.until))
    words = ngettext("账号或密码不对，还可以试 %(left)s 次。", "账号或密码不对，还可以试 %(left)s 次。", verdict.left)
    return Outcome(None, words % {"left": verdict.left})


def _why_not(account: Account, now: datetime) -> str:
    today = timezone.localdate(now)
    if not account.is_active:
        return _("账号已停用，请联系县里的系统管理员。")
    if account.expires_on and account.expires_on < today:
        return _("账号已过有效期，请联系县里的系统管理员。")
    issued = account.password_changed_at
    if account.must_change_password and issued and issued < now - CODE_VALID_FOR:
        return _("一次性密码已过期，请联系县里的系统管理员重设。")
    return ""


def _is_single_session(account: Account, now: datetime) -> bool:
    held = Membership.objects.filter(account=account).valid_on(timezone.localdate(now))
    return held.filter(role__in=SEPARATE_ROLES).exists()


def _note(account: Account, action: str, **facts) -> None:
    with tenant(account.county_id):
        audit.record(by=account, action=action, target=account, **facts)
