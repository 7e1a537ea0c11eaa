"""What production must not start with. Read by the production settings themselves and again when Django is set up,
so that a settings module built on top of them cannot take a guard away unseen."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.settings.environment import is_key

SHORTEST_SECRET = 50
PLACEHOLDERS = ("insecure", "changeme", "change-me", "for-tests-only", "secret-key", "example")
PRIVILEGED = {"campaign_owner", "postgres", "root", "admin"}
HALF_A_YEAR = 15768000


def refuse_unsafe(settings: Mapping[str, Any]) -> None:
    found = refusals(settings)
    if found:
        raise ImproperlyConfigured("Production does not start like this:\n- " + "\n- ".join(found))


def refusals(settings: Mapping[str, Any]) -> list[str]:
    """Sentences without a single secret in them: they end up in logs."""
    return [*_secrets(settings), *_browser(settings), *_databases(settings)]


def _secrets(settings: Mapping[str, Any]) -> list[str]:
    found = []
    for key in [settings.get("SECRET_KEY", ""), *settings.get("SECRET_KEY_FALLBACKS", [])]:
        if len(key) < SHORTEST_SECRET or len(set(key)) < 10:
            found.append(
                f"SECRET_KEY (or a fallback) is too short or too even; use {SHORTEST_SECRET} random characters."
            )
        elif any(word in key.lower() for word in PLACEHOLDERS):
            found.append("SECRET_KEY (or a fallback) is a placeholder.")
    keys = settings.get("FIELD_KEYS") or []
    if not keys:
        found.append("FIELD_KEYS is empty: person fields could not be encrypted.")
    elif not all(is_key(key) for key in keys):
        found.append("FIELD_KEYS: every key must be 32 bytes in base64.")
    return found


def _browser(settings: Mapping[str, Any]) -> list[str]:
    found = []
    if settings.get("DEBUG"):
        found.append("DEBUG is on.")
    hosts = settings.get("ALLOWED_HOSTS") or []
    if not hosts or any("*" in host for host in hosts):
        found.append("ALLOWED_HOSTS must name the hosts; it is empty or has a *.")
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SECURE_SSL_REDIRECT"):
        if not settings.get(name):
            found.append(f"{name} is off.")
    for name in ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME"):
        if not str(settings.get(name, "")).startswith("__Host-"):
            found.append(f"{name} must begin with __Host-.")
    if settings.get("SECURE_HSTS_SECONDS", 0) < HALF_A_YEAR:
        found.append(f"SECURE_HSTS_SECONDS must be at least {HALF_A_YEAR}.")
    if any(not origin.startswith("https://") for origin in settings.get("CSRF_TRUSTED_ORIGINS", [])):
        found.append("CSRF_TRUSTED_ORIGINS: only https:// origins.")
    return found


def _databases(settings: Mapping[str, Any]) -> list[str]:
    databases = settings.get("DATABASES") or {}
    if set(databases) != {"default", "dispatch"}:
        return ["DATABASES must have the aliases default and dispatch (DATABASE_URL, DISPATCH_DATABASE_URL)."]
    found = []
    app, dispatch = databases["default"]["USER"], databases["dispatch"]["USER"]
    if dispatch in PRIVILEGED:
        found.append("DISPATCH_DATABASE_URL logs in as a privileged role.")
    if dispatch == app:
        found.append("DATABASE_URL and DISPATCH_DATABASE_URL log in as the same role.")
    if settings.get("DATABASE_ROLE") == "owner":
        return found  # migrations; the web and the worker refuse this role themselves
    if app in PRIVILEGED:
        found.append("DATABASE_URL logs in as the owner or a superuser; row-level security would not bind it.")
    if settings.get("OWNER_ADDRESS_GIVEN"):
        found.append("OWNER_DATABASE_URL is set in a process that is not a migration; only migrations may know it.")
    return found
