"""From lines to a tree of numbered items: 第X章, 一、, （一）, 1., （1）, ①, and run-in 一是 / 一要 / 首先.

Every mark is a candidate; it becomes an item by where it stands (a line's head, or after a stop) and by its number
(the next one expected). So a decimal, a list in a sentence or 第（一）项 opens nothing, and numbering that restarts,
skips or goes on through the sections does no harm.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from campaigns.plans import lexer
from campaigns.plans.source import Block
from campaigns.plans.wrappers import Reading

CHAPTER, FIRST, SECOND, THIRD, FOURTH, FIFTH, RUN_IN = range(7)
MOST_ITEMS = 20_000

_N = "[一二三四五六七八九十百]"
_MARK = re.compile(
    rf"(?P<chapter>第(?:{_N}{{1,4}}|\d{{1,2}})(?:章|部分|篇)[、:\s]?)"
    rf"|(?P<first>{_N}{{1,4}}[、.])"
    rf"|(?P<second>\({_N}{{1,4}}\)[、.]?)"
    r"|(?P<third>\d{1,3}[.、])"
    r"|(?P<fourth>\(\d{1,3}\)[、.]?|\d{1,2}\)(?=[^\d]))"
    r"|(?P<fifth>[①-⑳]、?)"
    rf"|(?P<run_in>(?:{_N}{{1,2}}(?:是|要)|第{_N}{{1,2}},|首先,?|其次,?|再次,?|最后,?))"
)
_RANKS = {name: rank for rank, name in enumerate(("chapter", "first", "second", "third", "fourth", "fifth", "run_in"))}
_ORDER_WORDS = {"首先": 1, "其次": 2, "再次": 3, "最后": 4}
_STOP = "。;:!?)]”》\n"
# Section titles that stand without a number often enough to be known by their words alone.
_BARE_TITLE = re.compile(
    r"(指导思想|总体(要求|目标|思路)|(工作|主要|活动)?目标(任务|要求)?|基本原则|(主要|重点|工作|具体)(任务|措施|内容|举措)"
    r"|任务分工|(实施|工作|方法)步骤|(时间|工作|进度)安排|组织(领导|保障|实施)|保障措施|(工作|有关|相关)要求)"
)


@dataclass
class Item:
    """One numbered item: ``start`` at its mark, ``body`` after it, ``end`` where the next item of its rank begins."""

    rank: int
    ordinal: str | None
    number: int
    start: int
    body: int
    end: int = 0
    inline: bool = False
    children: list["Item"] = field(default_factory=list)
    tables: list[Block] = field(default_factory=list)
    parent: "Item | None" = field(default=None, repr=False)

    @property
    def own_end(self) -> int:
        """Where its own words stop and its first child begins."""
        return self.children[0].start if self.children else self.end

    def walk(self) -> Iterator["Item"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class _Mark:
    rank: int
    ordinal: str | None
    number: int
    start: int
    body: int
    inline: bool


def read_items(reading: Reading) -> Item:
    """The tree of items; the root (rank -1) holds what stands before and outside them, tables included."""
    root = Item(-1, None, 0, 0, 0, end=len(reading.folded))
    stack = [root]
    count = 0
    for mark in _accepted(reading):
        if isinstance(mark, Block):
            stack[-1].tables.append(mark)
            continue
        while stack[-1].rank >= mark.rank:
            stack.pop().end = mark.start
        item = Item(mark.rank, mark.ordinal, mark.number, mark.start, mark.body, inline=mark.inline, parent=stack[-1])
        stack[-1].children.append(item)
        stack.append(item)
        count += 1
        if count >= MOST_ITEMS:
            break
    last = reading.blocks[-1].end if reading.blocks else 0
    for item in stack[1:]:
        item.end = last
    return root


def _accepted(reading: Reading) -> Iterator[_Mark | Block]:
    """The marks that open an item, and the tables between them, in reading order."""
    folded = reading.folded
    counted: dict[int, int] = {}  # rank -> number of the last item of that rank
    later = _LastPositions(folded)
    run_ins = _run_ins(reading)
    attached = 0
    for block in reading.blocks:
        if block.is_table:
            yield block
            continue
        head = lexer.trim(folded, block.start, block.end)[0]
        attached = _attached(folded, head, block.end, attached)
        if attached:
            continue
        opened = _MARK.match(folded, head, block.end)
        if not opened or opened.lastgroup == "run_in":
            if block.heading or _bare_title(folded, block):
                rank = min(block.heading or FIRST, FOURTH)
                yield _Mark(rank, None, 0, head, head, inline=False)
        for match in _MARK.finditer(folded, head, block.end):
            at_head = match.start() == head
            mark = _judge(folded, match, block.end, at_head, counted, later, run_ins)
            if mark:
                counted[mark.rank] = mark.number
                for deeper in [rank for rank in counted if rank > mark.rank and rank != THIRD]:
                    del counted[deeper]
                yield mark


_ATTACHED = re.compile(r"附\s?件?\s?:\s*(?:1[.、])?")


def _attached(folded: str, head: int, end: int, number: int) -> int:
    """附件：1.… 2.…: the list of papers attached is no list of items. How far it has counted, 0 outside it."""
    if match := _ATTACHED.match(folded, head, end):
        return 1 if match.group()[-1] in ".、" else 0
    if number and re.match(rf"{number + 1}[.、]", folded[head:end]):
        return number + 1
    return 0


def _judge(folded, match, limit, at_head, counted, later, run_ins) -> _Mark | None:
    kind = match.lastgroup
    rank, text = _RANKS[kind], match.group()
    if kind == "run_in":
        number = run_ins.get(match.start())
        if number is None:
            return None
        return _Mark(rank, text.rstrip(","), number, match.start(), match.end(), not at_head)
    number = lexer.number_of(re.sub(r"[第章部分篇()、.:\s]", "", text)) or 0
    if not _has_words(folded, match.end(), limit):
        return None
    expected = counted.get(rank, 0) + 1
    if rank == THIRD and folded[match.end()].isdigit() and number != (counted.get(rank) or -1) + 1:
        return None  # 4.1万元 opens nothing; 11. of 11.121人才 does, because 10. came before it
    if at_head:
        ordinal = re.sub(r"[、.:\s]+$", "", text)
        return _Mark(rank, ordinal, number, match.start(), match.end(), inline=False)
    before = folded[match.start() - 1]
    loose = rank == SECOND and before not in "第款项条“《和及、至到"  # headings run into each other without a stop
    if before not in _STOP + " " and not loose:
        return None
    if before == " " and rank in (FIRST, THIRD) and folded[match.start() - 2 : match.start() - 1] not in _STOP:
        return None
    if rank == FIRST and folded[match.end()] in "二三四五六七八九十":
        return None  # 一、二、三产业
    if number == expected and (number > 1 or later.after(match, 2)):
        return _Mark(rank, re.sub(r"[、.:\s]+$", "", text), number, match.start(), match.end(), inline=True)
    if number == 1 and rank >= THIRD and later.after(match, 2):
        return _Mark(rank, re.sub(r"[、.:\s]+$", "", text), number, match.start(), match.end(), inline=True)
    return None


def _has_words(folded: str, at: int, limit: int) -> bool:
    start, end = lexer.trim(folded, at, min(limit, at + 12), "、.。,")
    return start < end and not _MARK.match(folded, start, end)


def _bare_title(folded: str, block: Block) -> bool:
    line = folded[block.start : block.end].strip(" \t:")
    return len(line) <= 12 and bool(_BARE_TITLE.fullmatch(line))


class _LastPositions:
    """Does mark number n still come later? One search a mark form, so that a megabyte of （一） stays linear."""

    def __init__(self, folded: str) -> None:
        self._folded = folded
        self._known: dict[str, int] = {}

    def after(self, match: re.Match[str], number: int) -> bool:
        text = match.group()
        numeral = "二" if any(c in lexer.CHINESE_DIGITS for c in text) else str(number)
        wanted = "②" if match.lastgroup == "fifth" else re.sub(rf"{_N}+|\d+", numeral, text).rstrip(" ")
        if wanted not in self._known:
            self._known[wanted] = self._folded.rfind(wanted)
        return self._known[wanted] > match.start()


_RUN_IN = re.compile(rf"(?P<n>{_N}{{1,2}})(?:是|要)|第(?P<m>{_N}{{1,2}}),|(?P<w>首先|其次|再次|最后)")


def _run_ins(reading: Reading) -> dict[int, int]:
    """Positions of 一是, 二要, 首先 … that stand after a stop and follow each other from one, with their numbers."""
    folded, found = reading.folded, []
    for block in reading.blocks:
        if block.is_table:
            continue
        head = lexer.trim(folded, block.start, block.end)[0]
        for match in _RUN_IN.finditer(folded, block.start, block.end):
            before = folded[match.start() - 1 : match.start()]
            if match.start() == head or before in _STOP + "," or (before == " " and folded[match.start() - 2] in _STOP):
                word = match.group("w")
                number = _ORDER_WORDS[word] if word else lexer.number_of(match.group("n") or match.group("m"))
                found.append((match.start(), number))
    accepted: dict[int, int] = {}
    last = 0
    for position, (at, number) in enumerate(found):
        following = found[position + 1][1] if position + 1 < len(found) else None
        if number == 1 and following == 2:
            accepted[at], last = 1, 1
        elif last and number in (last + 1, last + 2) and number != 1:
            accepted[at], last = number, number
    return accepted
