"""From characters to pieces: one form of punctuation, bracket pairs, sentences, clauses, numbers.

Everything here keeps positions: folding maps each character to exactly one character, so an offset into the folded
text is an offset into the source. NFKC would not do: it turns ①②③ into 1 2 3 and loses a level
(``domain/rules.md`` §1).
"""

import re
from collections.abc import Iterator

Span = tuple[int, int]

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= {ord(a): ord(b) for a, b in zip("\u3000\u00a0【】﹙﹚﹝﹞｡﹐﹔﹕–－", "  []()[]。,;:--", strict=True)}

CHINESE_DIGITS = "一二三四五六七八九十百零〇"
_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_OPENERS = {"(": ")", "[": "]"}
_CLOSERS = {")": "(", "]": "["}
# A short bracket is part of the word (示范区(带), 党(工)委, 出国(境)); a long one is a remark of its own.
_SHORT_BRACKET = 6
# No clause of a plan is longer; what is longer is no clause, and looking at it would take quadratic time.
LONGEST_CLAUSE = 400
_CUT = re.compile(r"[,。;:!?\n]|[(\[]|[)\]]")


def fold(text: str) -> str:
    """Half-width punctuation, digits and letters; same length as ``text``."""
    return text.translate(_FOLD)


def number_of(numeral: str) -> int | None:
    """``十二`` → 12, ``12`` → 12, ``⑫`` → 12; None for anything else."""
    if numeral.isascii() and numeral.isdigit():
        return int(numeral)
    if len(numeral) == 1 and "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    if not numeral or any(c not in CHINESE_DIGITS + "两" for c in numeral):
        return None
    total = current = 0
    for c in numeral:
        if c == "十":
            total, current = total + (current or 1) * 10, 0
        elif c == "百":
            total, current = total + (current or 1) * 100, 0
        else:
            current = _VALUES[c]
    return total + current


def brackets(folded: str, start: int, end: int) -> list[Span]:
    """Outermost balanced pairs in ``folded[start:end]``, brackets included. An opener never closed hides nothing."""
    stack: list[tuple[str, int]] = []
    pairs: list[Span] = []
    for match in re.compile(r"[()\[\]]").finditer(folded, start, end):
        char, at = match.group(), match.start()
        if char in _OPENERS:
            stack.append((char, at))
        elif stack and stack[-1][0] == _CLOSERS[char]:
            pairs.append((stack.pop()[1], at + 1))
    outer: list[Span] = []
    for pair in sorted(pairs):
        if not outer or pair[0] >= outer[-1][1]:
            outer.append(pair)
    return outer


def trim(folded: str, start: int, end: int, extra: str = "") -> Span:
    """The span without blanks (and the characters in ``extra``) at either side."""
    drop = " \t\n" + extra
    while start < end and folded[start] in drop:
        start += 1
    while end > start and folded[end - 1] in drop:
        end -= 1
    return start, end


def sentences(folded: str, start: int, end: int) -> Iterator[Span]:
    """Spans up to and including 。！？； or a line end."""
    at = start
    for match in re.compile(r"[。!?;\n]").finditer(folded, start, end):
        if match.end() > at:
            yield at, match.end()
        at = match.end()
    if at < end:
        yield at, end


def clauses(folded: str, start: int, end: int) -> Iterator[Span]:
    """Spans between commas and stops, 400 characters at most; a long bracket is read as clauses of its own."""
    short = {a for a, b in brackets(folded, start, end) if b - a - 2 <= _SHORT_BRACKET}
    at = start
    closing = 0  # where the short bracket that we are in ends
    for match in _CUT.finditer(folded, start, end):
        here, char = match.start(), match.group()
        if here in short:
            closing = here + _SHORT_BRACKET + 2
        if here < closing:
            closing = 0 if char in ")]" else closing
        elif not _inside_number(folded, here):
            yield from _piece(folded, at, here)
            at = match.end()
    yield from _piece(folded, at, end)


def _inside_number(folded: str, at: int) -> bool:
    """1:2 and 1,200 are one number."""
    return folded[at] in ",:" and 0 < at < len(folded) - 1 and folded[at - 1].isdigit() and folded[at + 1].isdigit()


def _piece(folded: str, start: int, end: int) -> Iterator[Span]:
    start, end = trim_quotes(folded, *trim(folded, start, end, "\"'"))
    if 0 < end - start <= LONGEST_CLAUSE:
        yield start, end


def trim_quotes(folded: str, start: int, end: int) -> Span:
    """Drop quotation marks at either side whose partners lie outside the span."""
    opens, closes = folded.find("“", start, end) >= 0, folded.find("”", start, end) >= 0
    while start < end and (folded[start] == "”" or (folded[start] == "“" and not closes)):
        start += 1
    while start < end and (folded[end - 1] == "“" or (folded[end - 1] == "”" and not opens)):
        end -= 1
    return start, end


def split_list(folded: str, start: int, end: int, separators: str = "、,;") -> list[Span]:
    """The parts between separators outside brackets, blanks trimmed, empty parts dropped."""
    inside = brackets(folded, start, end)
    parts, at, k = [], start, 0
    for position in range(start, end):
        while k < len(inside) and inside[k][1] <= position:
            k += 1
        if folded[position] in separators and not (k < len(inside) and inside[k][0] <= position):
            parts.append((at, position))
            at = position + 1
    parts.append((at, end))
    return [part for part in (trim(folded, *p, extra="。.") for p in parts) if part[0] < part[1]]
