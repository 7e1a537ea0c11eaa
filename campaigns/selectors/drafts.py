"""What the first step shows beside its form: drafts to go on with, campaigns to copy, and the same plan met before."""

from datetime import date

from django.db.models import Count

from campaigns.models import Campaign

MOST_SHOWN = 20


def drafts_in_progress(campaigns) -> list[Campaign]:
    """The newest drafts among campaigns that the person may edit."""
    drafts = campaigns.filter(state=Campaign.State.DRAFT).select_related("owner", "plan")
    return list(drafts.annotate(tasks_count=Count("tasks")).order_by("-id")[:MOST_SHOWN])


def to_copy(membership, on: date) -> list[Campaign]:
    """Campaigns that ran and that the role may copy, the newest first: next year's plan is often last year's."""
    visible = Campaign.objects.visible_to(membership, on).copyable_by(membership).exclude(state=Campaign.State.DRAFT)
    return list(visible.select_related("owner").order_by("-year", "-id")[:MOST_SHOWN])


def same_plan_before(campaign: Campaign, campaigns) -> Campaign | None:
    """Another campaign, among those given, that was made from the very same text."""
    if campaign.plan is None:
        return None
    twins = campaigns.filter(plan__sha256=campaign.plan.sha256).exclude(pk=campaign.pk)
    return twins.order_by("-id").first()
