"""Changing the tasks of a running campaign: amend with a preview, add, withdraw."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.forms.amend_rows import row_sets, rows_of
from campaigns.forms.changes import ChangeForm, NewTaskForm, TaskForm
from campaigns.models import Assignment
from campaigns.pages import answer_stale, change_page, find_task
from campaigns.selectors.versions import changed_since
from campaigns.services import amendments
from campaigns.views.lifecycle import crumbs_to, versions_url
from organizations.errors import StaleVersion
from organizations.pages import add_errors, answer_form, once

# What steers the two steps and is not part of the amendment.
STEERING = {"csrfmiddlewaretoken", "confirm", "back", "once_key"}


@change_page
@once
def task_amend(request, campaign, number):
    """The form, then what changes before → after, then the version: `confirm` says that the preview was seen."""
    task = find_task(request, campaign, number)
    if task.withdrawn_on:
        return _withdrawn(request, campaign)
    data = request.POST or None
    form, sets = TaskForm(data, campaign=campaign, task=task), row_sets(task, data)
    context = {
        "form": form, "sets": sets, "campaign": campaign, "task": task, "back_url": versions_url(campaign),
        "crumbs": _crumbs(campaign, task, _("变更任务")),
    }  # fmt: skip
    # A list, so that every formset is asked and all errors are shown at once.
    valid = data is not None and all([form.is_valid(), *[formset.is_valid() for formset in sets.values()]])
    if not valid or "back" in request.POST:
        status = 422 if data is not None and not valid and "back" not in request.POST else 200
        return render(request, "campaigns/task_amend.html", context, status=status)
    given = {"task": task, "values": form.texts(), "rows": rows_of(sets)}
    try:
        changes = amendments.changes_of_task(**given)
        if not changes and form.cleaned_data["version"] == campaign.version:
            form.add_error(None, _("没有改动，什么也没有保存。"))
        elif "confirm" not in request.POST or not changes:
            stale = form.cleaned_data["version"] != campaign.version
            return _preview(request, context, changes, campaign, stale=stale)
        else:
            amendments.amend_task(**given, paper=form.paper(), by=request.user)
            messages.success(request, _("已变更“%(title)s”，已告诉承担单位。") % {"title": task.title})
            return redirect(versions_url(campaign))
    except StaleVersion as stale:
        return _preview(request, context, changes, stale.current, stale=True)
    except ValidationError as error:
        add_errors(form, error)
    return answer_form(request, "campaigns/task_amend.html", context)


@change_page
@once
def task_withdraw(request, campaign, number):
    task = find_task(request, campaign, number)
    if task.withdrawn_on:
        return _withdrawn(request, campaign)
    form = ChangeForm(request.POST or None, campaign=campaign)
    carried = Assignment.objects.filter(task=task).active().count()
    context = {
        "form": form, "title": _("取消任务"), "campaign": campaign, "lead": task.title, "danger": True,
        "happens": [
            _("任务留在活动里，标明已取消，任务号不再使用。"),
            _("承担单位不再填报这项任务，会收到一条消息；已有的内容都保留。"),
        ],
        "counts": [(_("承担单位"), carried)], "button_text": _("取消这项任务"), "back_url": versions_url(campaign),
        "crumbs": _crumbs(campaign, task, _("取消任务")),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            amendments.withdraw_task(task=task, paper=form.paper(), by=request.user)
        except StaleVersion as stale:
            return answer_stale(request, "campaigns/change_form.html", context, stale.current)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已取消“%(title)s”，已告诉承担单位。") % {"title": task.title})
            return redirect(versions_url(campaign))
    return answer_form(request, "campaigns/change_form.html", context)


@change_page
@once
def task_add(request, campaign):
    form = NewTaskForm(request.POST or None, campaign=campaign)
    context = {
        "form": form, "title": _("新增任务"), "campaign": campaign, "button_text": _("新增任务"),
        "happens": [_("任务号接着往后排，承担单位会收到一条消息。"), _("频次和指标在新增之后用“变更任务”补上。")],
        "back_url": versions_url(campaign),
        "crumbs": [*crumbs_to(campaign), (_("变更与版本"), versions_url(campaign)), (_("新增任务"), "")],
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            task = amendments.add_task(
                campaign=campaign, action=data["action"], values=form.texts(), lead=data["lead"], units=list(data["units"]),
                group=data["group"], due=data["ends_on"], paper=form.paper(), by=request.user, on=timezone.localdate(),
            )  # fmt: skip
        except StaleVersion as stale:
            return answer_stale(request, "campaigns/change_form.html", context, stale.current)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已新增第 %(number)s 项任务，已告诉承担单位。") % {"number": task.number})
            return redirect("campaigns:task-amend", campaign.slug, task.number)
    return answer_form(request, "campaigns/change_form.html", context)


def _preview(request, context, changes, campaign, *, stale: bool):
    """Before → after of everything that was typed; 409 when others changed the campaign since the form was opened."""
    seen = context["form"].cleaned_data["version"]
    hidden = [
        {"name": name, "value": campaign.version if name == "version" else value}
        for name, values in request.POST.lists()
        if name not in STEERING
        for value in values
    ]
    context = {
        **context,
        "changes": [{"label": change.field, "before": change.before, "after": change.after} for change in changes],
        "missed": changed_since(campaign, seen) if stale else [],
        "stale": stale,
        "hidden": hidden,
        "told": Assignment.objects.filter(task=context["task"]).active().count(),
    }
    return render(request, "campaigns/task_preview.html", context, status=409 if stale else 200)


def _withdrawn(request, campaign):
    messages.info(request, _("这项任务已经取消，不能再变更。"))
    return redirect(versions_url(campaign))


def _crumbs(campaign, task, last):
    address = reverse("campaigns:campaign-versions", args=[campaign.slug])
    return [*crumbs_to(campaign), (_("变更与版本"), address), (f"{task.number} {task.title}"[:30], ""), (last, "")]
