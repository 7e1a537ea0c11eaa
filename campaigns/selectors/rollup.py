"""Figures of a campaign from the village up to the county, each level with the parts that made it.

A township's own figure holds; where it has none, the figures of its villages are added up. Where townships or villages
carry a task, what a county department reports beside them is the same thing seen from above: it stands apart and is not
added, or everything would count twice. Where only departments carry it, they make the county's figure.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from campaigns.aggregation import Figure as Leaf
from campaigns.aggregation import Total, combine, leaf, over_time
from campaigns.models import Assignment, Campaign, CarrierRole, Indicator
from campaigns.selectors.figures import held_figures, submitted
from organizations.models import Unit, UnitKind


@dataclass(frozen=True)
class Rollup:
    """One indicator. `total` is the county's figure with its parts; `aside` are figures of departments not added."""

    indicator: Indicator
    total: Total
    aside: tuple[Total, ...] = ()

    @property
    def in_words(self) -> str:
        return explain(self.total)


def rollup(*, campaign: Campaign, on: date, indicators: Sequence[Indicator] | None = None) -> dict[int, Rollup]:
    """By indicator id, of all that was filed until the day; six queries and one for each held indicator."""
    if indicators is None:
        indicators = list(Indicator.objects.filter(task__campaign=campaign))
    shares = Assignment.objects.filter(task__campaign=campaign, role__in=(CarrierRole.LEAD, CarrierRole.RESPONSIBLE))
    carriers: dict[int, set[int]] = defaultdict(set)
    for task, unit, state in shares.values_list("task", "unit", "state"):
        if state == Assignment.State.ACTIVE:
            carriers[task].add(unit)
    leaves = _reported(indicators, on)
    wanted = {unit for units in carriers.values() for unit in units} | {unit for _pk, unit in leaves}
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=wanted).order_by("path")}
    parents = Unit.objects.filter(pk__in={unit.parent_id for unit in units.values() if unit.kind == UnitKind.VILLAGE})
    tops = {**{unit.pk: unit for unit in parents}, **units}
    held = held_figures(indicators=indicators, units=list(units.values()), on=on)
    for (indicator_pk, unit_pk), found in held.items():
        leaves[indicator_pk, unit_pk] = [_leaf(units[unit_pk], found.value, found.whole, found.day or on)]
    result = {}
    for indicator in indicators:
        reporting = {unit for pk, unit in leaves if pk == indicator.pk}
        concerned = [unit for pk, unit in units.items() if pk in carriers[indicator.task_id] | reporting]
        own = {unit.pk: _over_time(indicator, unit, leaves.get((indicator.pk, unit.pk), [])) for unit in concerned}
        result[indicator.pk] = _county(indicator, concerned, own, tops)
    return result


def explain(total: Total) -> str:
    """How the figure came about, in a sentence."""
    if total.value is None:
        return (
            _("%(missing)s 个单位都还没有报。") % {"missing": total.missing} if total.missing else _("还没有单位报数。")
        )
    facts = {
        "counted": total.counted, "value": _plain(total.value),
        "top": _plain(total.numerator), "whole": _plain(total.denominator),
    }  # fmt: skip
    words = {
        "sum": _("%(counted)s 个数相加，得 %(value)s。"),
        "average": _("%(counted)s 个数合计 %(top)s，除以 %(whole)s，得 %(value)s。"),
        "latest": _("取最近一次报的数 %(value)s。"),
        "share": _("分子合计 %(top)s，分母合计 %(whole)s，得 %(value)s。"),
    }[total.way] % facts
    return words + (_("另有 %(missing)s 个没有报。") % {"missing": total.missing} if total.missing else "")


def _reported(indicators: Sequence[Indicator], on: date) -> dict[tuple[int, int], list[Leaf]]:
    found: dict[tuple[int, int], list[Leaf]] = defaultdict(list)
    rows = submitted().filter(indicator__in=indicators, item__duty__filed_on__lte=on)
    rows = rows.order_by("item__filing__due_on", "id").select_related("item__filing__unit")
    for row in rows:
        filing = row.item.filing
        found[row.indicator_id, filing.unit_id].append(_leaf(filing.unit, row.value, row.whole, filing.due_on))
    return found


def _leaf(unit: Unit, value, whole, day: date) -> Leaf:
    return Leaf(str(unit), value=value, numerator=value, denominator=whole, day=day)


def _over_time(indicator: Indicator, unit: Unit, figures: list[Leaf]) -> Total:
    """A share is a state, not a flow: its newest period holds, as with every running total."""
    cumulative = indicator.cumulative or indicator.aggregation == Indicator.Aggregation.SHARE
    if not figures:
        return leaf(indicator.aggregation, Leaf(str(unit)))
    return over_time(indicator.aggregation, cumulative, str(unit), figures)


def _county(indicator: Indicator, concerned: Iterable[Unit], own: dict[int, Total], tops: dict[int, Unit]) -> Rollup:
    way = indicator.aggregation
    villages: dict[int, list[Unit]] = defaultdict(list)
    townships: dict[int, Unit] = {}
    departments = []
    for unit in concerned:
        if unit.kind == UnitKind.VILLAGE and unit.parent_id:
            villages[unit.parent_id].append(unit)
            townships[unit.parent_id] = tops[unit.parent_id]
        elif unit.kind == UnitKind.TOWNSHIP:
            townships[unit.pk] = unit
        else:
            departments.append(own[unit.pk])
    parts = []
    for unit in sorted(townships.values(), key=lambda unit: unit.path):
        figure = own.get(unit.pk)
        if villages[unit.pk] and (figure is None or not figure.counted):
            figure = combine(way, str(unit), [own[village.pk] for village in villages[unit.pk]])
        if figure is not None:
            parts.append(figure)
    name = str(_("全县"))
    if not townships:
        return Rollup(indicator, combine(way, name, departments))
    return Rollup(indicator, combine(way, name, parts), tuple(departments))


def _plain(number) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
