"""The rule of one row of a score sheet read into a method: 每少一次扣0.5分, 按比例得分, 90%以上得5分、80%以上得3分.

Only what is certain becomes a method. Sentences that mix ways of counting, or that only describe, become marks by a
person with the sentence as rubric; nothing is lost and nothing is invented.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.scheme import AT_LEAST, AT_MOST, Band, Bands, Deduction, Manual, Method, PerEvent, Rate, ShareOfTarget

FULL_WIDTH = str.maketrans("０１２３４５６７８９．％＋－／", "0123456789.%+-/")
N = r"(\d+(?:\.\d+)?)"
EVENT = re.compile(rf"(扣除?|减|倒扣|得|加|计|奖励?|记){N}\s*分")
CAP = re.compile(
    rf"[，,；;]?(?:累计|总计|合计)?(?:最高|最多|上限|不超过|封顶)[^，,。；;\d]{{0,8}}{N}\s*分(?:封顶)?|[，,]?{N}\s*分封顶"
)
RATIO = re.compile(r"按(?:[^，,。；;]{0,12})?比例(?:[^，,。；;]{0,4})?(?:得分|计分|给分|扣分|折算|计算)")
# 90%以上; 80%—90% and 80%(含)至90% begin at the first figure, 60%以下 at nothing.
ABOVE = re.compile(rf"{N}\s*(%?)[^，,。；;\d]{{0,4}}?(?:[(（]含[^)）]*[)）])?(?:及|\(含\))?以上")
BETWEEN = re.compile(rf"{N}\s*(%?)(?:[(（]含[)）])?\s*(?:-|—|–|~|～|至|到)+\s*{N}\s*(%?)")
BELOW = re.compile(rf"(?:低于|不足|不到|未达到?){N}\s*(%?)|{N}\s*(%?)以下")
AIM = re.compile(rf"(达到|不低于|不少于|完成|不超过|不高于|控制在)\s*{N}\s*(%?)")
POINTS = re.compile(rf"^[(（]?{N}\s*分?[)）]?$")
ENUMERATOR = re.compile(r"(?:^|(?<=[。；;，,\s]))(?:\d{1,2}[.、](?!\d)|[(（]\d{1,2}[)）]|[①-⑳])")
TAKES = "扣减倒"


@dataclass(frozen=True)
class Clause:
    """`less` takes points off, otherwise they are earned; `each` when it says 每."""

    words: str
    points: Decimal
    less: bool
    each: bool


@dataclass(frozen=True)
class Rule:
    """A method with what could not be read (codes of `sheet_words.QUESTIONS`). `parts` are points a row divides among
    numbered sentences; `cap` is a cap it names."""

    method: Method
    questions: tuple[str, ...] = ()
    parts: tuple[Clause, ...] = ()
    cap: Decimal | None = None


def plain(cell: object) -> str:
    """A cell as text: full-width figures made half-width, breaks and needless spaces out."""
    text = "" if cell is None else str(cell)
    return re.sub(r"\s+", " ", text.translate(FULL_WIDTH)).strip()


def points_in(cell: str) -> Decimal | None:
    """5, 5分, （5分）; a span (5-10分) or a placeholder (X分) is no number."""
    found = POINTS.match(cell)
    return Decimal(found[1]) if found else None


def cap_of(text: str) -> Decimal | None:
    """最高不超过5分, 10分封顶."""
    found = CAP.search(text)
    return Decimal(found[1] or found[2]) if found else None


def clauses(text: str) -> list[Clause]:
    """Each 扣/得 so many points with the words before it."""
    found, last = [], 0
    for event in EVENT.finditer(text):
        words = ENUMERATOR.sub("", text[last : event.start()]).strip(" ，,。；;、的")
        found.append(Clause(words, Decimal(event[2]), event[1][0] in TAKES, "每" in words))
        last = event.end()
    return found


def read_rule(rule: str, content: str = "", points: Decimal | None = None) -> Rule:
    """`rule` is the cell 评分办法; where it says no points the content is read as well."""
    text = rule if EVENT.search(rule) or RATIO.search(rule) else f"{content} {rule}".strip()
    cap = cap_of(text)
    found = clauses(CAP.sub("", text))
    manual = Manual((text,) if text else ())
    if not text:
        return Rule(manual, ("no_rule",))
    if RATIO.search(text):
        return _ratio(text, content, found, manual)
    if not found:
        return Rule(manual, cap=cap)
    less, gains = [one for one in found if one.less], [one for one in found if not one.less]
    # 做到得4分，出现一次扣2分: the first only says what all the points are.
    if less and len(gains) == 1 and gains[0].points == points and not gains[0].each:
        gains = []
    if less and gains:
        return Rule(manual, ("mixed",), cap=cap)
    if less:
        # 每低1个百分点扣0.5分 counts a figure, not an event: somebody must say who counts.
        return Rule(Deduction(rates_of(less)), ("counts_a_figure",) if "百分点" in text else (), cap=cap)
    bands = _bands(gains, points)
    if bands is not None:
        return bands
    if all(one.each for one in gains):
        return Rule(PerEvent(rates_of(gains)), cap=cap)
    if any(one.each for one in gains):
        return Rule(manual, ("mixed",), cap=cap)
    whole = sum((one.points for one in gains), Decimal(0))
    if len(gains) > 1 and (points is None or whole == points):
        return Rule(manual, parts=tuple(gains), cap=cap)
    wrong = points is not None and whole != points
    return Rule(manual, ("points_differ",) if wrong else (), cap=cap)


def _ratio(text: str, content: str, found: Sequence[Clause], manual: Manual) -> Rule:
    if any(one.each or one.less for one in found):
        return Rule(manual, ("mixed",))
    aim = AIM.search(f"{text} {content}")
    if aim is None:
        return Rule(manual, ("no_target",))
    percent = bool(aim[3])
    target = Decimal(aim[2]).scaleb(-2) if percent else Decimal(aim[2])
    return Rule(ShareOfTarget(target, AT_MOST if aim[1] in ("不超过", "不高于", "控制在") else AT_LEAST, percent))


def rates_of(found: Sequence[Clause]) -> tuple[Rate, ...]:
    """Each clause as a kind of event."""
    return tuple(Rate(f"r{i}", one.words, one.points) for i, one in enumerate(found, 1))


def _bands(gains: Sequence[Clause], points: Decimal | None) -> Rule | None:
    """Several clauses that all name a bound of the same kind."""
    lows: list[Decimal] = []
    percents: set[bool] = set()
    below: Decimal | None = None
    for one in gains:
        bound = ABOVE.search(one.words) or BETWEEN.search(one.words)
        under = BELOW.search(one.words)
        if bound is not None:
            percents.add(bool(bound[2] or (bound.re is BETWEEN and bound[4])))
            lows.append(Decimal(bound[1]))
        elif under is not None:
            below = Decimal(under[1] or under[3])
            lows.append(Decimal(0))
        else:
            return None
    if len(gains) < 2 or len(percents) != 1 or any(one.each for one in gains):
        return None
    percent = percents == {True}
    bands = [Band(low.scaleb(-2) if percent else low, one.points) for low, one in zip(lows, gains, strict=True)]
    questions = []
    if points is not None and max(one.points for one in bands) != points:
        questions.append("bands_not_full")
    # 80%以上得3分，60%以下得1分 says nothing of what lies between.
    if below is not None and min(low for low in lows if low) != below:
        questions.append("bands_with_a_gap")
    return Rule(Bands(tuple(bands), percent), tuple(questions))
