"""Production starts with sound settings and with no others; the refusals never quote a secret."""

import base64
import importlib
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.safety import refusals
from config.settings.environment import switch

SECRET = "kZ3q9vXw2LrT8mYb5NcD7hFj4PsG6aQeUiOoW1xC0vBnMzRtYuLp"
KEY = base64.b64encode(bytes(range(32))).decode()
SOUND = {
    "SECRET_KEY": SECRET,
    "FIELD_KEYS": KEY,
    "ALLOWED_HOSTS": "campaign.county.test",
    "EVIDENCE_ROOT": "/srv/evidence",
    "DATABASE_URL": "postgresql://campaign_app:pw-app@db:5432/county_campaign",
    "DISPATCH_DATABASE_URL": "postgresql://campaign_dispatch:pw-dispatch@db:5432/county_campaign",
    "REDIS_URL": "redis://:pw-redis@broker:6379/0",
}
OPTIONAL = [
    "DEBUG", "SECRET_KEY_FALLBACKS", "CSRF_TRUSTED_ORIGINS", "OWNER_DATABASE_URL", "CAMPAIGN_DB_ROLE",
    "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "TRUSTED_PROXIES",
    "TRANSACTION_POOLER", "STATEMENT_TIMEOUT", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "STATIC_ROOT",
]  # fmt: skip
OWNER = "postgresql://campaign_owner:pw-owner@db:5432/county_campaign"


@pytest.fixture
def start(monkeypatch):
    def load(**changes):
        for name in [*SOUND, *OPTIONAL]:
            monkeypatch.delenv(name, raising=False)
        for name, value in (SOUND | changes).items():
            if value is not None:
                monkeypatch.setenv(name, value)
        sys.modules.pop("config.settings.production", None)
        try:
            return importlib.import_module("config.settings.production")
        finally:
            sys.modules.pop("config.settings.production", None)

    return load


def test_sound_settings_start(start):
    settings = start()
    assert settings.DEBUG is False
    assert settings.SESSION_COOKIE_NAME == "__Host-session"
    assert settings.CSRF_COOKIE_NAME == "__Host-csrf"
    assert settings.SECURE_HSTS_SECONDS >= 15768000
    assert "CompressedManifest" in settings.STORAGES["staticfiles"]["BACKEND"]
    assert settings.DATABASES["default"]["USER"] == "campaign_app"
    assert settings.DATABASES["dispatch"]["USER"] == "campaign_dispatch"
    assert not hasattr(settings, "SECURE_PROXY_SSL_HEADER")
    assert start(TRUSTED_PROXIES="1").SECURE_PROXY_SSL_HEADER[1] == "https"


UNSAFE = {
    "debug": ({"DEBUG": "on"}, "DEBUG is on"),
    "a switch that means nothing": ({"DEBUG": "maybe"}, "DEBUG='maybe'"),
    "no secret": ({"SECRET_KEY": None}, "SECRET_KEY must be set"),
    "short secret": ({"SECRET_KEY": "kZ3q9vXw2LrT8mYb5NcD"}, "too short"),
    "even secret": ({"SECRET_KEY": "ab" * 40}, "too even"),
    "default secret": ({"SECRET_KEY": "django-insecure-" + SECRET}, "placeholder"),
    "weak old secret": ({"SECRET_KEY_FALLBACKS": "short"}, "too short"),
    "no hosts": ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS"),
    "every host": ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    "every host among others": ({"ALLOWED_HOSTS": "campaign.county.test,*"}, "ALLOWED_HOSTS"),
    "no field keys": ({"FIELD_KEYS": None}, "FIELD_KEYS is empty"),
    "short field key": ({"FIELD_KEYS": "YWJj"}, "FIELD_KEYS: key 1"),
    "session cookie in clear": ({"SESSION_COOKIE_SECURE": "no"}, "SESSION_COOKIE_SECURE is off"),
    "csrf cookie in clear": ({"CSRF_COOKIE_SECURE": "no"}, "CSRF_COOKIE_SECURE is off"),
    "pages in clear": ({"SECURE_SSL_REDIRECT": "off"}, "SECURE_SSL_REDIRECT is off"),
    "short HSTS": ({"SECURE_HSTS_SECONDS": "60"}, "SECURE_HSTS_SECONDS"),
    "HSTS no number": ({"SECURE_HSTS_SECONDS": "a year"}, "SECURE_HSTS_SECONDS"),
    "origin in clear": ({"CSRF_TRUSTED_ORIGINS": "http://campaign.county.test"}, "CSRF_TRUSTED_ORIGINS"),
    "owner as runtime": ({"DATABASE_URL": OWNER}, "DATABASE_URL logs in as the owner"),
    "superuser as runtime": ({"DATABASE_URL": "postgresql://postgres:pw-super@db/x"}, "DATABASE_URL logs in as"),
    "owner role asked for without address": ({"CAMPAIGN_DB_ROLE": "owner"}, "OWNER_DATABASE_URL must be set"),
    "unknown role": ({"CAMPAIGN_DB_ROLE": "root"}, "CAMPAIGN_DB_ROLE"),
    "owner's address in a web process": ({"OWNER_DATABASE_URL": OWNER}, "OWNER_DATABASE_URL is set"),
    "no dispatcher": ({"DISPATCH_DATABASE_URL": None}, "DISPATCH_DATABASE_URL must be set"),
    "owner as dispatcher": ({"DISPATCH_DATABASE_URL": OWNER}, "privileged"),
    "one role for both": ({"DISPATCH_DATABASE_URL": SOUND["DATABASE_URL"]}, "the same role"),
    "no broker": ({"REDIS_URL": None}, "REDIS_URL must be set"),
    "no place for evidence": ({"EVIDENCE_ROOT": None}, "EVIDENCE_ROOT must be set"),
    "another database": ({"DATABASE_URL": "mysql://campaign_app:pw-app@db/x"}, "must look like postgresql"),
    "a port that is none": ({"DATABASE_URL": "postgresql://campaign_app:pw-app@db:port/x"}, "cannot be read"),
}


@pytest.mark.parametrize("case", UNSAFE)
def test_unsafe_settings_do_not_start(start, case):
    changes, sentence = UNSAFE[case]
    with pytest.raises(ImproperlyConfigured) as refused:
        start(**changes)
    assert sentence in str(refused.value)
    for secret in (SECRET, KEY, "YWJj", "pw-app", "pw-owner", "pw-super", "pw-dispatch", "pw-redis"):
        assert secret not in str(refused.value)


def test_migrations_may_be_the_owner(start):
    settings = start(CAMPAIGN_DB_ROLE="owner", OWNER_DATABASE_URL=OWNER)
    assert settings.DATABASES["default"]["USER"] == "campaign_owner"


@pytest.mark.parametrize(
    "change",
    [{"SESSION_COOKIE_NAME": "sessionid"}, {"SESSION_COOKIE_HTTPONLY": False}, {"DATABASES": {}}, {"FIELD_KEYS": []}],
)
def test_settings_built_on_top_are_looked_at_again(start, change):
    settings = {name: value for name, value in vars(start()).items() if name.isupper()}
    assert refusals(settings) == []
    assert refusals(settings | change)


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("Yes", True), ("off", False), ("FALSE", False), ("", True), (None, True)]
)
def test_switches(text, value):
    assert switch("X", True, environ={} if text is None else {"X": text}) is value


@pytest.mark.parametrize("text", ["maybe", "ture", "2", "none", "enabled"])
def test_switches_refuse_what_means_nothing(text):
    with pytest.raises(ImproperlyConfigured):
        switch("X", True, environ={"X": text})
