"""What stands around the pages of one campaign: where one is, and the other campaigns one may change to."""

from datetime import date

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.querysets.filings import REVIEW
from organizations.roles import reach_of

MOST_TO_SWITCH = 12


def campaign_frame(campaign: Campaign, membership, on: date, *, tab: str, here: str = "") -> dict:
    """Context for `campaigns/_tabs.html`, `campaigns/_switch.html` and the breadcrumb; one query."""
    others = Campaign.objects.visible_to(membership, on).exclude(state=Campaign.State.DRAFT)
    home = f"/c/{campaign.slug}/"
    crumbs = [(_("活动列表"), "/c/"), (campaign.name, home if here else "")]
    return {
        "campaign": campaign,
        "tab": tab,
        "may_file": reach_of(membership, "campaigns.file_progress") is not None,
        "may_review": reach_of(membership, REVIEW) is not None,
        "may_file": reach_of(membership, "campaigns.file_progress") is not None,
        "switch_to": list(others.values("name", "slug", "year")[:MOST_TO_SWITCH]),
        "crumbs": [*crumbs, (here, "")] if here else crumbs,
    }


def task_crumb(task, campaign: Campaign) -> tuple[str, str]:
    """The step of a task in the breadcrumb of pages below it."""
    return _("任务 %(number)s") % {"number": task.number}, f"/c/{campaign.slug}/tasks/{task.number}/"
