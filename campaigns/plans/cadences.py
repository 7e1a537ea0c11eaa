"""How often: 每月至少一次, 每季度末月20日前, 按月, 定期, 适时, 常态化开展."""

import re
from collections.abc import Iterator

from campaigns.plans import lexer
from campaigns.plans.model import Cadence, Place
from campaigns.plans.wrappers import Reading

_PERIODS = (
    ("half_year", "半年|上下半年"), ("quarter", "季度|季"), ("month", "月|旬"), ("week", "周|星期"),
    ("year", "年度?|学期"), ("day", "天|日"),
)  # fmt: skip
_EVERY = re.compile(
    r"每(?:[一两二三四五六0-9]{1,2}个?|个|半)?(?P<period>季度|季|个?月|半年|半月|年度?|周|星期|天|日|旬|学期)(?!个|名|户|度)"
    r"|(?:按|逐)(?P<by>季度|季|月|周|年|旬)(?=[\u4e00-\u9fff])|(?P<mid>(?<=[,。;])(?:半年|季度|月|周)(?=[调通督研点分报例]))"
)
_VAGUE = re.compile(r"定期不定期|定期或不定期|不定期|定期|适时")
_ROUTINE = re.compile(r"常态化(?P<verb>开展|推进|监测|组织|运行|抓好|落实|坚持|推动|检查|督查|督导|巡查|排查|调度|进行|走访|宣传|整治|监管|管护|培训)")
_SYSTEM = re.compile(r"机制|制度|体系|格局")
_COUNT = re.compile(r"(?P<n>\d{1,3}|[一二两三四五六七八九十])(?:至\d+|-\d+)?(?:次|遍|回|期|场)")
_CAP = re.compile(r"(?=不少于|不低于|不超过|达到|至少\d|\d)")
_DAY = re.compile(r"(?:末月|月底?|周)?(?:\d{1,2}[日号]|[一二三四五六日末])(?:之?前)?")
_ELIGIBLE = re.compile(r"同一|最高|每年申领|不超过\d+(?:\.\d+)?(?:万|亿)?元$")
_LONGEST = 40


def cadences(reading: Reading, spans: list[lexer.Span]) -> Iterator[Cadence]:
    """Recurring duties in running text, in order."""
    for start, end in spans:
        for a, b in lexer.clauses(reading.folded, start, end):
            found = [*_every(reading, a, b), *_vague(reading, a, b), *_routine(reading, a, b)]
            yield from sorted(found, key=lambda cadence: cadence.place.start)


def period_of(word: str) -> str | None:
    """季度 → quarter, 月 → month …"""
    return next((name for name, pattern in _PERIODS if re.search(pattern, word)), None)


def _every(reading: Reading, a: int, b: int) -> Iterator[Cadence]:
    folded = reading.folded
    matches = list(_EVERY.finditer(folded, a, b))
    for position, match in enumerate(matches):
        if _ELIGIBLE.search(folded[a : match.end() + 3]):
            continue
        start = match.start()
        end = min(matches[position + 1].start() if position + 1 < len(matches) else b, start + _LONGEST)
        count = _COUNT.search(folded, match.end(), end)
        if not count and (cap := _CAP.search(folded, match.end() + 1, end)) and not _DAY.match(folded, match.end(), end):
            end = cap.start()
        start, end = lexer.trim(folded, start, end)
        day = _DAY.match(folded, match.end(), end)
        yield Cadence(
            Place(start, end), 0.9, "every", text=reading.words(start, end), every=period_of(match.group()),
            times=str(lexer.number_of(count.group("n"))) if count else None, day=day.group() if day else None,
        )  # fmt: skip


def _vague(reading: Reading, a: int, b: int) -> Iterator[Cadence]:
    """The adverb and the verb that it goes with; a noun in a list (定期分析、…) is no duty."""
    folded = reading.folded
    for match in _VAGUE.finditer(folded, a, b):
        start, end = match.span()
        tail = folded[end : min(end + 12, b)]
        if re.match(r"[\u4e00-\u9fff]{2}、", tail) and start > a and folded[start - 1] not in "、要应并将":
            continue
        if match.group() in ("定期", "不定期", "适时"):
            short = re.match(r"向[\u4e00-\u9fff]{2,4}?(?:公布|公开|通报|报告|汇报|报送|反馈)$", tail)
            verb = re.match(r"(?![向对把将和与])[\u4e00-\u9fff]{2}", tail)
            end += len(short.group()) if short else len(verb.group()) if verb else 0
        yield Cadence(Place(start, end), 0.7, "vague", text=reading.words(start, end), every=None)


def _routine(reading: Reading, a: int, b: int) -> Iterator[Cadence]:
    folded = reading.folded
    for match in _ROUTINE.finditer(folded, a, b):
        if _SYSTEM.search(folded, match.end(), min(match.end() + 5, b)):
            continue
        end = b if b - match.end() <= 12 else match.end()
        yield Cadence(Place(match.start(), end), 0.7, "routine", text=reading.words(match.start(), end), every=None)
