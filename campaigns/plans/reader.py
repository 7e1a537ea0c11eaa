"""From a text to a plan: the order of the chapters of this package."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from campaigns.plans import carriers, flat_tables, outline, phases, questions, tables, tasks, wrappers
from campaigns.plans.front import Front, read_front
from campaigns.plans.model import Action, Place, Plan, Task
from campaigns.plans.outline import Outline
from campaigns.plans.source import Source, from_text
from campaigns.plans.structure import Item
from campaigns.plans.tasks import Inherited

Register = Mapping[str, Iterable[str]] | Iterable[str]


def read_plan(text_or_blocks: str | Source, *, register: Register | None = None, first_is_lead: bool = False) -> Plan:
    """Read a plan document. Never raises on any text; the same input gives the same plan.

    ``text_or_blocks`` is plain text or what ``intake`` made of a file. ``register`` holds the county's unit names, or
    maps each name to its other names; with it, unknown units become questions. ``first_is_lead`` makes the first of
    several responsible units the lead, as some governments state outright (``domain/rules.md`` §1); off by default.
    """
    source = from_text(text_or_blocks) if isinstance(text_or_blocks, str) else text_or_blocks
    reading = flat_tables.rebuild(wrappers.clean(source))
    front = read_front(reading)
    structure = outline.read_outline(reading)
    year = front.year
    plan = Plan(
        text=source.text, title=front.title, year=year, kind=front.kind, number=front.number, issuer=front.issuer,
        signed=front.signed, basis=front.basis, notes=source.notes,
        goals=tuple(tasks.read_task(structure, item, year) for item in structure.goals),
        actions=tuple(_actions(structure, front)),
        phases=tuple(phase for item in structure.phases for phase in phases.read_phases(structure, item, front)),
        safeguards=tuple(task for item in structure.safeguards for task in _safeguards(structure, item, year)),
        default_units=carriers.default_units(reading),
    )  # fmt: skip
    if first_is_lead:
        plan = replace(plan, actions=tuple(_lead_first(action) for action in plan.actions))
    return replace(plan, questions=tuple(questions.ask(plan, reading, front, register)))


def _actions(structure: Outline, front: Front) -> Iterable[Action]:
    """Actions in reading order; tasks that stand alone at the top share one action without a name."""
    index = 0
    alone: list[Task] = []
    result: list[Action] = []
    for block in structure.root.tables:
        result += _table(structure, block, index, front, structure.root)
        index += 1
    for section in structure.tasks:
        for group, items in outline.actions_of(structure, section):
            inherited = _inherited(structure, group or section)
            found = [tasks.read_task(structure, item, front.year, inherited) for item in items]
            if group is None:
                alone += found
                continue
            if found:
                result.append(_action(structure, group, found))
            for block in group.tables:
                result += _table(structure, block, index, front, group)
                index += 1
    if alone:
        place = Place(alone[0].place.start, alone[-1].place.end)
        result.insert(0, Action(place, 0.7, "no_heading", ordinal=None, name=None, tasks=tuple(alone)))
    return result


def _action(structure: Outline, group: Item, found: list[Task]) -> Action:
    parent = group.parent
    section = structure.title(parent) if parent and parent.rank >= 0 else None
    place = Place(group.start, found[-1].place.end)
    return Action(place, 0.9, "parent_of_tasks", ordinal=group.ordinal, name=structure.title(group), tasks=tuple(found), section=section)


def _inherited(structure: Outline, group: Item) -> Inherited:
    """From the group's heading, or from an annotation of its own, or from the headings above it."""
    node: Item | None = group
    while node is not None and node.rank >= 0:
        remarks = structure.of(node)
        if remarks and node.children and remarks[-1].end <= node.children[0].start:
            units = carriers.units_of(structure.reading, remarks)
            return Inherited(
                tuple(replace(u, inherited=True) for u in units), carriers.leaders_of(structure.reading, remarks)
            )
        units, leaders = carriers.heading_units(structure.reading, *outline.heading_span(structure, node))
        if units or leaders:
            return Inherited(units, leaders)
        node = node.parent
    return Inherited()


def _table(structure: Outline, block, index: int, front: Front, owner: Item) -> list[Action]:
    table = tables.recognise(structure.reading, block, index)
    if table is None:
        return []
    caption = structure.title(owner) if owner.rank >= 0 else _caption(structure, block) or front.title
    return tables.read_table(structure.reading, table, front.year, caption)


def _caption(structure: Outline, block) -> str | None:
    """The short line right above the table."""
    above = None
    for other in structure.reading.blocks:
        if other.start >= block.start:
            break
        above = other
    if above is None or above.is_table or above.end - above.start > 50:
        return None
    return structure.reading.words(above.start, above.end)


def _safeguards(structure: Outline, item: Item, year: int | None) -> Iterable[Task]:
    children = [child for child in item.children if child.rank < outline.RUN_IN]
    return [tasks.read_task(structure, child, year) for child in children] or [tasks.read_task(structure, item, year)]


def _lead_first(action: Action) -> Action:
    return replace(action, tasks=tuple(_with_lead(task) for task in action.tasks))


def _with_lead(task: Task) -> Task:
    if len(task.units) < 2 or any(unit.role == "lead" for unit in task.units):
        return task
    first = replace(task.units[0], role="lead", rule="first_is_lead", confidence=0.6)
    return replace(task, units=(first, *task.units[1:]))
