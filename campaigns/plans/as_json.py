"""The plan as plain JSON values, in the form that ``score_plans.py`` documents, with extra keys beside it."""

from dataclasses import fields, is_dataclass
from typing import Any

from campaigns.plans.model import Action, Cadence, Leader, Phase, Place, Plan, Question, SubItem, Target, Task, Time, Unit


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """A dict of str, int, float, bool, None, list and dict only; keys in a fixed order."""
    return {
        "title": plan.title,
        "year": plan.year,
        "kind": plan.kind,
        "is_plan": plan.is_plan,
        "number": plan.number,
        "issuer": plan.issuer,
        "signed": plan.signed,
        "basis": list(plan.basis),
        "goals": [_task(task) for task in plan.goals],
        "actions": [_action(action) for action in plan.actions],
        "phases": [_phase(phase) for phase in plan.phases],
        "safeguards": [_task(task) for task in plan.safeguards],
        "default_units": [_unit(unit) for unit in plan.default_units],
        "questions": [_question(question) for question in plan.questions],
        "notes": list(plan.notes),
        "text": plan.text,
    }


def _found(find: Any) -> dict[str, Any]:
    return {"span": _span(find.place), **({"cell": list(find.place.cell)} if find.place.cell else {}), "confidence": find.confidence, "rule": find.rule}


def _span(place: Place) -> list[int]:
    return [place.start, place.end]


def _action(action: Action) -> dict[str, Any]:
    tasks = [_task(task) for task in action.tasks]
    return {"ordinal": action.ordinal, "name": action.name, "section": action.section, "tasks": tasks, **_found(action)}


def _task(task: Task) -> dict[str, Any]:
    return {
        "ordinal": task.ordinal,
        "title": task.title,
        "units": [_unit(unit) for unit in task.units],
        "deadlines": [time.text for time in task.deadlines],
        "cadences": [cadence.text for cadence in task.cadences],
        "targets": [target.text for target in task.targets],
        "leaders": [_leader(leader) for leader in task.leaders],
        "subitems": [_subitem(item) for item in task.subitems],
        "hints": [_unit(unit) for unit in task.hints],
        "dates": [_details(time) for time in task.deadlines],
        "recurrences": [_details(cadence) for cadence in task.cadences],
        "measures": [_details(target) for target in task.targets],
        **_found(task),
    }


def _unit(unit: Unit) -> dict[str, Any]:
    full: dict[str, Any] = {}
    if unit.normalized:
        full["normalized"] = unit.normalized[0] if len(unit.normalized) == 1 else list(unit.normalized)
    marks = {name: True for name in ("group", "open_list", "inherited", "merged") if getattr(unit, name)}
    return {"name": unit.name, "role": unit.role, **full, **marks, **_found(unit)}


def _leader(leader: Leader) -> dict[str, Any]:
    return {"text": leader.text, **_found(leader)}


def _subitem(item: SubItem) -> dict[str, Any]:
    return {"ordinal": item.ordinal, "title": item.title, "units": [_unit(unit) for unit in item.units], **_found(item)}


def _details(find: Time | Cadence | Target) -> dict[str, Any]:
    """Everything that was understood of one find, its words first."""
    assert is_dataclass(find)
    own = {f.name: getattr(find, f.name) for f in fields(find) if f.name not in ("place", "confidence", "rule")}
    return {**own, **_found(find)}


def _phase(phase: Phase) -> dict[str, Any]:
    return {
        "ordinal": phase.ordinal,
        "name": phase.name,
        "start": phase.start,
        "end": phase.end,
        "text": phase.text,
        "units": [_unit(unit) for unit in phase.units],
        "tasks": [_task(task) for task in phase.tasks],
        **_found(phase),
    }


def _question(question: Question) -> dict[str, Any]:
    others = [_span(place) for place in question.others]
    return {"kind": question.kind, "text": question.text, "readings": list(question.readings), "others": others, **_found(question)}
