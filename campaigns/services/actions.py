"""The strands of a draft: added, renamed, removed when empty."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Action, Campaign, Task
from campaigns.services.draft_tree import lock_draft, still_there
from organizations.services import audit

MOST_ACTIONS = 100


@transaction.atomic
def add_action(*, campaign: Campaign, name: str, by) -> Action:
    """A strand at the end. Refuses a name that the campaign has already."""
    campaign = lock_draft(campaign_id=campaign.pk)
    rows = list(Action.objects.filter(campaign=campaign))
    if len(rows) >= MOST_ACTIONS:
        raise ValidationError(_("一个活动最多 %(n)s 个行动。") % {"n": MOST_ACTIONS})
    _check_name(rows, name)
    action = Action.objects.create(campaign=campaign, name=name, order=max((row.order for row in rows), default=-1) + 1)
    audit.record(by=by, action="action.add", target=action, after={"name": name})
    return action


@transaction.atomic
def rename_action(*, action: Action, name: str, by) -> bool:
    """False when the name stays. Refuses a name that the campaign has already."""
    lock_draft(campaign_id=action.campaign_id)
    stored = still_there(action)
    if stored.name == name:
        return False
    _check_name([row for row in Action.objects.filter(campaign=stored.campaign_id) if row.pk != stored.pk], name)
    before, stored.name = stored.name, name
    stored.save(update_fields=["name"])
    audit.record(by=by, action="action.rename", target=stored, before={"name": before}, after={"name": name})
    return True


@transaction.atomic
def remove_action(*, action: Action, by) -> None:
    """Only an empty one: tasks must be moved or deleted first, so that none is lost unseen."""
    lock_draft(campaign_id=action.campaign_id)
    action = still_there(action)
    if Task.objects.filter(action=action).exists():
        raise ValidationError(_("这个行动里还有任务。请先把任务移到别的行动，或者删除。"))
    audit.record(by=by, action="action.remove", target=action, before={"name": action.name})
    Action.objects.filter(pk=action.pk).delete()


def _check_name(rows: list[Action], name: str) -> None:
    if any(row.name == name for row in rows):
        raise ValidationError({"name": _("已经有叫这个名称的行动。")})
