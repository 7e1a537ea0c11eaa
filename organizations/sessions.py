"""Sessions in the database, each row knowing its account, address and browser, so that they can be listed and ended."""

import ipaddress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

if TYPE_CHECKING:
    from organizations.models import AccountSession


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        from organizations.models import AccountSession  # models are not loaded yet when settings name this module

        return AccountSession

    def create_model_instance(self, data):
        row = cast("AccountSession", super().create_model_instance(data))
        account_id = data.get("_auth_user_id")
        row.account_id = int(account_id) if account_id else None
        row.ip = _address(data.get("ip"))
        row.browser = str(data.get("browser", ""))[:200]
        started = data.get("started_at")
        # Django fills auto_now_add only for new rows; an update would write NULL.
        row.started_at = datetime.fromtimestamp(started, UTC) if started else timezone.now()
        return row


def _address(text):
    """None for what is no address, as behind a socket without a proxy's header."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


def note_login(request, *, ip: str, now) -> None:
    """What a fresh session remembers of its log-in."""
    moment = now.timestamp()
    browser = request.headers.get("User-Agent", "")[:200]
    request.session.update({"started_at": moment, "seen_at": moment, "ip": ip, "browser": browser})
