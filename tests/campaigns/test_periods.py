"""Cadences become dated periods: a table of cases, and what holds for any span of ten years."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.due_words import LAST_DAY, DueRule, due_rule
from campaigns.models import Cadence
from campaigns.periods import (
    OneOff,
    Period,
    PeriodSettings,
    Rhythm,
    missing,
    periods,
    single_periods,
    whole_period,
)
from campaigns.spans import Span, shared
from organizations.workdays import Workdays

D = date
PLAIN = PeriodSettings()
WORKED = PeriodSettings(calendar=Workdays())
EVERY = ("day", "week", "month", "quarter", "half_year", "year")
CAMPAIGN = Span(D(2026, 4, 16), D(2026, 11, 20))


def _rhythm(every, words="", times=1):
    rule = due_rule(every, words)
    assert rule is not None, words
    return Rhythm(every, times, rule)


def _brief(found):
    return [(period.key, period.due.isoformat()) for period in found]


@pytest.mark.parametrize("every", Cadence.Every.values)
def test_every_cadence_of_the_model_has_periods(every):
    assert periods(Rhythm(every), Span(D(2026, 1, 1), D(2026, 12, 31)), PLAIN)


@pytest.mark.parametrize(
    ("every", "words", "rule"),
    [
        ("month", "", LAST_DAY),
        ("month", "每月25日前", DueRule("month", 0, 25)),
        ("month", "月25日前", DueRule("month", 0, 25)),
        ("month", "２５日", DueRule("month", 0, 25)),
        ("month", "二十五日前", DueRule("month", 0, 25)),
        ("month", "次月5日前", DueRule("month", 1, 5)),
        ("month", "下个月5号前", DueRule("month", 1, 5)),
        ("month", "月底前", DueRule("month", 0, 31)),
        ("month", "中旬", DueRule("month", 0, 20)),
        ("month", "底", DueRule("month", 0, 31)),
        ("quarter", "每季度末月20日前", DueRule("month", 2, 20)),
        ("quarter", "末月20日前", DueRule("month", 2, 20)),
        ("quarter", "每季度末", DueRule("month", 2, 31)),
        ("quarter", "首月10日前", DueRule("month", 0, 10)),
        ("quarter", "下季度首月10日前", DueRule("month", 3, 10)),
        ("half_year", "6月底、12月底前", DueRule("month", 5, 31)),
        ("half_year", "6月30日、12月31日", DueRule("month", 5, 31)),
        ("half_year", "6月20日和12月20日", DueRule("month", 5, 20)),
        ("year", "12月底前", DueRule("month", 11, 31)),
        ("year", "年底前", DueRule("month", 11, 31)),
        ("year", "2月29日前", DueRule("month", 1, 29)),
        ("year", "次年1月15日前", DueRule("month", 12, 15)),
        ("week", "每周五", DueRule("weekday", day=5)),
        ("week", "五", DueRule("weekday", day=5)),
        ("week", "星期日前", DueRule("weekday", day=7)),
    ],
)
def test_words_of_plans(every, words, rule):
    assert due_rule(every, words) == rule


@pytest.mark.parametrize(
    ("every", "words"),
    [
        ("month", "32日"), ("month", "0日"), ("month", "年底前"), ("month", "12月底前"), ("month", "月初"),
        ("month", "适时"), ("month", "第5个工作日前"), ("month", "末月20日"), ("month", "下季度首月5日"), ("year", "2月30日"),
        ("year", "13月1日"), ("year", "次月5日x"), ("half_year", "6月20日、12月25日"), ("week", "25日"), ("week", "八"),
        ("day", "8日"), ("month", "25"), ("month", "١日"), ("month", "²日"),
    ],
)  # fmt: skip
def test_uncertain_words_are_not_guessed_at(every, words):
    assert due_rule(every, words) is None


@given(st.sampled_from(EVERY), st.text("0123456789一二三十每月季度年半周日号底末首次下前初旬、 ", max_size=12))
def test_any_words_give_a_rule_that_gives_a_day_of_reason(every, words):
    rule = due_rule(every, words)
    if rule is None:
        return
    whole = whole_period(every, D(2028, 2, 29))[1]
    assert whole.first <= rule.day_in(whole) <= whole.last + timedelta(days=366)


@pytest.mark.parametrize(
    ("rhythm", "span", "expected", "why"),
    [
        (
            _rhythm("month", "每月25日前"), CAMPAIGN,
            [("2026-04", "2026-04-25"), ("2026-05", "2026-05-25"), ("2026-06", "2026-06-25"), ("2026-07", "2026-07-25"),
             ("2026-08", "2026-08-25"), ("2026-09", "2026-09-25"), ("2026-10", "2026-10-25"), ("2026-11", "2026-11-20")],
            "April is half a month and stays; November is due when the campaign ends",
        ),
        (_rhythm("month"), Span(D(2026, 3, 28), D(2026, 4, 30)), [("2026-04", "2026-04-30")], "four days are no March"),
        (
            _rhythm("month", "次月5日前"), Span(D(2026, 11, 1), D(2026, 12, 31)),
            [("2026-11", "2026-12-05"), ("2026-12", "2027-01-05")], "a report about December comes in January",
        ),
        (_rhythm("month", "31日"), Span(D(2028, 2, 1), D(2028, 2, 29)), [("2028-02", "2028-02-29")], "a leap February"),
        (_rhythm("month", "每月30日"), Span(D(2026, 2, 1), D(2026, 2, 28)), [("2026-02", "2026-02-28")], "a short one"),
        (_rhythm("year", "2月29日"), Span(D(2027, 1, 1), D(2028, 12, 31)),
         [("2027", "2027-02-28"), ("2028", "2028-02-29")], "29 February"),
        (_rhythm("quarter", "末月20日前"), CAMPAIGN,
         [("2026-Q2", "2026-06-20"), ("2026-Q3", "2026-09-20"), ("2026-Q4", "2026-11-20")], "quarters"),
        (_rhythm("half_year"), CAMPAIGN, [("2026-H2", "2026-11-20")], "76 days of 181 are less than half of the first"),
        (_rhythm("year"), Span(D(2026, 10, 1), D(2026, 12, 31)), [("2026", "2026-12-31")], "a yearly duty of an autumn"),
        (_rhythm("year"), Span(D(2026, 11, 1), D(2027, 1, 31)), [("2026", "2026-12-31")], "owed once, where it is longest"),
        (_rhythm("year", "6月底前"), Span(D(2026, 7, 1), D(2026, 12, 31)), [], "over before it began"),
        (_rhythm("week", "周五"), Span(D(2026, 12, 28), D(2027, 1, 10)),
         [("2026-W53", "2027-01-01"), ("2027-W01", "2027-01-08")], "week 53 belongs to the year of its Thursday"),
        (_rhythm("week", "周一"), Span(D(2026, 3, 4), D(2026, 3, 15)), [("2026-W11", "2026-03-09")],
         "Monday was over on the Wednesday of the start"),
        (_rhythm("day"), Span(D(2026, 3, 1), D(2026, 3, 2)), [("2026-03-01", "2026-03-01"), ("2026-03-02", "2026-03-02")], "days"),
    ],
)  # fmt: skip
def test_periods(rhythm, span, expected, why):
    assert _brief(periods(rhythm, span, PLAIN)) == expected, why


@pytest.mark.parametrize(
    ("rhythm", "span", "expected", "why"),
    [
        (_rhythm("month", "每月4日"), Span(D(2026, 10, 1), D(2026, 10, 31)), ("2026-10-08", "2026-10-04"), "National Day"),
        (_rhythm("month", "每月10日"), Span(D(2026, 10, 1), D(2026, 10, 31)), ("2026-10-10", "2026-10-10"), "worked Saturday"),
        (_rhythm("week"), Span(D(2026, 3, 2), D(2026, 3, 8)), ("2026-03-09", "2026-03-08"), "Sunday to Monday"),
    ],
)  # fmt: skip
def test_due_days_move_to_a_working_day(rhythm, span, expected, why):
    (period,) = periods(rhythm, span, WORKED)
    assert (period.due.isoformat(), period.written.isoformat()) == expected, why
    assert period.moved == ("rest_day" if period.due != period.written else "")


def test_a_daily_duty_rests_on_rest_days_and_does_not_heap_up_on_monday():
    week = Span(D(2026, 3, 2), D(2026, 3, 8))
    assert len(periods(Rhythm("day"), week, WORKED)) == 5
    assert len(periods(Rhythm("day"), week, PLAIN)) == 7


def test_a_calendar_without_work_leaves_the_written_day():
    class NeverWorked:
        def is_working(self, day):
            return False

    (period,) = periods(Rhythm("month"), Span(D(2026, 3, 1), D(2026, 3, 31)), PeriodSettings(calendar=NeverWorked()))
    assert (period.due, period.moved) == (D(2026, 3, 31), "")


def test_times_are_expected_once_per_period():
    (period,) = periods(Rhythm("quarter", times=3), Span(D(2026, 1, 1), D(2026, 3, 31)), PLAIN)
    assert (period.times, period.due) == (3, D(2026, 3, 31))


@pytest.mark.parametrize(
    ("offset", "due"), [(-6, D(2026, 3, 25)), (0, D(2026, 3, 31)), (5, D(2026, 4, 5)), (-40, D(2026, 3, 1))]
)
def test_the_county_moves_due_days_without_words_only(offset, due):
    month = Span(D(2026, 3, 1), D(2026, 3, 31))
    (period,) = periods(Rhythm("month"), month, PeriodSettings(days_after=offset))
    assert period.due == due
    (worded,) = periods(_rhythm("month", "月底前"), month, PeriodSettings(days_after=offset))
    assert worded.due == D(2026, 3, 31)


@pytest.mark.parametrize(
    ("share", "keys"),
    [(Fraction(0), ["2026-03", "2026-04"]), (Fraction(4, 31), ["2026-03", "2026-04"]), (Fraction(5, 31), ["2026-04"])],
)
def test_how_much_of_a_period_must_lie_in_the_span_is_a_setting(share, keys):
    found = periods(Rhythm("month"), Span(D(2026, 3, 28), D(2026, 4, 30)), PeriodSettings(least_share=share))
    assert [period.key for period in found] == keys


@pytest.mark.parametrize(
    ("pauses", "expected", "why"),
    [
        ([Span(D(2026, 5, 20), D(2026, 6, 2))], [("2026-05", "2026-06-03"), ("2026-06", "2026-06-25")], "after the pause"),
        ([Span(D(2026, 5, 1), D(2026, 5, 16)), Span(D(2026, 5, 10), D(2026, 5, 12))],
         [("2026-06", "2026-06-25")], "less than half of May, days of two pauses counted once"),
        ([Span(D(2026, 6, 20))], [("2026-05", "2026-05-25")], "no due day while the pause has no end"),
        ([Span(D(2026, 5, 1))], [], "nothing"),
    ],
)  # fmt: skip
def test_nothing_falls_due_in_a_pause(pauses, expected, why):
    found = periods(_rhythm("month", "25日"), Span(D(2026, 5, 1), D(2026, 6, 30)), PLAIN, pauses=pauses)
    assert _brief(found) == expected, why


def test_an_open_span_needs_a_limit():
    with pytest.raises(ValueError, match="until"):
        periods(Rhythm("month"), Span(D(2026, 1, 1)), PLAIN)
    found = periods(Rhythm("month"), Span(D(2026, 1, 1)), PLAIN, until=D(2026, 3, 1))
    assert _brief(found) == [("2026-01", "2026-01-31"), ("2026-02", "2026-02-28"), ("2026-03", "2026-03-31")]
    assert periods(Rhythm("month"), Span(D(2026, 1, 1)), PLAIN, until=D(2025, 3, 1)) == []


def test_single_days_come_once_and_keep_their_key():
    carried = Span(D(2026, 4, 16), D(2026, 12, 31))
    days = [
        OneOff(D(2026, 12, 31)),
        OneOff(D(2026, 6, 30), D(2026, 5, 1), "a"),
        OneOff(D(2026, 4, 15)),
        OneOff(D(2027, 1, 1)),
    ]
    assert single_periods(days, carried, PLAIN) == [
        Period("a", D(2026, 5, 1), D(2026, 6, 30), D(2026, 6, 30), D(2026, 6, 30)),
        Period("to-2026-12-31", D(2026, 4, 16), D(2026, 12, 31), D(2026, 12, 31), D(2026, 12, 31)),
    ]
    with pytest.raises(ValueError, match="twice"):
        single_periods([OneOff(D(2026, 6, 30)), OneOff(D(2026, 6, 30))], carried, PLAIN)
    assert single_periods([OneOff(D(2026, 6, 30))], carried, PLAIN, pauses=[Span(D(2026, 6, 1))]) == []


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([CAMPAIGN, None, Span(D(2026, 5, 1))], Span(D(2026, 5, 1), D(2026, 11, 20))),
        ([CAMPAIGN, Span(D(2026, 5, 1), D(2026, 5, 1))], Span(D(2026, 5, 1), D(2026, 5, 1))),
        ([CAMPAIGN, Span(D(2026, 11, 21))], None),
        ([Span(D(2026, 1, 1)), Span(D(2025, 1, 1))], Span(D(2026, 1, 1))),
    ],
)
def test_campaign_window_and_assignment_share_days(spans, expected):
    assert shared(*spans) == expected


@pytest.mark.parametrize(
    "wrong", [lambda: Rhythm("fortnight"), lambda: Rhythm("month", 0), lambda: Span(D(2026, 2, 1), D(2026, 1, 1)), shared]
)  # fmt: skip
def test_nonsense_is_refused(wrong):
    with pytest.raises(ValueError, match="."):
        wrong()


DAYS = st.dates(D(2024, 1, 1), D(2033, 12, 31))
SPANS = st.tuples(DAYS, DAYS).map(lambda pair: Span(min(pair), max(pair)))
WORDS = {
    "day": [""], "week": ["", "周一", "周五", "周日"], "month": ["", "25日", "31日", "次月5日前", "月底"],
    "quarter": ["", "末月20日", "首月10日", "次月5日"], "half_year": ["", "6月底、12月底"], "year": ["", "2月29日", "次年1月15日"],
}  # fmt: skip
RHYTHMS = st.sampled_from(EVERY).flatmap(lambda every: st.sampled_from(WORDS[every]).map(lambda w: _rhythm(every, w)))
PAUSES = st.lists(SPANS, max_size=2)
SETTINGS = st.builds(
    PeriodSettings,
    st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1)]),
    st.integers(-15, 15),
    st.sampled_from([None, Workdays()]),
)


@settings(max_examples=60, deadline=None)
@given(RHYTHMS, SPANS, SETTINGS, PAUSES)
def test_keys_are_unique_in_order_and_each_names_its_days(rhythm, span, chosen, pauses):
    found = periods(rhythm, span, chosen, pauses=pauses)
    assert found == periods(rhythm, span, chosen, pauses=pauses)
    keys = [period.key for period in found]
    assert len(set(keys)) == len(keys)
    for former, later in zip(found, found[1:], strict=False):
        assert former.last < later.first
        assert former.due <= later.due
    for period in found:
        assert whole_period(rhythm.every, period.first)[0] == whole_period(rhythm.every, period.last)[0] == period.key
        assert span.first <= period.first <= period.last <= span.last
        assert period.first <= period.written <= period.due
        assert not any(pause.has(period.due) for pause in pauses)
        assert chosen.calendar is None or chosen.calendar.is_working(period.due)


@settings(max_examples=60, deadline=None)
@given(RHYTHMS, SPANS, SETTINGS, st.lists(DAYS, min_size=1, max_size=5))
def test_however_the_scheduler_slept_the_periods_are_the_same(rhythm, span, chosen, ticks):
    everything = periods(rhythm, span, chosen)
    ticks = sorted({*ticks, span.last})
    known, after = [], None
    for tick in ticks:
        known += periods(rhythm, span, chosen, after=after, until=tick)
        after = tick
    assert known == everything
    overlapping = periods(rhythm, span, chosen, until=ticks[0])
    assert missing(everything, {period.key for period in overlapping}) == everything[len(overlapping) :]
    assert missing(everything, {period.key for period in everything}) == []


@settings(max_examples=40, deadline=None)
@given(RHYTHMS, SPANS, st.integers(1, 400))
def test_a_longer_campaign_changes_no_whole_period(rhythm, span, more):
    longer = Span(span.first, span.last + timedelta(days=more))
    half = PeriodSettings()
    new = {period.key: period for period in periods(rhythm, longer, half)}
    for period in periods(rhythm, span, half):
        if whole_period(rhythm.every, period.first)[1].last < span.last and period.first != span.first:
            assert new[period.key] == period


@pytest.mark.parametrize("every", EVERY)
def test_ten_whole_years_have_every_period_once(every):
    ten = Span(D(2024, 1, 1), D(2033, 12, 31))
    counts = {"day": 3653, "week": 522, "month": 120, "quarter": 40, "half_year": 20, "year": 10}
    assert len(periods(Rhythm(every), ten, PLAIN)) == counts[every]
