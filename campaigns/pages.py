"""What every campaign page does first: find the campaign the person may see, or the draft the person may edit."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, CampaignGrant, Task
from organizations.pages import check, find, may


def campaign_page(view):
    """Decorator: `view(request, campaign, …)` for a campaign that is visible to the role; 403 for roles without any."""

    @wraps(view)
    @may("campaigns.view_campaign")
    def found(request, slug, *args, **kwargs):
        visible = Campaign.objects.visible_to(request.user.membership, timezone.localdate()).select_related("owner")
        campaign = visible.filter(slug=slug).first()
        if campaign is None:
            raise Http404
        return view(request, campaign, *args, **kwargs)

    return found


def running_page(view):
    """Decorator: as `campaign_page`, for what only a published campaign has. A draft leads to its desk or is not there."""

    @wraps(view)
    @campaign_page
    def found(request, campaign, *args, **kwargs):
        if not campaign.is_draft:
            return view(request, campaign, *args, **kwargs)
        if not may_change(request, campaign):
            raise Http404
        return redirect(f"/c/new/{campaign.public_id}/tasks/")

    return found


def draft_page(view):
    """Decorator: `view(request, campaign, …)` for a draft the account may edit, by role or as co-editor.

    A draft that somebody published meanwhile leads to the campaign's page and says so: an old tab and the back button end
    here.
    """

    @wraps(view)
    def found(request, public_id, *args, **kwargs):
        campaign = find(editable(request).select_related("owner", "plan"), public_id)
        if not campaign.is_draft:
            messages.info(request, _("“%(name)s”已经发布，要改内容请走变更。") % {"name": campaign.name})
            return redirect(f"/c/{campaign.slug}/tasks/")
        return view(request, campaign, *args, **kwargs)

    return found


def editable(request):
    """Campaigns the account may edit; 403 for who may edit none."""
    today = timezone.localdate()
    if not request.user.has_perm("campaigns.edit_campaign"):
        grants = CampaignGrant.objects.filter(user=request.user, permission__codename="edit_campaign")
        if not grants.exclude(valid_to__lt=today).exists():
            raise PermissionDenied
    return Campaign.objects.editable_by(request.user.membership, today)


def may_change(request, campaign, action: str = "campaigns.edit_campaign") -> bool:
    return request.user.has_perm(action, campaign)


RUNNING = (Campaign.State.PUBLISHED, Campaign.State.PAUSED)


def change_page(view):
    """Decorator: `view(request, campaign, …)` for who may change a campaign that runs; else its history says why not."""

    @wraps(view)
    @may("campaigns.publish_campaign")
    @campaign_page
    def found(request, campaign, *args, **kwargs):
        check(request, "campaigns.publish_campaign", campaign)
        if campaign.state not in RUNNING:
            messages.info(request, _("活动不在进行中，不能变更。"))
            return redirect("campaigns:campaign-versions", campaign.slug)
        return view(request, campaign, *args, **kwargs)

    return found


def find_task(request, campaign, number):
    """The task with this number among those the person may see."""
    visible = Task.objects.visible_to(request.user.membership, timezone.localdate()).select_related("action")
    task = visible.filter(campaign=campaign, number=number).first()
    if task is None:
        raise Http404
    task.campaign = campaign
    return task


def answer_stale(request, template, context, current):
    """409: somebody changed the campaign meanwhile. The form stays as it was filled in and takes the new version, so that
    the person reads what stands now and sends again."""
    form = context["form"]
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = current.version
    form.add_error(None, _("刚才有人变更过这个活动。您填的还在，请看过现在的内容再提交一次。"))
    return render(request, template, context, status=409)
