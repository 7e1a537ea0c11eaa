"""The list of campaigns."""

from django.shortcuts import render
from django.utils import timezone

from campaigns.forms.campaigns import CampaignFilter
from campaigns.models import Campaign
from campaigns.selectors.listing import campaign_rows, with_pauses
from organizations.pages import may, page_of


@may("campaigns.view_campaign")
def campaign_list(request):
    today, membership = timezone.localdate(), request.user.membership
    visible = Campaign.objects.visible_to(membership, today)
    years = list(visible.order_by("-year").values_list("year", flat=True).distinct())
    form = CampaignFilter(request.GET, years=years, auto_id="filter_%s")
    page = page_of(request, with_pauses(form.filter(visible).select_related("owner")))
    context = {
        "form": form,
        "page": page,
        "rows": campaign_rows(list(page), membership, today),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "may_make": request.user.has_perm("campaigns.edit_campaign"),
    }
    return render(request, "campaigns/campaign_list.html", context)
