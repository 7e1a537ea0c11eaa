"""Pictures for the pages of the audit trail."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from organizations.audit_words import action_word, field_word
from organizations.models import AuditEntry
from organizations.roles import Role


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """An entry as its page shows it."""

    entry: AuditEntry
    action: str
    role: str
    reason: str
    ip: str
    request_id: str
    changes: list[Change]


def trail(filters: dict[str, Any]) -> QuerySet[AuditEntry]:
    """Entries that fit all given filters, the newest first. Dates are the county's days, both included."""
    rows = AuditEntry.objects.defer("payload").order_by("-seq")
    if person := filters.get("person"):
        rows = rows.filter(actor__icontains=person)
    if thing := filters.get("thing"):
        rows = rows.filter(Q(target_label__icontains=thing) | Q(target_id=thing))
    if action := filters.get("action"):
        rows = rows.filter(action=action)
    if result := filters.get("result"):
        rows = rows.filter(result=result)
    if since := filters.get("since"):
        rows = rows.filter(at__date__gte=since)
    if until := filters.get("until"):
        rows = rows.filter(at__date__lte=until)
    return rows


def line_of(entry: AuditEntry) -> Line:
    try:
        text = json.loads(entry.payload)
    except ValueError:  # somebody changed it in the database; the check will say so, the page must not break
        text = {}
    before, after = text.get("before") or {}, text.get("after") or {}
    names = list(dict.fromkeys([*before, *after]))
    return Line(
        entry=entry,
        action=action_word(entry.action),
        role=role_word(entry.role),
        reason=text.get("reason", ""),
        ip=text.get("ip", ""),
        request_id=text.get("request_id", ""),
        changes=[Change(field_word(name), _words(before.get(name)), _words(after.get(name))) for name in names],
    )


def role_word(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


def _words(value: Any) -> str:
    if value in (None, "", [], {}):
        return "—"
    if isinstance(value, list):
        return _("、").join(_words(item) for item in value)
    if isinstance(value, dict):
        return _("；").join(field_word(name) + _("：") + _words(item) for name, item in value.items())
    return str(value)
