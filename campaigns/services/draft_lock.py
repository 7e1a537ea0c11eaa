"""What every change of a draft begins with."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.models import Campaign


def lock_draft(*, campaign_id: int) -> Campaign:
    """The campaign, locked for this transaction, as publishing locks it. Refuses one that is no draft any more."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if not campaign.is_draft:
        raise ValidationError(_("活动已经发布，要改内容请走变更。"), code="published")
    return campaign
