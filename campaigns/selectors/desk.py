"""The campaigns' lines on the desk: drafts that wait, own lights, and what falls due soon."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from campaigns.lights import Kind
from campaigns.models import Assignment, Campaign, CarrierRole, TaskDate
from campaigns.selectors.standings import Standing, standings_of
from campaigns.wording import day_words, left_words
from organizations.roles import reach_of
from organizations.rules import rule_value
from organizations.selectors.desk import DeskLine

MOST_DRAFTS = 3


def campaign_lines(account, on: date) -> list[DeskLine]:
    membership = account.membership
    if membership is None or reach_of(membership, "campaigns.view_campaign") is None:
        return []
    return [*_drafts(membership, on), *own_lights(membership, on), *_due_soon(membership, on)]


def own_lights(membership, on: date) -> list[DeskLine]:
    """One line for each campaign in which the own unit has a red or a yellow light."""
    mine = Assignment.objects.filter(unit=membership.unit_id, task__campaign__state=Campaign.State.PUBLISHED)
    found: dict[str, list[Standing]] = {}
    for row in standings_of(mine, on=on).by_severity():
        if row.case.duties:
            found.setdefault(row.share.slug, []).append(row)
    lines = []
    for slug, rows in found.items():
        red = sum(row.light.kind is Kind.RED for row in rows)
        yellow = sum(row.light.kind is Kind.YELLOW for row in rows)
        if red or yellow:
            text = _("%(name)s：%(red)s 个红灯，%(yellow)s 个黄灯") % {
                "name": rows[0].share.campaign, "red": red, "yellow": yellow,
            }  # fmt: skip
            why = _("最要紧的一项：%(why)s") % {"why": rows[0].reasons[0]}
            lines.append(DeskLine(text, f"/c/{slug}/lights/", _("看红黄灯"), "late" if red else "warn", why))
    return lines


def _drafts(membership, on: date) -> list[DeskLine]:
    if reach_of(membership, "campaigns.edit_campaign") is None:
        return []
    drafts = Campaign.objects.editable_by(membership, on).filter(state=Campaign.State.DRAFT)
    return [
        DeskLine(
            _("“%(name)s”还没有发布") % {"name": draft.name}, f"/c/new/{draft.public_id}/tasks/", _("继续筹备"), "info"
        )
        for draft in drafts[:MOST_DRAFTS]
    ]


def _due_soon(membership, on: date) -> list[DeskLine]:
    """One line for each campaign with days of the own unit ahead; supporting units are not bothered."""
    days, soon = rule_value("campaigns.desk_days", on=on), rule_value("campaigns.soon_days", on=on)
    mine = Assignment.objects.active().filter(unit=membership.unit_id).exclude(role=CarrierRole.SUPPORT)
    rows = TaskDate.objects.filter(
        task__assignments__in=mine, task__campaign__state=Campaign.State.PUBLISHED, task__withdrawn_on__isnull=True,
        ends_on__range=(on, on + timedelta(days=days)),
    ).values_list("task__campaign__slug", "task__campaign__name", "task_id", "ends_on")  # fmt: skip
    campaigns: dict[tuple[str, str], tuple[set[int], date]] = {}
    for slug, name, task, day in rows:
        tasks, nearest = campaigns.setdefault((slug, name), (set(), day))
        tasks.add(task)
        campaigns[slug, name] = (tasks, min(nearest, day))
    return [
        DeskLine(
            _("%(n)s 项任务 %(days)s 天内到期") % {"n": len(tasks), "days": days},
            f"/c/{slug}/mine/",
            _("看我的任务"),
            "warn" if (nearest - on).days <= soon else "open",
            _("%(name)s，最近一项 %(day)s，%(left)s")
            % {"name": name, "day": day_words(nearest, on), "left": left_words(nearest, on)},
        )
        for (slug, name), (tasks, nearest) in campaigns.items()
    ]
