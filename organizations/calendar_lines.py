"""Reading pasted calendar lines: 2027-10-01 休 国庆节, or a span 2027-10-01 至 2027-10-07 休 国庆节. No database here."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 2000, 2100
MAX_LINES = 400
MAX_SPAN = 31
MAX_NOTE = 60
WORDS = {"休": False, "休息": False, "放假": False, "班": True, "上班": True, "补班": True, "工作": True}

# Full-width digits and signs are read too: \d, \s and int() know them, the classes below name the signs.
_DATE = r"(\d{4})[-/.年－／．](\d{1,2})[-/.月－／．](\d{1,2})日?"
_LINE = re.compile(rf"^\s*{_DATE}(?:\s*(?:至|到|—+|–|~|～|-)\s*{_DATE})?\s+(\S+)(?:\s+(.*?))?\s*$")


@dataclass(frozen=True)
class CalendarLine:
    """One day as a line gave it."""

    day: date
    is_working: bool
    note: str = ""


def read_lines(text: str) -> tuple[list[CalendarLine], list[str]]:
    """The days of all lines and, for people, everything that is wrong with them; blank lines do not matter."""
    days: dict[date, CalendarLine] = {}
    problems: list[str] = []
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MAX_LINES:
        return [], [_("一次最多 %(n)s 行，请分几次粘贴。") % {"n": MAX_LINES}]
    for number, line in lines:
        read, problem = _read(line)
        if problem:
            problems.append(_("第 %(n)s 行：%(problem)s") % {"n": number, "problem": problem})
            continue
        for found in read:
            former = days.setdefault(found.day, found)
            if former.is_working != found.is_working:
                problems.append(
                    _("第 %(n)s 行：%(day)s 前面写的是%(word)s，前后不一致。")
                    % {"n": number, "day": found.day, "word": _("上班") if former.is_working else _("休息")}
                )
    return sorted(days.values(), key=lambda found: found.day), problems


def _read(line: str) -> tuple[list[CalendarLine], str]:
    match = _LINE.match(line)
    if match is None:
        return [], _("看不懂，请写成“2027-10-01 休 国庆节”。")
    numbers, word, note = match.groups()[:6], match[7], (match[8] or "").strip()
    try:
        first = date(*(int(part) for part in numbers[:3]))
        last = date(*(int(part) for part in numbers[3:])) if numbers[3] else first
    except ValueError:
        return [], _("没有这一天。")
    if word not in WORDS:
        return [], _("日期后面要写“休”或“班”。")
    if not FIRST_YEAR <= first.year <= LAST_YEAR or not FIRST_YEAR <= last.year <= LAST_YEAR:
        return [], _("年份应在 %(first)s 年到 %(last)s 年之间。") % {"first": FIRST_YEAR, "last": LAST_YEAR}
    if last < first:
        return [], _("结束日期早于开始日期。")
    if (last - first).days >= MAX_SPAN:
        return [], _("一行最多 %(n)s 天，请核对日期。") % {"n": MAX_SPAN}
    if len(note) > MAX_NOTE:
        return [], _("说明最多 %(n)s 个字。") % {"n": MAX_NOTE}
    span = range((last - first).days + 1)
    return [CalendarLine(first + timedelta(days=n), WORDS[word], note) for n in span], ""
