"""What the pages of a scheme show: items in their tree with rule, worked example and source in words; a preview on live data."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments.explained import number, points
from assessments.models import Assessment, UnitResult
from assessments.scheme import SIDES, Bands, Deduction, Item, Method, PerEvent, Scheme, ShareOfTarget
from assessments.scheme_checks import check_scheme
from assessments.score_words import MISSING, formula_words, problem_words
from assessments.scoring import score_unit
from assessments.selectors.gathering import gather
from assessments.services.schemes import proposed
from assessments.worked_examples import worked_example


@dataclass(frozen=True)
class ItemLine:
    """`depth` 0 is an action or a side's item. `example` is "" for branches and for an item that is not sound yet."""

    item: Item
    side: str
    depth: int
    rule: str
    example: str
    source: str
    missing: str
    problems: list[str]


def item_lines(scheme: Scheme, sources: Mapping[str, Mapping[str, Any]]) -> list[ItemLine]:
    wrong: dict[str, list[str]] = {}
    for problem in check_scheme(scheme):
        wrong.setdefault(problem.key, []).append(problem_words(problem))
    found: list[ItemLine] = []

    def put(item: Item, side: str, depth: int) -> None:
        source = "" if item.items else source_words(sources.get(item.key, {}))
        rule = method_words(item.method) if item.method is not None else ""
        missing = str(MISSING[item.missing]) if side == "base" and not item.items else ""
        found.append(ItemLine(item, side, depth, rule, _example(item), source, missing, wrong.get(item.key, [])))
        for child in item.items:
            put(child, side, depth + 1)

    for side in SIDES:
        for item in getattr(scheme, side):
            put(item, side, 0)
    return found


def problems_of(scheme: Scheme) -> list[str]:
    return [problem_words(problem) for problem in check_scheme(scheme)]


def _example(item: Item) -> str:
    if item.items or item.method is None:
        return ""
    try:
        step = worked_example(item)
    except (ValueError, IndexError, ArithmeticError):  # a draft that is not sound yet has no example
        return ""
    return formula_words(step.formula) if step.formula else ""


def method_words(method: Method) -> str:
    if isinstance(method, ShareOfTarget):
        words = _("按完成率得分") if method.comparator != "<=" else _("不超过目标得满分，超过的按比例减")
        return words + (_("，超额最高 %(n)s 倍") % {"n": number(method.limit)} if method.limit > 1 else "")
    if isinstance(method, Bands):
        bands = (
            _("%(low)s 起 %(points)s 分") % {"low": number(one.low, method.percent), "points": number(one.points)}
            for one in method.bands
        )
        return _("分档得分：%(bands)s") % {"bands": _("、").join(bands)}
    if isinstance(method, Deduction | PerEvent):
        rates = _("、").join(f"{rate.name} {number(rate.points)} {_('分')}" for rate in method.rates)
        words = _("扣完为止：%(rates)s") if isinstance(method, Deduction) else _("按次计，最高到满分：%(rates)s")
        return words % {"rates": rates}
    return _("人工打分：%(rubric)s") % {"rubric": _("；").join(method.rubric) or _("0 分到满分，写明理由")}


def source_words(source: Mapping[str, Any]) -> str:
    match source.get("kind"):
        case "indicator":
            return _("取自第 %(n)s 号任务的指标") % {"n": source["task"]}
        case "task":
            return _("取自第 %(n)s 号任务：到期的填报通过了多少") % {"n": source["task"]}
        case "punctual":
            return _("取自报送记录：迟报、漏报、退回")
        case "findings":
            return _("取自驻村抽查")
    return _("人工登记")


@dataclass(frozen=True)
class PreviewRow:
    name: str
    total: str
    before: str
    change: Decimal | None


def preview(assessment: Assessment, scheme: Scheme, sources: Mapping[str, Any], on) -> list[PreviewRow]:
    """What the scheme would give today, beside the run that is shown. Nothing is written."""
    shown = {row.unit_id: row.total for row in UnitResult.objects.filter(run=assessment.run_id)}
    rows = []
    for one in gather(assessment=assessment, scheme=scheme, sources=sources, on=on):
        total, before = score_unit(scheme, one.answers).total, shown.get(one.unit.pk)
        change = total - before if total is not None and before is not None else None
        rows.append((total if total is not None else Decimal(-1), PreviewRow(
            one.unit.name, "—" if total is None else points(total), "—" if before is None else points(before), change
        )))  # fmt: skip
    return [row for _total, row in sorted(rows, key=lambda pair: -pair[0])]


def grade_lines(scheme: Scheme) -> list[str]:
    found = []
    for grade in scheme.grades:
        words = _("%(name)s：%(least)s 分起") % {"name": grade.name, "least": number(grade.least)}
        if grade.quota is not None:
            words += _("，不超过 %(share)s") % {"share": number(grade.quota, True)}
        found.append(words)
    return found


def veto_lines(scheme: Scheme) -> list[str]:
    names = {grade.key: grade.name for grade in scheme.grades}
    return [
        _("%(name)s：最高“%(grade)s”") % {"name": veto.name, "grade": names.get(veto.ceiling, veto.ceiling)}
        for veto in scheme.vetoes
    ]


def offers(assessment: Assessment, scheme: Scheme) -> tuple[dict[str, Item], dict[str, Any]]:
    """Items of the tasks' proposal that the scheme has not, and where their answers come from."""
    whole, sources = proposed(assessment)
    there = {item.key for item in scheme.leaves()}
    found = {item.key: item for item in whole.leaves() if item.key not in there and sources[item.key].get("kind")}
    return {key: item for key, item in found.items() if isinstance(item.method, ShareOfTarget)}, dict(sources)
