"""From the words of a date to days: 5月底前 → 31 May, 上半年 → 30 June, 第三季度 → 30 September.

Only what the words say is resolved: a placeholder (X月底前) or an unknown year gives None, never a guess.
``domain/rules.md`` §1, table of time forms.
"""

import calendar
import re
from datetime import date

from campaigns.plans import lexer

DAY = re.compile(
    r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?:份)?(?:(?P<day>\d{1,2})[日号]|(?P<part>月?底|末|初|中旬|上旬|下旬))?"
)
_YEAR = re.compile(r"(?P<year>\d{4})年(?:度)?")
_HALF = {"上半年": (1, 6), "下半年": (7, 12), "全年": (1, 12), "年底": (1, 12), "年末": (1, 12), "年内": (1, 12), "年度": (1, 12)}
_QUARTER = re.compile(r"第?(?P<n>[一二三四1-4])季度")
_YEARS = re.compile(r"(?:(?P<from>\d{4})年起)?(?P<n>\d{1,2}|[一二两三四五六七八九十])年内")
_PARTS = {"初": 10, "上旬": 10, "中旬": 20}
_FIVE_YEAR_PLANS = {"十三五": 2020, "十四五": 2025, "十五五": 2030}


def last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def iso(year: int, month: int, day: int) -> str | None:
    """The day in ISO form, or None where the calendar has no such day (2月30日)."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def month_number(text: str) -> int | None:
    number = lexer.number_of(text)
    return number if number and 1 <= number <= 12 else None


def end_of(match: re.Match[str], year: int | None) -> str | None:
    """The last day that the words of one ``DAY`` match allow."""
    year = int(match.group("year") or 0) or year
    month = month_number(match.group("month"))
    if not year or not month:
        return None
    if match.group("day"):
        return iso(year, month, int(match.group("day")))
    return iso(year, month, _PARTS.get(match.group("part") or "", last_day(year, month)))


def start_of(match: re.Match[str], year: int | None) -> str | None:
    """The first day of one ``DAY`` match: a month without a day starts on its first."""
    year = int(match.group("year") or 0) or year
    month = month_number(match.group("month"))
    if not year or not month:
        return None
    first = {"中旬": 11, "下旬": 21}.get(match.group("part") or "", 1)
    if (match.group("part") or "").endswith(("底", "末")):
        first = last_day(year, month)
    return iso(year, month, int(match.group("day") or first))


def resolve(folded: str, year: int | None) -> tuple[str | None, str | None]:
    """(start, end) of a single point or period in words; ``year`` is the plan's year. A point has no start."""
    if match := DAY.search(folded):
        return None, end_of(match, year)
    if match := _YEARS.search(folded):
        first = int(match.group("from") or 0) or year
        return None, iso(first + (lexer.number_of(match.group("n")) or 1) - 1, 12, 31) if first else None
    for name, last in _FIVE_YEAR_PLANS.items():
        if name in folded:
            return None, iso(last, 12, 31)
    own = _YEAR.search(folded)
    year = int(own.group("year")) if own else year
    if not year:
        return None, None
    if match := _QUARTER.search(folded):
        month = (lexer.number_of(match.group("n")) or 1) * 3
        return iso(year, month - 2, 1), iso(year, month, last_day(year, month))
    for word, (first, last) in _HALF.items():
        if word in folded:
            begin = None if word in ("年底", "年末", "年内", "年度") else iso(year, first, 1)
            return begin, iso(year, last, last_day(year, last))
    if own or "今年" in folded:
        return None, iso(year, 12, 31)
    return None, None
