"""What a unit has to do in a campaign: the own one, and any unit one may see."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.pages import running_page
from campaigns.selectors.frame import campaign_frame
from campaigns.selectors.unit_work import unit_work
from organizations.models import Unit
from organizations.pages import find
from organizations.roles import Reach, reach_of
from organizations.rules import rule_value


@running_page
def campaign_mine(request, campaign):
    return _page(request, campaign, request.user.membership.unit, tab="mine", here=_("我的任务"))


@running_page
def campaign_unit(request, campaign, public_id):
    unit = find(Unit.objects.all(), public_id)
    return _page(request, campaign, unit, tab="overview", here=str(unit))


def _page(request, campaign, unit, *, tab: str, here: str):
    today, membership = timezone.localdate(), request.user.membership
    soon = rule_value("campaigns.soon_days", on=today)
    work = unit_work(campaign, unit, membership, today, soon)
    is_own = unit.path.startswith(membership.unit.path)
    if (
        not (work.own_count or work.exempt or is_own)
        and reach_of(membership, "campaigns.view_campaign") is not Reach.COUNTY
    ):
        raise Http404  # another unit's share, or nothing at all: both are not there
    context = campaign_frame(campaign, membership, today, tab=tab, here=here)
    context |= {
        "unit": unit,
        "is_mine": tab == "mine",
        "work": work,
        "coming": work.coming(today),
        "sections": [
            (_("牵头"), work.lead),
            (_("承担责任"), work.responsible),
            (_("配合"), work.support),
        ],
    }
    return render(request, "campaigns/campaign_unit.html", context)
