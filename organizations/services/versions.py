"""Saving a row only if nobody else saved it since it was read: a version number and a conditional update."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organizations.errors import StaleVersion
from organizations.services import audit


def lock_version(*, instance, version: int):
    """The stored row, locked for this transaction; raises StaleVersion when it no longer has `version`.

    Refuses a row that somebody deleted after it was read.
    """
    stored = type(instance).objects.select_for_update().filter(pk=instance.pk).first()
    if stored is None:
        raise ValidationError(_("这一项刚才被别人删掉了，没有保存。请回到列表再看。"))
    if stored.version != version:
        raise StaleVersion(stored)
    return stored


def save_version(*, instance, values: Mapping[str, Any], version: int, by, action: str, reason: str = "") -> bool:
    """Write the values that differ and one audit line; False when nothing differs.

    Raises StaleVersion when the stored row no longer has `version`. The instance is brought up to date.
    """
    stored = lock_version(instance=instance, version=version)
    before, after = audit.changes(stored, values)
    if not after:
        return False
    for name, value in after.items():
        setattr(stored, name, value)
    stored.version = version + 1
    stored.save(update_fields=[*after, "version"])
    instance.refresh_from_db()
    audit.record(by=by, action=action, target=instance, before=before, after=after, reason=reason)
    return True
