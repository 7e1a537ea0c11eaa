"""The list of campaigns."""

from django.shortcuts import render
from django.utils import timezone

from campaigns.models import Campaign
from organizations.pages import may, page_of


@may("campaigns.view_campaign")
def campaign_list(request):
    campaigns = Campaign.objects.visible_to(request.user.membership, timezone.localdate()).select_related("owner")
    context = {"page": page_of(request, campaigns), "may_make": request.user.has_perm("campaigns.edit_campaign")}
    return render(request, "campaigns/campaign_list.html", context)
