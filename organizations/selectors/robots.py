"""The list of group robots: how the last message went, and what was given up."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.models import OutboxJob, Robot

KINDS = ("tell_robot", "try_robot")
ERRORS = {
    "UnsafeAddress": gettext_lazy("地址指向内网或不是 https，没有发送"),
    "RobotUnreachable": gettext_lazy("对方没有应答"),
    "RobotRefused": gettext_lazy("平台没有接收，请核对地址和密钥"),
}


@dataclass(frozen=True)
class RobotLine:
    """`kind` of the tag: ok, late, warn, idle, open."""

    robot: Robot
    kind: str
    state: str
    note: str
    dead: int


def robot_lines() -> list[RobotLine]:
    """Two queries, however many robots."""
    jobs: dict[str, list[OutboxJob]] = {}
    for job in OutboxJob.objects.filter(kind__in=KINDS).exclude(state=OutboxJob.State.DONE).order_by("-id")[:500]:
        jobs.setdefault(job.key.split(":")[1], []).append(job)
    return [_line(robot, jobs.get(str(robot.public_id), [])) for robot in Robot.objects.order_by("id")]


def _line(robot: Robot, jobs: list[OutboxJob]) -> RobotLine:
    dead = [job for job in jobs if job.state == OutboxJob.State.DEAD]
    failing = next((job.last_error for job in jobs if job.last_error), "")
    note = str(ERRORS.get(failing, failing)) or robot.last_error
    if not robot.active:
        kind, state = "idle", _("已停用")
    elif dead:
        kind, state = "late", _("%(n)s 条没有发出") % {"n": len(dead)}
    elif failing:
        kind, state = "warn", _("正在重试")
    elif jobs:
        kind, state = "open", _("等待发送")
    elif robot.last_error:
        kind, state = "warn", _("没有发送")
    elif robot.last_sent_at:
        kind, state = "ok", _("正常")
    else:
        kind, state = "open", _("还没有发过")
    return RobotLine(robot, kind, state, note, len(dead))
