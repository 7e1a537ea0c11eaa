"""The trial on one machine: embedded servers, or others when the environment names them. Not for real data."""

import os

from config.embedded import Embedded

from .base import *  # noqa: F403
from .base import BASE_DIR, DATABASE_OPTIONS
from .databases import databases
from .environment import switch, text
from .secrets_file import trial_secrets

SERVERS = Embedded(BASE_DIR)
_secrets = trial_secrets(SERVERS.folder / "secrets.json")

DEBUG = switch("DEBUG", False)
SECRET_KEY = text("SECRET_KEY", _secrets["secret_key"])
FIELD_KEYS = [_secrets["field_key"]]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
EVIDENCE_ROOT = SERVERS.folder / "evidence"

DATABASE_ROLE = text("CAMPAIGN_DB_ROLE", "app")
_embedded = "DATABASE_URL" not in os.environ
DATABASES = databases(
    app=SERVERS.database_url("app") if _embedded else text("DATABASE_URL"),
    owner=SERVERS.database_url("owner") if _embedded else text("OWNER_DATABASE_URL", ""),
    dispatch=SERVERS.database_url("dispatch") if _embedded else text("DISPATCH_DATABASE_URL"),
    role=DATABASE_ROLE,
    options=DATABASE_OPTIONS,
    statement_timeout=text("STATEMENT_TIMEOUT", "15s"),
)
CELERY_BROKER_URL = text("REDIS_URL", "") or SERVERS.redis_url()
# Nobody runs collectstatic for a trial.
WHITENOISE_USE_FINDERS = True
