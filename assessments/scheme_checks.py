"""Whether a scheme is sound: all its problems at once, as codes with parameters (`score_words.PROBLEMS` has the words)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from assessments.rounding import has_places
from assessments.scheme import (
    AT_MOST,
    COMPARATORS,
    FULL,
    Bands,
    Deduction,
    Grade,
    Item,
    Manual,
    Missing,
    PerEvent,
    Rate,
    Scheme,
    ShareOfTarget,
)

T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """`key` is the item, grade, veto or action it belongs to; "" is the scheme as a whole."""

    code: str
    key: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


def check_scheme(scheme: Scheme) -> list[Problem]:
    """Empty when the scheme can be put into force."""
    return [
        *_base(scheme),
        *_keys(scheme),
        *(problem for item in scheme.base for problem in _item(item, base=True)),
        *(problem for item in scheme.bonus for problem in _item(item, base=False)),
        *(problem for item in scheme.deduction for problem in _item(item, base=False, deducting=True)),
        *_caps(scheme),
        *_grades(scheme.grades),
        *_references(scheme),
    ]


def _base(scheme: Scheme) -> Iterator[Problem]:
    if not scheme.base:
        yield Problem("no_items")
    elif (whole := _sum(scheme.base)) != FULL:
        yield Problem("base_not_full", params={"sum": whole, "full": FULL, "gap": abs(FULL - whole)})


def _keys(scheme: Scheme) -> Iterator[Problem]:
    for keys in (
        [item.key for item in scheme.walk()],
        [grade.key for grade in scheme.grades],
        [veto.key for veto in scheme.vetoes],
    ):
        yield from (Problem("key_twice", key) for key in _twice(keys))


def _item(item: Item, *, base: bool, deducting: bool = False) -> Iterator[Problem]:
    yield from _points(item.points, item)
    if item.items:
        if item.method is not None:
            yield Problem("branch_with_method", item.key, {"name": item.name})
        whole = _sum(item.items)
        if base and whole != item.points:
            yield Problem("parts_do_not_add_up", item.key, {"name": item.name, "sum": whole, "points": item.points})
        for child in item.items:
            yield from _item(child, base=base, deducting=deducting)
        return
    if not base and item.missing is Missing.LEFT_OUT:
        yield Problem("nothing_to_spread", item.key, {"name": item.name})
    if item.method is None:
        yield Problem("no_method", item.key, {"name": item.name})
    elif deducting and not isinstance(item.method, PerEvent | Manual):
        yield Problem("not_for_deduction", item.key, {"name": item.name})
    elif isinstance(item.method, ShareOfTarget):
        yield from _share(item.method, item)
    elif isinstance(item.method, Bands):
        yield from _bands(item.method, item)
    elif isinstance(item.method, Deduction | PerEvent):
        yield from _rates(item.method.rates, item)


def _points(points: Decimal, item: Item) -> Iterator[Problem]:
    if not points.is_finite() or points <= 0:
        yield Problem("points_not_positive", item.key, {"name": item.name})
    elif not has_places(points):
        yield Problem("points_too_fine", item.key, {"name": item.name, "points": points})


def _share(method: ShareOfTarget, item: Item) -> Iterator[Problem]:
    if method.comparator not in COMPARATORS:
        yield Problem("comparator", item.key, {"name": item.name})
    if not method.target.is_finite():
        yield Problem("no_target", item.key, {"name": item.name})
    if not method.limit.is_finite() or method.limit < 1:
        yield Problem("limit_below_full", item.key, {"name": item.name})
    elif method.limit > 1 and method.comparator == AT_MOST:
        yield Problem("limit_of_at_most", item.key, {"name": item.name})
    if method.by_days and (method.percent or method.comparator == AT_MOST):
        yield Problem("share_by_days", item.key, {"name": item.name})


def _bands(method: Bands, item: Item) -> Iterator[Problem]:
    if not method.bands:
        yield Problem("no_bands", item.key, {"name": item.name})
    if any(not (one.low.is_finite() and one.points.is_finite()) for one in method.bands):
        yield Problem("band_without_figure", item.key, {"name": item.name})
        return
    if _twice([one.low for one in method.bands]):
        yield Problem("band_twice", item.key, {"name": item.name})
    for one in method.bands:
        if not 0 <= one.points <= item.points or not has_places(one.points):
            yield Problem("band_points", item.key, {"name": item.name, "low": one.low, "points": item.points})
    given = [one.points for one in sorted(method.bands, key=lambda one: one.low)]
    rises, falls = all(a <= b for a, b in pairwise(given)), all(a >= b for a, b in pairwise(given))
    if not rises and not falls:
        yield Problem("bands_zigzag", item.key, {"name": item.name})
    elif not rises and min(one.low for one in method.bands) > 0:
        # Below the lowest band there are 0 points, so the best figures of a falling row would get nothing.
        yield Problem("falling_bands_start_at_zero", item.key, {"name": item.name})


def _rates(rates: Sequence[Rate], item: Item) -> Iterator[Problem]:
    if not rates:
        yield Problem("no_rates", item.key, {"name": item.name})
    for rate in rates:
        if not rate.points.is_finite() or rate.points <= 0 or not has_places(rate.points, 2):
            yield Problem("rate_points", item.key, {"name": item.name, "rate": rate.name})
    if _twice([rate.key for rate in rates]):
        yield Problem("rate_twice", item.key, {"name": item.name})


def _caps(scheme: Scheme) -> Iterator[Problem]:
    for key, cap in (("bonus", scheme.bonus_cap), ("deduction", scheme.deduction_cap)):
        if cap is not None and not (cap.is_finite() and cap >= 0 and has_places(cap)):
            yield Problem(f"{key}_cap")


def _grades(grades: Sequence[Grade]) -> Iterator[Problem]:
    if not grades:
        yield Problem("no_grades")
        return
    for grade in grades:
        sound = grade.quota is None or (grade.quota.is_finite() and 0 <= grade.quota <= 1)
        if not sound or not grade.least.is_finite():
            yield Problem("grade_figures", grade.key, {"name": grade.name})
    for better, worse in pairwise(grades):
        if better.least.is_finite() and worse.least.is_finite() and better.least < worse.least:
            yield Problem("grades_out_of_order", worse.key, {"name": worse.name, "better": better.name})
    last = grades[-1]
    if last.quota is not None or not last.least.is_finite() or last.least > 0:
        yield Problem("last_grade_not_open", last.key, {"name": last.name})


def _references(scheme: Scheme) -> Iterator[Problem]:
    grades = {grade.key for grade in scheme.grades}
    for veto in scheme.vetoes:
        if veto.ceiling not in grades:
            yield Problem("veto_without_grade", veto.key, {"name": veto.name})
    actions = {item.key for item in scheme.base}
    for key in scheme.ties:
        if key not in actions:
            yield Problem("tie_without_action", key)


def _sum(items: Iterable[Item]) -> Decimal:
    return sum((item.points for item in items), Decimal(0))


def _twice(keys: Iterable[T]) -> list[T]:
    return [key for key, times in Counter(keys).items() if times > 1]
