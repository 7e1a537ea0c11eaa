"""Sentences that went wrong when the plan was put together: doubled words, a verb without its object, an open bracket."""

import re
from collections.abc import Iterator

from campaigns.plans import lexer
from campaigns.plans.model import Place, Plan, Question
from campaigns.plans.wrappers import Reading

# 举办对…, 召开将…: a verb that needs a noun, followed by a word that opens another verb's phrase.
_VERB_WITHOUT_OBJECT = re.compile(r"(?:举办|召开|印发|出台|签订|建成|打造|荣获)(?:对(?!口|接|标|外|话)|把|将(?!军))")
# 聚焦…培训班,: what is focused on must not be the thing that is held.
_NO_VERB = re.compile(r"(?:聚焦|围绕|针对|依托)[^,。;]{2,30}(?:专题|示范|轮训)?(?:培训班|座谈会|推进会|现场会|讲座)$")
_DOUBLED_WORD = re.compile(r"(?P<word>(?![一逐每天年月家户层])[\u4e00-\u9fff]{2,12})(?P=word)")
_MOST = 50


def questions(plan: Plan, reading: Reading) -> Iterator[Question]:
    """One question a sentence, in order."""
    asked = 0
    for block in reading.blocks:
        if block.is_table:
            continue
        before = ""
        for start, end in lexer.sentences(reading.folded, block.start, block.end):
            reason = _reason(reading.folded, start, end) or _said_twice(reading.folded[start:end], before)
            before = reading.folded[start:end]
            if reason and asked < _MOST:
                asked += 1
                a, b = lexer.trim(reading.folded, start, end)
                words = plan.text[a:b]
                shown = words if len(words) <= 60 else words[:59] + "…"
                yield Question(Place(a, b), 0.6, "garbled", kind="garbled", text=f"这句话可能有误（{reason}）：“{shown}”请对照原件核对。")
        yield from _open_bracket(plan, reading, block.start, block.end)


def _reason(folded: str, start: int, end: int) -> str | None:
    if match := _VERB_WITHOUT_OBJECT.search(folded, start, end):
        return f"“{match.group()}”不通"
    if match := _DOUBLED_WORD.search(folded, start, end):
        return f"“{match.group('word')}”重复"
    for a, b in lexer.clauses(folded, start, end):
        if b < end - 1 and folded[b] == "," and (match := _NO_VERB.match(folded[a:b])):
            return f"“{match.group()[:12]}”缺少动词"
    return None


def _said_twice(sentence: str, before: str) -> str | None:
    return "与上一句重复" if len(sentence.strip()) >= 12 and sentence.strip() == before.strip() else None


def _open_bracket(plan: Plan, reading: Reading, start: int, end: int) -> Iterator[Question]:
    """A bracket that opens and never closes hides where an annotation ends."""
    balance = opened = 0
    for match in re.compile(r"[()\[\]]").finditer(reading.folded, start, end):
        if match.group() in "([":
            opened, balance = (match.start() if balance == 0 else opened), balance + 1
        else:
            balance -= 1
            if balance < 0:  # 1) and such
                return
    if balance > 0 and re.match(r"[(\[](?:责任|牵头|配合|完成)", reading.folded[opened : opened + 4]):
        words = plan.text[opened : min(opened + 20, end)]
        yield Question(Place(opened, end), 0.7, "garbled", kind="garbled", text=f"“{words}…”的括号没有配对，请对照原件核对。")
