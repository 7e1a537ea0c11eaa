"""Sessions in the database, each row knowing its account, address and browser, so that they can be listed and ended."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


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
        started = data.get("started_at")
        if started:
            from datetime import UTC, datetime

            row.started_at = datetime.fromtimestamp(started, UTC)
        return row
