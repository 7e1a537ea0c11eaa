"""What the overview shows once reports are due: progress of the actions, who has not filed, what to ask about, how punctual."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from campaigns.light_words import reason_words
from campaigns.lights import Kind
from campaigns.links import link
from campaigns.models import Campaign, Filing, FilingItem, Task
from campaigns.progress import mean, percent
from campaigns.selectors.contacts import Told, told_units
from campaigns.selectors.filing_states import UnitFiling, asked_month, month_counts, unit_filings
from campaigns.selectors.light_matrix import standing_url
from campaigns.selectors.standings import Standing, Standings
from campaigns.wording import day_words
from organizations.roles import reach_of

MOST_MISSING, MOST_WORST, MOST_WORDS = 6, 3, 60
CHART_TOP, CHART_HEIGHT = 22, 100


def progress_cards(campaign: Campaign, standings: Standings, tasks: Sequence[Task]) -> list[dict]:
    """One card an action: mean progress over its tasks and units, beside the mean of their 序时."""
    by_action: dict[int, list[Standing]] = defaultdict(list)
    for standing in standings:
        by_action[standing.share.action_id].append(standing)
    actions: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        actions[task.action_id].append(task)
    red_points = standings.settings.behind_red
    return [_card(campaign, own, by_action[action], red_points) for action, own in actions.items()]


def _card(campaign: Campaign, tasks: Sequence[Task], rows: list[Standing], red_points: int) -> dict:
    done = mean([row.progress for row in rows]).ratio
    # 序时 of the very shares that the progress is of, or the two could not be compared.
    paces = [row.pace for row in rows if row.progress.ratio is not None and row.pace is not None]
    pace = sum(paces, Fraction(0)) / len(paces) if paces else None
    lights = [row.light.kind for row in rows]
    card = {
        "name": tasks[0].action.name, "url": f"/c/{campaign.slug}/tasks/#action-{tasks[0].action_id}", "tasks": len(tasks),
        "late": lights.count(Kind.RED), "warn": lights.count(Kind.YELLOW), "ok": lights.count(Kind.GREEN) + lights.count(Kind.CLOSED),
        "percent": "—", "expected": None, "distance": _("还没有可以计算的数"), "kind": "idle", "word": _("未开始"),
    }  # fmt: skip
    if done is None or pace is None:
        return card
    ahead = int(percent(done, 0)) - int(percent(pace, 0))
    kind = "late" if -ahead >= red_points else "warn" if ahead < 0 else "ok"
    words = {"late": _("滞后"), "warn": _("略滞后"), "ok": _("正常")}[kind]
    distance = _("超序时 %(n)s 个点") % {"n": ahead} if ahead > 0 else _("滞后 %(n)s 个点") % {"n": -ahead}
    return card | {
        "percent": int(percent(done, 0)), "expected": int(percent(pace, 0)), "kind": kind, "word": words,
        "distance": distance if ahead else _("与序时持平"),
    }  # fmt: skip


def missing_filings(campaign: Campaign, standings: Standings, membership) -> dict | None:
    """谁还没报: of the month that is asked for now; None while nothing is due in sight. 应报 = 已报 + 未报."""
    month, on = asked_month(standings), standings.on
    if month is None:
        return None
    units = unit_filings(standings, month)
    missing = [unit for unit in units if not unit.is_filed(on)]
    missing.sort(key=lambda unit: (unit.kind != "late", min(duty.must_by for duty in unit.duties)))
    shown = [unit.share.unit_id for unit in missing[:MOST_MISSING]]
    told = told_units(campaign=campaign, units=shown, membership=membership, on=on)
    may_urge = reach_of(membership, "campaigns.urge_unit") is not None
    return {
        "month": month.first,
        "due": day_words(max(duty.due_on for unit in units for duty in unit.duties), on),
        "expected": len(units),
        "filed": len(units) - len(missing),
        "missing": len(missing),
        "rows": [
            _missing_row(campaign, unit, membership, told[unit.share.unit_id], on, may_urge)
            for unit in missing[:MOST_MISSING]
        ],
        "more": max(0, len(missing) - MOST_MISSING),
        "url": link("campaigns:filings", campaign.slug) or f"/c/{campaign.slug}/lights/",
    }


def _missing_row(campaign: Campaign, unit: UnitFiling, membership, told: Told, on: date, may_urge: bool) -> dict:
    share = unit.share
    notes = [_("已报 %(done)s/%(all)s 项") % {"done": unit.done, "all": len(unit.duties)}]
    if told.contact:
        notes.append(_("联系人%(name)s") % {"name": told.contact})
    if told.reminded_on:
        notes.append(_("%(day)s 已提醒") % {"day": day_words(told.reminded_on, on)})
    is_own = share.unit_id == membership.unit_id
    return {
        "name": share.unit_name,
        "url": f"/c/{campaign.slug}/units/{share.unit_public_id}/",
        "note": " · ".join(notes),
        "kind": unit.kind,
        "text": unit.text,
        "urge_url": link("campaigns:urge", campaign.slug, share.unit_public_id) if may_urge and not is_own else "",
    }


def worst_matters(standings: Standings) -> list[dict]:
    """最该过问的三件事: the gravest reds, with what the unit itself said last."""
    reds = [row for row in standings.by_severity() if row.light.kind is Kind.RED][:MOST_WORST]
    said: dict[int, str] = {}
    items = FilingItem.objects.filter(duty__assignment__in=[row.share.id for row in reds]).exclude(
        filing__state=Filing.State.DRAFT
    )
    fields = ("duty__assignment_id", "help_wanted", "words")
    for assignment, wanted, words in items.order_by("-duty__due_on").values_list(*fields)[:MOST_WORDS] if reds else []:
        if wanted or words:
            said.setdefault(assignment, _("请县里协调：%(words)s") % {"words": wanted} if wanted else words)
    return [
        {
            "title": _("%(unit)s：%(task)s") % {"unit": row.share.unit_name, "task": row.share.title},
            "url": standing_url(row),
            "why": reason_words(row.light.reasons[0]),
            "said": said.get(row.share.id, ""),
        }
        for row in reds
    ]


def punctuality(standings: Standings) -> dict | None:
    """按时 ÷ 应报 by month, as columns and as the table behind them."""
    counts = month_counts(standings)
    if not counts:
        return None
    width = 100 / len(counts)
    columns = [
        {
            "month": count.month.first,
            "count": count,
            "percent": count.percent,
            "x": f"{place * width + width * 0.2:.2f}",
            "w": f"{width * 0.6:.2f}",
            "middle": f"{place * width + width / 2:.2f}",
            "y": CHART_TOP + CHART_HEIGHT - count.percent * CHART_HEIGHT // 100,
            "h": count.percent * CHART_HEIGHT // 100,
            "text_y": CHART_TOP + CHART_HEIGHT - count.percent * CHART_HEIGHT // 100 - 6,
            "last": place == len(counts) - 1,
        }
        for place, count in enumerate(counts)
    ]
    return {
        "columns": columns,
        "axis": CHART_TOP + CHART_HEIGHT,
        "half": CHART_TOP + CHART_HEIGHT // 2,
        "top": CHART_TOP,
    }


def waiting(campaign: Campaign, standings: Standings, membership) -> list[dict]:
    """待我处理: what the own seat has to do in this campaign."""
    on, home, items = standings.on, f"/c/{campaign.slug}/", []
    if reach_of(membership, "campaigns.review_filing") is not None:
        mine = Filing.objects.filter(campaign=campaign).reviewable_by(membership)
        counts = mine.aggregate(
            waiting=Count("pk", filter=Q(state__in=[Filing.State.SUBMITTED, Filing.State.IN_REVIEW]), distinct=True),
            asked=Count("extensions", filter=Q(extensions__state="asked"), distinct=True),
        )
        reviews = link("campaigns:reviews", campaign.slug) or f"{home}lights/"
        items.append({"count": counts["waiting"], "label": _("待审核"), "url": reviews, "hot": False})
        items.append({"count": counts["asked"], "label": _("延期待答复"), "url": reviews, "hot": False})
    own = [duty for row in standings if row.share.unit_id == membership.unit_id for duty in row.case.duties]
    if reach_of(membership, "campaigns.file_progress") is not None and own:
        mine_url = link("campaigns:filings-mine", campaign.slug) or f"{home}mine/"
        ahead = standings.settings.days_before_yellow
        unfiled = [duty for duty in own if duty.state == "open" and not duty.returned]
        late = sum(duty.must_by < on for duty in unfiled)
        soon = sum(0 <= (duty.must_by - on).days <= ahead for duty in unfiled)
        items = [
            {"count": late, "label": _("逾期未报"), "url": mine_url, "hot": late > 0},
            {"count": soon, "label": _("快到期"), "url": mine_url, "hot": False},
            {"count": sum(duty.returned for duty in own), "label": _("退回待改"), "url": mine_url, "hot": False},
            *items,
        ]
    elif items:
        late = len({row.share.unit_id for row in standings if row.light.reasons[0].code == "overdue"})
        items.insert(0, {"count": late, "label": _("逾期单位"), "url": f"{home}lights/?show=red", "hot": late > 0})
    return items
