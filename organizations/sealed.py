"""Personal data at rest: AES-256-GCM with a key of the installation, bound to the column it stands in.

A value is kept as `v1:<key number>:<base64 of nonce + ciphertext>`, so that keys and methods can change one day and old
rows still open. The first key of settings.FIELD_KEYS writes; all of them read.
"""

import base64
import hashlib
import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models


class SealError(ValueError):
    """A sealed value cannot be opened with any key of this installation."""


def _keys() -> dict[str, bytes]:
    keys = [base64.b64decode(key) for key in settings.FIELD_KEYS]
    return {hashlib.sha256(key).hexdigest()[:8]: key for key in keys}


def seal(text: str, *, context: str) -> str:
    """Encrypt; `context` (table and column) is authenticated, so a value copied into another column does not open."""
    name, key = next(iter(_keys().items()))
    nonce = os.urandom(12)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), context.encode())
    return f"v1:{name}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(value: str, *, context: str) -> str:
    try:
        _version, name, body = value.split(":", 2)
        raw = base64.b64decode(body)
        return AESGCM(_keys()[name]).decrypt(raw[:12], raw[12:], context.encode()).decode()
    except (KeyError, ValueError, InvalidTag) as error:
        raise SealError("This value was sealed with a key that is not here.") from error


class Sealed:
    """A sealed value in memory. It prints as its mask; `open()` is called by the reveal service alone."""

    def __init__(self, text: str):
        self._text = text

    def __bool__(self):
        return bool(self._text)

    def __eq__(self, other):
        return isinstance(other, Sealed) and other._text == self._text

    def __hash__(self):
        return hash(self._text)

    def __str__(self):
        return mask(self._text)

    __repr__ = __str__

    def open(self) -> str:
        return self._text


def mask(text: str) -> str:
    """138****5678 for a phone; first six and last two for a citizen number, never the birth date; z***@example.com; else
    all hidden."""
    if not text:
        return ""
    if re.fullmatch(r"\d{11}", text):
        return f"{text[:3]}****{text[-4:]}"
    if re.fullmatch(r"\d{17}[\dXx]", text):
        return f"{text[:6]}**********{text[-2:]}"
    name, at, host = text.rpartition("@")
    if name and host:
        return f"{name[0]}***{at}{host}"
    return "*" * min(len(text), 8)


class SealedField(models.TextField):
    """Text that is encrypted in the database and masked everywhere else. Blank stays blank."""

    def _context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def from_db_value(self, value, expression, connection):
        return Sealed(unseal(value, context=self._context())) if value else Sealed("")

    def to_python(self, value):
        return value if isinstance(value, Sealed) else Sealed(value or "")

    def get_prep_value(self, value):
        text = value.open() if isinstance(value, Sealed) else (value or "")
        return seal(text, context=self._context()) if text else ""

    def value_to_string(self, obj):
        return str(self.value_from_object(obj))

    def get_lookup(self, lookup_name):
        if lookup_name not in ("exact", "isnull"):
            return None
        return super().get_lookup(lookup_name)
