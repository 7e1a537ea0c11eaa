"""When a reminder may go out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organizations.rules import RULES
from organizations.workdays import Workdays
from organizations.working_time import COUNTY_TIME, SendingHours, may_send, next_sending

HOURS = SendingHours()


def _at(text):
    return datetime.fromisoformat(text).replace(tzinfo=COUNTY_TIME)


@pytest.mark.parametrize(
    ("moment", "goes_out", "why"),
    [
        ("2026-03-02 08:00", "2026-03-02 08:00", "the first moment of a working day"),
        ("2026-03-02 17:59", "2026-03-02 17:59", "the last minute"),
        ("2026-03-02 07:59", "2026-03-02 08:00", "before work"),
        ("2026-03-02 18:00", "2026-03-03 08:00", "after work"),
        ("2026-03-06 18:00", "2026-03-09 08:00", "Friday evening waits for Monday"),
        ("2026-03-07 10:00", "2026-03-09 08:00", "Saturday"),
        ("2026-09-30 20:00", "2026-10-08 08:00", "National Day"),
        ("2026-10-10 09:00", "2026-10-10 09:00", "a Saturday that is worked"),
    ],
)
def test_next_sending(moment, goes_out, why):
    assert next_sending(_at(moment), Workdays(), HOURS) == _at(goes_out), why
    assert may_send(_at(moment), Workdays(), HOURS) is (moment == goes_out)


def test_other_zones_mean_the_countys_time():
    assert next_sending(datetime(2026, 3, 1, 23, 0, tzinfo=UTC), Workdays(), HOURS) == _at("2026-03-02 08:00")
    with pytest.raises(ValueError, match="time zone"):
        may_send(datetime(2026, 3, 2, 9), Workdays(), HOURS)


def test_the_countys_days_count():
    own = Workdays({date(2026, 3, 2): False, date(2026, 3, 7): True})
    assert next_sending(_at("2026-03-02 09:00"), own, HOURS) == _at("2026-03-03 08:00")
    assert may_send(_at("2026-03-07 09:00"), own, HOURS)


def test_a_calendar_without_work_does_not_swallow_messages():
    never = Workdays({date(2025, 1, 1) + timedelta(days=n): False for n in range(1500)})
    assert next_sending(_at("2026-03-07 09:00"), never, HOURS) == _at("2026-03-09 08:00")


@pytest.mark.parametrize(("first", "last"), [(18, 8), (8, 8), (-1, 8), (8, 25)])
def test_hours_that_never_open_are_refused(first, last):
    with pytest.raises(ValueError, match="hours"):
        SendingHours(first, last)


def test_the_defaults_are_those_of_the_rules():
    end, start = RULES["notices.quiet_hours_end"], RULES["notices.quiet_hours_start"]
    assert SendingHours(end.default, start.default) == HOURS
    assert SendingHours(end.maximum, start.minimum), "whatever the county chooses, some hour is open"


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2033, 12, 31), timezones=st.just(COUNTY_TIME))


@settings(max_examples=60)
@given(MOMENTS, st.integers(0, 40), st.integers(0, 11), st.integers(12, 23))
def test_never_early_never_out_of_hours_and_never_later_than_needed(moment, hours_later, first, last):
    calendar, hours = Workdays(), SendingHours(first, last)
    found = next_sending(moment, calendar, hours)
    assert found >= moment
    assert may_send(found, calendar, hours)
    assert next_sending(found, calendar, hours) == found
    assert next_sending(moment + timedelta(hours=hours_later), calendar, hours) >= found
    step = moment
    while step < found:
        assert not may_send(step, calendar, hours)
        step += timedelta(minutes=59)
