"""The history of a campaign, and its moves: pause, resume, close, archive."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.changes import CloseForm, PauseForm, VersionForm
from campaigns.models import Assignment, Campaign, Task
from campaigns.pages import RUNNING, answer_stale, campaign_page, may_change, running_page
from campaigns.selectors.frame import campaign_frame
from campaigns.selectors.versions import plan_of, sight_of, version_lines
from campaigns.services import lifecycle
from organizations.errors import StaleVersion
from organizations.pages import add_errors, answer_form, check, may, once

PUBLISH = "campaigns.publish_campaign"
WORDS = {
    "pause": gettext_lazy("暂停活动"),
    "resume": gettext_lazy("恢复活动"),
    "close": gettext_lazy("结束活动"),
    "archive": gettext_lazy("归档活动"),
}
DONE = {
    "pause": gettext_lazy("活动已暂停，已告诉承担单位。"),
    "resume": gettext_lazy("活动已恢复，已告诉承担单位。"),
    "close": gettext_lazy("活动已结束，已告诉承担单位。"),
    "archive": gettext_lazy("活动已归档。"),
}
HAPPENS = {
    "pause": [gettext_lazy("暂停的日子里任务不到期，也不计逾期。"), gettext_lazy("承担单位会收到一条消息，写明理由。")],
    "resume": [gettext_lazy("今天起任务照常到期。"), gettext_lazy("承担单位会收到一条消息。")],
    "close": [
        gettext_lazy("各单位的任务到今天为止，不再填报；已有的内容都保留。"),
        gettext_lazy("承担单位会收到一条消息，写明理由。"),
        gettext_lazy("结束后不能再恢复。"),
    ],
    "archive": [gettext_lazy("活动收进档案，仍可查看和沿用，不能再恢复。")],
}


@running_page
def campaign_versions(request, campaign):
    today, membership = timezone.localdate(), request.user.membership
    sight = sight_of(campaign, membership, today)
    may_move = may_change(request, campaign, PUBLISH)
    running = campaign.state in RUNNING
    tasks = Task.objects.filter(campaign=campaign).in_plan_order() if may_move and running else []
    context = {
        **campaign_frame(campaign, membership, today, tab="versions", here=_("变更与版本")),
        "lines": version_lines(campaign, sight),
        "pauses": campaign.pauses.all(),
        "moves": [
            {"label": WORDS[name], "url": reverse(f"campaigns:campaign-{name}", args=[campaign.slug])}
            for name in (lifecycle.moves_of(campaign) if may_move else [])
        ],
        "may_add": may_move and running,
        "may_copy": may_change(request, campaign) and request.user.has_perm("campaigns.edit_campaign"),
        "tasks": tasks,
    }
    return render(request, "campaigns/versions.html", context)


@running_page
def campaign_version(request, campaign, number):
    version = campaign.versions.select_related("made_by").filter(number=number).first()
    if version is None:
        raise Http404
    sight = sight_of(campaign, request.user.membership, timezone.localdate())
    context = {
        "campaign": campaign,
        "version": version,
        "plan": plan_of(version, sight),
        "phases": version.snapshot["phases"],
        "may_read_reason": sight.all or any(sight.of_change(change) for change in version.changes),
        "crumbs": [
            *crumbs_to(campaign),
            (_("变更与版本"), versions_url(campaign)),
            (_("第 %(number)s 版") % {"number": number}, ""),
        ],
    }
    return render(request, "campaigns/version.html", context)


@may(PUBLISH)
@campaign_page
@once
def campaign_pause(request, campaign):
    return _move(
        request, campaign, "pause", PauseForm, lambda data: {"reason": data["reason"], "starts_on": data["starts_on"]}
    )


@may(PUBLISH)
@campaign_page
@once
def campaign_resume(request, campaign):
    return _move(request, campaign, "resume", VersionForm, lambda data: {})


@may(PUBLISH)
@campaign_page
@once
def campaign_close(request, campaign):
    return _move(request, campaign, "close", CloseForm, lambda data: {"reason": data["reason"]})


@may(PUBLISH)
@campaign_page
@once
def campaign_archive(request, campaign):
    return _move(request, campaign, "archive", VersionForm, lambda data: {})


def _move(request, campaign, name, form_class, values):
    check(request, PUBLISH, campaign)
    if name not in lifecycle.moves_of(campaign):
        # An old tab, the back button or a colleague who was quicker: what the campaign is now stands on its history.
        words = {"state": Campaign.State(campaign.state).label}
        messages.info(request, _("活动现在是“%(state)s”，不能这样处理。") % words)
        return redirect(versions_url(campaign))
    form = form_class(request.POST or None, campaign=campaign)
    active = Assignment.objects.filter(task__campaign=campaign).active()
    context = {
        "form": form,
        "title": WORDS[name],
        "campaign": campaign,
        "happens": HAPPENS[name],
        "counts": [
            (_("进行中的任务"), active.values("task").distinct().count()),
            (_("承担单位"), active.values("unit").distinct().count()),
        ],
        "danger": name == "close",
        "button_text": WORDS[name],
        "back_url": versions_url(campaign),
        "crumbs": [*crumbs_to(campaign), (_("变更与版本"), versions_url(campaign)), (WORDS[name], "")],
    }
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            getattr(lifecycle, name)(
                campaign=campaign, version=data["version"], by=request.user, on=timezone.localdate(), **values(data)
            )
        except StaleVersion as stale:
            return answer_stale(request, "campaigns/change_form.html", context, stale.current)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, DONE[name])
            return redirect(versions_url(campaign))
    return answer_form(request, "campaigns/change_form.html", context)


def versions_url(campaign) -> str:
    return reverse("campaigns:campaign-versions", args=[campaign.slug])


def crumbs_to(campaign, last=""):
    crumbs = [(_("活动列表"), reverse("campaigns:campaigns")), (campaign.name, f"/c/{campaign.slug}/")]
    return [*crumbs, (last, "")] if last else crumbs
