"""The task tree of a campaign and the page of one task."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.forms.task_filter import TaskFilter
from campaigns.models import Campaign
from campaigns.pages import may_change, running_page
from campaigns.selectors.frame import campaign_frame
from campaigns.selectors.rollup import rollup
from campaigns.selectors.task_page import find_task, task_facts
from campaigns.selectors.task_tree import carrying_units, task_tree
from organizations.models import Unit
from organizations.pages import pick
from organizations.roles import Reach, reach_of
from organizations.rules import rule_value

RUNNING = (Campaign.State.PUBLISHED, Campaign.State.PAUSED)


@running_page
def campaign_tasks(request, campaign):
    today, membership = timezone.localdate(), request.user.membership
    units = carrying_units(campaign, membership, today)
    form = TaskFilter(request.GET, units=units, auto_id="filter_%s")
    groups = []
    if form.is_valid():
        asked = form.cleaned_data
        groups = task_tree(
            campaign, membership, today, text=asked["q"], unit=pick(Unit.objects.all(), asked["unit"]), kind=asked["kind"],
            soon=rule_value("campaigns.soon_days", on=today),
        )  # fmt: skip
    context = campaign_frame(campaign, membership, today, tab="tasks", here=_("任务分解"))
    context |= {
        "form": form,
        "groups": groups,
        "total": sum(len(lines) for _action, lines in groups),
        "may_add": campaign.state in RUNNING and may_change(request, campaign, "campaigns.publish_campaign"),
    }
    return render(request, "campaigns/campaign_tasks.html", context)


@running_page
def campaign_task(request, campaign, number):
    today, membership = timezone.localdate(), request.user.membership
    task = find_task(campaign, membership, today, number)
    if task is None:
        raise Http404
    here = _("任务 %(number)s") % {"number": task.number}
    context = campaign_frame(campaign, membership, today, tab="tasks", here=here)
    context["crumbs"].insert(2, (_("任务分解"), f"/c/{campaign.slug}/tasks/"))
    context |= task_facts(campaign, task, membership, today)
    if reach_of(membership, "campaigns.view_campaign") is Reach.COUNTY:  # the figure of all is for who sees all
        own = [line["row"] for line in context["indicators"]]
        context["totals"] = list(rollup(campaign=campaign, on=today, indicators=own).values()) if own else []
    context["may_amend"] = campaign.state in RUNNING and may_change(request, campaign, "campaigns.publish_campaign")
    context["may_divide"] = campaign.state in RUNNING and may_change(request, campaign)
    return render(request, "campaigns/campaign_task.html", context)
