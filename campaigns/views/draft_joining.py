"""Merging a task of a draft with the one before it, and splitting one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from campaigns.forms.tasks import SplitForm
from campaigns.pages import draft_page
from campaigns.services import joining
from campaigns.views.draft_tasks import at_task, crumbs, find_task, press
from organizations.errors import StaleVersion
from organizations.pages import add_errors, answer_form, once, require_POST


@require_POST
@once
@draft_page
def task_merge(request, campaign, task_id):
    task = find_task(campaign, task_id)
    kept = press(request, lambda version: joining.merge_into_previous(task=task, version=version, by=request.user))
    if kept is None:
        return redirect("campaigns:draft-task-edit", campaign.public_id, task.public_id)
    messages.success(request, _("已并入“%(title)s”，请核对名称。") % {"title": kept.title})
    return redirect("campaigns:draft-task-edit", campaign.public_id, kept.public_id)


@draft_page
def task_split(request, campaign, task_id):
    task = find_task(campaign, task_id)
    cuts = joining.cuts_of(task)
    start = {"version": task.version, "title": cuts[0].label[:60] if len(cuts) == 1 else ""}
    form = SplitForm(request.POST if request.method == "POST" else None, cuts=cuts, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            new = joining.split_task(task=task, by=request.user, **form.cleaned_data)
        except StaleVersion:
            messages.warning(request, _("这项任务刚才被别人改过，没有再动它。请看清新内容后再操作。"))
            return redirect("campaigns:draft-task-split", campaign.public_id, task.public_id)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已拆成两项，责任单位两边都有，请分别核对。"))
            return redirect(at_task(campaign, new))
    context = {
        "form": form,
        "campaign": campaign,
        "task": task,
        "cuts": cuts,
        "back": at_task(campaign, task),
        "crumbs": crumbs(campaign, _("拆分任务")),
    }
    return answer_form(request, "campaigns/draft_task_split.html", context)
