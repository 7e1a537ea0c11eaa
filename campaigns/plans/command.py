"""What the two command lines share: read one file, write JSON or a summary for people."""

import json
from collections.abc import Callable
from pathlib import Path

from campaigns.plans.as_json import plan_as_json
from campaigns.plans.intake import read_bytes
from campaigns.plans.limits import Refused
from campaigns.plans.model import Plan, Task
from campaigns.plans.reader import read_plan

_ROLES = {"lead": "牵头", "support": "配合", "responsible": "责任"}


def run(file: str, *, as_json: bool, first_is_lead: bool, write: Callable[[str], object]) -> int:
    """Exit code 0 when the file was read, 1 when it was refused; the sentence is written either way."""
    path = Path(file)
    try:
        source = read_bytes(path.read_bytes(), path.name)
    except Refused as refusal:
        write(str(refusal))
        return 1
    except OSError:
        write(f"打不开文件“{path.name}”。请检查路径和权限。")
        return 1
    plan = read_plan(source, first_is_lead=first_is_lead)
    write(json.dumps(plan_as_json(plan), ensure_ascii=False, indent=1) if as_json else summary(plan))
    return 0


def summary(plan: Plan) -> str:
    """Title, actions with tasks and carriers, phases, questions: one line each."""
    lines = [plan.title or "（没有认出标题）", f"年度：{plan.year or '没有认出'}", ""]
    for action in plan.actions:
        lines.append(f"{action.ordinal or ''} {action.name or '任务'}（{len(action.tasks)}项）".strip())
        lines += [f"  {_line(task)}" for task in action.tasks]
    if plan.phases:
        lines += ["", "阶段"]
        lines += [f"  {phase.name}：{phase.start or '—'} 至 {phase.end or '—'}（{len(phase.tasks)}步）" for phase in plan.phases]
    if plan.questions:
        lines += ["", f"要核对的问题（{len(plan.questions)}个）"]
        lines += [f"  {question.text}" for question in plan.questions]
    return "\n".join([*lines, *plan.notes])


def _line(task: Task) -> str:
    units = "、".join(f"{unit.name}（{_ROLES[unit.role]}）" for unit in task.units) or "没有写明责任单位"
    dates = "、".join(time.text for time in task.deadlines)
    targets = "；".join(target.text for target in task.targets)
    return "｜".join(part for part in (f"{task.ordinal or ''} {task.title}".strip(), units, dates, targets) if part)
