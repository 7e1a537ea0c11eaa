"""Ending sessions. A deleted row is a browser that is logged out at its next click."""

from django.db import transaction
from django.utils.crypto import salted_hmac

from organizations.models import Account, AccountSession
from organizations.services import audit


def handle_of(session_key: str) -> str:
    """A name for a session that pages may show; the key itself would let its reader in."""
    return salted_hmac("organizations.session", session_key, algorithm="sha256").hexdigest()[:32]


def end_all(*, account_id: int, keep: str = "") -> int:
    """Log an account out everywhere, except where `keep` is the session key. The caller writes the audit line."""
    return AccountSession.objects.filter(account_id=account_id).exclude(session_key=keep).delete()[0]


@transaction.atomic
def end_session(*, account: Account, handle: str, keep: str, by) -> bool:
    """End one session of the account by its handle; False when it is over already. The present one is not ended here."""
    rows = AccountSession.objects.filter(account_id=account.pk).exclude(session_key=keep)
    chosen = next((row for row in rows if handle_of(row.session_key) == handle), None)
    if chosen is None:
        return False
    chosen.delete()
    audit.record(by=by, action="session.end", target=account, after={"ip": chosen.ip, "browser": chosen.browser[:80]})
    return True


@transaction.atomic
def end_other_sessions(*, account: Account, keep: str, by) -> int:
    """Log the account out everywhere else."""
    ended = end_all(account_id=account.pk, keep=keep)
    if ended:
        audit.record(by=by, action="session.end", target=account, after={"ended_sessions": ended})
    return ended
