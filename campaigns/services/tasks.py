"""Everything that can happen to a task of a draft: added, edited, moved, deleted. Merging and splitting: `joining`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Action, SubItem, Task
from campaigns.services.draft_tree import MOST_TASKS, drop_tasks, in_order, lock_draft, number_rows, still_there
from organizations.services import audit
from organizations.services.versions import lock_version


@transaction.atomic
def add_task(*, action: Action, title: str, detail: str = "", by) -> Task:
    """A task of one's own at the end of an action; it has no place in the plan's text."""
    campaign = lock_draft(campaign_id=action.campaign_id)
    if Task.objects.filter(campaign=campaign).count() >= MOST_TASKS:
        raise ValidationError(_("一个活动最多 %(n)s 项任务。请先合并或删除。") % {"n": MOST_TASKS})
    action = still_there(action)
    rows = in_order(action)
    order = rows[-1].order + 1 if rows else 0
    task = Task.objects.create(campaign=campaign, action=action, title=title, detail=detail, order=order)
    audit.record(by=by, action="task.add", target=task, after={"title": title, "action": action.name})
    return task


@transaction.atomic
def edit_task(*, task: Task, values: Mapping[str, Any], sub_items: Sequence[str], version: int, by) -> bool:
    """Change words, place and sub-items; False when nothing differs. In another action the task comes last.

    Raises StaleVersion when somebody else saved in between. Sub-items whose words stay keep their place in the plan.
    """
    lock_draft(campaign_id=task.campaign_id)
    stored = lock_version(instance=task, version=version)
    if "action" in values:
        still_there(values["action"])
    present = list(SubItem.objects.filter(task=stored))
    before, after = audit.changes(stored, values)
    titles = [item.title for item in present]
    if list(sub_items) != titles:
        _write_sub_items(stored, present, sub_items)
        before["sub_items"], after["sub_items"] = titles, list(sub_items)
    if not after:
        return False
    for name in before:
        if name != "sub_items":
            setattr(stored, name, values[name])
    if "action" in after:
        others = [row for row in in_order(values["action"]) if row.pk != stored.pk]
        stored.order = others[-1].order + 1 if others else 0
    stored.version = version + 1
    stored.save()
    audit.record(by=by, action="task.edit", target=stored, before=before, after=after)
    return True


def _write_sub_items(task: Task, present: list[SubItem], titles: Sequence[str]) -> None:
    left = list(present)
    kept: list[SubItem] = []
    for order, title in enumerate(titles):
        same = next((item for item in left if item.title == title), None)
        if same is None:
            same = SubItem(task=task, title=title)
        else:
            left.remove(same)
        same.order = order
        kept.append(same)
    SubItem.objects.filter(pk__in=[item.pk for item in left]).delete()
    for item in kept:
        item.save()


@transaction.atomic
def move_task(*, task: Task, up: bool, version: int, by) -> bool:
    """One place up or down in its action, over the border into the neighbouring action; False at the very end."""
    campaign = lock_draft(campaign_id=task.campaign_id)
    stored = lock_version(instance=task, version=version)
    rows = in_order(stored.action)
    place = next(n for n, row in enumerate(rows) if row.pk == stored.pk)
    wanted = place - 1 if up else place + 1
    if 0 <= wanted < len(rows):
        rows[place], rows[wanted] = rows[wanted], rows[place]
        number_rows(rows)
    else:
        actions = list(Action.objects.filter(campaign=campaign))
        at = next(n for n, row in enumerate(actions) if row.pk == stored.action_id) + (-1 if up else 1)
        if not 0 <= at < len(actions):
            return False
        number_rows([row for row in rows if row.pk != stored.pk])
        neighbours = in_order(actions[at])
        stored.action = actions[at]
        stored.save(update_fields=["action"])
        number_rows([*neighbours, stored] if up else [stored, *neighbours])
    Task.objects.filter(pk=stored.pk).update(version=version + 1)
    audit.record(by=by, action="task.move", target=stored, after={"up": up})
    return True


@transaction.atomic
def delete_task(*, task: Task, version: int, by) -> None:
    """Take a task out of a draft, with all that hangs on it. The plan's text stays."""
    lock_draft(campaign_id=task.campaign_id)
    stored = lock_version(instance=task, version=version)
    audit.record(by=by, action="task.delete", target=stored, before={"title": stored.title, "detail": stored.detail})
    drop_tasks(Task.objects.filter(pk=stored.pk))
