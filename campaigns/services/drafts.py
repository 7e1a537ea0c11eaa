"""How a draft begins and how it is given up."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.models import Action, Campaign, Carrier, Plan, Task
from campaigns.services import drafting, plans
from campaigns.services.addresses import free_slug
from campaigns.services.draft_tree import drop_tasks, lock_draft
from organizations.models import Unit
from organizations.services import audit


@transaction.atomic
def draft_from_reading(*, reading: dict[str, Any], owner: Unit, file_name: str, by, on: date) -> Campaign:
    """Keep the document and make its draft, both or neither."""
    plan = plans.take_in(reading=reading, owner=owner, file_name=file_name, by=by)
    return drafting.draft_campaign(plan=plan, by=by, on=on)


@transaction.atomic
def start_empty(*, name: str, starts_on: date, ends_on: date, owner: Unit, by) -> Campaign:
    """A draft without a document, with one empty action to put tasks into."""
    campaign = Campaign.objects.create(
        slug=free_slug(name=name, year=starts_on.year), name=name, owner=owner, year=starts_on.year, starts_on=starts_on,
        ends_on=ends_on,
    )  # fmt: skip
    Action.objects.create(campaign=campaign, name=_("重点任务"), order=0)
    audit.record(by=by, action="campaign.start", target=campaign, after={"name": name})
    return campaign


@transaction.atomic
def discard_draft(*, campaign: Campaign, by) -> None:
    """Give a draft up: its tree goes, its document stays as discarded. Refuses a published campaign."""
    campaign = lock_draft(campaign_id=campaign.pk)
    plan = campaign.plan
    audit.record(by=by, action="campaign.discard", target=campaign, before={"name": campaign.name})
    drop_tasks(Task.objects.filter(campaign=campaign))
    Carrier.objects.filter(Q(phase__campaign=campaign) | Q(safeguard__campaign=campaign)).delete()
    campaign.delete()
    if plan and not plan.campaigns.exists() and Plan.State.DISCARDED in Plan.MOVES[Plan.State(plan.state)]:
        plans.move_plan(plan=plan, to=Plan.State.DISCARDED, by=by)


@transaction.atomic
def finish_check(*, campaign: Campaign, by) -> None:
    """The tasks were looked through; going on a second time changes nothing."""
    campaign = lock_draft(campaign_id=campaign.pk)
    if campaign.plan and campaign.plan.state == Plan.State.READ:
        plans.move_plan(plan=campaign.plan, to=Plan.State.CHECKED, by=by)
