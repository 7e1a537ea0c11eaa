"""Group robots: kept, tried, and told the day's reminders by the worker.

Address and secret stand in the row alone. Jobs carry the robot's id, the trail says only that they were changed.
"""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from organizations.models import Robot
from organizations.robots import payloads, posting
from organizations.services import audit, outbox
from organizations.services.notices import sending_time
from organizations.services.versions import lock_version


@transaction.atomic
def add_robot(*, robot: Robot, by) -> Robot:
    """Keep a new robot. Refuses an address that one may not post to, and a signing platform without its secret."""
    _check(kind=robot.kind, address=_plain(robot.address), secret=_plain(robot.secret))
    robot.save()
    audit.record(by=by, action="robot.add", target=robot, after={"kind": robot.kind, "name": robot.name})
    return robot


@transaction.atomic
def edit_robot(*, robot: Robot, values: Mapping[str, Any], version: int, by) -> bool:
    """Change name, platform, on or off; address and secret only when new ones are given. False: nothing differed."""
    stored = lock_version(instance=robot, version=version)
    wanted = {name: value for name, value in values.items() if name not in ("address", "secret") or value}
    before, after = audit.changes(stored, {n: v for n, v in wanted.items() if n not in ("address", "secret")})
    for name, value in wanted.items():
        setattr(stored, name, value)
    sealed = [name for name in ("address", "secret") if name in wanted]
    if not after and not sealed:
        return False
    _check(kind=stored.kind, address=_plain(stored.address), secret=_plain(stored.secret))
    stored.version = version + 1
    stored.last_error = "" if sealed else stored.last_error
    stored.save()
    after |= {name: _("已更换") for name in sealed}
    audit.record(by=by, action="robot.edit", target=stored, before=before, after=after)
    return True


@transaction.atomic
def remove_robot(*, robot: Robot, by) -> None:
    audit.record(by=by, action="robot.remove", target=robot, before={"kind": robot.kind, "name": robot.name})
    robot.delete()


@transaction.atomic
def ask_for_trial(*, robot: Robot, by) -> None:
    """A test message, sent by the worker like any other: the page does not wait for the platform."""
    outbox.enqueue(kind="try_robot", key=f"robot:{robot.public_id}:try:{uuid.uuid4()}", payload={"robot_id": robot.pk})
    audit.record(by=by, action="robot.try", target=robot)


def tell_robots(*, on: date) -> int:
    """One job for each active robot and day; how many were new."""
    return sum(
        outbox.enqueue(
            kind="tell_robot",
            key=f"robot:{robot.public_id}:{on}",
            payload={"robot_id": robot.pk, "day": on.isoformat()},
        )
        for robot in Robot.objects.filter(active=True)
    )


def tell_robot(*, robot_id: int, day: str) -> None:
    """Outbox handler. Raises what went wrong, so that it is tried again; after the hours of work it says so and stops."""
    robot = Robot.objects.select_for_update().filter(pk=robot_id, active=True).first()
    text = import_string(settings.ROBOT_TEXT)(date.fromisoformat(day))
    if robot is None or not text:
        return
    now = timezone.localtime()
    if now.date().isoformat() != day or not sending_time(moment=now).open:
        robot.last_error = _("过了工作时间，这一天的提醒没有发到群里。")
        robot.save(update_fields=["last_error"])
        return
    _send(robot, text)


def try_robot(*, robot_id: int) -> None:
    """Outbox handler of the test message. It goes out at any hour: somebody sits there and waits for it."""
    robot = Robot.objects.select_for_update().filter(pk=robot_id).first()
    if robot is not None:
        _send(robot, _("这是县域活动管理的测试消息，收到说明群机器人可以使用。"))


def _send(robot: Robot, text: str) -> None:
    now = timezone.now()
    parcel = payloads.parcel(
        kind=robot.kind, address=_plain(robot.address), secret=_plain(robot.secret), text=text, moment=now
    )
    answer = posting.post(address=parcel.address, body=parcel.body, may_be_local=settings.ROBOTS_MAY_BE_LOCAL)
    if not payloads.was_taken(kind=robot.kind, answer=answer):
        raise posting.RobotRefused("the platform did not take it")
    robot.last_sent_at, robot.last_error = now, ""
    robot.save(update_fields=["last_sent_at", "last_error"])


def _check(*, kind: str, address: str, secret: str) -> None:
    try:
        posting.read_address(address, may_be_local=settings.ROBOTS_MAY_BE_LOCAL)
    except posting.UnsafeAddress:
        raise ValidationError({"address": _("请填写平台给出的完整地址，以 https:// 开头，不能是内网地址。")}) from None
    if payloads.PLATFORMS[kind].needs_secret and not secret:
        raise ValidationError({"secret": _("钉钉和飞书要开启加签，请填写平台给出的密钥。")})


def _plain(sealed) -> str:
    """The plain text of a sealed field, whether it was read from the database or just typed in."""
    return sealed.open() if hasattr(sealed, "open") else str(sealed or "")
