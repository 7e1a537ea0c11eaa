"""Step 2 of the wizard: the plan beside its tasks, and the changes of one task at a time."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.forms.tasks import AnswerForm, NewTaskForm, TaskForm, VersionForm
from campaigns.models import Action, PlanQuestion, SubItem, Task
from campaigns.pages import draft_page, editable
from campaigns.selectors.drafts import same_plan_before
from campaigns.selectors.plan_check import TASKS_A_PAGE, plan_check, state_words
from campaigns.selectors.wizard import step_number, wizard_steps
from campaigns.services import drafts, plans, tasks
from organizations.errors import StaleVersion
from organizations.pages import (
    add_errors,
    answer_conflict,
    answer_form,
    find,
    once,
    pick,
    posted,
    require_POST,
)  # fmt: skip


@draft_page
def draft_tasks(request, campaign):
    if request.method == "POST":
        try:
            drafts.finish_check(campaign=campaign, by=request.user)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return redirect("campaigns:campaigns")
        return redirect(f"/c/new/{campaign.public_id}/units/")
    state = request.GET.get("state", "")
    words = state_words()
    state = state if state in words else ""
    check = plan_check(
        campaign,
        on=timezone.localdate(),
        state=state,
        number=request.GET.get("page"),
        at="" if "page" in request.GET else request.GET.get("at", ""),
    )
    counts = [("", _("全部任务"), ""), ("ok", words["ok"][1], ""), *((key, words[key][1], words[key][0]) for key in ("ask", "fill", "none", "unknown"))]  # fmt: skip
    context = {
        "campaign": campaign,
        "plan": campaign.plan,
        "check": check,
        "found": [
            _("文件：%(name)s") % {"name": campaign.plan.file_name} if campaign.plan and campaign.plan.file_name else "",
            _("%(phases)s 个阶段、%(actions)s 个行动、%(tasks)s 项任务、%(units)s 个责任单位") % check.found,
        ],
        "twin": same_plan_before(campaign, editable(request)),
        "state": state,
        "bar": [
            {"count": check.counts[key], "label": label, "url": f"?state={key}" if key else request.path,
             "kind": kind if check.counts[key] else "", "current": key == state}
            for key, label, kind in counts
        ],
        "page_sizes": (TASKS_A_PAGE,),
        "open_questions": sum(not question.answer for question, _anchor in check.questions),
        "steps": wizard_steps(campaign),
        "step": step_number("tasks"),
        "crumbs": crumbs(campaign),
    }  # fmt: skip
    return render(request, "campaigns/draft_tasks.html", context)


@draft_page
@once
def task_add(request, campaign):
    start = {"action": pick(Action.objects.filter(campaign=campaign), request.GET.get("action"))}
    form = NewTaskForm(request.POST if request.method == "POST" else None, campaign=campaign, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            task = tasks.add_task(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已加上“%(title)s”。") % {"title": task.title})
            return redirect(at_task(campaign, task))
    context = {"form": form, "campaign": campaign, "crumbs": crumbs(campaign, _("加一项任务"))}
    return answer_form(request, "campaigns/draft_task_add.html", context)


@draft_page
def task_edit(request, campaign, task_id):
    task = find_task(campaign, task_id)
    items = [item.title for item in SubItem.objects.filter(task=task)]
    form = TaskForm(posted(request) if request.method == "POST" else None, instance=task, items=items)
    if request.method == "POST" and form.is_valid():
        try:
            changed = tasks.edit_task(
                task=task, values=form.task_values(), sub_items=form.cleaned_data["items"],
                version=form.cleaned_data["version"], by=request.user,
            )  # fmt: skip
        except StaleVersion as stale:
            stale.current.items = [item.title for item in SubItem.objects.filter(task=stale.current)]
            fields = ["title", "action", "detail", "items", "leaders"]
            return answer_conflict(
                request, form=form, current=stale.current, fields=fields, back_url=at_task(campaign, task)
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已保存。") if changed else _("没有改动，什么也没有保存。"))
            return redirect(at_task(campaign, task))
    stored = find_task(campaign, task_id)  # the form has written what was typed into its own copy
    text = campaign.plan.text if campaign.plan else ""
    context = {
        "form": form,
        "campaign": campaign,
        "task": stored,
        "source": text[stored.span_start : stored.span_end] if stored.span_start is not None else "",
        "back": at_task(campaign, stored),
        "crumbs": crumbs(campaign, stored.title[:20]),
    }
    return answer_form(request, "campaigns/draft_task_edit.html", context)


@require_POST
@draft_page
def task_move(request, campaign, task_id):
    task = find_task(campaign, task_id)
    up = request.POST.get("to") != "down"
    if press(request, lambda version: tasks.move_task(task=task, up=up, version=version, by=request.user)) is False:
        messages.info(request, _("已经在最前面了。") if up else _("已经在最后面了。"))
    return redirect("campaigns:draft-task-edit", campaign.public_id, task.public_id)


@once
@draft_page
def task_delete(request, campaign, task_id):
    task = find_task(campaign, task_id)
    if request.method == "POST":
        done = press(request, lambda version: tasks.delete_task(task=task, version=version, by=request.user) or True)
        if done:
            messages.success(request, _("已删除“%(title)s”。") % {"title": task.title})
            return redirect("campaigns:draft-tasks", campaign.public_id)
        return redirect("campaigns:draft-task-edit", campaign.public_id, task.public_id)
    context = {
        "title": _("删除任务“%(title)s”") % {"title": task.title[:40]},
        "happens": [_("这项任务的责任单位、时限、指标和分项一起删掉，不能恢复。"), _("方案原文不受影响。")],
        "hidden": [{"name": "version", "value": task.version}],
        "button_text": _("删除任务"),
        "back_url": at_task(campaign, task),
        "crumbs": crumbs(campaign, _("删除任务")),
    }
    return render(request, "confirm.html", context)


@draft_page
def question_answer(request, campaign, question_id):
    question = find(PlanQuestion.objects.filter(plan=campaign.plan_id), question_id)
    form = AnswerForm(request.POST if request.method == "POST" else None, question=question)
    back = reverse("campaigns:draft-tasks", args=[campaign.public_id])
    if request.method == "POST" and form.is_valid():
        try:
            plans.answer_question(question=question, answer=form.answer(), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已记下答复。") if form.answer() else _("已收回答复。"))
            return redirect(f"{back}#ask-{question.number}")
    text = campaign.plan.text
    context = {
        "form": form,
        "campaign": campaign,
        "question": question,
        "about": question.readings if "choice" not in form.fields else [],
        "before": text[max(question.span_start - 80, 0) : question.span_start],
        "words": text[question.span_start : question.span_end][:400],
        "after": text[question.span_end : question.span_end + 80],
        "back": f"{back}#ask-{question.number}",
        "crumbs": crumbs(campaign, _("答复疑问")),
    }
    return answer_form(request, "campaigns/draft_question.html", context)


def find_task(campaign, task_id) -> Task:
    return find(Task.objects.select_related("action", "campaign", "campaign__plan").filter(campaign=campaign), task_id)


def press(request, change):
    """Do a one-press change with the version that the button carried; None and a sentence when it is refused."""
    form = VersionForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("请从任务的页面上重新操作。"))
        return None
    try:
        return change(form.cleaned_data["version"])
    except StaleVersion:
        messages.warning(request, _("这项任务刚才被别人改过，没有再动它。请看清新内容后再操作。"))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return None


def at_task(campaign, task) -> str:
    """The tasks page, on the leaf that shows the task, scrolled to it."""
    page = reverse("campaigns:draft-tasks", args=[campaign.public_id])
    return f"{page}?at={task.public_id}#t-{task.public_id.hex}"


def crumbs(campaign, last: str = "") -> list[tuple[str, str]]:
    page = reverse("campaigns:draft-tasks", args=[campaign.public_id])
    trail = [(_("活动列表"), reverse("campaigns:campaigns")), (_("核对任务"), page if last else "")]
    return [*trail, (last, "")] if last else trail
