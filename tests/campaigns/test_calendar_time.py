"""序时进度 as a pure function: which days are gone, and that pauses are left out of both sides."""

import datetime

import pytest

from campaigns.calendar_time import day_percent, time_share


def day(month: int, number: int, year: int = 2026) -> datetime.date:
    return datetime.date(year, month, number)


JAN_1, JAN_10 = day(1, 1), day(1, 10)


@pytest.mark.parametrize(
    ("on", "pauses", "passed", "total", "percent"),
    [
        (day(12, 1, 2025), [], 0, 10, 0),
        (JAN_1, [], 0, 10, 0),
        (day(1, 2), [], 1, 10, 10),
        (JAN_10, [], 9, 10, 90),
        (day(1, 11), [], 10, 10, 100),
        (day(6, 1), [], 10, 10, 100),
        (day(1, 6), [(day(1, 3), day(1, 4))], 3, 8, 37),
        (day(1, 4), [(day(1, 3), day(1, 4))], 2, 8, 25),
        (day(1, 6), [(day(1, 3), None)], 2, 6, 33),
        (day(1, 6), [(day(1, 3), day(1, 4)), (day(1, 4), day(1, 5))], 2, 7, 28),
        (day(1, 6), [(day(12, 1, 2025), day(1, 2))], 3, 8, 37),
        (day(1, 6), [(day(1, 9), day(2, 20))], 5, 8, 62),
        (day(1, 6), [(day(3, 1), day(3, 5))], 5, 10, 50),
        (day(1, 6), [(day(1, 1), day(1, 10))], 0, 0, 0),
        (day(1, 6), [(day(1, 8), None)], 5, 9, 55),
    ],
)
def test_the_share_of_time(on, pauses, passed, total, percent):
    share = time_share(JAN_1, JAN_10, on, pauses)
    assert (share.passed, share.total, share.percent) == (passed, total, percent)


def test_a_campaign_of_one_day_is_over_when_the_day_is():
    assert time_share(JAN_1, JAN_1, JAN_1).percent == 0
    assert time_share(JAN_1, JAN_1, day(1, 2)).percent == 100


@pytest.mark.parametrize(("on", "percent"), [(day(12, 1, 2025), 0), (JAN_1, 0), (day(1, 6), 50), (day(2, 1), 100)])
def test_a_day_on_a_bar(on, percent):
    assert day_percent(JAN_1, JAN_10, on) == percent
