"""What a campaign asks of units in a month: items and minutes, for each township and for each unit that asks.

An estimate from the plan (cadences × shares × the county's minutes an item). Nobody's time is measured.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from campaigns.models import Assignment, Cadence, Campaign, CarrierRole
from organizations.models import Unit, UnitKind
from organizations.rules import rule_value

# Reports in an average month; daily ones are filed on working days, of which a year has about 250.
A_MONTH = {
    "day": Fraction(250, 12),
    "week": Fraction(52, 12),
    "month": Fraction(1),
    "quarter": Fraction(1, 3),
    "half_year": Fraction(1, 6),
    "year": Fraction(1, 12),
}
NOBODY = 0


@dataclass(frozen=True)
class Load:
    """What one unit files in a month, or has others file."""

    unit: Unit | None
    items: Fraction
    minutes: Fraction
    tasks: int
    units: int = 1

    @property
    def items_words(self) -> str:
        return _short(self.items)

    @property
    def minutes_words(self) -> str:
        return str(_to_five(self.minutes))

    @property
    def hours_words(self) -> str:
        return _short(self.minutes / 60)


@dataclass(frozen=True)
class Burden:
    """`filing` by unit, heaviest first; `asking` by the unit that leads the task."""

    filing: list[Load]
    asking: list[Load]
    sentence: str
    minutes_per_item: Decimal

    @property
    def townships(self) -> list[Load]:
        return [load for load in self.filing if load.unit is not None and load.unit.kind == UnitKind.TOWNSHIP]


def running_burden(campaign: Campaign, on: date) -> Burden:
    """Of a published campaign, from the shares that are carried now."""
    shares = Assignment.objects.filter(task__campaign=campaign, task__withdrawn_on__isnull=True).active()
    cadences = Cadence.objects.filter(task__campaign=campaign).values_list("task_id", "every")
    return planned_burden(shares.select_related("unit"), cadences, on)


def planned_burden(shares: Iterable[Assignment], cadences: Iterable[tuple[int, str]], on: date) -> Burden:
    """Of a draft: `shares` are its carriers as they would open (`campaigns.opening`), `cadences` (task id, every)."""
    minutes = rule_value("burden.minutes_per_item", on=on)
    each = Fraction(minutes)
    monthly: dict[int, Fraction] = defaultdict(Fraction)
    for task_id, every in cadences:
        monthly[task_id] += A_MONTH[every]
    units: dict[int, Unit] = {}
    leads: dict[int, int] = {}
    filed: dict[int, list[int]] = defaultdict(list)  # unit -> tasks it files
    for share in shares:
        if share.state != Assignment.State.ACTIVE or share.role == CarrierRole.SUPPORT:
            continue
        units[share.unit_id] = share.unit
        if share.role == CarrierRole.LEAD:
            leads.setdefault(share.task_id, share.unit_id)
        if monthly.get(share.task_id):
            filed[share.unit_id].append(share.task_id)
    filing = [_load(units[unit_id], tasks, monthly, each) for unit_id, tasks in filed.items()]
    asked: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for unit_id, tasks in filed.items():
        for task_id in tasks:
            if leads.get(task_id) != unit_id:  # what a unit files for its own task it asks of nobody
                asked[leads.get(task_id, NOBODY)].append((task_id, unit_id))
    asking = [
        Load(
            units.get(unit_id), items := sum((monthly[task] for task, _unit in pairs), Fraction()), items * each,
            len({task for task, _unit in pairs}), len({unit for _task, unit in pairs}),
        )
        for unit_id, pairs in asked.items()
    ]  # fmt: skip
    filing.sort(key=lambda load: (-load.items, load.unit.order if load.unit else 0))
    asking.sort(key=lambda load: (-load.items, load.unit.order if load.unit else 0))
    return Burden(filing, asking, burden_words(filing), minutes)


def burden_words(filing: list[Load]) -> str:
    """“17 个乡镇 × 每月 14 项，约 95 分钟”; without townships the other units; '' when nothing recurs."""
    townships = [load for load in filing if load.unit is not None and load.unit.kind == UnitKind.TOWNSHIP]
    counted = townships or filing
    if not counted:
        return ""
    items = sum((load.items for load in counted), Fraction()) / len(counted)
    minutes = sum((load.minutes for load in counted), Fraction()) / len(counted)
    facts = {"n": len(counted), "items": _short(items), "minutes": _to_five(minutes)}
    if townships:
        return _("%(n)s 个乡镇 × 每月 %(items)s 项，每个乡镇每月约 %(minutes)s 分钟。") % facts
    return _("%(n)s 个单位 × 每月 %(items)s 项，每个单位每月约 %(minutes)s 分钟。") % facts


def _load(unit: Unit, tasks: list[int], monthly: dict[int, Fraction], each: Fraction) -> Load:
    items = sum((monthly[task] for task in tasks), Fraction())
    return Load(unit, items, items * each, len(tasks))


def _short(number: Fraction) -> str:
    """One decimal, half up, and none when it is whole."""
    tenths = int(number * 10 + Fraction(1, 2))
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def _to_five(minutes: Fraction) -> int:
    """To the nearest five minutes: an estimate must not look exact. Never 0 for something."""
    return max(5, int(minutes / 5 + Fraction(1, 2)) * 5)
