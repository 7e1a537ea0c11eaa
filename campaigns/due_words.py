"""Which day of its period a duty is due, read from the plan's words: 每月25日前, 次月5日前, 季度末月20日前, 周五, 12月底前.

Words that say nothing certain (月初, 适时, 第5个工作日) are not guessed at: `due_rule` answers None, and whoever asks
shows the default day as assumed.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.plans import lexer
from campaigns.spans import Stretch, month_end

_LENGTH = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_WEEKDAYS = {c: n for n, c in enumerate("一二三四五六日", 1)} | {"天": 7, "末": 7}
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_END = r"底|末|月底|月末|下旬"
_DAY = rf"(?:(?P<day>{_NUMBER})[日号]|(?P<ten>[上中下])旬|(?P<end>{_END}))"
_TAIL = r"(?:以前|之前|前|完成|为止)?"
_WEEK = re.compile(rf"(?:每?(?:周|星期|礼拜))?(?P<day>[一二三四五六日天末]){_TAIL}")
_NAMED_MONTHS = re.compile(rf"(?P<next>次年|下一?年)?(?P<month>{_NUMBER})月份?{_DAY}{_TAIL}")
_RELATIVE = re.compile(
    rf"(?P<next>次月|下一?个?月|次季度?首?月|下一?个?季度首?月)(?:的)?{_DAY}{_TAIL}"
    rf"|(?:每个?)?(?:季度?|半年|年度?)?(?P<place>首月|末月|最后一个?月)(?:的)?(?:{_DAY.replace('?P<', '?P<b')}){_TAIL}"
)
_PLAIN = re.compile(rf"(?:每个?)?月?{_DAY}{_TAIL}")
_PERIOD_END = re.compile(rf"(?:每个?)?(?P<of>月|季度?|半年|年|年度)(?:底|末){_TAIL}|期末{_TAIL}|(?:底|末){_TAIL}")
_END_OF = {
    "月": {"month"},
    "季": {"quarter"},
    "季度": {"quarter"},
    "半年": {"half_year"},
    "年": {"year"},
    "年度": {"year"},
}
LAST = 31  # a day that a shorter month does not have is its last day


@dataclass(frozen=True)
class DueRule:
    """A day relative to a period. kind: end (last day plus the county's offset) | weekday (`day` 1–7) | month
    (`month` counted from the period's first month as 0, past its last one for the months after; `day`)."""

    kind: str = "end"
    month: int = 0
    day: int = 0

    def day_in(self, whole: Stretch, days_after: int = 0) -> date:
        """The due day of the calendar's period; a month without that day has it on its last one (29 Feb)."""
        if self.kind == "weekday":
            return whole.first + timedelta(days=self.day - 1)
        if self.kind == "month":
            months = whole.first.month - 1 + self.month
            end = month_end(whole.first.year + months // 12, months % 12 + 1)
            return min(end, end.replace(day=min(self.day, end.day)))
        return max(whole.first, whole.last + timedelta(days=days_after))


LAST_DAY = DueRule()


def due_rule(every: str, words: str) -> DueRule | None:
    """The rule that the words give; LAST_DAY for no words; None when they cannot be read or do not fit the period."""
    text = re.sub(r"\s", "", lexer.fold(words)).strip(",;。")
    text = re.sub(r"^(?:于|在|至|到)", "", text)
    if not text:
        return LAST_DAY
    if every == "day":
        return None  # a daily duty is due on its day
    if every == "week":
        found = _WEEK.fullmatch(text)
        return DueRule("weekday", day=_WEEKDAYS[found["day"]]) if found else None
    if end := _PERIOD_END.fullmatch(text):
        return _last_of(every) if not end["of"] or every in _END_OF[end["of"]] else None
    if relative := _RELATIVE.fullmatch(text):
        return _relative(every, relative)
    if plain := _PLAIN.fullmatch(text):
        day = _day(plain, "")
        return DueRule("month", _LENGTH[every] - 1, day) if day else None
    return _named(every, text)


def _last_of(every: str) -> DueRule:
    """写明月底 is the last day whatever offset the county has chosen for duties without a day."""
    return DueRule("month", _LENGTH[every] - 1, LAST)


def _relative(every: str, found: re.Match[str]) -> DueRule | None:
    day = _day(found, "" if found["next"] else "b")
    if not day:
        return None
    if found["next"]:
        fits = every == "quarter" if "季" in found["next"] else True
        return DueRule("month", _LENGTH[every], day) if fits else None
    if every == "month":
        return None  # a month has no first and last month
    return DueRule("month", 0 if found["place"] == "首月" else _LENGTH[every] - 1, day)


def _named(every: str, text: str) -> DueRule | None:
    """12月底前, or 6月底、12月底前 for each half-year: all must stand at the same place of their period."""
    rules = {_named_one(every, part) for part in re.split(r"[、,和]", text)}
    return rules.pop() if len(rules) == 1 else None


def _named_one(every: str, text: str) -> DueRule | None:
    found = _NAMED_MONTHS.fullmatch(text)
    month = lexer.number_of(found["month"]) if found else None
    day = _day(found, "") if found else 0
    if not found or not month or not day or month > 12 or every == "month":
        return None
    if not found["end"] and day > month_end(2024, month).day:  # a leap year has all days there are
        return None
    if month != 2 and day == month_end(2024, month).day:
        day = LAST  # 6月30日、12月31日 are one rule: the last day of each half-year
    if found["next"]:
        return DueRule("month", 12 + month - 1, day) if every == "year" else None
    return DueRule("month", (month - 1) % _LENGTH[every], day)


def _day(found: re.Match[str], prefix: str) -> int:
    """1–31; 0 when there is no such day in any month."""
    if found[f"{prefix}day"]:
        number = lexer.number_of(found[f"{prefix}day"]) or 0
        return number if number <= 31 else 0
    ten = found[f"{prefix}ten"]
    return {"上": 10, "中": 20}.get(ten, LAST) if ten else LAST
