"""When: deadlines, windows, milestones, open ends; and how often: cadences.

Words are kept as written. Not deadlines: relative limits (5个工作日内), years of other documents (〔2019〕), years that
lie before the plan's, and eligibility (毕业5年内). ``domain/rules.md`` §1; rule names as in ``docs/plan-reader.md``.
"""

import re
from collections.abc import Iterator

from campaigns.plans import dates, lexer
from campaigns.plans.model import Cadence, Place, Time
from campaigns.plans.wrappers import Reading

_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[xX×*]{1,2})月"
_POINT = rf"(?:(?:\d{{4}}年|今年|明年|次年|当年))?{_MONTH}(?:份)?(?:\s?(?:\d{{1,2}}|[xX×*]{{1,2}})[日号]|底|末|初|中旬|上旬|下旬)?"
_BEFORE = r"(?:\s?(?:之前|以前|前|止|为止|完成))?"
WINDOW = re.compile(
    rf"(?:从|自)?(?P<from>{_POINT}|(?:\d{{4}}年)?\d{{1,2}}(?=\s?[-—－~～]\s?\d{{1,2}}月)|\d{{4}}年)"
    rf"(?:开始|起|启动)?[,]?\s?(?:[-—－~～]{{1,3}}|至|到)\s?(?P<to>{_POINT}|\d{{1,2}}[日号]|(?:\d{{4}}年)?年?底|\d{{4}}年(?:底)?){_BEFORE}"
)
_POINT_TIME = re.compile(rf"(?:[到至于在])?(?P<point>{_POINT}{_BEFORE})")
_LOOSE = re.compile(
    r"(?P<point>(?:(?:\d{4}年|今年|明年|到)?年?(?:年底|年末|年内|上半年|下半年|全年)|\d{4}年(?:底|末|上半年|下半年|内)|到年底|本?年度内|(?:\d{4}年|今年)?(?:第?[一二三四1-4]季度(?:末|底)?))"
    r"(?:之前|以前|前)?)"
)
_YEARS = re.compile(r"(?P<point>(?:\d{4}年起)?(?:\d{1,2}|[一二两三四五六七八九十])年内|(?:“?十[三四五]五”?)(?:期间|末|时期末))")
_PLAIN_YEAR = re.compile(r"(?:到|至|力争|确保|按照?)?(?P<point>\d{4}年)")
_MILESTONES = {
    "动工": "start", "开工": "start", "启动": "start", "投入使用": "commissioning", "投用": "commissioning",
    "竣工": "completion", "完工": "completion", "建成": "completion", "通车": "commissioning", "运营": "commissioning",
}
_MILESTONE = re.compile(rf"\s?(?:{'|'.join(_MILESTONES)})")
_OPEN = re.compile(r"持续推进|长期坚持|长期|常年坚持|常年|持续|常态化(?:推进|开展|坚持)?|全年推进|贯穿全年")
_STARTS = re.compile(r"\s?(?:开始|起(?!来)|以来|启动)")
_CITED = re.compile(r"《[^《》]{0,80}》|〔[^〔〕]{0,12}〕|“[^“”]{0,40}”")
_PLACEHOLDER = re.compile(r"[xX×*]{1,2}(?=月|日|号|年)")
_GOAL_NUMBER = re.compile(r"\d|[xX×*]{1,2}(?=[%个名人户家项])")


def deadlines(reading: Reading, spans: list[lexer.Span], year: int | None) -> Iterator[Time]:
    """The dates in running text, in order of the text, doubles included."""
    for start, end in spans:
        cited = [m.span() for m in _CITED.finditer(reading.folded, start, end)]
        for a, b in lexer.clauses(reading.folded, start, end):
            taken: list[lexer.Span] = [span for span in cited if span[0] < b and span[1] > a]
            found = [*_windows(reading, a, b, year, taken), *_points(reading, a, b, year, taken)]
            yield from sorted(found, key=lambda time: time.place.start)


def of_value(reading: Reading, start: int, end: int, year: int | None) -> Time:
    """The whole value of 完成时限：… or of a cell, whatever it says: the plan called it a date."""
    folded = reading.source.folded[start:end]
    place, text = Place(start, end), reading.words(start, end)
    if window := WINDOW.search(folded):
        first, last = window_days(window, year)
        return Time(place, 0.95, "due_label", text=text, kind="window", start=first, end=last)
    first, last = dates.resolve(folded, year)
    milestone = next((kind for word, kind in _MILESTONES.items() if word in folded), None)
    kind = "milestone" if milestone else "open" if not last and _OPEN.search(folded) else "due"
    return Time(
        place, 0.95, "due_label", text=text, kind=kind, start=first, end=last, milestone=milestone,
        placeholder=bool(_PLACEHOLDER.search(folded)),
    )


def window_days(window: re.Match[str], year: int | None) -> tuple[str | None, str | None]:
    """(start, end) of a WINDOW match; a missing year or month is taken from the other side or the plan."""
    left, right = window.group("from"), window.group("to")
    own = re.match(r"(\d{4})年", left)
    year_left = int(own.group(1)) if own else year
    other = re.match(r"(\d{4})年", right)
    year_right = int(other.group(1)) if other else year_left
    if re.fullmatch(r"\d{1,2}[日号]", right) and (month := re.search(r"\d{1,2}月", left)):
        right = month.group() + right  # 3月1日至6日
    if re.search(r"(?<!年)\d{1,2}$", left):
        left += "月"  # 3-4月
    begin, finish = dates.DAY.search(left), dates.DAY.search(right)
    if year and not own and other and begin:
        year_left = year_right  # 3月至2021年8月 says its year once
        if finish and (dates.month_number(begin.group("month")) or 0) > (dates.month_number(finish.group("month")) or 0):
            year_left = year_right - 1
    if not begin and own:
        first = dates.iso(int(own.group(1)), 1, 1)
    else:
        first = dates.start_of(begin, year_left) if begin else None
    last = dates.end_of(finish, year_right) if finish else dates.resolve(right, year_right)[1]
    return first, last


def _windows(reading: Reading, a: int, b: int, year: int | None, taken: list[lexer.Span]) -> Iterator[Time]:
    for match in WINDOW.finditer(reading.folded, a, b):
        if _free(match.span(), taken) and ("月" in match.group("to") or "年" in match.group()):
            taken.append(match.span())
            first, last = window_days(match, year)
            yield Time(
                Place(*match.span()), 0.85, "window", text=reading.words(*match.span()), kind="window", start=first, end=last
            )


def _points(reading: Reading, a: int, b: int, year: int | None, taken: list[lexer.Span]) -> Iterator[Time]:
    folded = reading.folded
    for rule, pattern, confidence in (
        ("day", _POINT_TIME, 0.9), ("loose", _LOOSE, 0.85), ("years", _YEARS, 0.8), ("plain_year", _PLAIN_YEAR, 0.7),
    ):  # fmt: skip
        for match in pattern.finditer(folded, a, b):
            start, end = match.span("point")
            if not _free((start, end), taken) or not _is_deadline(folded, rule, start, end, (a, b), year):
                continue
            taken.append((start, end))
            milestone = _MILESTONE.match(folded, end, b)
            kind = _MILESTONES[milestone.group().strip()] if milestone else None
            if milestone and milestone.end() == b:
                end = milestone.end()
            if rule == "loose" and folded[start - 1 : start] == "到" and start > a:
                start -= 1
            first, last = dates.resolve(folded[start:end], year)
            yield Time(
                Place(start, end), confidence, rule, text=reading.words(start, end),
                kind="milestone" if kind in ("start", "commissioning") else "due", start=first, end=last, milestone=kind, placeholder=bool(_PLACEHOLDER.search(folded, start, end)),
            )


def _is_deadline(folded: str, rule: str, start: int, end: int, clause: lexer.Span, year: int | None) -> bool:
    own = re.match(r"(\d{4})年", folded[start:end])
    if own and year and int(own.group(1)) < year:
        return False  # a year gone by is a baseline
    if _STARTS.match(folded, end, clause[1]):
        return False  # 从6月10日开始 begins something
    head = folded[clause[0] : start]
    if rule == "day":
        bare = folded[end - 1] == "月"  # 9月 alone dates nothing unless it opens the clause
        return not bare or bool(re.fullmatch(r"(?:[到至在于]|力争|确保)?", head)) or bool(_MILESTONE.match(folded, end))
    if rule == "years":
        return bool(re.fullmatch(r"(?:在|用|力争|确保|争取|计划)?", head))
    if rule == "plain_year":
        opens = re.fullmatch(r"(?:到|至|力争|确保|按照?|力争到)?", head)
        return bool(opens) and bool(_GOAL_NUMBER.search(folded, end, clause[1])) and folded[end : end + 1] not in "度以来"
    if "全年" in folded[start:end]:
        return not head and bool(_GOAL_NUMBER.search(folded, end, clause[1]))
    if folded[start] == "年" and (folded[start - 1].isdigit() or folded[start - 1] in lexer.CHINESE_DIGITS + "两"):
        return False  # 毕业5年内 is a condition
    return not re.search(r"(?:上|去|前|每|当|近|贯穿|每个)$", head)


def _free(span: lexer.Span, taken: list[lexer.Span]) -> bool:
    return all(span[1] <= a or span[0] >= b for a, b in taken)
