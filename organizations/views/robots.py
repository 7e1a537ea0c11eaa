"""Group robots: list, add, change, try, remove; and the county's jobs that were given up."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from organizations.errors import StaleVersion
from organizations.forms.robots import RobotForm
from organizations.models import OutboxJob, Robot
from organizations.pages import add_errors, answer_conflict, answer_form, find, may, once, page_of, posted, require_POST
from organizations.selectors.robots import robot_lines
from organizations.services import outbox
from organizations.services import robots as services

MANAGE = "organizations.manage_robots"


def _crumbs(last=""):
    crumbs = [(_("设置"), reverse("organizations:settings"))]
    if last:
        return [*crumbs, (_("群机器人"), reverse("organizations:robots")), (last, "")]
    return [*crumbs, (_("群机器人"), "")]


@may(MANAGE)
def robots(request):
    return render(request, "organizations/robots.html", {"lines": robot_lines(), "crumbs": _crumbs()})


@may(MANAGE)
@once
def robot_new(request):
    form = RobotForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        robot = form.save(commit=False)
        robot.address, robot.secret = form.cleaned_data["address"], form.cleaned_data["secret"]
        try:
            services.add_robot(robot=robot, by=request.user)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("已添加“%(name)s”，请试发一条。") % {"name": robot.name})
            return redirect("organizations:robots")
    return answer_form(request, "organizations/robot_form.html", {"form": form, "crumbs": _crumbs(_("添加群机器人"))})


@may(MANAGE)
def robot_edit(request, public_id):
    robot = find(Robot.objects.all(), public_id)
    form = RobotForm(posted(request) if request.method == "POST" else None, instance=robot)
    if form.is_bound and form.is_valid():
        try:
            changed = services.edit_robot(
                robot=robot, values=form.robot_values(), version=form.cleaned_data["version"], by=request.user
            )
        except StaleVersion as stale:
            # Address and secret do not travel through the page; who meant to change them types them again.
            return answer_conflict(
                request, form=form, current=stale.current, fields=["kind", "name", "active"],
                back_url=reverse("organizations:robots"),
            )  # fmt: skip
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("已保存。") if changed else _("没有改动，什么也没有保存。"))
            return redirect("organizations:robots")
    context = {"form": form, "robot": robot, "crumbs": _crumbs(_("修改群机器人"))}
    return answer_form(request, "organizations/robot_form.html", context)


@require_POST
@may(MANAGE)
def robot_test(request, public_id):
    robot = find(Robot.objects.all(), public_id)
    services.ask_for_trial(robot=robot, by=request.user)
    messages.success(request, _("已交给后台发送，稍后刷新本页看结果。"))
    return redirect("organizations:robots")


@may(MANAGE)
def robot_remove(request, public_id):
    robot = find(Robot.objects.all(), public_id)
    if request.method == "POST":
        services.remove_robot(robot=robot, by=request.user)
        messages.success(request, _("已删除“%(name)s”。") % {"name": robot.name})
        return redirect("organizations:robots")
    context = {
        "title": _("删除群机器人"),
        "lead": _("删除“%(name)s”后，提醒不再发到这个群。") % {"name": robot.name},
        "happens": [_("地址和密钥一并删除，不能找回。"), _("站内消息不受影响。")],
        "action": request.path,
        "button_text": _("删除机器人"),
        "back_url": reverse("organizations:robots"),
        "crumbs": _crumbs(_("删除群机器人")),
    }
    return render(request, "confirm.html", context)


@may("organizations.edit_settings")
def jobs(request):
    """What the worker gave up on, with its reason's kind: the text of an error may quote a person's data."""
    dead = OutboxJob.objects.filter(state=OutboxJob.State.DEAD).order_by("-id")
    crumbs = [(_("设置"), reverse("organizations:settings")), (_("后台任务"), "")]
    waiting = OutboxJob.objects.filter(state=OutboxJob.State.PENDING).count()
    return render(
        request, "organizations/jobs.html", {"page": page_of(request, dead), "waiting": waiting, "crumbs": crumbs}
    )


@require_POST
@may("organizations.edit_settings")
def jobs_revive(request):
    count = outbox.revive(by=request.user)
    messages.success(request, _("已重新安排 %(n)s 个任务。") % {"n": count})
    return redirect("organizations:jobs")
