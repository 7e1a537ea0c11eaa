"""Reading the environment strictly: a value that means nothing is refused, not taken for "no"."""

import base64
import binascii
import os
from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


def text(name: str, default: str | None = None, *, environ: Mapping[str, str] = os.environ) -> str:
    value = environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} must be set.")
    return default


def switch(name: str, default: bool, *, environ: Mapping[str, str] = os.environ) -> bool:
    """django-environ reads DEBUG=maybe as False and SECURE=ture as False; here both are errors."""
    value = environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{name}={value!r}: write one of {', '.join(sorted(YES | NO))}.")
    return value in YES


def number(name: str, default: int, *, least: int = 0, environ: Mapping[str, str] = os.environ) -> int:
    value = environ.get(name, "").strip()
    if not value:
        return default
    try:
        found = int(value)
    except ValueError:
        found = least - 1
    if found < least:
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number, at least {least}.")
    return found


def words(name: str, *, environ: Mapping[str, str] = os.environ) -> list[str]:
    return [word.strip() for word in environ.get(name, "").split(",") if word.strip()]


def keys(name: str, *, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Base64 keys of 32 bytes, the newest first; the others still read what was written with them."""
    found = words(name, environ=environ)
    for position, key in enumerate(found, start=1):
        if not is_key(key):
            # The key itself must not get into a log.
            raise ImproperlyConfigured(f"{name}: key {position} is not 32 bytes in base64.")
    return found


def is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 32
    except (binascii.Error, ValueError):
        return False
