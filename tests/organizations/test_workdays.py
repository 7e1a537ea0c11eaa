"""Working days: a table of known days, and what must hold for any days of a county."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations.calendar_lines import read_lines
from organizations.workdays import NATIONAL_YEARS, Workdays, national_name

DAYS = st.dates(date(2019, 1, 1), date(2035, 12, 31))
OVERRIDES = st.dictionaries(DAYS, st.booleans(), max_size=40)


@pytest.mark.parametrize(
    ("day", "own", "works", "why"),
    [
        (date(2026, 3, 2), {}, True, "an ordinary Monday"),
        (date(2026, 3, 1), {}, False, "an ordinary Sunday"),
        (date(2026, 10, 1), {}, False, "National Day, a Thursday"),
        (date(2026, 10, 10), {}, True, "a Saturday worked for National Day"),
        (date(2026, 1, 1), {}, False, "New Year's Day"),
        (date(2027, 10, 1), {}, True, "2027 is not known: a Friday is worked"),
        (date(2027, 10, 2), {}, False, "2027 is not known: a Saturday is not"),
        (date(2027, 10, 1), {date(2027, 10, 1): False}, False, "the county has entered it"),
        (date(2026, 10, 1), {date(2026, 10, 1): True}, True, "the county's word counts more than the nation's"),
        (date(2003, 1, 1), {}, True, "before the national data: Monday to Friday"),
    ],
)
def test_is_working(day, own, works, why):
    assert Workdays(own).is_working(day) is works, why


@pytest.mark.parametrize(
    ("day", "own", "lands_on"),
    [
        (date(2026, 3, 2), {}, date(2026, 3, 2)),
        (date(2026, 3, 7), {}, date(2026, 3, 9)),
        (date(2026, 10, 1), {}, date(2026, 10, 8)),
        (date(2026, 10, 9), {date(2026, 10, 9): False}, date(2026, 10, 10)),
        (date(2026, 12, 31), {date(2026, 12, 31): False, date(2027, 1, 1): False}, date(2027, 1, 4)),
    ],
)
def test_next_working(day, own, lands_on):
    assert Workdays(own).next_working(day) == lands_on


def test_working_days_between_counts_both_ends():
    assert Workdays().working_days_between(date(2026, 3, 2), date(2026, 3, 8)) == 5
    assert Workdays().working_days_between(date(2026, 3, 2), date(2026, 3, 2)) == 1
    assert Workdays().working_days_between(date(2026, 3, 3), date(2026, 3, 2)) == 0


FIXED_2027 = {date(2027, 1, 1): False, date(2027, 5, 1): False, date(2027, 10, 1): False}


@pytest.mark.parametrize(
    ("year", "own", "known"),
    [
        (2026, {}, True),
        (2027, {}, False),
        (2027, {date(2027, 5, 6): False}, False),
        (2027, FIXED_2027, True),
        (2027, FIXED_2027 | {date(2027, 5, 1): True}, False),
        (2003, {}, False),
    ],
)
def test_knows_year(year, own, known):
    assert Workdays(own).knows_year(year) is known


def test_holidays_have_chinese_names():
    assert national_name(date(2026, 10, 1)) == "国庆节"
    assert national_name(date(2026, 10, 10)) == "国庆节"
    assert national_name(date(2026, 3, 2)) == ""


@given(DAYS, OVERRIDES)
def test_next_working_is_the_first_worked_day(day, own):
    workdays = Workdays(own)
    found = workdays.next_working(day)
    assert found >= day
    assert workdays.is_working(found)
    assert not any(workdays.is_working(day + timedelta(days=n)) for n in range((found - day).days))


@given(DAYS, st.integers(0, 60), st.integers(0, 60), OVERRIDES)
def test_working_days_add_up(first, length, more, own):
    workdays = Workdays(own)
    middle = first + timedelta(days=length)
    last = middle + timedelta(days=more)
    whole = workdays.working_days_between(first, last)
    parts = workdays.working_days_between(first, middle) + workdays.working_days_between(
        middle + timedelta(days=1), last
    )
    assert whole == parts
    assert 0 <= whole <= (last - first).days + 1


@given(DAYS, OVERRIDES)
def test_a_day_of_the_county_decides_and_no_other_day_changes(day, own):
    with_day, without = Workdays({**own, day: True}), Workdays({k: v for k, v in own.items() if k != day})
    assert with_day.is_working(day)
    assert with_day.is_working(day + timedelta(days=1)) == without.is_working(day + timedelta(days=1))
    if day.year not in NATIONAL_YEARS:
        assert without.is_working(day) == (day.weekday() < 5)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2027-10-01 休 国庆节", [(date(2027, 10, 1), False, "国庆节")]),
        ("2027/1/3 班", [(date(2027, 1, 3), True, "")]),
        ("２０２７年１月１日　休　元旦（放假）", [(date(2027, 1, 1), False, "元旦（放假）")]),
        ("2027-05-01 至 2027-05-03 休", [(date(2027, 5, n), False, "") for n in (1, 2, 3)]),
        ("2027年5月1日—2027年5月2日 放假 五一", [(date(2027, 5, n), False, "五一") for n in (1, 2)]),
        ("\n 2027-10-09 上班 调休 \n\n", [(date(2027, 10, 9), True, "调休")]),
        ("2027-10-01 休 a\n2027-10-01 休 b", [(date(2027, 10, 1), False, "a")]),
        ("", []),
    ],
)
def test_read_lines(text, days):
    read, problems = read_lines(text)
    assert problems == []
    assert [(line.day, line.is_working, line.note) for line in read] == days


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("国庆节放假", "第 1 行：看不懂"),
        ("2027-02-29 休", "没有这一天"),
        ("2027-13-01 休", "没有这一天"),
        ("2027-10-01 周五", "要写“休”或“班”"),
        ("1999-10-01 休", "年份应在"),
        ("2027-10-07 至 2027-10-01 休", "结束日期早于开始日期"),
        ("2027-01-01 至 2027-10-01 休", "一行最多 31 天"),
        ("2027-10-01 休 " + "长" * 61, "说明最多 60 个字"),
        ("2027-10-01 休\n2027-10-01 班", "第 2 行：2027-10-01 前面写的是休息"),
        ("2027-10-01 休\n" * 401, "一次最多 400 行"),
        ("<b>2027</b>", "看不懂"),
    ],
)
def test_read_lines_says_what_is_wrong(text, words):
    problems = read_lines(text)[1]
    assert any(words in problem for problem in problems), problems


def test_read_lines_names_all_wrong_lines_at_once():
    assert len(read_lines("x\n2027-10-01 休\ny\n2027-02-30 休")[1]) == 3
