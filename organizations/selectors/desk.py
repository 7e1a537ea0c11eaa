"""The desk: what is to be done, worst first, and what comes next when there is nothing."""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from organizations.models import CalendarDay, Feedback, Membership, Message, OutboxJob, Person, Unit, UnitKind
from organizations.roles import Role, reach_of
from organizations.services import notices


@dataclass(frozen=True)
class DeskLine:
    """Something to do: what, where to do it, how pressing (late, warn, open, info)."""

    text: str
    url: str
    button: str
    kind: str = "open"
    note: str = ""


@dataclass(frozen=True)
class Desk:
    lines: list[DeskLine]
    messages: list = field(default_factory=list)


PRESSING = {"late": 0, "warn": 1, "open": 2, "info": 3}


def desk_for(account, on: date) -> Desk:
    """Lines from this floor and from the higher ones, named in settings.DESK_SOURCES as (account, on) -> [DeskLine]."""
    lines = _own_lines(account, on)
    for path in settings.DESK_SOURCES:
        lines += import_string(path)(account, on)
    latest = list(Message.objects.filter(account=account).select_related("notice")[:5])
    return Desk(sorted(lines, key=lambda line: PRESSING[line.kind]), latest)


def _own_lines(account, on: date) -> list[DeskLine]:
    lines = []
    unread = notices.unread_count(account)
    if unread:
        lines.append(DeskLine(_("%(n)s 条消息未读") % {"n": unread}, reverse("organizations:inbox"), _("看消息")))
    if account.membership and account.membership.role == Role.COUNTY_ADMIN:
        lines += _admin_lines(on)
    if account.membership and reach_of(account.membership, "organizations.answer_feedback"):
        lines += _feedback_lines()
    return lines


def _admin_lines(on: date) -> list[DeskLine]:
    """What a county lacks before it can work (townships, people to answer for them, next year's calendar), and what the
    worker gave up on."""
    lines = []
    dead = OutboxJob.objects.filter(state=OutboxJob.State.DEAD).count()
    if dead:
        lines.append(
            DeskLine(
                _("%(n)s 个后台任务没有办成") % {"n": dead}, reverse("organizations:jobs"), _("看原因，重试"), "late",
                _("通知、提醒或群消息可能没有发出。"),
            )
        )  # fmt: skip
    townships = Unit.objects.valid_on(on).filter(kind=UnitKind.TOWNSHIP)
    if not townships.exists():
        lines.append(
            DeskLine(
                _("还没有登记乡镇"),
                reverse("organizations:unit-new"),
                _("设立单位"),
                "warn",
                _("先设乡镇，再设村和县直单位。"),
            )
        )
        return lines
    leads = Membership.objects.valid_on(on).filter(unit=OuterRef("pk"), role=Role.TOWNSHIP_LEAD)
    without = townships.filter(~Exists(leads)).count()
    if without:
        lines.append(
            DeskLine(
                _("%(n)s 个乡镇没有书记账号") % {"n": without}, reverse("organizations:accounts"), _("开通账号"), "warn",
                _("没有账号的乡镇收不到通知，也不能填报。"),
            )
        )  # fmt: skip
    if not Person.objects.exists():
        lines.append(DeskLine(_("还没有登记人员"), reverse("organizations:person-new"), _("登记人员"), "warn"))
    if on.month >= 11 and not CalendarDay.objects.filter(day__year=on.year + 1).exists():
        lines.append(
            DeskLine(
                _("%(year)s 年调休安排未录入") % {"year": on.year + 1}, f"{reverse('organizations:calendar')}?year={on.year + 1}",
                _("录入日历"), "info", _("未录入前按周一至周五上班计算。"),
            )
        )  # fmt: skip
    return lines


def _feedback_lines() -> list[DeskLine]:
    waiting = Feedback.objects.filter(answer="").count()
    if not waiting:
        return []
    return [
        DeskLine(_("%(n)s 条意见等待答复") % {"n": waiting}, reverse("organizations:feedback"), _("答复意见"), "open")
    ]
