"""The tests: throw-away embedded servers of their own, or those the environment names.

The aliases log in as the unprivileged roles, here and in the processes that tests start. Only while the test
database is made and flushed does `tests/conftest.py` put the owner in their place.
"""

import os

from config.embedded import Embedded

from .base import *  # noqa: F403
from .base import BASE_DIR, DATABASE_OPTIONS
from .broker import numbered
from .databases import database, databases
from .environment import text

SERVERS = Embedded(BASE_DIR, name=".test-servers", tests=True)

DEBUG = False
SECRET_KEY = "for-tests-only-" + "0123456789abcdef" * 3
FIELD_KEYS = ["dGVzdHMgb25seTogdGhpcnR5LXR3byBieXRlcyBrZXk="]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
EVIDENCE_ROOT = SERVERS.folder / "evidence" / os.environ.get("PYTEST_XDIST_WORKER", "main")
# Argon2 is meant to be slow; log-in tests that look at the hash name their hasher.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "django.contrib.auth.hashers.Argon2PasswordHasher"]

DATABASE_ROLE = text("CAMPAIGN_DB_ROLE", "app")
_embedded = "DATABASE_URL" not in os.environ
_owner = SERVERS.database_url("owner") if _embedded else text("OWNER_DATABASE_URL")
DATABASES = databases(
    app=SERVERS.database_url("app") if _embedded else text("DATABASE_URL"),
    owner=_owner,
    dispatch=SERVERS.database_url("dispatch") if _embedded else text("DISPATCH_DATABASE_URL"),
    role=DATABASE_ROLE,
    # Threads of a live server must not sit on the test database when it is to be dropped.
    options=DATABASE_OPTIONS | {"CONN_MAX_AGE": 0},
)
# No alias: nothing but the test database's own housekeeping may use it.
OWNER_DATABASE = database(_owner, {})

# Each xdist worker has a queue space of its own, so their Celery workers do not take each other's tasks.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
CELERY_BROKER_URL = text("REDIS_URL", "") or numbered(SERVERS.redis_url(), int(_worker) + 1 if _worker else 0)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# Copied from what `run.py test` has migrated already, where it has; plain `pytest` migrates by itself.
if TEMPLATE := os.environ.get("TEST_TEMPLATE"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": TEMPLATE}

# A run that takes a defence away (tests/sabotage.py) works on a database of its own.
if "SABOTAGE" in os.environ:
    for _alias in DATABASES.values():
        _alias["TEST"] = _alias.get("TEST", {}) | {"NAME": f"test_sabotage_{os.environ['SABOTAGE']}"}
