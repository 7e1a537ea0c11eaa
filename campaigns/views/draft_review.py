"""Step 5 of the wizard: what is open, what publishing will do, and publishing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.forms.carriers import OpenOnForm
from campaigns.models import Campaign
from campaigns.pages import draft_page, may_change
from campaigns.selectors.draft_review import review_page
from campaigns.services import publishing
from campaigns.views.draft_units import frame
from organizations.pages import check, once, require_POST


@draft_page
def draft_review(request, campaign):
    form = OpenOnForm(
        request.GET if "on" in request.GET else None, auto_id="filter_%s", today=timezone.localdate(), campaign=campaign
    )
    day = form.day()
    context = {
        **frame(campaign, "review"),
        **review_page(campaign, day),
        "form": form,
        "day": day,
        "may_publish": may_change(request, campaign, "campaigns.publish_campaign"),
    }
    return render(request, "campaigns/draft_review.html", context, status=422 if form.errors else 200)


@require_POST
@draft_page
@once
def draft_publish(request, campaign):
    """Refusals lead back to the check, which says them with links; a second press leads to the campaign."""
    check(request, "campaigns.publish_campaign", campaign)
    today = timezone.localdate()
    form = OpenOnForm(request.POST, today=today, campaign=campaign)
    review = reverse("campaigns:draft-review", args=[campaign.public_id])
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["on"])))
        return redirect(review)
    try:
        version = publishing.publish(campaign=campaign, by=request.user, on=today, opened_on=form.day())
    except ValidationError as error:
        campaign = Campaign.objects.filter(pk=campaign.pk).first()
        if campaign is None:
            messages.error(request, " ".join(error.messages))
            return redirect("campaigns:campaigns")
        if campaign.is_draft:
            messages.error(request, _("还不能发布：有 %(n)s 处要先补上。") % {"n": len(error.messages)})
            return redirect(review)
        messages.info(request, _("“%(name)s”刚才已经由别人发布。") % {"name": campaign.name})
    else:
        messages.success(request, _("“%(name)s”已发布，各单位会收到一条消息。") % {"name": version.campaign.name})
    return redirect(f"/c/{campaign.slug}/tasks/")
