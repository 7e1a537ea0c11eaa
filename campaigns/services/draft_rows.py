"""Settings, dates, cadences, indicators, phases and safeguards of a draft: add a row, save a row, take it away.

Rows of a task share the version of the task, the others that of the campaign: two people at the same task are told.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from campaigns.models import Cadence, Campaign, Indicator, Phase, Safeguard, Task, TaskDate
from campaigns.services.draft_tree import lock_draft, still_there
from organizations.errors import StaleVersion
from organizations.services import audit
from organizations.services.versions import lock_version, save_version

Row = TaskDate | Cadence | Indicator | Phase | Safeguard


@transaction.atomic
def edit_settings(*, campaign: Campaign, values: Mapping[str, Any], version: int, by) -> bool:
    """Name, number, days, leading group and how leads are found. Raises StaleVersion."""
    lock_draft(campaign_id=campaign.pk)
    _check_span(values.get("starts_on"), values.get("ends_on"))
    return save_version(instance=campaign, values=values, version=version, by=by, action="campaign.settings")


@transaction.atomic
def add_row(*, row: Row, by) -> Row:
    """Put a row at the end of its task or campaign. A person said it, so nothing about it is assumed."""
    owner = holder(row)
    lock_draft(campaign_id=_campaign_id(owner))
    owner = still_there(owner)
    _check_span(getattr(row, "starts_on", None), getattr(row, "ends_on", None))
    last = _siblings(row).aggregate(last=Max("order"))["last"]
    row.order = 0 if last is None else last + 1
    if hasattr(row, "assumed"):
        row.assumed = False
    row.save()
    _raise_version(owner)
    audit.record(by=by, action="campaign.row_add", target=row, after={"words": str(row), "at": str(owner)})
    return row


@transaction.atomic
def edit_row(*, row: Row, values: Mapping[str, Any], version: int, by) -> bool:
    """Save a row; what was assumed is so no longer, also when nothing else changed. Raises StaleVersion with the row."""
    lock_draft(campaign_id=_campaign_id(holder(row)))
    stored = still_there(row)
    try:
        owner = lock_version(instance=holder(stored), version=version)
    except StaleVersion as stale:
        stored.version = stale.current.version
        raise StaleVersion(stored) from None
    _check_span(values.get("starts_on"), values.get("ends_on"))
    before, after = audit.changes(stored, {**values, "assumed": False} if hasattr(stored, "assumed") else values)
    if not after:
        return False
    for name, value in after.items():
        setattr(stored, name, value)
    stored.save(update_fields=list(after))
    _raise_version(owner)
    audit.record(by=by, action="campaign.row_edit", target=stored, before=before, after=after)
    return True


@transaction.atomic
def remove_row(*, row: Row, by) -> None:
    """Take it out of the draft; the trail keeps what it said."""
    owner = holder(row)
    lock_draft(campaign_id=_campaign_id(owner))
    row, owner = still_there(row), still_there(owner)
    audit.record(by=by, action="campaign.row_remove", target=row, before={"words": str(row), "at": str(owner)})
    if isinstance(row, Phase | Safeguard):
        # Before it: Django does not put rows with an empty key first, and the database looks at each statement.
        row.carriers.all().delete()
    row.delete()
    _raise_version(owner)


def holder(row: Row) -> Task | Campaign:
    """Whose version guards the row."""
    return row.campaign if isinstance(row, Phase | Safeguard) else row.task


def _campaign_id(owner: Task | Campaign) -> int:
    return owner.campaign_id if isinstance(owner, Task) else owner.pk


def _siblings(row: Row):
    name = "campaign" if isinstance(row, Phase | Safeguard) else "task"
    return type(row).objects.filter(**{name: holder(row)})


def _raise_version(owner: Task | Campaign) -> None:
    owner.version += 1
    owner.save(update_fields=["version"])


def _check_span(start, end) -> None:
    if start and end and end < start:
        raise ValidationError({"ends_on": _("结束日期早于开始日期。")})
