"""A first scheme from a campaign's tasks: what a county would write down by hand, so that it is edited and not invented.

Nine tenths of the points go to the actions by the number of tasks that the units carry, one tenth to how punctually and
soundly they reported. Pure values: `services.schemes.propose` gathers them. Every number in it is a proposal of ours and can
be changed before the scheme is put into force.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.rounding import spread
from assessments.scheme import (
    Deduction,
    Grade,
    Item,
    Missing,
    PerEvent,
    Rate,
    Scheme,
    ShareOfTarget,
    Veto,
)

WORK, REPORTING = Decimal(90), Decimal(10)
Sources = dict[str, dict[str, object]]


@dataclass(frozen=True)
class ProposedIndicator:
    """An indicator that units have to reach; `at_most` for 不超过."""

    id: str
    name: str
    at_most: bool = False


@dataclass(frozen=True)
class ProposedTask:
    number: int
    title: str
    indicators: tuple[ProposedIndicator, ...] = ()
    basis: str = ""


@dataclass(frozen=True)
class ProposedAction:
    key: str
    name: str
    tasks: tuple[ProposedTask, ...]


def propose(name: str, actions: Sequence[ProposedAction]) -> tuple[Scheme, Sources]:
    """The scheme and where each leaf's answer comes from. Actions without tasks of these units are left out; without any,
    reporting has all the points."""
    carried = [action for action in actions if action.tasks]
    sources: Sources = {
        "reporting.late": {"kind": "punctual"},
        "extra.finding": {"kind": "findings"},
        "extra.praise": {},
    }
    whole = WORK if carried else Decimal(0)
    points = spread(whole, {action.key: Decimal(len(action.tasks)) for action in carried}) if carried else {}
    base = [_action(action, points[action.key], sources) for action in carried]
    base.append(_reporting(REPORTING + WORK - whole))
    scheme = Scheme(
        name,
        "1",
        base=tuple(base),
        bonus=(
            Item("extra.praise", "获上级表彰或推广", Decimal(5), PerEvent((
                Rate("national", "国家级", Decimal(3)), Rate("province", "省级", Decimal(2)), Rate("city", "市级", Decimal(1)),
            ))),
        ),
        bonus_cap=Decimal(5),
        deduction=(
            Item("extra.finding", "抽查发现驻村不在岗", Decimal(5), PerEvent((Rate("absent", "每人次", Decimal("0.5")),))),
        ),
        deduction_cap=Decimal(5),
        grades=(
            Grade("best", "优秀", Decimal(90), Decimal("0.3")), Grade("good", "良好", Decimal(80)), Grade("fair", "一般", Decimal(60)),
            Grade("poor", "较差", Decimal(0)),
        ),
        vetoes=(
            Veto("safety", "发生重大安全、稳定事件", "fair"), Veto("false", "弄虚作假、数据造假", "poor"),
            Veto("discipline", "班子成员严重违纪违法", "fair"),
        ),
        ties=tuple(action.key for action in carried[:2]),
    )  # fmt: skip
    return scheme, sources


def _action(action: ProposedAction, points: Decimal, sources: Sources) -> Item:
    shares = spread(points, {str(task.number): Decimal(1) for task in action.tasks})
    return Item(
        action.key, action.name, points, items=tuple(_task(t, shares[str(t.number)], sources) for t in action.tasks)
    )


def _task(task: ProposedTask, points: Decimal, sources: Sources) -> Item:
    key = f"task{task.number}"
    if not task.indicators:
        sources[key] = {"kind": "task", "task": task.number}
        method = ShareOfTarget(Decimal(1), percent=True)
        return Item(key, task.title, points, method, missing=Missing.ZERO, basis=task.basis)
    shares = spread(points, {one.id: Decimal(1) for one in task.indicators})
    leaves = []
    for place, one in enumerate(task.indicators, 1):
        leaf = key if len(task.indicators) == 1 else f"{key}.{place}"
        sources[leaf] = {"kind": "indicator", "task": task.number, "id": one.id}
        method = ShareOfTarget(Decimal(1), "<=" if one.at_most else ">=", percent=True)
        name = f"{task.title}：{one.name}" if len(task.indicators) == 1 else one.name
        leaves.append(Item(leaf, name[:200], shares[one.id], method, basis=task.basis))
    return leaves[0] if len(leaves) == 1 else Item(key, task.title, points, items=tuple(leaves), basis=task.basis)


def _reporting(points: Decimal) -> Item:
    rates = (
        Rate("late", "迟报一次", Decimal("0.2")), Rate("missing", "漏报一次", Decimal("0.5")), Rate("returned", "被退回一次", Decimal("0.1")),
    )  # fmt: skip
    return Item(
        "reporting", "报送质量", points, items=(Item("reporting.late", "按时报送、一次报准", points, Deduction(rates)),)
    )
