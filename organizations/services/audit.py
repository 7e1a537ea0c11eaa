"""The audit trail: every change says here who did what. One line, in the same transaction as the change."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection

from organizations.requests import current_request
from organizations.sealed import Sealed


def record(
    *,
    by,
    action: str,
    target=None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    result: str = "ok",
    reason: str = "",
) -> None:
    """Append one entry to the open county's chain. `by` is an account, or None for the clock.

    Refused by the database when no county is open. Values are written as people read them; sealed ones as their mask.
    """
    entry = {
        **_actor(by),
        **current_request().for_audit(),
        "action": action,
        "result": result,
        "reason": reason,
        "target_type": target._meta.model_name if target is not None else "",
        "target_id": str(getattr(target, "public_id", getattr(target, "pk", "")) or "") if target is not None else "",
        "target_label": str(target)[:200] if target is not None else "",
        "before": _plain(before),
        "after": _plain(after),
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_sec.append_audit(%s::jsonb)", [json.dumps(entry, ensure_ascii=False)])


def changes(instance, cleaned: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Before and after of the fields in `cleaned` that differ from the stored instance."""
    before, after = {}, {}
    for name, value in cleaned.items():
        old = getattr(instance, name)
        if old != value:
            before[name], after[name] = old, value
    return before, after


def _actor(by) -> dict[str, Any]:
    if by is None:
        return {"account_id": None, "actor": "system", "role": "", "unit_label": ""}
    membership = getattr(by, "membership", None)
    person = getattr(by, "acting_person", None)
    return {
        "account_id": by.pk,
        "actor": f"{person.name}（{by.login_name}）" if person else by.login_name,
        "role": membership.role if membership else "",
        "unit_label": str(membership.unit) if membership else "",
    }


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: _word(value) for name, value in (values or {}).items()}


def _word(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple):
        return [_word(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _word(item) for key, item in value.items()}
    return str(value) if not isinstance(value, Sealed) else str(value)
