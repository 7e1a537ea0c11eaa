"""What was changed and what a version said, narrowed to the tasks and shares that the person may see."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Assignment, Cadence, Campaign, CampaignVersion, Indicator, Task, TaskDate
from campaigns.plan_words import assignment_words, cadence_words, date_words, indicator_words
from organizations.roles import Reach, reach_of


@dataclass(frozen=True)
class Sight:
    """The tasks, by number, and on each the units, by name, that a person may read about. `all` for the county."""

    all: bool
    numbers: frozenset[int] = frozenset()
    seen: dict[int, set[str]] = field(default_factory=dict)
    carried: dict[int, set[str]] = field(default_factory=dict)

    def of_change(self, change: dict[str, Any]) -> bool:
        number = change["task"]
        if self.all or number is None:
            return True
        if number not in self.numbers:
            return False
        # A line that is headed with a unit's name tells of that unit's share.
        hidden = self.carried.get(number, set()) - self.seen.get(number, set())
        return change["field"] not in hidden

    def of_unit(self, number: int, name: str) -> bool:
        return self.all or name in self.seen.get(number, set())


def sight_of(campaign: Campaign, membership, on: date) -> Sight:
    if reach_of(membership, "campaigns.view_campaign") is Reach.COUNTY:
        return Sight(all=True)
    tasks = Task.objects.visible_to(membership, on).filter(campaign=campaign)
    shares = Assignment.objects.filter(task__campaign=campaign)
    visible = Assignment.objects.visible_to(membership, on).filter(task__campaign=campaign)
    return Sight(
        all=False,
        numbers=frozenset(tasks.values_list("number", flat=True)),
        seen=_names(visible),
        carried=_names(shares),
    )


def version_lines(campaign: Campaign, sight: Sight) -> list[dict[str, Any]]:
    """Lines for the timeline, newest first. A version that changed nothing the person may see is left out."""
    lines = []
    rows = CampaignVersion.objects.filter(campaign=campaign).defer("snapshot").select_related("made_by")
    for row in rows:
        changes = [change for change in row.changes if sight.of_change(change)]
        if row.changes and not changes:
            continue
        what = _("第 %(number)s 版") % {"number": row.number}
        who = [row.made_by.name if row.made_by else "", row.document_number]
        if row.valid_from:
            who.append(_("%(day)s 起生效") % {"day": row.valid_from})
        lines.append(
            {
                "when": row.made_at,
                "who": " · ".join(filter(None, who)),
                "what": f"{what}：{row.reason}" if row.reason else what if row.changes else f"{what}：{_('发布')}",
                "url": reverse("campaigns:campaign-version", args=[campaign.slug, row.number]),
                "changes": [
                    {"label": _label(change), "before": change["before"], "after": change["after"]}
                    for change in changes
                ],
            }
        )
    return lines


def changed_since(campaign: Campaign, seen: int) -> list[dict[str, Any]]:
    """What others changed after the person opened the form; versions of a campaign and its rows count in step."""
    missed = max(campaign.version - seen, 0)
    rows = CampaignVersion.objects.filter(campaign=campaign).order_by("-number")[:missed]
    return [
        {"label": _label(change), "before": change["before"], "after": change["after"]}
        for row in rows
        for change in row.changes
    ]


def plan_of(version: CampaignVersion, sight: Sight) -> list[dict[str, Any]]:
    """The frozen plan, action by action, ready to print. Actions of which nothing may be seen are left out."""
    actions = []
    for action in version.snapshot["actions"]:
        tasks = [_task(task, sight) for task in action["tasks"] if sight.all or task["number"] in sight.numbers]
        if tasks or sight.all:
            actions.append({"name": f"{action['ordinal']}{action['name']}", "tasks": tasks})
    return actions


def _task(task: dict[str, Any], sight: Sight) -> dict[str, Any]:
    return {
        "number": task["number"],
        "title": task["title"],
        "withdrawn": task.get("withdrawn_on"),
        "units": [
            f"{unit['name']}（{_standing(unit)}）"
            for unit in task["units"]
            if sight.of_unit(task["number"], unit["name"])
        ],
        "dates": [
            date_words(TaskDate(**_only(row, "kind", "words", "what", "starts_on", "ends_on"))) for row in task["dates"]
        ],
        "cadences": [
            cadence_words(Cadence(**_only(row, "every", "times", "day", "words"))) for row in task["cadences"]
        ],
        "indicators": [indicator_words(_indicator(row)) for row in task["indicators"]],
    }


def _standing(unit: dict[str, Any]) -> str:
    return assignment_words(
        Assignment(role=unit["role"], state=unit.get("state", Assignment.State.ACTIVE), reason=unit.get("reason", ""))
    )


def _indicator(row: dict[str, Any]) -> Indicator:
    value = Decimal(row["value"]) if row["value"] is not None else None
    return Indicator(
        value=value, unit_word=row["unit"], **_only(row, "name", "level", "comparator", "words", "year", "aggregation")
    )


def _only(row: dict[str, Any], *names: str) -> dict[str, Any]:
    """Earlier versions lack what was frozen later."""
    return {name: row[name] for name in names if name in row}


def _label(change: dict[str, Any]) -> str:
    if change["task"] is None:
        return change["field"]
    return _("%(number)s %(title)s · %(field)s") % {
        "number": change["task"], "title": change["title"], "field": change["field"],
    }  # fmt: skip


def _names(shares) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for number, name in shares.values_list("task__number", "unit__name"):
        found[number].add(name)
    return found
