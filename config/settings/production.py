"""Production: everything from the environment (docs/deploy.md has the table). Refuses to start when it is unsafe."""

import os
from pathlib import Path

from config.safety import refuse_unsafe

from .base import *  # noqa: F403
from .base import DATABASE_OPTIONS
from .databases import databases
from .environment import keys, number, switch, text, words

PRODUCTION = True
DEBUG = switch("DEBUG", False)
SECRET_KEY = text("SECRET_KEY")
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
FIELD_KEYS = keys("FIELD_KEYS")
ALLOWED_HOSTS = words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
EVIDENCE_ROOT = Path(text("EVIDENCE_ROOT"))
AUDIT_ANCHOR_PATH = text("AUDIT_ANCHOR_PATH", "")

DATABASE_ROLE = text("CAMPAIGN_DB_ROLE", "app")
OWNER_ADDRESS_GIVEN = "OWNER_DATABASE_URL" in os.environ
DATABASES = databases(
    app=text("DATABASE_URL"),
    dispatch=text("DISPATCH_DATABASE_URL"),
    owner=text("OWNER_DATABASE_URL", ""),
    role=DATABASE_ROLE,
    # A pooler in transaction mode needs both; without one they cost nothing worth having.
    options=DATABASE_OPTIONS | {"DISABLE_SERVER_SIDE_CURSORS": switch("TRANSACTION_POOLER", False)},
    statement_timeout="" if switch("TRANSACTION_POOLER", False) else text("STATEMENT_TIMEOUT", "15s"),
)
CELERY_BROKER_URL = text("REDIS_URL")
EMAIL_HOST = text("EMAIL_HOST", "")
EMAIL_PORT = number("EMAIL_PORT", 465, least=1)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = text("EMAIL_HOST_USER", ""), text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = switch("EMAIL_USE_SSL", True)
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", EMAIL_HOST_USER or "webmaster@localhost")

SESSION_COOKIE_SECURE = switch("SESSION_COOKIE_SECURE", True)
CSRF_COOKIE_SECURE = switch("CSRF_COOKIE_SECURE", True)
LANGUAGE_COOKIE_SECURE = True
# Browsers accept these names only over TLS, for the whole host and without a Domain.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"

SECURE_SSL_REDIRECT = switch("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, without TLS
SECURE_HSTS_SECONDS = number("SECURE_HSTS_SECONDS", 31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = switch("SECURE_HSTS_INCLUDE_SUBDOMAINS", False)

TRUSTED_PROXIES = number("TRUSTED_PROXIES", 0)
if TRUSTED_PROXIES:
    # Believed only when a proxy of ours stands in front and overwrites the header.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

STATIC_ROOT = Path(text("STATIC_ROOT", str(Path(__file__).resolve().parents[2] / "staticfiles")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

refuse_unsafe(globals())
