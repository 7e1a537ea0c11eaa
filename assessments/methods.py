"""How a leaf gets its points from its answer: one function a method, each a few steps of which the last gives the score.

Where an item carries points of others that are out, a share of target is taken of the new points at once; the other
methods count in the scheme's own points first and are scaled then, so that 每次扣 0.5 分 stays what the paper says.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from assessments.answers import Answer, Events, Figure, Mark, Service
from assessments.explained import MINUS, OVER, PLUS, TIMES, Formula, Step, Term
from assessments.rounding import FIGURE_PLACES, PLACES, ZERO, figure, half_up
from assessments.scheme import AT_MOST, Bands, Deduction, Item, Manual, PerEvent, Rate, ShareOfTarget

WHOLE = Decimal(1)


def steps_of(item: Item, points: Decimal, answer: Answer, service: Service | None = None) -> tuple[Step, ...]:
    """`points` are those in force; kinds of answers that do not fit the method are refused by `answer_checks`."""
    method = item.method
    if isinstance(method, ShareOfTarget) and isinstance(answer, Figure):
        return share_of_target(method, points, answer, service)
    places = PLACES if points == item.points else FIGURE_PLACES
    if isinstance(method, Bands) and isinstance(answer, Figure):
        step = band(method, answer, places)
    elif isinstance(method, Deduction) and isinstance(answer, Events):
        step = deduction(method, item.points, answer, places)
    elif isinstance(method, PerEvent) and isinstance(answer, Events):
        step = per_event(method, item.points, answer, places)
    elif isinstance(method, Manual) and isinstance(answer, Mark):
        step = Step("manual", {"reason": answer.reason}, Formula((Term(PLUS, answer.points),), places))
    else:
        raise ValueError(f"{item.key} cannot be scored from {type(answer).__name__}.")
    if points == item.points or step.formula is None:
        return (step,)
    given = step.formula.result
    scaled = Formula((Term(PLUS, given), Term(TIMES, points), Term(OVER, item.points)))
    return (step, Step("scaled", {"full": item.points, "points": points}, scaled))


def share_of_target(
    method: ShareOfTarget, points: Decimal, answer: Figure, service: Service | None = None
) -> tuple[Step, ...]:
    steps: list[Step] = []
    target = method.target
    if method.by_days and service is not None:
        cut = Formula(
            (Term(PLUS, target), Term(TIMES, Decimal(service.days)), Term(OVER, Decimal(service.of))), FIGURE_PLACES
        )
        steps.append(Step("by_days", {"days": service.days, "of": service.of}, cut))
        target = cut.result
    falling = method.comparator == AT_MOST
    exact = _exact(answer)
    value = figure(exact, at_most=[target]) if falling else figure(exact, at_least=[target])
    met = value <= target if falling else value >= target
    params: dict[str, object] = {"target": _quantity(target, method.percent), "value": _quantity(value, method.percent)}
    if answer.is_share:
        params |= {"numerator": answer.numerator, "denominator": answer.denominator}
    high = half_up(Fraction(points) * Fraction(method.limit))
    terms: tuple[Term, ...] = (Term(PLUS, points), Term(TIMES, WHOLE, True))
    if met and (method.limit == 1 or target <= 0):
        code = "within" if falling else "reached"
    elif not met and (target <= 0 or value <= 0):
        code, terms = "no_ratio", (Term(PLUS, points), Term(TIMES, ZERO, True))
    else:
        over, under = (target, value) if falling else (value, target)
        code = "share_at_most" if falling else ("share" if method.limit == 1 else "share_over")
        terms = (Term(PLUS, points), Term(TIMES, over, method.percent), Term(OVER, under, method.percent))
        params["limit"] = _quantity(method.limit, True)
    steps.append(Step(code, params, Formula(terms, high=high)))
    return tuple(steps)


def band(method: Bands, answer: Figure, places: int = PLACES) -> Step:
    value = figure(_exact(answer), at_least=[one.low for one in method.bands])
    reached = [one for one in method.bands if value >= one.low]
    params: dict[str, object] = {"value": _quantity(value, method.percent)}
    if answer.is_share:
        params |= {"numerator": answer.numerator, "denominator": answer.denominator}
    if not reached:
        return Step("below_bands", params, Formula((Term(PLUS, ZERO),), places))
    best = max(reached, key=lambda one: one.low)
    params["low"] = _quantity(best.low, method.percent)
    return Step("band", params, Formula((Term(PLUS, best.points),), places))


def deduction(method: Deduction, full: Decimal, answer: Events, places: int = PLACES) -> Step:
    terms = (Term(PLUS, full), *_events(MINUS, method.rates, answer))
    return Step("deduction", {"full": full}, Formula(terms, places, low=ZERO))


def per_event(method: PerEvent, full: Decimal, answer: Events, places: int = PLACES) -> Step:
    terms = _events(PLUS, method.rates, answer) or (Term(PLUS, ZERO),)
    return Step("per_event", {"full": full}, Formula(terms, places, high=full))


def _events(sign: str, rates: Sequence[Rate], answer: Events) -> tuple[Term, ...]:
    terms: list[Term] = []
    for rate in rates:
        if count := answer.counts.get(rate.key, 0):
            terms += [Term(sign, rate.points), Term(TIMES, Decimal(count))]
    return tuple(terms)


def _exact(answer: Figure) -> Fraction:
    exact = answer.exact
    if exact is None:
        raise ValueError("A figure without a value cannot be scored.")
    return exact


def _quantity(value: Decimal, percent: bool) -> Term:
    return Term(PLUS, value, percent)
