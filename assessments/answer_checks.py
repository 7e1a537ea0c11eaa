"""Whether a unit's answers fit the scheme: all problems at once, before anything is scored."""

from collections.abc import Iterator
from decimal import Decimal

from assessments.answers import Answer, Events, Figure, Mark, NotApplicable, UnitAnswers
from assessments.rounding import has_places
from assessments.scheme import Bands, Deduction, Item, Manual, PerEvent, Scheme, ShareOfTarget
from assessments.scheme_checks import Problem


def check_answers(scheme: Scheme, unit: UnitAnswers) -> list[Problem]:
    """Empty when the unit can be scored. Numbers from registers come in range; this guards the doors of people."""
    leaves = {item.key: item for item in scheme.leaves()}
    problems: list[Problem] = []
    for key, answer in unit.answers.items():
        if key not in leaves:
            problems.append(Problem("unknown_item", key, {"key": key}))
        else:
            problems.extend(_answer(leaves[key], answer))
    known = {veto.key for veto in scheme.vetoes}
    problems += [Problem("unknown_veto", hit.key, {"key": hit.key}) for hit in unit.vetoes if hit.key not in known]
    if unit.service is not None and not 0 < unit.service.days <= unit.service.of:
        problems.append(Problem("service_days", "", {"days": unit.service.days, "of": unit.service.of}))
    return problems


def _answer(item: Item, answer: Answer) -> Iterator[Problem]:
    names = {"name": item.name}
    if isinstance(answer, NotApplicable):
        if not answer.reason.strip():
            yield Problem("no_reason", item.key, names)
    elif isinstance(answer, Figure):
        if not isinstance(item.method, ShareOfTarget | Bands):
            yield Problem("answer_does_not_fit", item.key, names)
        yield from _figure(item, answer)
    elif isinstance(answer, Events):
        if isinstance(item.method, Deduction | PerEvent):
            yield from _events(item, item.method, answer)
        else:
            yield Problem("answer_does_not_fit", item.key, names)
    elif isinstance(item.method, Manual):
        yield from _mark(item, answer)
    else:
        yield Problem("answer_does_not_fit", item.key, names)


def _figure(item: Item, answer: Figure) -> Iterator[Problem]:
    sides = (answer.numerator, answer.denominator)
    given = [number for number in (answer.value, *sides) if number is not None]
    both = answer.value is not None and any(side is not None for side in sides)
    if both or (answer.value is None and not answer.is_share):
        yield Problem("figure_or_share", item.key, {"name": item.name})
    elif not all(number.is_finite() for number in given) or (answer.denominator or Decimal(0)) < 0:
        yield Problem("figure_not_finite", item.key, {"name": item.name})


def _events(item: Item, method: Deduction | PerEvent, answer: Events) -> Iterator[Problem]:
    known = {rate.key for rate in method.rates}
    for key, count in answer.counts.items():
        if key not in known:
            yield Problem("unknown_rate", item.key, {"name": item.name, "rate": key})
        elif count < 0:
            yield Problem("count_below_zero", item.key, {"name": item.name})


def _mark(item: Item, answer: Mark) -> Iterator[Problem]:
    if not answer.points.is_finite() or not 0 <= answer.points <= item.points or not has_places(answer.points):
        yield Problem("mark_out_of_range", item.key, {"name": item.name, "points": item.points})
    if not answer.reason.strip():
        yield Problem("no_reason", item.key, {"name": item.name})
