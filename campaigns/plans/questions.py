"""The checker: what the plan leaves open or says twice, as questions in the user's words.

One question a matter, not one a task: twenty tasks without a unit are one question with twenty titles. The order is
the order of the text within each kind. Every rule is named in ``docs/plan-reader.md``.
"""

import re
from collections.abc import Iterable, Iterator

from campaigns.plans import garbled, lexer
from campaigns.plans.front import Front
from campaigns.plans.model import Place, Plan, Question, Task, Time, Unit
from campaigns.plans.register import Register, RegisterNames
from campaigns.plans.wrappers import Reading

_PLACEHOLDER = re.compile(r"(?<![A-Za-z0-9])[xX×*]{1,4}(?![A-Za-z])|(?<=到)若干|若干(?=个|名|家|户|项)")
_TITLE_YEAR = re.compile(r"(20\d{2})年度?")
_PLAN_WORDS = re.compile(r"方案|计划|要点|意见|安排|分解")
_PAST_DATE = re.compile(r"(20\d{2})年(?:底前?|末前?|\d{1,2}月(?:\d{1,2}[日号]|底)?前)")
_SIZE_IN_NAME = re.compile(r"(?P<size>[百千万])(?P<unit>[名家户个])")
_SIZES = {"百": 100, "千": 1000, "万": 10000}
_MOST_OF_A_KIND = 200
_KINDS = {"speech": "讲话稿", "report": "总结或经验材料"}


def ask(plan: Plan, reading: Reading, front: Front, register: RegisterNames | None) -> Iterator[Question]:
    """All questions about one plan. ``register`` None leaves out the ones that need it."""
    yield from _not_a_plan(plan)
    yield from _year_clash(plan, reading, front)
    yield from _contradictions(plan)
    yield from _outside_phase(plan)
    yield from _placeholders(plan, reading)
    yield from garbled.questions(plan, reading)
    yield from _missing(plan)
    yield from _vague(plan)
    yield from _idle_carriers(plan)
    yield from _twice(plan)
    if register is not None:
        yield from _unknown_units(plan, Register.of(register))


def all_tasks(plan: Plan) -> list[Task]:
    """Tasks, steps of phases, goals and safeguards, in this order."""
    steps = [step for phase in plan.phases for step in phase.tasks]
    return [*plan.tasks, *steps, *plan.goals, *plan.safeguards]


def _ask(kind: str, text: str, place: Place, readings: Iterable[str] = (), others: Iterable[Place] = (), sure: float = 0.8) -> Question:
    return Question(place, sure, kind, kind=kind, text=text, readings=tuple(readings), others=tuple(others))


def _not_a_plan(plan: Plan) -> Iterator[Question]:
    found = len(plan.tasks)
    start = Place(0, min(len(plan.text), 60))
    if not plan.is_plan:
        offer = f"从中找到{found}条像任务的内容，可以挑选后建成活动；" if found else ""
        yield _ask("not_a_plan", f"这份材料像是{_KINDS[plan.kind]}，不是方案。{offer}如有正式的方案，请改传方案原件。", start)
    elif not found:
        yield _ask("nothing_found", "没有找到任务。请确认选对了文件；如果任务没有编号，可以粘贴正文后手工划分。", start)


def _year_clash(plan: Plan, reading: Reading, front: Front) -> Iterator[Question]:
    """The wrapper or the title names another year than the text; a date lies before the plan's year."""
    if plan.year is None:
        return
    head_end = plan.actions[0].place.start if plan.actions else len(plan.text)
    for start, end in lexer.sentences(reading.source.folded, 0, min(head_end, 3000)):
        line = reading.source.folded[start:end]
        quoted = re.sub(r"《[^《》]*》|〔[^〔〕]*〕", "", line)
        years = [m for m in _TITLE_YEAR.finditer(quoted) if int(m.group(1)) != plan.year]
        # A span of years (2023—2025年) that holds the plan's own year is no clash.
        other = years[0] if years and str(plan.year) not in quoted else None
        if other and _PLAN_WORDS.search(quoted) and len(line) < 120 and not re.search(r"印发|根据|总结|基础上", quoted):
            where = start + max(line.find(other.group()), 0)
            text = f"年度对不上：这里写的是{other.group(1)}年，正文是{plan.year}年。请确认按哪一年安排时间。"
            yield _ask("year_clash", text, Place(where, where + len(other.group())), (other.group(1), str(plan.year)))
            break
    for task in [*plan.tasks, *(step for phase in plan.phases for step in phase.tasks)]:
        for match in _PAST_DATE.finditer(reading.folded, task.place.start, task.place.end):
            if int(match.group(1)) < plan.year and not _is_past(reading.folded, match.start(), match.end()):
                text = f"“{_short(task.title)}”里的“{match.group()}”早于方案的{plan.year}年，请核对年份。"
                yield _ask("year_clash", text, Place(*match.span()), (match.group(1), str(plan.year)), sure=0.6)


def _is_past(folded: str, start: int, end: int) -> bool:
    return bool(re.search(r"截至|截止|已|自|从", folded[max(0, start - 6) : start]) or re.search(r"已|以来|的", folded[end : end + 6]))


def _contradictions(plan: Plan) -> Iterator[Question]:
    """The heading gives one date and the text a later one; a name says 百名 and the text another number."""
    for task in all_tasks(plan):
        dated = [time for time in task.deadlines if time.end and time.kind == "due"]
        if len(dated) > 1 and _in_heading(plan, task, dated[0]):
            for other in dated[1:]:
                if other.rule == "day" and (other.end or "") > (dated[0].end or ""):
                    text = f"“{_short(task.title)}”的时间前后不一：标题写“{dated[0].text}”，正文写“{other.text}”。请确认以哪个为准。"
                    yield _ask("contradiction", text, dated[0].place, (dated[0].text, other.text), (other.place,))
        named = _SIZE_IN_NAME.search(task.title)
        if named:
            for target in task.targets:
                if target.value and target.unit == named.group("unit") and target.value.isdigit():
                    if int(target.value) != _SIZES[named.group("size")]:
                        said = f"{target.value}{target.unit}"
                        text = f"“{_short(task.title)}”的名称里是“{named.group()}”，正文里是“{said}”。请确认数目。"
                        yield _ask("contradiction", text, target.place, (named.group(), said), sure=0.5)
                    break


def _in_heading(plan: Plan, task: Task, time: Time) -> bool:
    """In a bracket behind the title, or after 完成时限：."""
    return time.rule == "due_label" or plan.text[time.place.start - 1] in "(（[【"


def _outside_phase(plan: Plan) -> Iterator[Question]:
    for phase in plan.phases:
        for step in phase.tasks:
            for time in step.deadlines:
                late = time.end and phase.end and _is_day(phase.end) and time.end > phase.end
                early = time.end and phase.start and _is_day(phase.start) and time.end < phase.start
                if late or early:
                    text = f"“{_short(step.title)}”的“{time.text}”不在“{phase.name}”的时间（{phase.text.strip('()（）')}）之内，请核对。"
                    yield _ask("outside_phase", text, time.place, (time.text, phase.text), (phase.place,))


def _is_day(text: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text))


def _placeholders(plan: Plan, reading: Reading) -> Iterator[Question]:
    """X, XX, × and * stand for something that the county has still to fill in: one question a clause."""
    asked = 0
    for start, end in lexer.sentences(reading.source.folded, 0, len(plan.text)):
        if not _PLACEHOLDER.search(reading.source.folded, start, end):
            continue
        for a, b in lexer.clauses(reading.source.folded, start, end):
            found = list(_PLACEHOLDER.finditer(reading.source.folded, a, b))
            if found and asked < _MOST_OF_A_KIND:
                asked += 1
                words = _short(plan.text[a:b].strip(), 40)
                yield _ask("placeholder", f"“{words}”里的“{found[0].group()}”还没有填，请补上。", Place(*found[0].span()), others=[Place(*m.span()) for m in found[1:]], sure=0.9)


def _missing(plan: Plan) -> Iterator[Question]:
    tasks = plan.tasks
    if not tasks:
        return
    without_units = [task for task in tasks if not task.units and not _in_subitems(task)]
    if without_units:
        text = "没有写明责任单位，请分到单位" if not plan.default_units else "没有写明责任单位，将按通用责任单位处理，请核对"
        yield _about(without_units, len(tasks), "no_carrier", text)
    if without := [task for task in tasks if not task.deadlines and not task.cadences]:
        yield _about(without, len(tasks), "no_date", "没有写明时间，请补上完成时限，或者标为长期任务")
    if without := [task for task in tasks if not task.targets and not task.cadences]:
        yield _about(without, len(tasks), "no_measure", "没有可以衡量的指标，请补上，或者按完成情况填报")


def _in_subitems(task: Task) -> bool:
    return any(item.units for item in task.subitems)


def _about(tasks: list[Task], total: int, kind: str, text: str) -> Question:
    count = "全部" if len(tasks) == total > 1 else "有"
    return _ask(
        kind, f"{count}{len(tasks)}项任务{text}。", tasks[0].place, [task.title for task in tasks], [t.place for t in tasks[1:]]
    )


def _vague(plan: Plan) -> Iterator[Question]:
    vague = [(task, c) for task in plan.tasks for c in task.cadences if c.rule == "vague"]
    if vague:
        words = "、".join(dict.fromkeys(f"“{c.text}”" for _, c in vague))
        text = f"有{len(vague)}处频次没有写实（{_short(words, 60)}），请定下多久一次。"
        yield _ask("vague_cadence", text, vague[0][1].place, [task.title for task, _ in vague], [c.place for _, c in vague[1:]])


def _idle_carriers(plan: Plan) -> Iterator[Question]:
    """Units on phases or safeguards that carry no task."""
    busy = {name for task in plan.tasks for unit in task.units for name in _names(unit)}
    if not busy:
        return
    idle: dict[str, Unit] = {}
    for holder in (*plan.phases, *plan.safeguards):
        for unit in holder.units:
            if not unit.group and not busy & set(_names(unit)):
                idle.setdefault(unit.name, unit)
    if idle:
        names = "、".join(idle)
        text = f"{_short(names, 60)}只出现在工作安排或保障措施里，没有分到任务。请确认是否遗漏。"
        yield _ask("idle_carrier", text, next(iter(idle.values())).place, idle, [u.place for u in list(idle.values())[1:]], sure=0.6)


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, *unit.normalized)


def _twice(plan: Plan) -> Iterator[Question]:
    """Two tasks with nearly the same title: the same duty twice, or one copied and not changed."""
    tasks = [task for task in plan.tasks if len(task.title) >= 6][:400]
    pairs = [{task.title[k : k + 2] for k in range(len(task.title) - 1)} for task in tasks]
    for i, task in enumerate(tasks):
        for j in range(i + 1, len(tasks)):
            shared = len(pairs[i] & pairs[j])
            if shared * 5 >= len(pairs[i] | pairs[j]) * 4 and _same_numbers(task.title, tasks[j].title):
                text = f"“{_short(task.title)}”和“{_short(tasks[j].title)}”几乎一样，请确认是不是同一项任务。"
                yield _ask("twice", text, task.place, (task.title, tasks[j].title), (tasks[j].place,))


def _same_numbers(left: str, right: str) -> bool:
    return re.findall(r"\d+", left) == re.findall(r"\d+", right)


def _unknown_units(plan: Plan, register: Register) -> Iterator[Question]:
    asked: set[str] = set()
    holders: list[Task] = [*plan.tasks, *plan.safeguards, *(s for phase in plan.phases for s in phase.tasks)]
    for unit in [u for holder in (*holders, *plan.phases) for u in holder.units]:
        if unit.group or unit.name in asked or register.knows(unit):
            continue
        asked.add(unit.name)
        near = register.near(unit)
        hint = f"是不是“{near[0]}”？" if near else "请选一个单位，或者新增。"
        yield _ask("unknown_unit", f"“{unit.name}”不在单位名录里。{hint}", unit.place, near)


def _short(text: str, most: int = 24) -> str:
    text = re.sub(r"\s+", "", text)
    return text if len(text) <= most else text[: most - 1] + "…"
