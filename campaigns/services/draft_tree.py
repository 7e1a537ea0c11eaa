"""What the changes of a draft's tree share: the draft is locked, must still be one, and its rows stay numbered."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.models import Action, Campaign, Carrier, Task

# 500 tasks are a thick book already; the limit keeps one mistaken paste from filling the county's pages.
MOST_TASKS = 1000


def lock_draft(*, campaign_id: int) -> Campaign:
    """The draft, locked until the transaction ends. Refuses one that was published or discarded meanwhile."""
    campaign = Campaign.objects.select_for_update(of=("self",)).filter(pk=campaign_id).first()
    if campaign is None:
        raise ValidationError(_("这份草稿已经被放弃。请回到活动列表。"))
    if not campaign.is_draft:
        raise ValidationError(_("活动已经发布，要改内容请走变更。"))
    return campaign


def still_there(row):
    """The row as it is stored now, locked. Refuses one that another editor took away between reading and locking."""
    stored = type(row).objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if stored is None:
        raise ValidationError(_("这一项刚才被别人删掉了，没有保存。请回到列表再看。"))
    return stored


def in_order(action: Action) -> list[Task]:
    return list(Task.objects.filter(action=action).order_by("order", "id"))


def drop_tasks(tasks) -> None:
    """Delete tasks with all that hangs on them. Carriers go first: Django orders its deletes by required keys only."""
    Carrier.objects.filter(task__in=tasks).delete()
    tasks.delete()


def number_rows(rows: Iterable) -> None:
    """Write 0, 1, 2 … into `order` where it differs."""
    for order, row in enumerate(rows):
        if row.order != order:
            row.order = order
            row.save(update_fields=["order"])


__all__ = ["MOST_TASKS", "drop_tasks", "in_order", "lock_draft", "number_rows", "still_there"]
