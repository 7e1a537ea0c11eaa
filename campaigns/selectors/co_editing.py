"""How a co-editor finds the draft: the role may have no page of campaigns at all."""

from datetime import date

from django.utils.translation import gettext as _

from campaigns.models import Campaign, CampaignGrant
from organizations.selectors.desk import DeskLine


def drafts_to_help(account, on: date) -> list[DeskLine]:
    grants = CampaignGrant.objects.filter(user=account, permission__codename="edit_campaign").exclude(valid_to__lt=on)
    drafts = Campaign.objects.filter(pk__in=grants.values("content_object"), state=Campaign.State.DRAFT)
    return [
        DeskLine(_("请您协助筹备“%(name)s”") % {"name": draft.name}, f"/c/new/{draft.public_id}/tasks/", _("核对任务"))
        for draft in drafts[:5]
    ]
