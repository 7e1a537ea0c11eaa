"""Who carries a running task: the list, and each change of it on a page of its own."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.forms.changes import CarrierForm, ChangeForm, RoleForm
from campaigns.models import Assignment
from campaigns.pages import answer_stale, change_page, find_task
from campaigns.services import assignments
from campaigns.views.lifecycle import crumbs_to, versions_url
from organizations.errors import StaleVersion
from organizations.pages import add_errors, answer_form, find, once

TEMPLATE = "campaigns/change_form.html"


@change_page
def assignment_list(request, campaign, number):
    task = find_task(request, campaign, number)
    context = {
        "campaign": campaign,
        "task": task,
        "rows": Assignment.objects.filter(task=task).select_related("unit", "moved_to__unit"),
        "crumbs": _crumbs(campaign, task),
    }
    return render(request, "campaigns/assignment_list.html", context)


@change_page
@once
def assignment_add(request, campaign, number):
    task = find_task(request, campaign, number)
    form = CarrierForm(request.POST or None, campaign=campaign)
    context = {
        "form": form, "title": _("增加承担单位"), "campaign": campaign, "lead": task.title, "button_text": _("增加承担单位"),
        "happens": [_("选单位组的，组里还没有承担的单位各得一份。"), _("新增的单位会收到一条消息。")],
        "back_url": _list_url(campaign, task), "crumbs": _crumbs(campaign, task, _("增加承担单位")),
    }  # fmt: skip

    def save(data):
        assignments.add_carriers(
            task=task, unit=data["unit"], group=data["group"], role=data["role"], paper=form.paper(), by=request.user,
            on=timezone.localdate(),
        )  # fmt: skip

    return _answer(request, campaign, task, context, save, _("已增加承担单位。"))


@change_page
@once
def assignment_exempt(request, campaign, public_id):
    return _one(
        request, campaign, public_id, _("免除承担"), assignments.exempt,
        [_("这个单位不再填报这项任务，理由写进版本，可以随时恢复。"), _("这个单位会收到一条消息。")],
    )  # fmt: skip


@change_page
@once
def assignment_restore(request, campaign, public_id):
    return _one(
        request, campaign, public_id, _("恢复承担"), assignments.restore,
        [_("这个单位从生效日期起重新承担这项任务，会收到一条消息。")],
    )  # fmt: skip


@change_page
@once
def assignment_end(request, campaign, public_id):
    return _one(
        request, campaign, public_id, _("结束承担"), assignments.end,
        [_("这个单位承担到生效日期为止，以前的内容都保留。"), _("这个单位会收到一条消息。")],
    )  # fmt: skip


@change_page
@once
def assignment_role(request, campaign, public_id):
    return _one(
        request, campaign, public_id, _("调整角色"), assignments.change_role,
        [_("这个单位会收到一条消息。")], form_class=RoleForm, extra=("role",),
    )  # fmt: skip


def _one(request, campaign, public_id, title, service, happens, form_class=ChangeForm, extra=()):
    row = find(Assignment.objects.filter(task__campaign=campaign).select_related("unit", "task"), public_id)
    row.task.campaign = campaign
    initial = {name: getattr(row, name) for name in extra}
    form = form_class(request.POST or None, campaign=campaign, initial=initial)
    context = {
        "form": form, "title": title, "campaign": campaign, "button_text": title, "happens": happens,
        "lead": _("%(unit)s · %(task)s · 现在：%(state)s") % {
            "unit": row.unit.name, "task": row.task.title,
            "state": row.get_role_display() if row.state == Assignment.State.ACTIVE else row.get_state_display(),
        },
        "back_url": _list_url(campaign, row.task), "crumbs": _crumbs(campaign, row.task, title),
    }  # fmt: skip

    def save(data):
        service(assignment=row, paper=form.paper(), by=request.user, **{name: data[name] for name in extra})

    return _answer(request, campaign, row.task, context, save, _("已保存，已告诉这个单位。"))


def _answer(request, campaign, task, context, save, done):
    form = context["form"]
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except StaleVersion as stale:
            return answer_stale(request, TEMPLATE, context, stale.current)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, done)
            return redirect(_list_url(campaign, task))
    return answer_form(request, TEMPLATE, context)


def _list_url(campaign, task) -> str:
    return reverse("campaigns:assignment-list", args=[campaign.slug, task.number])


def _crumbs(campaign, task, last=""):
    own = (_("任务分工"), _list_url(campaign, task) if last else "")
    crumbs = [*crumbs_to(campaign), (_("变更与版本"), versions_url(campaign)), own]
    return [*crumbs, (last, "")] if last else crumbs
