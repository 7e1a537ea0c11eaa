"""The head of the paper: title, document number, year, issuer, date of signing, basis; and what kind of paper it is."""

import re
from collections import Counter
from dataclasses import dataclass

from campaigns.plans import dates, lexer
from campaigns.plans.source import Block
from campaigns.plans.wrappers import Reading

_PLAN_WORD = "方案|计划|要点|意见|规划|办法|安排|分解表?|分解方案|任务书|任务清单|清单|台账|责任分工|部门分工|分工方案|一览表|分工|措施|细则|行动|通知|部署"
_TITLE = re.compile(rf"(?:{_PLAN_WORD})(?:\(.{{1,12}}\))?$")
_GLUED_TITLE = re.compile(rf"^(?P<title>[^,。;:]{{6,60}}?(?:方案|计划|要点|实施意见))(?=为|根据|按照|为了|近年)")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[(]\d{4}[〕\])]\s?\d{1,4}\s?号")
_SIGNED = re.compile(r"^\s*(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日\s*$")
_NUMERIC_DATE = re.compile(r"(?<!\d)(?:\d{1,2}\.\d{1,2}\.(?P<a>\d{4})|(?P<b>\d{4})[-/.]\d{1,2}[-/.]\d{1,2})(?!\d)")
_YEAR = re.compile(r"(?P<y>(?:19|20)\d{2})年")
_YEAR_RANGE = re.compile(r"(?P<first>20\d{2})年?\s?[-—~至到]{1,2}\s?20\d{2}年?")
_QUOTED = re.compile(r"《[^《》]*》|[〔\[(]\d{4}[〕\])]")
_BASIS = re.compile(r"(?:根据|按照|依据|落实|贯彻)[^,。]{0,40}?《[^《》]+》(?:\([^()]{2,30}\))?")
_ISSUER = re.compile(r"^\s*((?:中共)?[\u4e00-\u9fff×xX]{2,20}(?:委员会|人民政府|办公室|组织部|委|政府|局|领导小组))\s*$")
_SPEECH = re.compile(r"讲话|发言|致辞|主持词|演讲|表态|交流材料")
_REPORT = re.compile(r"总结|汇报|情况报告|经验|纪实|综述|调研报告|述职|做法|工作报告(?!》)|自评报告|心得")
_HEADED = re.compile(r"\s*(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)|\d{1,2}[.、])")


@dataclass(frozen=True, slots=True)
class Front:
    """The head of the paper. ``year_certain`` is False where the year was only guessed from single dates."""

    title: str
    year: int | None
    year_certain: bool
    other_years: tuple[int, ...]
    number: str | None
    issuer: str | None
    signed: str | None
    basis: tuple[str, ...]
    kind: str


def read_front(reading: Reading) -> Front:
    head = _head_blocks(reading)
    title = _title(reading, head)
    number = _NUMBER.search(reading.folded[: head[-1].end if head else 0])
    lines = [reading.folded[b.start : b.end] for b in head]
    signed = next((dates.iso(*map(int, m.group("y", "m", "d"))) for line in lines if (m := _SIGNED.match(line))), None)
    issuer = next((m.group(1) for line in lines if (m := _ISSUER.match(line))), None)
    year, certain, others = _year(reading, title, signed)
    first = reading.folded[: reading.blocks[min(len(reading.blocks), 12) - 1].end] if reading.blocks else ""
    basis = tuple(dict.fromkeys(m.group() for m in _BASIS.finditer(first)))
    return Front(
        title, year, certain, others, number.group().strip() if number else None, issuer, signed, basis, _kind(reading, title)
    )


def _head_blocks(reading: Reading) -> list[Block]:
    """The lines before the first numbered item, forty at most."""
    head = []
    for block in reading.blocks[:40]:
        if block.is_table or (head and _HEADED.match(reading.folded, block.start, block.end)):
            break
        head.append(block)
    return head


def _title(reading: Reading, head: list[Block]) -> str:
    """The last short line that names a plan; else the first short line; else 《…》 that the text calls itself."""
    lines = [(b, reading.folded[b.start : b.end].strip()) for b in head]
    named = [(b, t) for b, t in lines if len(t) <= 70 and _TITLE.search(t) and not re.search(r"[。;:!?]", t) and not t.startswith("附件")]
    styled = [(b, t) for b, t in lines if b.heading == 0 and t]
    for block, _ in reversed(named):
        words = _joined(reading, head, block)
        if not re.search(r"通知$", words) or len(named) == 1:
            return words
    if named or styled:
        return _joined(reading, head, (styled or named)[-1][0])
    for block, line in lines:
        if match := _GLUED_TITLE.match(line):
            return reading.words(block.start, block.start + match.end())
    short = [(b, t) for b, t in lines if 4 <= len(t) <= 50 and not re.search(r"[。;:!?,]", t)]
    if short:
        return reading.words(short[0][0].start, short[0][0].end)
    text = reading.folded[:6000]
    own = re.search(r"制定(?:下发|本)?(?:《([^《》]{6,60})》)?", text)
    if own and own.group(1):
        return own.group(1)
    theme = re.search(r"现就([^,。]{4,40}?),", text)
    return theme.group(1) if theme else ""


def _joined(reading: Reading, head: list[Block], last: Block) -> str:
    """A title set over several lines: 关于印发 … / … 的通知."""
    position = next(k for k, block in enumerate(head) if block is last)
    start = position
    while start > 0 and position - start < 3:
        line = reading.folded[head[start - 1].start : head[start - 1].end].strip()
        opens = re.search(r"关于$|关于印发", line) or (start < position and len(line) < 30 and "关于" in line)
        own = reading.folded[head[start].start : head[start].end].strip()
        if not opens and not ("关于" not in own and len(line) < 40 and re.search(r"[\u4e00-\u9fff]$", line) and not _TITLE.search(line) and own.endswith("的通知")):
            break
        start -= 1
    return "".join(reading.words(b.start, b.end) for b in head[start : position + 1])


def _year(reading: Reading, title: str, signed: str | None) -> tuple[int | None, bool, tuple[int, ...]]:
    """The plan's year: title, else its most frequent year outside quotations, else the signing date."""
    body = _QUOTED.sub(lambda m: " " * len(m.group()), reading.folded)
    counted = Counter(int(m.group("y")) for m in _YEAR.finditer(body))
    others = tuple(sorted(counted))
    if match := _YEAR_RANGE.search(lexer.fold(title)):
        return int(match.group("first")), True, others
    if match := _YEAR.search(title):
        return int(match.group("y")), True, others
    if signed:
        return int(signed[:4]), True, others
    if counted:
        # The year named first decides a draw: plans open with their own year.
        best = max(counted.values())
        return next(year for year, n in counted.items() if n == best), True, others
    if match := _NUMERIC_DATE.search(reading.folded[:2000]):
        return int(match.group("a") or match.group("b")), False, others
    numbers = [int(y) for y in re.findall(r"[〔](20\d{2})[〕]", reading.folded[:3000])]
    return (max(numbers), False, others) if numbers else (None, False, others)


def _kind(reading: Reading, title: str) -> str:
    """plan, speech or report. The title decides; without a plan word in it, the way the text speaks."""
    opening = reading.folded[:1500]
    if _SPEECH.search(title) or re.search(r"(?m)^\s*(?:同志们|各位领导|各位代表)\s*[:,]", opening):
        return "speech"
    if _REPORT.search(title) and not re.search(r"方案|计划|要点|分解|分工|意见|清单", title):
        return "report"
    return "plan"
