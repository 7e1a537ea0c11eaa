"""From PostgreSQL addresses to Django's DATABASES, unix sockets included."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SCHEMES = {"postgres", "postgresql"}


def database(url: str, options: dict[str, Any], *, statement_timeout: str = "") -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?sslmode=…`; a socket's folder is `?host=/folder`, as libpq has it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise ImproperlyConfigured("A database address cannot be read; check its port and its escapes.") from problem
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in SCHEMES or not name or not parts.username:
        # Without the address: it may hold a password.
        raise ImproperlyConfigured("A database address must look like postgresql://user@host:5432/name.")
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    host = query.pop("host", "") or unquote(parts.hostname or "")
    if statement_timeout:
        query["options"] = f"{query.get('options', '')} -c statement_timeout={statement_timeout}".strip()
    return {
        **options,
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": query.pop("port", "") or (str(port) if port else ""),
        "OPTIONS": query,
    }


def databases(
    *, app: str, dispatch: str, owner: str, role: str, options: dict[str, Any], statement_timeout: str = ""
) -> dict[str, dict[str, Any]]:
    """Both aliases. Only a process that was asked to be the owner (migrations) connects as the owner."""
    if role not in {"app", "owner"}:
        raise ImproperlyConfigured(f"CAMPAIGN_DB_ROLE={role!r}: write app or owner.")
    if role == "owner" and not owner:
        raise ImproperlyConfigured("This command works as the owner of the database: OWNER_DATABASE_URL must be set.")
    if role == "owner":
        statement_timeout = ""  # a migration may take its time
    return {
        "default": database(owner if role == "owner" else app, options, statement_timeout=statement_timeout),
        # Its statement timeout is a property of the role (deploy/roles.sql).
        "dispatch": database(dispatch, options | {"ATOMIC_REQUESTS": False}),
    }
