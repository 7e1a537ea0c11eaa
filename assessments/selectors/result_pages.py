"""What the pages of a result show: the ranking, one unit's tree with the sum behind each score, the way of the result."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Max, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.explained import Explained, Result, State, number, points
from assessments.frozen import thawed
from assessments.models import Assessment, RollupInput, RollupRun, ScoreLine, UnitResult
from assessments.ranking import Row
from assessments.related import related_tasks
from assessments.scheme import SIDES, Scheme
from assessments.score_words import explanation, gap_words, grade_words
from assessments.selectors.daily_work import files_of
from assessments.selectors.rights import sees_scores_of
from assessments.selectors.stored_results import placed_among
from organizations.models import Evidence
from organizations.roles import Reach, reach_of

STATE_TAGS = {"open": "idle", "computed": "warn", "review": "warn", "notice": "open", "final": "done"}
LOW = Decimal("0.72")  # of an action's points: below it the figure is red, as the prototype prints under the table


@dataclass(frozen=True)
class ActionCell:
    """`score` is None where the item is out or the viewer may not see it."""

    name: str
    score: Decimal | None
    of: Decimal
    low: bool


@dataclass(frozen=True)
class RankRow:
    result: UnitResult
    url: str
    cells: list[ActionCell]
    own: bool

    @property
    def moved(self) -> str:
        """↑2, ↓1, —"""
        by = self.result.movement
        return "" if by is None else "—" if by == 0 else f"{'↑' if by > 0 else '↓'}{abs(by)}"


@dataclass(frozen=True)
class RankGroup:
    name: str
    rows: list[RankRow]


def shown_run(assessment: Assessment) -> RollupRun:
    if assessment.run is None:
        raise LookupError("Nothing was computed yet.")
    return assessment.run


def scheme_of(assessment: Assessment) -> Scheme:
    """Of the run that is shown."""
    return thawed(shown_run(assessment).scheme.body)


def ranking(assessment: Assessment, results: Sequence[UnitResult], membership) -> tuple[list[Any], list[RankGroup]]:
    """The actions as columns, and the groups with their rows; one query for all scores."""
    actions = list(scheme_of(assessment).base)
    seen = [row.unit_id for row in results if sees_scores_of(membership, row.unit)]
    lines = ScoreLine.objects.filter(run=assessment.run_id, unit__in=seen, side="base", depth=1)
    scores: dict[int, dict[str, ScoreLine]] = defaultdict(dict)
    for line in lines:
        scores[line.unit_id][line.key] = line
    groups: dict[tuple[int, str], list[RankRow]] = defaultdict(list)
    for row in results:
        url = ""
        if row.unit_id in scores:
            url = reverse("assessments:result-unit", args=[assessment.public_id, row.unit.public_id])
        cells = [_cell(scores.get(row.unit_id, {}).get(action.key), action) for action in actions]
        groups[row.group_order, row.group].append(RankRow(row, url, cells, row.unit_id == membership.unit_id))
    return actions, [RankGroup(name, rows) for (_order, name), rows in sorted(groups.items())]


def _cell(line: ScoreLine | None, action) -> ActionCell:
    if line is None or line.score is None:
        return ActionCell(action.name, None, action.points, low=False)
    whole = line.points or action.points
    return ActionCell(action.name, line.score, whole, line.score < whole * LOW)


@dataclass(frozen=True)
class Earlier:
    """The unit in one run of the assessment."""

    number: int
    on: Any
    total: Decimal | None
    rank: int | None
    shown: bool


@dataclass(frozen=True)
class UnitSheet:
    """One unit's score with everything behind it, worked out again from what was frozen."""

    result: UnitResult
    row: Row
    nodes: list[dict[str, Any]]
    item: "ItemSheet | None"
    gap: str
    gaps: list[str]
    grade: list[str]
    vetoes: list[str]
    earlier: list[Earlier]


@dataclass(frozen=True)
class ItemSheet:
    """One item: its steps in words with their sums, the parts behind it, and the evidence that daily work left."""

    line: Explained
    steps: list[tuple[str, str]]
    facts: list[tuple[str, str]]
    parts: list[dict[str, str]]
    evidence: list[Evidence] = field(default_factory=list)


def unit_sheet(assessment: Assessment, result: UnitResult, *, chosen: str, membership) -> UnitSheet:
    """`chosen`: key of the item whose sum is shown; anything else shows the tree alone."""
    row, source = placed_among(shown_run(assessment), result.unit_id)
    scored = row.contestant.result
    lines = {line.key: line for side in _sides(scored) for line in side.walk()}
    line = lines.get(chosen)
    names = {one.key: one.name for one in lines.values()}
    return UnitSheet(
        result, row, _nodes(scored, chosen), _item(line, source, assessment, membership) if line is not None else None,
        gap_words(row), _gap_lines(row, names), grade_words(row.graded) if row.graded else [],
        [veto.reason for veto in scored.vetoes], _earlier(assessment, result),
    )  # fmt: skip


MOST_RUNS = 12


def _earlier(assessment: Assessment, result: UnitResult) -> list[Earlier]:
    """Total and place in the latest runs, newest first: how the year went. One query."""
    rows = (
        UnitResult.objects.filter(run__assessment=assessment, unit=result.unit_id)
        .select_related("run")
        .order_by("-run__number")
    )
    return [
        Earlier(row.run.number, row.run.on, row.total, row.rank, row.run_id == assessment.run_id)
        for row in rows[:MOST_RUNS]
    ]


def _sides(result: Result) -> list[Explained]:
    return [result.base, result.bonus, result.deduction]


def _nodes(result: Result, chosen: str) -> list[dict[str, Any]]:
    """Actions, and below each its leaves; bonus and deduction as actions of their own."""
    nodes = []
    extra = {"bonus": _("加分"), "deduction": _("扣分")}
    heads = [*result.base.parts, *(side for side in (result.bonus, result.deduction) if side.parts)]
    for head in heads:
        beside = head.key in extra
        nodes.append(_node(head, 1, chosen, extra.get(head.key, head.name), beside=beside))
        nodes += [_node(leaf, 2, chosen, leaf.name, beside=beside) for leaf in head.leaves() if leaf is not head]
    return nodes


def _node(line: Explained, level: int, chosen: str, name: str, *, beside: bool) -> dict[str, Any]:
    """`beside`: bonus or deduction, of which nobody is expected to have the full points."""
    whole = line.points if line.points is not None else line.full
    low = line.score is not None and not beside and line.score < whole * LOW
    out = line.state in (State.LEFT_OUT, State.NOT_APPLICABLE)
    kind = "idle" if out else "warn" if line.state is State.AWAITS else "late" if low else "ok"
    word = _("不计") if out else _("待报") if line.state is State.AWAITS else _("得分率低") if low else _("正常")
    return {
        "name": name, "url": f"?item={line.key}#item", "level": level, "open": True, "kind": kind, "word": word,
        "score": points(line.score) if line.score is not None else "", "of": number(whole), "current": line.key == chosen,
    }  # fmt: skip


def _item(line: Explained, source: RollupInput, assessment: Assessment, membership) -> ItemSheet:
    facts = [(_("满分"), number(line.full))]
    if line.points is not None and line.points != line.full:
        facts.append((_("本单位分值"), number(line.points)))
    facts.append((_("得分"), points(line.score) if line.score is not None else "—"))
    facts += _range(line, assessment, membership)
    parts = [part | {"url": _url(part["ref"])} for leaf in line.leaves() for part in source.details.get(leaf.key, [])]
    return ItemSheet(line, explanation(line), facts, parts, _evidence(line, source, assessment, membership))


def _range(line: Explained, assessment: Assessment, membership) -> list[tuple[str, str]]:
    """From the lowest to the highest score of all units in this item; for the county, and for all once it is final."""
    if not (sees_all(membership) or assessment.is_final):
        return []
    found = ScoreLine.objects.filter(run=assessment.run_id, key=line.key).aggregate(low=Min("score"), high=Max("score"))
    if found["low"] is None:
        return []
    return [(_("全县得分范围"), f"{points(found['low'])}—{points(found['high'])}")]


def _url(ref: str) -> str:
    """The page of what stands behind a figure."""
    kind, _sign, rest = ref.partition(":")
    if kind == "task":
        slug, task, unit = rest.split(":")
        return reverse("campaigns:task-unit", args=[slug, int(task), unit])
    if kind == "village":
        return reverse("villages:village", args=[rest])
    return reverse("cadres:finding", args=[rest]) if kind == "finding" else ""


def _evidence(line: Explained, source: RollupInput, assessment: Assessment, membership) -> list[Evidence]:
    """What was handed in for the tasks behind the item by this unit, newest first; only what the viewer may open. For an
    item that was marked by hand: what daily work left for the tasks of its action."""
    tasks = {
        (task, unit) for leaf in line.leaves() for ref in leaf.refs for kind, _s, task, unit in [_task(ref)] if kind
    }
    numbers = {task for task, _unit in tasks}
    units = {unit for _task, unit in tasks}
    if not tasks:
        version = shown_run(assessment).scheme
        leaves = [leaf.key for leaf in line.leaves()]
        if any(version.sources.get(key, {}).get("kind") for key in leaves) or line.key in SIDES:
            return []
        numbers, units = (
            set(related_tasks(thawed(version.body), version.sources, leaves[0])),
            {str(source.unit.public_id)},
        )
    seen = files_of(Evidence.objects.visible_to(membership), assessment, units, numbers)
    return list(seen.order_by("-pk")[:12])


def _task(ref: str) -> tuple[str, str, int, str]:
    parts = ref.split(":")
    return ("task", parts[1], int(parts[2]), parts[3]) if parts[0] == "task" and len(parts) == 4 else ("", "", 0, "")


def _gap_lines(row: Row, names: Mapping[str, str]) -> list[str]:
    """What would be enough alone, nearest first."""
    if row.gap is None:
        return []
    return [
        _("“%(name)s”再得 %(by)s 分（%(score)s → %(to)s）") % {
            "name": names.get(one.key, one.key), "by": points(one.by), "score": points(one.score), "to": points(one.to),
        }
        for one in row.gap.improvements[:5]
    ]  # fmt: skip


def sees_all(membership) -> bool:
    return reach_of(membership, "assessments.view_result") is Reach.COUNTY
