"""Phases, safeguards and the leading group of a campaign."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.pages import running_page
from campaigns.selectors.frame import campaign_frame
from campaigns.selectors.phases import phase_facts


@running_page
def campaign_phases(request, campaign):
    today = timezone.localdate()
    context = campaign_frame(campaign, request.user.membership, today, tab="phases", here=_("阶段与保障"))
    context |= phase_facts(campaign, today)
    return render(request, "campaigns/campaign_phases.html", context)
