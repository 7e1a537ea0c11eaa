"""Progress against targets, duties and days; figures added up from village to county."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.aggregation import WAYS, Figure, combine, leaf, over_time, rounded, total
from campaigns.models import Indicator
from campaigns.progress import (
    Passed,
    Step,
    duties_progress,
    expected_on,
    indicator_progress,
    mean,
    mean_of_indicators,
    percent,
    step_on,
    time_passed,
)
from campaigns.spans import Span

F, D = Fraction, date


def _decimal(number):
    return None if number is None else Decimal(str(number))


@pytest.mark.parametrize(
    ("comparator", "value", "target", "ratio", "why"),
    [
        (">=", 3, 4, F(3, 4), ""),
        (">=", 5, 4, F(1), ""),
        (">=", 1, 3, F(1, 3), ""),
        (">=", "2999", "3000", F(2999, 3000), ""),
        ("=", 3, 4, F(3, 4), ""),
        ("=", 5, 4, F(1), ""),
        ("<=", 4, 4, F(1), ""),
        ("<=", 0, 4, F(1), ""),
        ("<=", 8, 4, F(1, 2), ""),
        ("<=", -1, 4, F(1), ""),
        (">=", 0, 0, F(1), ""),
        (">=", -1, 0, F(0), ""),
        (">=", -1, 4, F(0), ""),
        ("<=", 0, 0, F(1), ""),
        ("<=", 1, 0, F(0), ""),
        ("<=", -3, -4, F(0), ""),
        (">=", -3, -4, F(1), ""),
        (">=", None, 4, None, "no_figure"),
        (">=", 4, None, None, "no_target"),
        ("<=", None, None, None, "no_target"),
    ],
)
def test_indicator(comparator, value, target, ratio, why):
    part = indicator_progress(comparator, _decimal(value), _decimal(target), "新建")
    assert (part.ratio, part.why) == (ratio, why)


def test_the_comparators_are_those_of_the_model():
    for comparator in Indicator.Comparator.values:
        assert indicator_progress(comparator, Decimal(1), Decimal(1)).ratio == 1
    assert set(Indicator.Aggregation.values) == set(WAYS)


@pytest.mark.parametrize("wrong", [("≥", "1", "1"), (">=", "NaN", "1"), (">=", "1", "Infinity")])
def test_what_is_no_figure_is_refused(wrong):
    with pytest.raises(ValueError, match="."):
        indicator_progress(wrong[0], Decimal(wrong[1]), Decimal(wrong[2]))


NUMBERS = st.decimals(-(10**9), 10**9, places=4)


@given(st.sampled_from([">=", "<=", "="]), NUMBERS, NUMBERS, NUMBERS)
def test_progress_lies_between_nothing_and_all_and_more_is_not_worse(comparator, value, other, target):
    low, high = sorted((value, other))
    ratios = [indicator_progress(comparator, number, target).ratio for number in (low, high)]
    assert all(0 <= ratio <= 1 for ratio in ratios)
    assert (ratios[0] >= ratios[1]) if comparator == "<=" else (ratios[0] <= ratios[1])


@pytest.mark.parametrize(
    ("pairs", "ratio", "why"),
    [
        ([(3, 4), (1, 4)], F(1, 2), ""),
        ([(4, 4), (None, 4)], F(1, 2), ""),
        ([(4, 4), (9, None)], F(1), ""),
        ([(None, 4), (None, 3)], None, "no_figure"),
        ([(4, None)], None, "no_target"),
        ([], None, "no_target"),
    ],
)
def test_a_task_is_the_mean_of_its_indicators(pairs, ratio, why):
    parts = [indicator_progress(">=", _decimal(value), _decimal(target)) for value, target in pairs]
    task = mean_of_indicators(parts, "任务")
    assert (task.ratio, task.why, len(task.parts)) == (ratio, why, len(pairs))


@pytest.mark.parametrize(("accepted", "due", "ratio"), [(3, 4, F(3, 4)), (5, 4, F(1)), (0, 4, F(0)), (1, 0, None)])
def test_a_task_without_indicators_counts_its_duties(accepted, due, ratio):
    assert duties_progress(accepted, due).ratio == ratio
    with pytest.raises(ValueError, match="."):
        duties_progress(-1, due)


def test_an_action_is_the_mean_of_what_is_known():
    action = mean([duties_progress(1, 2), duties_progress(0, 0), duties_progress(1, 1)], "行动")
    assert action.ratio == F(3, 4)
    assert [part.why for part in action.parts] == ["", "nothing_due", ""]
    assert mean([]).ratio is None


@pytest.mark.parametrize(
    ("ratio", "shown"), [(F(2999, 3000), "99.9"), (F(1), "100.0"), (F(1, 3), "33.3"), (F(0), "0.0"), (F(9999, 10000), "99.9")]
)  # fmt: skip
def test_nothing_reads_100_percent_that_is_not(ratio, shown):
    assert str(percent(ratio)) == shown


APRIL = Span(D(2026, 4, 1), D(2026, 4, 30))


@pytest.mark.parametrize(
    ("on", "pauses", "passed"),
    [
        (D(2026, 3, 31), [], Passed(0, 30)),
        (D(2026, 4, 1), [], Passed(1, 30)),
        (D(2026, 4, 30), [], Passed(30, 30)),
        (D(2027, 1, 1), [], Passed(30, 30)),
        (D(2026, 4, 15), [Span(D(2026, 4, 11), D(2026, 4, 20))], Passed(10, 20)),
        (D(2026, 4, 25), [Span(D(2026, 4, 11), D(2026, 4, 15)), Span(D(2026, 4, 13), D(2026, 4, 20))], Passed(15, 20)),
        (D(2026, 4, 25), [Span(D(2026, 4, 21))], Passed(20, 20)),
        (D(2026, 4, 25), [Span(D(2026, 1, 1))], Passed(0, 0)),
    ],
)
def test_days_passed(on, pauses, passed):
    found = time_passed(APRIL, on, pauses)
    assert found == passed
    assert found.ratio == (F(passed.days, passed.of) if passed.of else None)


def test_an_open_span_has_no_pace():
    assert time_passed(Span(D(2026, 4, 1)), D(2026, 5, 1)).ratio is None


STAIRS = [Step(D(2019, 12, 31), Decimal(60)), Step(D(2018, 12, 31), Decimal(30)), Step(D(2020, 12, 31), Decimal(100))]


@pytest.mark.parametrize(
    ("on", "target", "expected"),
    [
        (D(2018, 12, 31), 30, F(30)),
        (D(2019, 1, 1), 60, 30 + F(30, 365)),
        (D(2019, 12, 31), 60, F(60)),
        (D(2020, 12, 31), 100, F(100)),
        (D(2022, 1, 1), 100, F(100)),
        (D(2017, 1, 1), 30, F(0)),
    ],
)
def test_the_yearly_staircase(on, target, expected):
    found = expected_on(STAIRS, Span(D(2018, 1, 1)), on)
    assert (found.step.target, found.value) == (target, expected)
    assert step_on(STAIRS, on) == found.step


def test_a_falling_staircase_starts_from_its_baseline():
    steps = [Step(D(2026, 12, 31), Decimal(0))]
    found = expected_on(steps, Span(D(2026, 1, 1)), D(2026, 12, 31), baseline=Decimal(69))
    assert found.value == 0
    assert 0 < expected_on(steps, Span(D(2026, 1, 1)), D(2026, 7, 1), baseline=Decimal(69)).value < 69
    assert expected_on([], Span(D(2026, 1, 1)), D(2026, 7, 1)) is None


@given(st.dates(D(2017, 1, 1), D(2022, 1, 1)), st.dates(D(2017, 1, 1), D(2022, 1, 1)))
def test_the_staircase_never_goes_back(one, other):
    values = [expected_on(STAIRS, Span(D(2018, 1, 1)), day).value for day in sorted((one, other))]
    assert values[0] <= values[1]


# ---------------------------------------------------------------- adding up


def _figures(*values):
    return [Figure(f"v{n}", value=_decimal(value)) for n, value in enumerate(values)]


@pytest.mark.parametrize(
    ("way", "values", "value", "counted", "missing"),
    [
        ("sum", ["0.1", "0.2", None], "0.3", 2, 1),
        ("sum", [None], None, 0, 1),
        ("sum", [], None, 0, 0),
        ("sum", [0], "0", 1, 0),
        ("average", [1, 2, None], "1.5", 2, 1),
        ("average", [1, 1, 2], "1.3333", 3, 0),
        ("average", ["-0.00005"], "-0.0001", 1, 0),
    ],
)
def test_totals(way, values, value, counted, missing):
    found = total(way, "镇", _figures(*values))
    assert (found.value, found.counted, found.missing) == (_decimal(value), counted, missing)
    assert len(found.parts) == len(values)


def test_a_county_average_is_not_the_average_of_averages():
    large, small = total("average", "大镇", _figures(10, 10, 10)), total("average", "小镇", _figures(2))
    county = combine("average", "全县", [large, small])
    assert (county.value, county.numerator, county.denominator) == (Decimal(8), 32, 4)
    assert [part.name for part in county.parts] == ["大镇", "小镇"]


def test_a_share_adds_both_sides_and_prints_them():
    towns = [
        combine("share", "甲", [leaf("share", Figure("一", numerator=Decimal(3), denominator=Decimal(5)))]),
        combine("share", "乙", [leaf("share", Figure("二", numerator=Decimal(1), denominator=Decimal(10)))]),
        combine("share", "丙", [leaf("share", Figure("三", numerator=Decimal(1)))]),
    ]
    county = combine("share", "全县", towns)
    assert (county.ratio, county.numerator, county.denominator, county.missing) == (F(4, 15), 4, 15, 1)
    assert county.value == Decimal("0.2667")


def test_a_share_of_nothing_is_no_figure():
    found = total("share", "镇", [Figure("村", numerator=Decimal(0), denominator=Decimal(0))])
    assert (found.value, found.ratio, found.counted) == (None, None, 1)


def test_the_latest_figure_by_its_day():
    figures = [
        Figure("a", value=Decimal(7), day=D(2026, 5, 1)),
        Figure("b", value=Decimal(9), day=D(2026, 6, 1)),
        Figure("c", value=None, day=D(2026, 7, 1)),
        Figure("d", value=Decimal(1)),
    ]
    assert total("latest", "镇", figures).value == 9
    same = [Figure("a", value=Decimal(1), day=D(2026, 5, 1)), Figure("b", value=Decimal(2), day=D(2026, 5, 1))]
    assert total("latest", "镇", same).value == 2


@pytest.mark.parametrize(
    ("way", "cumulative", "value"), [("sum", True, 5), ("sum", False, 8), ("average", False, 4), ("latest", False, 5)]
)
def test_periods_of_one_unit(way, cumulative, value):
    figures = [
        Figure("2026-04", value=Decimal(3), day=D(2026, 4, 30)),
        Figure("2026-05", value=Decimal(5), day=D(2026, 5, 31)),
        Figure("2026-06", day=D(2026, 6, 30)),
    ]
    assert over_time(way, cumulative, "村", figures).value == value
    assert over_time(way, cumulative, "村", figures[2:]).value is None


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: total("median", "镇", []),
        lambda: combine("sum", "镇", [total("average", "村", [])]),
        lambda: total("sum", "镇", _figures("NaN")),
        lambda: total("share", "镇", [Figure("村", numerator=Decimal(1), denominator=Decimal(-1))]),
    ],
)
def test_nonsense_is_refused(wrong):
    with pytest.raises(ValueError, match="."):
        wrong()


VALUES = st.one_of(st.none(), st.decimals(-(10**11), 10**11, places=4))


@given(st.lists(st.lists(VALUES, max_size=6), max_size=6), st.sampled_from(["sum", "average"]))
def test_by_townships_or_at_once_is_the_same(townships, way):
    stepwise = combine(way, "县", [total(way, "镇", _figures(*values)) for values in townships])
    at_once = total(way, "县", _figures(*[value for values in townships for value in values]))
    assert (stepwise.value, stepwise.numerator, stepwise.denominator) == (
        at_once.value, at_once.numerator, at_once.denominator,
    )  # fmt: skip
    assert (stepwise.counted, stepwise.missing) == (at_once.counted, at_once.missing)


@pytest.mark.parametrize(
    ("number", "shown"), [(F(1, 3), "0.3333"), (F(1, 20000), "0.0001"), (F(-1, 3), "-0.3333"), (F(0), "0.0000")]
)
def test_rounded(number, shown):
    assert str(rounded(number)) == shown
