"""Who carries: annotations such as （责任单位：…）, 牵头单位：… on a line, （A牵头，B配合）, and hints in prose.

Rules by name: ``label`` (U1–U3), ``division`` (U4), ``verb`` (U5), ``bare_list``; prose is only a hint (U6, U10).
A unit is never invented: what is no annotation stays a hint with low confidence (``domain/rules.md`` §1).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from campaigns.plans import lexer, unit_names
from campaigns.plans.model import Leader, Place, Role, Unit
from campaigns.plans.wrappers import Reading

_BODY = "单位|部门|科室|股室|站所|机构|处室|主体|乡镇|组织|方"
_LEAD_WORDS = "牵头|主办|主责|主管"
_SUPPORT_WORDS = "配合|协办|协助|协同|参与|参加|支持|协作"
_DUTY_WORDS = "责任|承办|落实|实施|负责|承担|执行"
_LABEL = re.compile(
    rf"(?P<unit>(?:第一|主要|具体|共同|市级|县级|镇级|区级)?(?P<word>{_LEAD_WORDS}|{_SUPPORT_WORDS}|{_DUTY_WORDS})"
    rf"(?:责任|配合|负责|落实)?(?:{_BODY})(?:[及和与/、(]?(?:责任|负责)(?:人|领导)\)?)?)\s*(?::|(?<=单位)\s+|(?<=部门)\s+)"
    r"|(?P<leader>(?:第一|直接|具体|主要|牵头|责任|分管|包抓|包联|包保|挂钩|挂点|联系|主管|主抓|联点|带队|督导|指导|总)?"
    r"(?:[县市区镇乡州]级?)?(?:责任|负责|牵头|联系)?(?:领导|责任人|负责人|牵头人|联系人|同志))\s*:"
    r"|(?P<due>(?:完成|办结|整改|办理|推进|落实|实施|达标|起止|计划)?(?:时限|时间|期限|时间节点|节点)(?:要求|节点|安排)?)\s*:"
    r"|(?P<division>(?:部门|任务|职责|责任|工作)?分工)\s*:"
    r"|(?P<other>(?:监督|督办|督查|督导|考核|验收|指导)(?:单位|部门)|备注|(?:工作|具体|整改|主要)(?:措施|目标|内容|要求|标准)|(?:预期|工作)成[果效]|目标任务|联系电话)\s*:"
    rf"|(?P<short>(?:由)?(?P<short_word>牵头|配合|协办|主办|承办|责任|负责))\s*:"
)
_VERB = re.compile(
    r"(?:等)?(?:(?:按照?)?(?:各自)?(?:职责|职能)(?:分工)?|分工|分别|共同|具体|组织|做好|抓好|负责)*"
    r"(?P<verb>牵头|主办|配合|协办|协助|参与|参加|负责|承办|落实|组织实施|实施)(?:负责|落实|实施|抓总|牵头|工作|抓好|做好)*$"
)
_TOGETHER = re.compile("会同|商(?=[省市县区各])")
_HEADING_UNIT = re.compile(
    r"^(?P<name>[^,。;:()]{2,24}?)(?P<verb>牵头|负责|承办|主抓|配合)(?:负责|落实|实施|办理)?的?(?:重点|主要)?(?:工作|任务|事项|项目|落实)*(?:\([^()]*\))?$"
)
_POST = re.compile(r"(?:书记|县长|市长|区长|镇长|乡长|部长|主任|局长|主席|常委|同志|领导|组长|委员|秘书长|队长|校长|院长)$")
# 责任单位：县教育局，9月底前完成: the date is no unit.
_DATE_PART = re.compile(r"\d月|\d{4}年|年底|年内|上半年|下半年|长期|持续")
_PROSE = re.compile(
    r"由?(?P<name>(?:[省市县区镇乡州](?:[委直]|政府)?[\u4e00-\u9fff]{1,14}?(?:局|办|委|部|厅|院|中心|联|会|办公室)|县委|县政府|镇党委|乡党委|各?乡镇党委))"
    r"(?P<verb>牵头|会同|负责|统筹组织|组织实施|具体负责)"
)


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled value: ``kind`` is unit, leader, due or other; ``start``/``end`` its span."""

    kind: str
    role: Role
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """One remark that names carriers, leaders or a due date; ``closing`` if it ends its paragraph."""

    start: int
    end: int
    fields: tuple[Field, ...]

    @property
    def has_units(self) -> bool:
        return any(field.kind in ("unit", "leader") for field in self.fields)


def role_of(word: str) -> Role:
    """牵头, 主办 → lead; 配合, 协助, 参与 → support; 责任, 承办, 负责 → responsible."""
    if re.search(_LEAD_WORDS, word):
        return "lead"
    return "support" if re.search(_SUPPORT_WORDS, word) else "responsible"


def find_annotations(reading: Reading) -> list[Annotation]:
    """All annotations of the text, in order, none inside another."""
    folded, found = reading.folded, []
    for position, block in enumerate(reading.blocks):
        if block.is_table:
            continue
        at = block.start
        pairs = lexer.brackets(folded, block.start, block.end)
        for start, end in pairs:
            annotation = _bracketed(folded, start, end, lexer.trim(folded, end, block.end, "。.;")[0] == block.end)
            if annotation:
                found += [*_unbracketed(reading, at, start, position, pairs), annotation]
                at = end
        found += _unbracketed(reading, at, block.end, position, pairs)
    return sorted(found, key=lambda a: a.start)


def _bracketed(folded: str, start: int, end: int, closing: bool) -> Annotation | None:
    inner = lexer.trim(folded, start + 1, end - 1)
    label = _LABEL.match(folded, *inner)
    if label:
        return Annotation(start, end, tuple(_fields(folded, *inner)))
    if inner[1] - inner[0] > 200:
        return None
    inside = folded[inner[0] : inner[1]]
    if _VERB.search(inside) and _all_units(folded, inner):
        return Annotation(start, end, (Field("unit", "responsible", *inner, "verb"),))
    if closing and folded[start - 1 : start] in "。;!" and _all_units(folded, inner):
        return Annotation(start, end, (Field("unit", "responsible", *inner, "bare_list"),))
    return None


def _all_units(folded: str, span: lexer.Span) -> bool:
    """Every part reads as a unit once the verbs are gone; 一个支部一座堡垒 and such do not."""
    names = [name for name, _ in _roles(folded, span, "responsible")]
    return bool(names) and all(unit_names.looks_like_unit(name.text) or unit_names.is_group(name.text) for name in names)


def _unbracketed(reading: Reading, start: int, end: int, position: int, pairs: list[lexer.Span]) -> Iterator[Annotation]:
    """Labels on a line of their own, or after the last sentence: 责任单位：A、B."""
    folded = reading.folded
    for label in _LABEL.finditer(folded, start, end):
        if label.group("short") or label.group("other"):
            continue
        before = folded[max(0, label.start() - 1) : label.start()]
        unclosed = before in ("(", "[") and not any(a < label.start() < b for a, b in pairs)
        if before not in ("", "\n", " ", "\t", *"。;!)]") and not unclosed:
            continue
        # The value runs to the end of the line; an empty one stands on the next line.
        stop = end
        if lexer.trim(folded, label.end(), end)[0] == end and position + 1 < len(reading.blocks):
            following = reading.blocks[position + 1]
            if not following.is_table and following.end - following.start < 200:
                stop = following.end
        yield Annotation(label.start(), stop, tuple(_fields(folded, label.start(), stop)))
        return


def _fields(folded: str, start: int, end: int) -> Iterator[Field]:
    """Each label with its value, which runs to the next label."""
    labels = list(_LABEL.finditer(folded, start, end))
    for position, label in enumerate(labels):
        stop = labels[position + 1].start() if position + 1 < len(labels) else end
        value = lexer.trim(folded, label.end(), stop, ",;。、")
        if value[0] >= value[1]:
            continue
        if label.group("unit") or label.group("short"):
            yield Field("unit", role_of(label.group("word") or label.group("short_word")), *value, "label")
        elif label.group("division"):
            yield Field("unit", "responsible", *value, "division")
        elif label.group("leader"):
            yield Field("leader", "responsible", *value, "label")
        elif label.group("due"):
            yield Field("due", "responsible", *value, "label")
        else:
            yield Field("other", "responsible", *value, "label")


def _roles(folded: str, span: lexer.Span, default: Role) -> list[tuple[unit_names.Name, Role]]:
    """Names with roles. A name without a verb takes the role of the next one that has a verb, else the default."""
    result: list[tuple[unit_names.Name, Role | None]] = []
    for part in _parts(folded, span):
        start, end = part
        role: Role | None = None
        if verb := _VERB.search(folded[start:end]):
            role, end = role_of(verb.group("verb") + verb.group()), start + verb.start()
        pieces: list[tuple[lexer.Span, Role | None]] = [((start, end), role)]
        if together := _TOGETHER.search(folded, start, end):
            pieces = [((start, together.start()), "lead"), ((together.end(), end), "support")]
        for piece, piece_role in pieces:
            for name_span in unit_names.split_and(folded, piece):
                if name := unit_names.clean_name(folded, *name_span):
                    result.append((name, piece_role))
    roles: list[tuple[unit_names.Name, Role]] = []
    following: Role | None = None
    for name, role in reversed(result):
        following = role or following
        roles.append((name, role or following or default))
    roles.reverse()
    if roles and _TOGETHER.search(folded, *span):
        return [(name, "lead" if k == 0 else "support") for k, (name, _) in enumerate(roles)]
    return roles


def _parts(folded: str, span: lexer.Span) -> list[lexer.Span]:
    """The parts of a list. A line end in a cell separates two units, but not the halves of one long name."""
    parts: list[lexer.Span] = []
    for start, end in lexer.split_list(folded, *span, separators="、,;\n/"):
        joined = parts and "\n" in folded[parts[-1][1] : start] and not unit_names.looks_like_unit(folded[slice(*parts[-1])])
        if joined:
            start = parts.pop()[0]
        # A blank separates units too, where both sides are units: 县水务局 县住建局.
        pieces = re.split(r"[ \t]+", folded[start:end])
        if len(pieces) > 1 and all(unit_names.looks_like_unit(piece) for piece in pieces):
            parts += [(start + m.start(), start + m.end()) for m in re.finditer(r"[^ \t]+", folded[start:end])]
        else:
            parts.append((start, end))
    return parts


def read_units(folded: str, span: lexer.Span, role: Role, rule: str, confidence: float = 0.95) -> list[Unit]:
    """The units of one value such as ``县教育局、县财政局等`` as written, in order."""
    named = _roles(folded, span, role)
    full = unit_names.full_names([name.text for name, _ in named])
    units = []
    for (name, own_role), normalized in zip(named, full, strict=True):
        if unit_names.is_person(name.text) or _POST.search(name.text) or _DATE_PART.search(name.text):
            continue
        sure = confidence if unit_names.looks_like_unit(name.text) or unit_names.is_group(name.text) else confidence - 0.3
        place = Place(name.start, name.end)
        units.append(
            Unit(
                place, round(sure, 2), rule, name=re.sub(r"\s", "", name.text), role=own_role,
                normalized=tuple(re.sub(r"\s", "", n) for n in normalized),
                group=unit_names.is_group(name.text), open_list=name.open_list,
            )
        )
    return units


def units_of(reading: Reading, annotations: list[Annotation]) -> tuple[Unit, ...]:
    """All units of an item's annotations in order, each once."""
    units: dict[str, Unit] = {}
    for annotation in annotations:
        for field in annotation.fields:
            if field.kind == "unit":
                for unit in read_units(reading.folded, (field.start, field.end), field.role, field.rule):
                    units.setdefault(unit.name, unit)
    return tuple(units.values())


def leaders_of(reading: Reading, annotations: list[Annotation]) -> tuple[Leader, ...]:
    """Persons and posts after 牵头领导, 责任人; and those that stand among the units."""
    leaders = []
    for annotation in annotations:
        for field in annotation.fields:
            for start, end in lexer.split_list(reading.folded, field.start, field.end):
                text = reading.folded[start:end]
                among_units = field.kind == "unit" and (unit_names.is_person(text) or _POST.search(text))
                if field.kind == "leader" or among_units:
                    leaders.append(Leader(Place(start, end), 0.9, "leader", text=reading.words(start, end)))
    return tuple(leaders)


def dates_among_units(reading: Reading, annotations: list[Annotation]) -> list[lexer.Span]:
    """责任单位：县教育局，9月底前完成: the parts of a unit list that are dates."""
    return [
        part
        for annotation in annotations
        for field in annotation.fields
        if field.kind == "unit"
        for part in lexer.split_list(reading.folded, field.start, field.end)
        if _DATE_PART.search(reading.folded, *part)
    ]


def heading_units(reading: Reading, start: int, end: int) -> tuple[tuple[Unit, ...], tuple[Leader, ...]]:
    """U7, U8: a heading such as 县教育局牵头工作（8项） gives its unit (or its leader) to every item below."""
    match = _HEADING_UNIT.match(reading.folded[start:end])
    if not match:
        return (), ()
    span = (start, start + match.end("name"))
    if _POST.search(match.group("name")) or unit_names.is_person(match.group("name")):
        return (), (Leader(Place(*span), 0.8, "heading_leader", text=reading.words(*span)),)
    if not _all_units(reading.folded, span):
        return (), ()
    units = read_units(reading.folded, span, role_of(match.group("verb")), "heading_unit", 0.8)
    return tuple(replace(unit, inherited=True) for unit in units), ()


def hints_of(reading: Reading, start: int, end: int) -> tuple[Unit, ...]:
    """Units that act in the prose (由县委组织部牵头…): to be offered, not to be counted."""
    hints: dict[str, Unit] = {}
    for match in _PROSE.finditer(reading.folded, start, end):
        name = match.group("name")
        role = role_of("牵头" if match.group("verb") == "会同" else match.group("verb"))
        hints.setdefault(name, Unit(Place(*match.span("name")), 0.3, "prose", name=name, role=role))
    return tuple(hints.values())


_DEFAULT = re.compile(
    r"(?:以[上下](?:各项)?|上述|所有)(?:工作|任务|事项|内容)?[^,。;]{0,8}?(?:均|都)?(?:需|由|需由|要由)(?P<names>[^。;]{2,80}?)(?:负责|具体)?(?:贯彻)?落实"
)


def default_units(reading: Reading) -> tuple[Unit, ...]:
    """以下均需各镇街落实: carriers of every task, kept apart from those that a task names itself."""
    match = _DEFAULT.search(reading.folded)
    if not match or not _all_units(reading.folded, match.span("names")):
        return ()
    return tuple(read_units(reading.folded, match.span("names"), "responsible", "default_units", 0.7))
