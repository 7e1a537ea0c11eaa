"""What the pages of accounts show."""

from dataclasses import dataclass
from datetime import date, datetime

from organizations.browsers import browser_words
from organizations.models import Account, AccountSession, Membership, Person
from organizations.services.sessions import handle_of


@dataclass(frozen=True)
class SessionLine:
    handle: str
    browser: str
    ip: str
    started_at: datetime
    seen_at: datetime
    present: bool


def session_lines(account: Account, *, present_key: str, now: datetime) -> list[SessionLine]:
    """The browsers in which an account is logged in, the present one first."""
    rows = AccountSession.objects.filter(account_id=account.pk, expire_date__gt=now).order_by("-seen_at")
    lines = [
        SessionLine(
            handle=handle_of(row.session_key),
            browser=browser_words(row.browser),
            ip=row.ip or "",
            started_at=row.started_at,
            seen_at=row.seen_at,
            present=row.session_key == present_key,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.present)


@dataclass(frozen=True)
class AccountRow:
    person: Person
    login_name: str
    roles: list[str]
    state: str


def account_rows(people: list[Person], on: date) -> list[AccountRow]:
    """Lines for one page: one query for all their roles."""
    held: dict[int, list[str]] = {}
    accounts = [person.account_id for person in people]
    for membership in Membership.objects.filter(account__in=accounts).valid_on(on).for_session():
        held.setdefault(membership.account_id, []).append(str(membership))
    return [
        AccountRow(
            person=person,
            login_name=person.account.login_name,
            roles=held.get(person.account.pk, []),
            state=account_state(person.account, on),
        )
        for person in people
        if person.account is not None
    ]


def account_state(account: Account, on: date) -> str:
    if not account.is_active:
        return "disabled"
    if account.expires_on and account.expires_on < on:
        return "expired"
    return "new" if account.must_change_password else "active"
