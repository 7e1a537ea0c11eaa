"""Days in the village, counted in halves: against a day-by-day count that knows nothing of spans, and by what must hold
for any calendar."""

import datetime
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadres.attendance import Away, away, by_year, count, gaps, half_of, joined, overlap, whole_days
from cadres.consequences import step_of

DAY = datetime.timedelta(days=1)
KINDS = ("personal", "sick", "training", "meeting")
COUNTED = frozenset({"training", "meeting"})
BASE = datetime.date(2025, 11, 20)  # over two month ends and a year end

days = st.integers(0, 100).map(lambda n: BASE + n * DAY)
halves = st.sampled_from(("am", "pm"))


@st.composite
def leaves(draw):
    first = draw(days)
    last = first + draw(st.integers(0, 20)) * DAY
    back = draw(st.none() | days)
    return away(
        kind=draw(st.sampled_from(KINDS)), starts_on=first, starts_half=draw(halves), ends_on=last, ends_half=draw(halves),
        back_on=back, back_half=draw(halves) if back else "",
    )  # fmt: skip


@st.composite
def spans(draw):
    first = draw(days)
    return first, first + draw(st.integers(0, 70)) * DAY


def slow(first, last, posts, rows, rest):
    """Half by half, asking each question anew."""
    parts = Counter()
    day = first
    while day <= last:
        for half in ("am", "pm"):
            here = half_of(day, half)
            if not any(a <= here < b for a, b in posts):
                parts["vacant"] += 1
            elif day in rest:
                parts["resting"] += 1
            else:
                kinds = {row.kind for row in rows if row.start <= here < row.end}
                parts["absent" if kinds - COUNTED else "present"] += 1
        day += DAY
    return parts


@settings(suppress_health_check=[HealthCheck.too_slow])  # a machine that is busy draws slowly
@given(spans(), st.lists(spans(), max_size=3), st.lists(leaves(), max_size=4), st.sets(days, max_size=8))
def test_the_parts_are_the_whole_and_equal_a_slow_count(span, posts, rows, rest):
    first, last = span
    posted = [whole_days(*post) for post in posts]
    found = count(first=first, last=last, posted=posted, leaves=rows, counted=COUNTED, rest=rest)
    assert found.total == found.present + found.absent + found.resting + found.vacant == 2 * ((last - first).days + 1)
    wanted = slow(first, last, posted, rows, rest)
    assert (found.present, found.absent, found.resting, found.vacant) == tuple(
        wanted[part] for part in ("present", "absent", "resting", "vacant")
    )
    assert sum(found.by_kind.values()) >= found.absent


@given(spans(), st.lists(leaves(), max_size=4), st.randoms())
def test_the_order_of_leaves_does_not_matter(span, rows, random):
    mixed = rows[:]
    random.shuffle(mixed)
    first, last = span
    posted = [whole_days(first, last)]
    facts = {"first": first, "last": last, "posted": posted, "counted": COUNTED}
    assert count(leaves=rows, **facts) == count(leaves=mixed, **facts)


@given(spans(), st.lists(leaves(), max_size=5), st.integers(0, 70))
def test_months_add_up(span, rows, cut):
    first, last = span
    middle = min(first + cut * DAY, last)
    posted = [whole_days(BASE, BASE + 200 * DAY)]
    facts = {"posted": posted, "leaves": rows, "counted": COUNTED}
    parts = count(first=first, last=middle, **facts) + count(first=middle + DAY, last=last, **facts)
    assert parts == count(first=first, last=last, **facts)


@given(leaves())
def test_years_of_a_leave_add_up(row):
    assert sum(by_year(row).values()) == row.halves


def _leave(kind, first, last, a="am", b="pm", **back) -> Away:
    return away(
        kind=kind, starts_on=datetime.date.fromisoformat(first), starts_half=a, ends_on=datetime.date.fromisoformat(last),
        ends_half=b, **back,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "present"),
    [
        ([], "31"),
        ([_leave("personal", "2026-10-12", "2026-10-14")], "28"),
        ([_leave("training", "2026-10-13", "2026-10-17")], "31"),
        ([_leave("personal", "2026-10-12", "2026-10-12", "pm", "pm")], "30.5"),
        ([_leave("personal", "2026-10-12", "2026-10-14", "pm", "am")], "29"),
        ([_leave("personal", "2026-09-28", "2026-10-02")], "29"),
        ([_leave("personal", "2026-10-30", "2026-11-05")], "29"),
        # One over the other is taken once; over a training it is leave.
        ([_leave("personal", "2026-10-12", "2026-10-14"), _leave("sick", "2026-10-14", "2026-10-15")], "27"),
        ([_leave("training", "2026-10-12", "2026-10-16"), _leave("sick", "2026-10-14", "2026-10-14")], "30"),
        # Back at noon of the second day; back before it began.
        ([_leave("personal", "2026-10-12", "2026-10-20", back_on=datetime.date(2026, 10, 13), back_half="pm")], "29.5"),
        ([_leave("personal", "2026-10-12", "2026-10-20", back_on=datetime.date(2026, 10, 1), back_half="am")], "31"),
    ],
)
def test_october(rows, present):
    first, last = datetime.date(2026, 10, 1), datetime.date(2026, 10, 31)
    found = count(first=first, last=last, posted=[whole_days(first, last)], leaves=rows, counted=COUNTED)
    assert found.days == Decimal(present)


def test_the_example_of_the_handbook():
    """docs/attendance.md"""
    first, last = datetime.date(2026, 10, 1), datetime.date(2026, 10, 31)
    rows = [
        _leave("personal", "2026-10-12", "2026-10-14", "pm", "am"),
        _leave("training", "2026-10-19", "2026-10-23"),
        _leave("personal", "2026-10-29", "2026-11-02", back_on=last, back_half="pm"),
    ]
    found = count(first=first, last=last, posted=[whole_days(first, last)], leaves=rows, counted=COUNTED)
    assert found.days == Decimal("26.5")


def test_the_county_that_counts_working_days_only():
    first, last = datetime.date(2026, 10, 1), datetime.date(2026, 10, 31)
    rest = {first + n * DAY for n in range(31) if (first + n * DAY).weekday() >= 5}
    rows = [_leave("personal", "2026-10-09", "2026-10-12")]  # Friday to Monday: two days that count
    found = count(first=first, last=last, posted=[whole_days(first, last)], leaves=rows, rest=rest)
    assert (found.days, found.days_away, found.resting) == (Decimal(20), Decimal(2), 18)


def test_gaps_are_the_days_on_which_nobody_is_posted():
    day = datetime.date(2026, 10, 1)
    posted = [whole_days(day, day + 10 * DAY), whole_days(day + 15 * DAY, day + 20 * DAY)]
    assert gaps(day, day + 30 * DAY, posted) == [
        (day + 11 * DAY, day + 14 * DAY),
        (day + 21 * DAY, day + 30 * DAY),
    ]
    assert gaps(day, day - DAY, posted) == []


@pytest.mark.parametrize(
    ("other", "run"),
    [
        ((("2026-10-15", "2026-10-15"), "am", "pm"), 8),  # the day after: four days in a run
        ((("2026-10-16", "2026-10-16"), "am", "pm"), 6),  # a day between
        ((("2026-10-11", "2026-10-11"), "pm", "pm"), 7),  # the half before
        ((("2026-10-11", "2026-10-11"), "am", "am"), 6),
    ],
)
def test_leaves_that_touch_are_one_run(other, run):
    (first, last), a, b = other
    mine = _leave("personal", "2026-10-12", "2026-10-14")
    assert joined(mine, [_leave("sick", first, last, a, b)]) == run
    assert not overlap(mine, _leave("sick", first, last, a, b))


STEPS = [(1, "不得评优"), (2, "基本称职"), (3, "不称职")]


@pytest.mark.parametrize(
    ("number", "words", "next_at"),
    [(0, "", 1), (1, "不得评优", 2), (2, "基本称职", 3), (3, "不称职", 0), (9, "不称职", 0)],
)
def test_steps(number, words, next_at):
    step = step_of(number, STEPS)
    assert (step.words, step.next_at) == (words, next_at)
