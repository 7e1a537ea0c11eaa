"""The burden meter: what the campaign asks of each unit in a month, and who asks it."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.pages import running_page
from campaigns.selectors.burden import running_burden
from campaigns.selectors.frame import campaign_frame


@running_page
def burden(request, campaign):
    """Everybody who sees the campaign sees all of it: what is asked of whom is no secret inside it."""
    today = timezone.localdate()
    context = campaign_frame(campaign, request.user.membership, today, tab="burden", here=_("填报负担"))
    return render(request, "campaigns/burden.html", context | {"burden": running_burden(campaign, today)})
