"""The overview of one campaign, narrowed to what the reader may see: some ten queries at any size."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.selectors.matrix import matrix_of
from assessments.selectors.reporting import missing_filings, progress_cards, punctuality, waiting, worst_matters
from campaigns.calendar_time import day_percent, time_share
from campaigns.models import Assignment, Campaign, Task
from campaigns.selectors.light_matrix import first_mode, legend_items, light_matrix
from campaigns.selectors.shares import Share, shares_of, visible_tasks
from campaigns.selectors.stages import campaign_time, stages
from campaigns.selectors.standings import standings
from campaigns.wording import DueDay, day_words, left_words, next_due
from organizations.models import UnitKind, WorkingGroupMember
from organizations.roles import Reach, reach_of
from organizations.rules import rule_value

MOST_COMING = 8


def lights_of(campaign: Campaign, membership, on: date, *, by: str = "", sort: str = "") -> dict | None:
    """Context of the page once something is due; None before. Fifteen queries at any size."""
    seen = Assignment.objects.visible_to(membership, on)
    found = standings(campaign=campaign, on=on, assignments=seen)
    if not found.has_duties:
        return None
    tasks = list(visible_tasks(campaign, membership, on).filter(withdrawn_on__isnull=True))
    pauses = [(span.first, span.last) for span in found.rows[0].case.pauses]
    time = time_share(campaign.starts_on, campaign.ends_on, on, pauses)
    matrix = light_matrix(found, tasks, slug=campaign.slug, by=by, first=first_mode(campaign, membership), sort=sort)
    kinds: dict[str, set[int]] = defaultdict(set)
    for row in found:
        kinds[row.share.unit_kind].add(row.share.unit_id)
    return {
        "stages": stages(campaign, list(campaign.phases.all()), time, on),
        "time": time,
        "month": found.month.first,
        "cards": progress_cards(campaign, found, tasks),
        "lights": matrix,
        "legend": legend_items(found),
        "todo": waiting(campaign, found, membership),
        "missing": missing_filings(campaign, found, membership),
        "worst": worst_matters(found),
        "chart": punctuality(found),
        "facts": _facts(campaign, len(tasks), kinds, _is_whole(membership)),
    }


def overview_of(campaign: Campaign, membership, on: date, *, by: str = "", sort: str = "") -> dict:
    """Context of the page before anything is due, and of the matrix of who carries what."""
    outlook, soon = rule_value("campaigns.outlook_days", on=on), rule_value("campaigns.soon_days", on=on)
    tasks = list(visible_tasks(campaign, membership, on).filter(withdrawn_on__isnull=True).prefetch_related("dates"))
    shares = shares_of(campaign, membership, on)
    dues = {task.pk: next_due(list(task.dates.all()), on) for task in tasks}
    time = campaign_time(campaign, on)
    matrix = matrix_of(
        slug=campaign.slug, tasks=tasks, dues=dues, shares=shares, by=by, first=first_mode(campaign, membership), sort=sort, on=on, soon=soon,
    )  # fmt: skip
    kinds: dict[str, set[int]] = defaultdict(set)
    for share in shares:
        if share.is_active:
            kinds[share.unit.kind].add(share.unit_id)
    return {
        "stages": stages(campaign, list(campaign.phases.all()), time, on),
        "time": time,
        "cards": action_cards(campaign, tasks, shares, dues, on, soon),
        "matrix": matrix,
        "coming": coming_days(tasks, on, outlook, soon),
        "outlook": outlook,
        "heads": group_heads(campaign),
        **_version(campaign),
        "facts": _facts(campaign, len(tasks), kinds, _is_whole(membership)),
    }


def _is_whole(membership) -> bool:
    return reach_of(membership, "campaigns.view_campaign") is Reach.COUNTY


def _version(campaign: Campaign) -> dict:
    version = campaign.versions.only("campaign", "number", "made_at").first()
    first = version is not None and version.number == 1
    return {"version": version, "version_at": campaign.published_at if first else version and version.made_at}


def action_cards(
    campaign: Campaign,
    tasks: Sequence[Task],
    shares: Sequence[Share],
    dues: dict[int, DueDay | None],
    on: date,
    soon: int,
) -> list[dict]:
    """One card an action: tasks, units, the next day, and all days on a line from the first to the last day."""
    units = defaultdict(set)
    for share in shares:
        if share.is_active:
            units[share.task_id].add(share.unit_id)
    by_action: dict[int, list[Task]] = {}
    for task in tasks:
        by_action.setdefault(task.action_id, []).append(task)
    return [_card(campaign, own, units, dues, on, soon) for own in by_action.values()]


def _card(
    campaign: Campaign, own: list[Task], units: dict[int, set[int]], dues: dict[int, DueDay | None], on: date, soon: int
) -> dict:
    days = sorted({row.ends_on for task in own for row in task.dates.all() if row.ends_on})
    coming = sorted(due.day for task in own if (due := dues[task.pk]) and due.day >= on)
    nearest = coming[0] if coming else None
    return {
        "name": own[0].action.name,
        "url": f"/c/{campaign.slug}/tasks/#action-{own[0].action_id}",
        "tasks": len(own),
        "units": len(set().union(*(units[task.pk] for task in own))),
        "kind": "idle" if nearest is None else "warn" if (nearest - on).days <= soon else "open",
        "word": day_words(nearest, on) if nearest else _("时限已过"),
        "left": left_words(nearest, on) if nearest else "",
        "passed": day_percent(campaign.starts_on, campaign.ends_on, on),
        # Kept off both ends, where half of the dot would be cut.
        "marks": [min(97, max(3, day_percent(campaign.starts_on, campaign.ends_on, day))) for day in days],
        "gone": sum(day < on for day in days),
        "days": len(days),
    }


def coming_days(tasks: Sequence[Task], on: date, outlook: int, soon: int) -> dict:
    """The tasks' days within the next `outlook` days, nearest first."""
    last = on + timedelta(days=outlook)
    found = [
        (row.ends_on, task, row.what)
        for task in tasks
        for row in task.dates.all()
        if row.ends_on and on <= row.ends_on <= last
    ]
    rows = [
        {
            "task": task,
            "day": day_words(day, on),
            "left": left_words(day, on),
            "kind": "warn" if (day - on).days <= soon else "open",
            "what": what,
        }
        for day, task, what in sorted(found, key=lambda one: (one[0], one[1].number or 0))[:MOST_COMING]
    ]
    return {"rows": rows, "more": len(found) - len(rows)}


def group_heads(campaign: Campaign) -> list[WorkingGroupMember]:
    """Who leads the leading group."""
    if not campaign.leading_group_id:
        return []
    posts = [WorkingGroupMember.Post.FIRST_HEAD, WorkingGroupMember.Post.HEAD]
    members = WorkingGroupMember.objects.filter(group=campaign.leading_group_id, post__in=posts)
    return list(members.select_related("person", "unit", "group"))


def _facts(campaign: Campaign, tasks: int, kinds: dict[str, set[int]], is_whole: bool) -> list[str]:
    """The line under the name of the campaign."""
    kinds = dict(kinds)
    villages, towns = len(kinds.pop(UnitKind.VILLAGE, ())), len(kinds.pop(UnitKind.TOWNSHIP, ()))
    others = sum(len(units) for units in kinds.values())
    counts = []
    if is_whole or campaign.owner.kind == UnitKind.TOWNSHIP:
        counts = [
            ngettext("%(n)s 个乡镇", "%(n)s 个乡镇", towns) % {"n": towns} if towns else "",
            ngettext("%(n)s 个村", "%(n)s 个村", villages) % {"n": villages} if villages else "",
            ngettext("%(n)s 个县直单位", "%(n)s 个县直单位", others) % {"n": others} if others else "",
            ngettext("%(n)s 项任务", "%(n)s 项任务", tasks) % {"n": tasks},
        ]
    else:
        counts = [_("与本单位有关的 %(n)s 项任务") % {"n": tasks}]
    paper = _("依据：%(number)s") % {"number": campaign.document_number} if campaign.document_number else ""
    return [" · ".join(filter(None, counts)), *filter(None, [paper])]
