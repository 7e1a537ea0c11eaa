"""Sessions in the database, each row knowing its account, address and browser, so that they can be listed and ended."""

from datetime import UTC, datetime

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        from organizations.models import AccountSession  # models are not loaded yet when settings name this module

        return AccountSession

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        account_id = data.get("_auth_user_id")
        row.account_id = int(account_id) if account_id else None
        row.ip = data.get("ip") or None
        row.browser = data.get("browser", "")[:200]
        # Always said: Django updates a session by saving a fresh row, and then no default fills the column.
        started = data.get("started_at")
        row.started_at = datetime.fromtimestamp(started, UTC) if started else timezone.now()
        return row
