"""The actions of a draft: add, rename, remove."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from campaigns.forms.tasks import ActionForm
from campaigns.models import Action
from campaigns.pages import draft_page
from campaigns.services import actions
from campaigns.views.draft_tasks import crumbs
from organizations.pages import add_errors, answer_form, find, once, require_POST


@draft_page
@once
def action_add(request, campaign):
    form = ActionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            action = actions.add_action(campaign=campaign, name=form.cleaned_data["name"], by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已加上“%(title)s”。") % {"title": action.name})
            return redirect("campaigns:draft-tasks", campaign.public_id)
    context = {"form": form, "campaign": campaign, "crumbs": crumbs(campaign, _("加一个行动"))}
    return answer_form(request, "campaigns/draft_action.html", context)


@draft_page
def action_edit(request, campaign, action_id):
    action = find(Action.objects.filter(campaign=campaign), action_id)
    form = ActionForm(request.POST if request.method == "POST" else None, initial={"name": action.name})
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.rename_action(action=action, name=form.cleaned_data["name"], by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已保存。") if changed else _("没有改动，什么也没有保存。"))
            return redirect("campaigns:draft-tasks", campaign.public_id)
    context = {
        "form": form,
        "campaign": campaign,
        "action": action,
        "is_empty": not action.tasks.exists(),
        "crumbs": crumbs(campaign, _("修改行动")),
    }
    return answer_form(request, "campaigns/draft_action.html", context)


@require_POST
@draft_page
def action_remove(request, campaign, action_id):
    action = find(Action.objects.filter(campaign=campaign), action_id)
    try:
        actions.remove_action(action=action, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("campaigns:draft-action-edit", campaign.public_id, action.public_id)
    messages.success(request, _("已删除“%(title)s”。") % {"title": action.name})
    return redirect("campaigns:draft-tasks", campaign.public_id)
