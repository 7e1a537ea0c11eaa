"""Word's automatic numbers: counts paragraphs level by level and writes the label that Word would show."""

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_DIGITS = "零一二三四五六七八九"
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital", "japaneseCounting",
    "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseDigitalTenThousand",
}  # fmt: skip
_CIRCLED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass
class _List:
    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The numbering part of one document. Lists that share an abstract definition count together, as in Word."""

    def __init__(self, document: Any) -> None:
        self._lists: dict[str, _List] = {}
        self._overrides: set[str] = set()
        self._styles = _style_numbers(document)
        part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering") and not r.is_external), None)
        element = getattr(part, "element", None)
        if element is None:
            return
        abstract = {a.get(qn("w:abstractNumId")): _List(_levels(a)) for a in element.iter(qn("w:abstractNum"))}
        for num in element.iter(qn("w:num")):
            reference = num.find(qn("w:abstractNumId"))
            shared = abstract.get(reference.get(qn("w:val"))) if reference is not None else None
            if shared is None:
                continue
            restarts = num.find(f".//{qn('w:startOverride')}") is not None
            self._lists[num.get(qn("w:numId"))] = _List(shared.levels) if restarts else shared

    def label(self, paragraph: Any, style: str | None) -> str:
        """The number of this paragraph as text, counted up; empty where it has none or a bullet."""
        number, level = _own_number(paragraph)
        if number is None and style:
            number, level = self._styles.get(style, (None, 0))
        found = self._lists.get(number or "")
        if found is None or number == "0" or level not in found.levels:
            return ""
        found.counts[level] = found.counts.get(level, found.levels[level].start - 1) + 1
        for deeper in [k for k in found.counts if k > level]:
            del found.counts[deeper]
        own = found.levels[level]
        if own.form in ("bullet", "none"):
            return ""
        label = re.sub(r"%(\d)", lambda m: _shown(found, int(m.group(1)) - 1), own.text)
        # 1.1 has no rank of its own in a plan; a bare 1 needs its dot to be seen as a mark.
        return label + "." if re.fullmatch(r"\d+", label) else label


def _shown(numbered: _List, level: int) -> str:
    definition = numbered.levels.get(level)
    if definition is None:
        return ""
    return _written(numbered.counts.get(level, definition.start), definition.form)


def _written(number: int, form: str) -> str:
    if form in _CHINESE:
        return chinese(number)
    if form in _CIRCLED and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    return str(number)


def chinese(number: int) -> str:
    """12 → 十二; up to 99, beyond that digits as they are."""
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _levels(abstract: Any) -> dict[int, _Level]:
    levels = {}
    for level in abstract.iter(qn("w:lvl")):
        values = {tag: level.find(qn(tag)) for tag in ("w:numFmt", "w:lvlText", "w:start")}
        form, text, start = ("" if e is None else e.get(qn("w:val")) or "" for e in values.values())
        levels[int(level.get(qn("w:ilvl")) or 0)] = _Level(form or "decimal", text, int(start) if start.isdigit() else 1)
    return levels


def _own_number(element: Any) -> tuple[str | None, int]:
    properties = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if properties is None:
        return None, 0
    number, level = properties.find(qn("w:numId")), properties.find(qn("w:ilvl"))
    depth = level.get(qn("w:val")) if level is not None else "0"
    return (number.get(qn("w:val")) if number is not None else None), int(depth) if depth and depth.isdigit() else 0


def _style_numbers(document: Any) -> dict[str, tuple[str | None, int]]:
    """Style id → (list, level), looked up through the styles that a style is based on."""
    own: dict[str, tuple[str | None, int]] = {}
    based: dict[str, str] = {}
    for style in document.styles.element.iter(qn("w:style")):
        identity = style.get(qn("w:styleId")) or ""
        own[identity] = _own_number(style)
        parent = style.find(qn("w:basedOn"))
        if parent is not None:
            based[identity] = parent.get(qn("w:val")) or ""
    result = {}
    for identity in own:
        seen, at = set(), identity
        while at in own and own[at][0] is None and at not in seen:
            seen.add(at)
            at = based.get(at, "")
        if at in own and own[at][0] is not None:
            result[identity] = (own[at][0], own[identity][1] or own[at][1])
    return result
