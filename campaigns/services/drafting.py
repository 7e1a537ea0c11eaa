"""From the reader's finding to a draft campaign: the tree, carriers, dates, cadences and indicators, each with its words.

What the plan leaves open stays open (an empty target, an unresolved unit); what is filled in here is marked `assumed`.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from campaigns.held_proposals import proposed_source
from campaigns.models import (
    Action,
    Cadence,
    Campaign,
    Carrier,
    Indicator,
    Phase,
    Plan,
    Safeguard,
    SubItem,
    Task,
    TaskDate,
)
from campaigns.services.addresses import free_slug
from campaigns.unit_matching import UnitMatcher
from organizations.services import audit

# 定期 and 适时 name no frequency; a month is proposed and marked.
PROPOSED_CADENCE = Cadence.Every.MONTH
COMPARATORS = {">=": ">=", ">": ">=", "≥": ">=", "<=": "<=", "<": "<=", "≤": "<=", "=": "="}
# What a milestone is about, as counties say it; stored as the content of the node, in the language of the plan.
MILESTONES = {"start": "开工启动", "commissioning": "投入使用", "completion": "建成完工"}
# What is left of "达到X%以上" without its number says nothing; the plan's words do.
NO_SUBJECT = frozenset({"", "以上", "以下", "左右", "以内", "达到", "不少于", "不低于"})
# The reader has more frequencies than duties can have; a day's duty is formalism and becomes a week's, marked as assumed.
SLOWEST = {"day": Cadence.Every.WEEK}


@transaction.atomic
def draft_campaign(*, plan: Plan, by, on: date) -> Campaign:
    """Make the draft of a plan that was read. Running it again on the same plan makes another draft, not a merger."""
    reading = plan.reading
    year = reading.get("year") or on.year
    campaign = Campaign.objects.create(
        slug=free_slug(name=plan.title, year=year), name=campaign_name(plan.title)[:120], owner=plan.owner, plan=plan, year=year,
        document_number=(reading.get("number") or "")[:60], basis="\n".join(reading.get("basis", [])),
        starts_on=date(year, 1, 1), ends_on=date(year, 12, 31),
    )  # fmt: skip
    matcher = UnitMatcher.of_county(on, owner=plan.owner)
    carriers: list[Carrier] = []
    for number, found in enumerate(reading["actions"]):
        action = Action.objects.create(
            campaign=campaign,
            name=_cut(found.get("name") or found.get("section") or plan.title, 120),
            **_place(found, number),
        )
        for order, item in enumerate(found["tasks"]):
            carriers += _draft_task(plan, campaign, action, item, order, matcher)
    for order, found in enumerate(reading["phases"]):
        phase = Phase.objects.create(campaign=campaign, **_phase(found), **_place(found, order))
        carriers += [_carrier(unit, n, matcher, phase=phase) for n, unit in enumerate(found["units"])]
    for order, found in enumerate(reading["safeguards"]):
        safeguard = Safeguard.objects.create(
            campaign=campaign, title=_cut(found["title"], 300), text=_slice(plan, found), **_place(found, order)
        )
        carriers += [_carrier(unit, n, matcher, safeguard=safeguard) for n, unit in enumerate(found["units"])]
    Carrier.objects.bulk_create(carriers)
    audit.record(by=by, action="campaign.draft", target=campaign, after={"plan": plan.title, "carriers": len(carriers)})
    return campaign


def campaign_name(title: str) -> str:
    """What people call the campaign: 关于印发《2026年“…”活动实施方案》的通知 → 2026年“…”活动. Step 4 may say it otherwise."""
    wrapped = re.search(r"关于印发.*?《(.+)》.*通知$", title, re.S)
    name = wrapped.group(1) if wrapped else title
    return re.sub(r"(?<=活动|行动|工程)(?:实施|工作)?方案$", "", name) or title


def _draft_task(
    plan: Plan, campaign: Campaign, action: Action, found: dict[str, Any], order: int, matcher: UnitMatcher
) -> list[Carrier]:
    task = Task.objects.create(
        campaign=campaign, action=action, title=_cut(found["title"], 300), detail=_slice(plan, found),
        leaders=_cut("、".join(leader["text"] for leader in found["leaders"]), 200), **_place(found, order),
    )  # fmt: skip
    SubItem.objects.bulk_create(
        [
            SubItem(task=task, title=_cut(item["title"], 300), **_place(item, n))
            for n, item in enumerate(found["subitems"])
        ]
    )
    TaskDate.objects.bulk_create([_date(task, item, n) for n, item in enumerate(found["dates"])])
    Cadence.objects.bulk_create([_cadence(task, item, n) for n, item in enumerate(found["recurrences"])])
    Indicator.objects.bulk_create([_indicator(task, item, n) for n, item in enumerate(found["measures"])])
    return [_carrier(unit, n, matcher, task=task) for n, unit in enumerate(found["units"])]


def _carrier(found: dict[str, Any], order: int, matcher: UnitMatcher, **place) -> Carrier:
    full = found.get("normalized") or found["name"]
    names = [full] if isinstance(full, str) else list(full)
    unit, group = matcher.find(names[0]) if len(names) == 1 else (None, None)
    if unit is None and group is None:
        unit, group = matcher.find(found["name"])
    return Carrier(
        written=_cut(found["name"], 120), role=found["role"], order=order, unit=unit, group=group,
        span_start=found["span"][0], span_end=found["span"][1], **place,
    )  # fmt: skip


def _date(task: Task, found: dict[str, Any], order: int) -> TaskDate:
    return TaskDate(
        task=task, kind=found["kind"], words=_cut(found["text"], 120), what=MILESTONES.get(found.get("milestone") or "", ""),
        starts_on=as_date(found.get("start")), ends_on=as_date(found.get("end")), order=order,
        span_start=found["span"][0], span_end=found["span"][1],
    )  # fmt: skip


def _cadence(task: Task, found: dict[str, Any], order: int) -> Cadence:
    written = found.get("every") or ""
    assumed = not written or written in SLOWEST
    every = SLOWEST.get(written, written) or PROPOSED_CADENCE
    times = found.get("times") or ""
    return Cadence(
        task=task, every=every, times=int(times) if times.isascii() and times.isdigit() and 0 < int(times) < 100 else 1,
        day=_cut(found.get("day") or "", 40), words=_cut(found["text"], 120), assumed=assumed, order=order,
    )  # fmt: skip


def _indicator(task: Task, found: dict[str, Any], order: int) -> Indicator:
    value, unit_word = as_number(found.get("value")), found.get("unit") or ""
    subject = found.get("subject") or ""
    if subject in NO_SUBJECT:
        subject = found["text"]
    share = unit_word in ("%", "％") or "比例" in found["text"]
    per_unit = found.get("per_unit") or ""
    level = (
        Indicator.Level.VILLAGE
        if "村" in per_unit
        else Indicator.Level.TOWNSHIP
        if per_unit
        else Indicator.Level.COUNTY
    )
    held_by, held_with = proposed_source(found["text"], unit_word)
    return Indicator(
        task=task, name=_cut(subject, 200), level=level, held_by=held_by, held_with=held_with,
        comparator=COMPARATORS.get(found.get("comparator") or "=", "="), value=value, unit_word=_cut(unit_word, 20),
        aggregation=Indicator.Aggregation.SHARE if share else Indicator.Aggregation.SUM, cumulative=not share,
        year=found.get("year"), words=_cut(found["text"], 300), assumed=True, order=order,
        span_start=found["span"][0], span_end=found["span"][1],
    )  # fmt: skip


def _phase(found: dict[str, Any]) -> dict[str, Any]:
    start, end = as_date(found.get("start")), as_date(found.get("end"))
    written = "—".join(part for part in (found.get("start"), found.get("end")) if part and as_date(part) is None)
    return {
        "name": _cut(found["name"], 120),
        "starts_on": start,
        "ends_on": end,
        "words": _cut(written, 120),
        "text": found["text"],
    }


def _place(found: dict[str, Any], order: int) -> dict[str, Any]:
    return {
        "span_start": found["span"][0],
        "span_end": found["span"][1],
        "ordinal": _cut(found.get("ordinal") or "", 20),
        "order": order,
    }


def _slice(plan: Plan, found: dict[str, Any]) -> str:
    return plan.text[found["span"][0] : found["span"][1]]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def as_date(text: str | None) -> date | None:
    """An ISO date, or None for words ("X月底前") and for nothing."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def as_number(text: str | None) -> Decimal | None:
    """A plain number that the database can hold, else None; a placeholder is never 0."""
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() and abs(number) < Decimal(10) ** 12 else None
