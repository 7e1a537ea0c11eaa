"""Step 1 of the wizard: a plan comes in, or a campaign begins without one; drafts are given up here too."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.forms.plans import EmptyPlanForm, PlanForm
from campaigns.pages import draft_page, editable
from campaigns.plan_child import read_in_child
from campaigns.plans.limits import Refused
from campaigns.selectors.drafts import drafts_in_progress, to_copy
from campaigns.selectors.wizard import wizard_steps
from campaigns.services import drafts
from organizations.pages import add_errors, answer_form, may, once


@may("campaigns.edit_campaign")
@once
def plan_new(request):
    """The acting unit owns what comes in: the county's office or the own township, without a choice."""
    form = PlanForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        data, name, kept_name = form.source()
        try:
            reading = read_in_child(data, name)
            campaign = drafts.draft_from_reading(
                reading=reading,
                owner=request.user.membership.unit,
                file_name=kept_name,
                by=request.user,
                on=timezone.localdate(),
            )
        except Refused as refusal:
            form.add_error("upload" if kept_name else "text", str(refusal))
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect("campaigns:draft-tasks", campaign.public_id)
    today = timezone.localdate()
    context = {
        "form": form,
        "drafts": drafts_in_progress(editable(request)),
        "to_copy": to_copy(request.user.membership, today),
        "owner": request.user.membership.unit,
        "steps": wizard_steps(None),
        "crumbs": _crumbs(_("新建活动")),
    }
    return answer_form(request, "campaigns/plan_new.html", context)


@may("campaigns.edit_campaign")
@once
def plan_empty(request):
    form = EmptyPlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        campaign = drafts.start_empty(owner=request.user.membership.unit, by=request.user, **form.cleaned_data)
        return redirect("campaigns:draft-tasks", campaign.public_id)
    return answer_form(request, "campaigns/plan_empty.html", {"form": form, "crumbs": _crumbs(_("从空白开始"))})


@once
@draft_page
def draft_discard(request, campaign):
    if request.method == "POST":
        try:
            drafts.discard_draft(campaign=campaign, by=request.user)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            messages.success(request, _("已放弃草稿“%(name)s”。") % {"name": campaign.name})
        return redirect("campaigns:plan-new")
    context = {
        "title": _("放弃草稿“%(name)s”") % {"name": campaign.name},
        "happens": [
            _("任务、责任单位和已填的内容都删掉，不能恢复。"),
            _("方案原文留在档案里，审计记录里留下是谁放弃的。"),
            _("还没有通知任何单位，不会再通知。"),
        ],
        "counts": [(_("任务"), campaign.tasks.count()), (_("行动"), campaign.actions.count())],
        "button_text": _("放弃草稿"),
        "back_url": reverse("campaigns:draft-tasks", args=[campaign.public_id]),
        "crumbs": _crumbs(_("放弃草稿")),
    }
    return render(request, "confirm.html", context)


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [(_("活动列表"), reverse("campaigns:campaigns")), (last, "")]
