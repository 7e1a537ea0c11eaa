"""Pages of urging, burden, group robots, the box for opinions, and the jobs that were given up."""

from datetime import timedelta

from django.utils import timezone

from campaigns.models import Assignment, Duty
from organizations.models import CalendarDay, RuleSetting
from organizations.tenancy.context import tenant
from organizations.workdays import national_is_working
from tests.registry.page import Page

ROBOTS, ANSWER = "organizations.manage_robots", "organizations.answer_feedback"


def _campaign(cast) -> dict:
    return {"slug": cast.extra.campaign.slug}


def _robot(cast) -> dict:
    return {"public_id": cast.extra.robot.public_id}


def _urgent(cast) -> dict:
    """The form, in a county that works right now and in which the village owes something since yesterday. The other
    county, in which nothing may change, is not made ready."""
    if cast.county.name != "岚溪县":
        return {"text": "请尽快补报。"}
    today = timezone.localdate()
    with tenant(cast.county.id):
        share = Assignment.objects.get(task__campaign=cast.extra.town_campaign, unit=cast.units.ford)
        if not Duty.objects.filter(assignment=share, period_key="day:late").exists():
            day = today - timedelta(days=1)
            Duty.objects.create(
                campaign=cast.extra.town_campaign, assignment=share, unit=share.unit, kind="report", period_key="day:late",
                starts_on=day, ends_on=day, due_on=day,
            )  # fmt: skip
            for key, hour in (("notices.quiet_hours_end", 0), ("notices.quiet_hours_start", 24)):
                RuleSetting.objects.create(key=key, value=hour, effective_from="2020-01-01", source="会议纪要")
            if not national_is_working(today):
                CalendarDay.objects.create(day=today, is_working=True, note="加班")
    return {"text": "请尽快补报。"}


PAGES = [
    Page("campaigns:urges", "campaigns.view_campaign", kwargs=_campaign),
    Page("campaigns:burden", "campaigns.view_campaign", kwargs=_campaign),
    Page(
        "campaigns:urge",
        "campaigns.urge_unit",
        kwargs=lambda cast: {"slug": cast.extra.town_campaign.slug, "unit": cast.units.ford.public_id},
        place=lambda cast: cast.units.ford,
        form=_urgent,
    ),
    Page(
        "campaigns:urge-answer",
        "campaigns.file_progress",
        kwargs=lambda cast: {"public_id": cast.extra.urge.public_id},
        place=lambda cast: cast.units.stone,
        form=lambda cast: {"text": "本周五前补报。"},
    ),
    Page("robots", ROBOTS),
    Page(
        "robot-new",
        ROBOTS,
        form=lambda cast: {"kind": "wecom", "name": "乡镇工作群", "address": "https://robot.example.com/send?key=k", "active": "on"},
    ),
    Page(
        "robot-edit",
        ROBOTS,
        kwargs=_robot,
        form=lambda cast: {"kind": "wecom", "name": "组织员工作群", "active": "on", "version": str(cast.extra.robot.version)},
    ),
    Page("robot-test", ROBOTS, kwargs=_robot, get=False, form=lambda cast: {}),
    Page("robot-remove", ROBOTS, kwargs=_robot, form=lambda cast: {}),
    Page("jobs", "organizations.edit_settings"),
    Page("jobs-revive", "organizations.edit_settings", get=False, form=lambda cast: {}),
    Page("feedback", "organizations.give_feedback", form=lambda cast: {"text": "同一个数填了两次。"}),
    Page(
        "feedback-answer",
        ANSWER,
        kwargs=lambda cast: {"public_id": cast.extra.feedback.public_id},
        form=lambda cast: {"text": "已经合并成一处。"},
    ),
]  # fmt: skip
