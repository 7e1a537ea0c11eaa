"""The score of one unit from a scheme and the unit's answers. Values in, values out: no models, no clock, no language.

In the base, points of what is left out or does not apply go to the rest of the same parent, so that a unit is always
measured against the same 100. Bonus and deduction have nothing to spread: there the points of an item are its cap.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assessments.answers import Answer, Figure, NotApplicable, UnitAnswers
from assessments.explained import MINUS, OUT, OVER, PLUS, TIMES, Explained, Formula, Result, State, Step, Term
from assessments.methods import steps_of
from assessments.rounding import FIGURE_PLACES, ZERO, spread
from assessments.scheme import FULL, Item, Missing, Scheme


def score_unit(scheme: Scheme, unit: UnitAnswers) -> Result:
    """`scheme_checks` and `answer_checks` are asked before; here what does not fit is a ValueError."""
    base = _root("base", scheme.base, unit)
    bonus = _extra("bonus", scheme.bonus, scheme.bonus_cap, unit)
    less = _extra("deduction", scheme.deduction, scheme.deduction_cap, unit)
    sides = [Term(PLUS, base.score or ZERO), Term(PLUS, bonus.score or ZERO), Term(MINUS, less.score or ZERO)]
    formula = Formula(tuple(sides), low=ZERO)
    # Nothing to measure at all is no score of 0 either.
    waits = base.state in OUT or any(side.state is State.AWAITS for side in (base, bonus, less))
    return Result(
        unit=unit.unit,
        version=scheme.version,
        base=base,
        bonus=bonus,
        deduction=less,
        step=Step("total_so_far" if waits else "total", {}, formula),
        net=formula.rounded,
        total=None if waits else formula.result,
        vetoes=unit.vetoes,
        ceiling=_ceiling(scheme, unit),
    )


def _root(key: str, items: Sequence[Item], unit: UnitAnswers) -> Explained:
    return _branch(Item(key, "", FULL, items=tuple(items)), FULL, unit)


def _item(item: Item, points: Decimal, unit: UnitAnswers, *, spreads: bool = True) -> Explained:
    if item.items:
        return _branch(item, points, unit) if spreads else _capped(item, item.points, unit)
    return _leaf(item, points, unit)


def _leaf(item: Item, points: Decimal, unit: UnitAnswers) -> Explained:
    answer = unit.answers.get(item.key)
    state = _state(item, answer)
    refs = () if answer is None else answer.refs
    if state is State.SCORED and answer is not None:
        steps = steps_of(item, points, answer, unit.service)
        score = steps[-1].formula.result if steps[-1].formula else None
        return Explained(item.key, item.name, item.points, points, score, state, steps, (), refs, item.basis)
    nothing = state is State.NOT_APPLICABLE and not isinstance(answer, NotApplicable)
    params = {"reason": answer.reason} if isinstance(answer, NotApplicable) else {}
    step = Step("nothing_to_count" if nothing else state.value, params)
    score = ZERO if state is State.ZERO else None
    held = None if state in OUT else points
    return Explained(item.key, item.name, item.points, held, score, state, (step,), (), refs, item.basis)


def _state(item: Item, answer: Answer | None) -> State:
    if isinstance(answer, NotApplicable):
        return State.NOT_APPLICABLE
    if isinstance(answer, Figure) and answer.is_share and answer.denominator == 0:
        return State.NOT_APPLICABLE
    if answer is not None:
        return State.SCORED
    return {Missing.ZERO: State.ZERO, Missing.LEFT_OUT: State.LEFT_OUT, Missing.AWAITS: State.AWAITS}[item.missing]


def _out(item: Item, unit: UnitAnswers) -> State | None:
    """Whether the item is out for this unit; a branch is when all of it is."""
    if not item.items:
        state = _state(item, unit.answers.get(item.key))
        return state if state in OUT else None
    outs = [_out(child, unit) for child in item.items]
    if None in outs:
        return None
    return State.NOT_APPLICABLE if all(out is State.NOT_APPLICABLE for out in outs) else State.LEFT_OUT


def _branch(item: Item, points: Decimal, unit: UnitAnswers) -> Explained:
    out = _out(item, unit)
    counted = {child.key: child.points for child in item.items if _out(child, unit) is None}
    whole = sum(counted.values(), Decimal(0))
    shared = counted if whole == points or not counted else spread(points, counted)
    parts = []
    for child in item.items:
        part = _item(child, shared.get(child.key, child.points), unit)
        if child.key in counted and shared[child.key] != child.points:
            terms = (Term(PLUS, child.points), Term(TIMES, points), Term(OVER, whole))
            params = {"full": child.points, "points": shared[child.key]}
            step = Step("spread", params, Formula(terms, FIGURE_PLACES))
            part = replace(part, steps=(step, *part.steps))
        parts.append(part)
    if out is not None:
        return Explained(
            item.key, item.name, item.points, None, None, out, (Step("all_out"),), tuple(parts), (), item.basis
        )
    return _added(item, points, parts, None)


def _capped(item: Item, cap: Decimal | None, unit: UnitAnswers) -> Explained:
    parts = [_item(child, child.points, unit, spreads=False) for child in item.items]
    return _added(item, item.points, parts, cap)


def _extra(key: str, items: Sequence[Item], cap: Decimal | None, unit: UnitAnswers) -> Explained:
    points = cap if cap is not None else sum((item.points for item in items), Decimal(0))
    return _capped(Item(key, "", points, items=tuple(items)), cap, unit)


def _added(item: Item, points: Decimal, parts: Sequence[Explained], cap: Decimal | None) -> Explained:
    terms = tuple(Term(PLUS, part.score) for part in parts if part.score is not None) or (Term(PLUS, ZERO),)
    state = State.AWAITS if any(part.state is State.AWAITS for part in parts) else State.SCORED
    step = Step("sum" if cap is None else "sum_capped", {}, Formula(terms, high=cap))
    score = step.formula.result if step.formula else ZERO
    return Explained(item.key, item.name, item.points, points, score, state, (step,), tuple(parts), (), item.basis)


def _ceiling(scheme: Scheme, unit: UnitAnswers) -> str | None:
    """The lowest of the ceilings that were hit."""
    ceilings = {veto.key: veto.ceiling for veto in scheme.vetoes}
    order = [grade.key for grade in scheme.grades]
    hit = [ceilings[veto.key] for veto in unit.vetoes]
    return max(hit, key=order.index, default=None)
