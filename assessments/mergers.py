"""Villages and townships that merged in the year: what the former unit did counts for the unit it went into.

Figures of a year add up, shares add up on both sides and events are counted together; a level at the end of the year
(`level`) and a mark by a person are the successor's own, the former unit's only where the successor has none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from assessments.answers import Answer, Events, Figure, UnitAnswers


def carried_over(
    units: Iterable[UnitAnswers], successors: Mapping[str, str], *, levels: Iterable[str] = ()
) -> tuple[UnitAnswers, ...]:
    """Units without the merged ones, in their order. A chain of mergers is followed to its end. `levels` are the keys of
    items whose figure is a state at the end of the year. Vetoes stay with the act and so go over as well."""
    kept = frozenset(levels)
    living: dict[str, UnitAnswers] = {}
    former: list[tuple[str, UnitAnswers]] = []
    for unit in units:
        if unit.unit in successors:
            former.append((_end(unit.unit, successors), unit))
        else:
            living[unit.unit] = unit
    for into, unit in former:
        living[into] = _joined(living.get(into, UnitAnswers(into)), unit, kept)
    return tuple(living.values())


def _end(unit: str, successors: Mapping[str, str]) -> str:
    seen = {unit}
    while unit in successors:
        unit = successors[unit]
        if unit in seen:
            raise ValueError("Units cannot have merged in a circle.")
        seen.add(unit)
    return unit


def _joined(unit: UnitAnswers, former: UnitAnswers, levels: frozenset[str]) -> UnitAnswers:
    answers = dict(unit.answers)
    for key, answer in former.answers.items():
        answers[key] = answer if key not in answers else _together(answers[key], answer, key in levels)
    return replace(unit, answers=answers, vetoes=(*unit.vetoes, *former.vetoes))


def _together(own: Answer, former: Answer, level: bool) -> Answer:
    refs = (*own.refs, *former.refs)
    if isinstance(own, Events) and isinstance(former, Events):
        keys = [*own.counts, *(key for key in former.counts if key not in own.counts)]
        return Events({key: own.counts.get(key, 0) + former.counts.get(key, 0) for key in keys}, refs)
    if isinstance(own, Figure) and isinstance(former, Figure) and not level:
        if own.is_share and former.is_share:
            return Figure(
                numerator=_sum(own.numerator, former.numerator),
                denominator=_sum(own.denominator, former.denominator),
                refs=refs,
            )
        if own.value is not None and former.value is not None:
            return Figure(own.value + former.value, refs=refs)
    return own


def _sum(*numbers: Decimal | None) -> Decimal:
    return sum((number for number in numbers if number is not None), Decimal(0))
