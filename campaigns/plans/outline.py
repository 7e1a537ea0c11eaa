"""From the tree of items to what they mean: goals, actions with tasks, phases, safeguards.

A task is the smallest item with its own annotation, or the numbered item where there is none; an action is the direct
parent of tasks; a mere container (重点任务) is neither. Words of the titles decide what a section is.
"""

import re
from dataclasses import dataclass, field

from campaigns.plans import carriers, lexer, structure, times
from campaigns.plans.carriers import Annotation
from campaigns.plans.structure import FIFTH, FIRST, FOURTH, RUN_IN, SECOND, THIRD, Item
from campaigns.plans.wrappers import Reading

_GOALS = re.compile(
    r"^(?:一?是)?(?:指导思想|总体(?:要求|目标|思路|安排)?|(?:工作|主要|活动|总|发展|任务|整改|创建)?(?:目标|思路)(?:任务|要求|定位)?|基本原则|工作原则|目的意义|重大?意义|.{0,12}重要(?:意义|性)|提高(?:思想|政治)?(?:认识|站位)|.{0,6}指导思想.{0,10}|目标)$"
)
_SCOPE = re.compile(r"^(?:适用范围|实施范围|范围对象|背景|现状|.{0,6}基本情况|存在(?:的)?(?:主要)?问题|概况|.{0,4}内涵|名词解释|实施对象|工作对象|选派范围|对象范围)")
_SAFEGUARDS = re.compile(
    r"组织领导|组织保障|组织实施$|保障措施|保障机制|工作保障|措施保障|(?:工作|有关|相关|几点|纪律|具体|实施|活动|组织|几项|落实|其他)要求$|^要求|督[查导]考核|考核奖惩|监督考核|考核评[估价]|监督检查|督促检查|责任追究|责任落实$|加强领导|强化领导|强化保障|强化责任|工作机制$|组织机构|领导机构|领导小组|附\s*则|经费保障|政策保障|保障体系$|(?:强化|加强|做好|抓好|完善)[^,。]{0,6}保障$"
)
_PHASES = re.compile(r"步骤|阶段|(?:时间|工作|进度|实施|推进|总体|活动|日程)安排$|实施方法|方法步骤|进度计划")
_PHASE_NAME = re.compile(r"阶段|(?:宣传|动员|安排|研究|对标|全面)?部署|启动|动员|发动|准备|组织实施|全面(?:推进|实施|铺开)|集中(?:攻坚|整治|整改)|调度|推进|验收|考核|总结|评估|巩固|提升|自查|排查|整改|回头看")
_SINGLE_POINT = re.compile(r"月|年|季度")
# 一、目标任务深入实施…: a well-known title that runs into its paragraph without a stop.
_GLUED_TITLE = re.compile(
    r"(?:指导思想|总体要求|总体目标|工作目标|目标任务|主要任务|重点任务|工作任务|工作安排|工作步骤|实施步骤|保障措施|组织领导|工作要求|有关要求)"
    r"(?=[\u4e00-\u9fff]{2}.{20,})(?!是|为|和|及|与|与|小组|体系|机构|机制|书|表)"
)
_TITLE_STOP = re.compile(r"[。;!?\n]")
_LONGEST_TITLE = 60


@dataclass
class Outline:
    """The sections by what they are. ``owned`` maps an item (by id) to the annotations that speak of it."""

    reading: Reading
    root: Item
    owned: dict[int, list[Annotation]]
    goals: list[Item] = field(default_factory=list)
    tasks: list[Item] = field(default_factory=list)
    phases: list[Item] = field(default_factory=list)
    safeguards: list[Item] = field(default_factory=list)
    loose: list[Annotation] = field(default_factory=list)
    _deep: dict[int, bool] = field(default_factory=dict)

    def of(self, item: Item) -> list[Annotation]:
        return self.owned.get(id(item), [])

    def annotated_below(self, item: Item) -> bool:
        """The item or anything under it has an annotation."""
        if id(item) not in self._deep:
            self._deep[id(item)] = bool(self.of(item)) or any([self.annotated_below(child) for child in item.children])
        return self._deep[id(item)]

    def title(self, item: Item) -> str:
        return self.reading.words(*title_span(self, item))


def read_outline(reading: Reading) -> Outline:
    """Sections of the text, each with the items that it is made of."""
    root = structure.read_items(reading)
    annotations = carriers.find_annotations(reading)
    outline = Outline(reading, root, {})
    _assign(outline, annotations)
    for item in root.children:
        _classify(outline, item)
    return outline


def _assign(outline: Outline, annotations: list[Annotation]) -> None:
    """Each annotation goes to the innermost item around it, then up where it closes for the whole."""
    items = [item for item in outline.root.walk() if item is not outline.root]
    position, raw = -1, {}
    for annotation in annotations:
        while position + 1 < len(items) and items[position + 1].start <= annotation.start:
            position += 1
        if position < 0:
            outline.loose.append(annotation)
        else:
            raw.setdefault(id(items[position]), (items[position], []))[1].append(annotation)
    # From the end, so that a closing remark climbs past an item before its own are looked at.
    for item, remarks in reversed(list(raw.values())):
        while _speaks_for_parent(item, raw):
            item = item.parent
        outline.owned.setdefault(id(item), [])[:0] = remarks


def _speaks_for_parent(item: Item, raw: dict) -> bool:
    parent = item.parent
    if parent is None or parent.rank < 0:
        return False
    others = [child for child in parent.children if child is not item and id(child) in raw]
    last = parent.children[-1] is item
    if item.inline and item.rank >= FOURTH:
        return True  # several annotations in one paragraph are all the paragraph's
    if item.inline or item.rank >= FOURTH:
        return last and not others and len(parent.children) > 1
    return False


def _classify(outline: Outline, item: Item) -> None:
    if item.rank == structure.CHAPTER and item.children and item.children[0].rank == FIRST:
        kind = _kind(outline, item)
        if kind == "tasks":
            for child in item.children:
                _classify(outline, child)
            return
    getattr(outline, _kind(outline, item)).append(item)


def _kind(outline: Outline, item: Item) -> str:
    title = re.sub(r"[\s:]", "", outline.reading.folded[slice(*title_span(outline, item))])
    if item.rank > SECOND and item.ordinal:
        return "tasks"
    if is_phase_section(outline, item, title) or (item.rank == FIRST and _is_phase(outline, item) and "阶段" in title):
        return "phases"
    if len(title) <= 24 and _SAFEGUARDS.search(title):
        return "safeguards"
    if (len(title) <= 24 and _GOALS.search(title) and not _has_units_below(outline, item)) or _SCOPE.search(title):
        return "goals"
    return "tasks"


def _has_units_below(outline: Outline, item: Item) -> bool:
    return bool(item.tables) or any(a.has_units for node in item.walk() for a in outline.of(node))


def is_phase_section(outline: Outline, item: Item, title: str) -> bool:
    """工作步骤, 时间安排 … whose items are stages; or any section most of whose items are called 阶段."""
    stages = [child for child in item.children if child.rank < RUN_IN]
    if not stages:
        return False
    called = sum("阶段" in outline.title(child) or "阶段" in (child.ordinal or "") for child in stages)
    if called >= 2 and called * 5 >= len(stages) * 3:
        return True
    labelled = any(f.kind == "due" for child in stages for a in outline.of(child) for f in a.fields)
    fitting = sum(_is_phase(outline, child) for child in stages)
    return bool(_PHASES.search(title)) and len(title) <= 24 and fitting * 2 >= len(stages) and not labelled


def _is_phase(outline: Outline, item: Item) -> bool:
    heading = heading_text(outline, item)
    return bool(_PHASE_NAME.search(heading)) and bool(
        times.WINDOW.search(heading) or re.search(r"月|年底|季度", heading) or "阶段" in heading
    )


def heading_span(outline: Outline, item: Item) -> lexer.Span:
    """The heading with its brackets, up to the first stop outside them, 120 characters at most."""
    folded = outline.reading.folded
    stop = _TITLE_STOP.search(folded, item.body, item.end)
    return lexer.trim(folded, item.body, min(stop.start() if stop else item.end, item.body + 120))


def heading_text(outline: Outline, item: Item) -> str:
    return outline.reading.folded[slice(*heading_span(outline, item))]


def title_span(outline: Outline, item: Item) -> lexer.Span:
    """The item's title: up to the first stop, its child, or its annotation; dates in brackets are left off."""
    folded = outline.reading.folded
    limit = min(item.own_end, item.end) if item.children else item.end
    remarks = outline.of(item)
    if remarks and remarks[0].start > item.body:
        limit = min(limit, remarks[0].start)
    start, limit = lexer.trim(folded, item.body, limit, "、.:,")
    stop = _TITLE_STOP.search(folded, start, limit)
    end = stop.start() if stop else limit
    if glued := _GLUED_TITLE.match(folded, start, end):
        end = glued.end()
    colon = folded.find(":", start, min(end, start + 18))
    if colon > start:
        end = colon
    bracket = re.search(r"[(\[][^()\[\]]*[)\]]?\s*$", folded[start : min(end, start + 200)])
    if bracket and bracket.start() > 1 and end - start <= 200 and (
        re.search(r"\d+项|月|年底|季度|时间|时限|阶段|持续|长期|\d{4}", bracket.group())
    ):
        end = start + bracket.start()
    if end - start > _LONGEST_TITLE:
        cut = max(folded.rfind(c, start, start + _LONGEST_TITLE) for c in ",、;")
        end = cut if cut > start + 10 else start + _LONGEST_TITLE
    return lexer.trim(folded, start, end, "、.:,。")


def actions_of(outline: Outline, item: Item) -> list[tuple[Item | None, list[Item]]]:
    """The section as (action, its tasks); the action is None for a task that stands alone at the top."""
    if _is_task(outline, item, []):
        return [(None, [item])]
    return _below(outline, item)


def _below(outline: Outline, group: Item) -> list[tuple[Item | None, list[Item]]]:
    own: list[Item] = []
    result: list[tuple[Item | None, list[Item]]] = [(group, own)]
    for child in group.children:
        if _is_task(outline, child, group.children):
            own.append(child)
        else:
            result += _below(outline, child)
    return [entry for entry in result if entry[1] or (entry[0] and entry[0].tables)]


def _is_task(outline: Outline, item: Item, siblings: list[Item]) -> bool:
    numbered = [child for child in item.children if child.rank < RUN_IN]
    run_ins = [child for child in item.children if child.rank == RUN_IN]
    marked = [child for child in item.children if outline.annotated_below(child)]
    beside = any(outline.of(sibling) for sibling in siblings if sibling is not item)
    if item.tables:
        return False
    if marked:
        return bool(beside) and all(child.rank == FIFTH for child in marked)
    if outline.of(item):
        # An annotation in the heading, before the items, is for all of them.
        heading = bool(numbered) and numbered[0].rank <= THIRD and not numbered[0].inline
        return not (heading and outline.of(item)[-1].end <= numbered[0].start)
    if beside:
        return True
    if numbered and item.rank < THIRD and numbered[0].rank <= THIRD:
        return False
    return not (item.rank <= SECOND and not numbered and _titled(outline, run_ins))


def _titled(outline: Outline, run_ins: list[Item]) -> bool:
    """一要扎实推进…活动。严格按照…: run-ins that open with a title of their own are tasks; bare clauses are not."""
    titled = 0
    for item in run_ins:
        text = outline.reading.folded[item.body : item.end]
        stop = re.search(r"[。;:!?]", text)
        titled += bool(stop) and stop.group() in "。:" and stop.start() <= 32 and len(text.strip()) > stop.end() + 4
    return len(run_ins) >= 2 and titled * 5 >= len(run_ins) * 3
