"""Lights: a table of cases, and that later is never better."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from campaigns.light_words import LAMPS, REASONS, WORDS, explanation, light_word
from campaigns.lights import DutyFacts, DutyState, Kind, LightSettings, light
from organizations.rules import RULES
from organizations.templatetags.components import LAMPS as DRAWN

F, D = Fraction, date
DUE = D(2026, 10, 28)
RULE = LightSettings()
FILED, ACCEPTED, WAIVED = DutyState.FILED, DutyState.ACCEPTED, DutyState.WAIVED


def _facts(**facts):
    return DutyFacts(**{"due": DUE, "opens": D(2026, 10, 1), **facts})


@pytest.mark.parametrize(
    ("facts", "on", "kind", "codes", "late"),
    [
        ({}, D(2026, 9, 30), Kind.NOT_DUE, ["not_open"], False),
        ({}, D(2026, 10, 20), Kind.NOT_DUE, ["not_due"], False),
        ({}, D(2026, 10, 21), Kind.YELLOW, ["due_soon"], False),
        ({}, DUE, Kind.YELLOW, ["due_soon"], False),
        ({}, D(2026, 10, 29), Kind.RED, ["overdue"], True),
        ({"progress": F(5, 10), "pace": F(5, 10)}, D(2026, 10, 10), Kind.GREEN, ["on_pace"], False),
        ({"progress": F(499, 1000), "pace": F(5, 10)}, D(2026, 10, 10), Kind.YELLOW, ["behind"], False),
        ({"progress": F(401, 1000), "pace": F(5, 10)}, D(2026, 10, 10), Kind.YELLOW, ["behind"], False),
        ({"progress": F(4, 10), "pace": F(5, 10)}, D(2026, 10, 10), Kind.RED, ["behind"], False),
        ({"progress": F(1, 3), "pace": F(13, 30)}, D(2026, 10, 10), Kind.RED, ["behind"], False),
        ({"progress": F(3339, 10000), "pace": F(4330, 10000)}, D(2026, 10, 10), Kind.RED, ["behind"], False),
        ({"progress": F(33331, 100000), "pace": F(33339, 100000)}, D(2026, 10, 10), Kind.GREEN, ["on_pace"], False),
        ({"progress": F(4, 10), "pace": F(5, 10)}, D(2026, 10, 25), Kind.RED, ["behind", "due_soon"], False),
        ({"progress": F(0), "pace": None}, D(2026, 10, 10), Kind.NOT_DUE, ["not_due"], False),
        ({"progress": F(4, 10), "pace": F(5, 10)}, D(2026, 9, 10), Kind.NOT_DUE, ["not_open"], False),
        ({"filed_on": DUE, "state": FILED}, D(2026, 11, 1), Kind.GREEN, ["filed"], False),
        ({"filed_on": DUE, "state": ACCEPTED}, D(2026, 11, 1), Kind.GREEN, ["accepted"], False),
        ({"filed_on": D(2026, 10, 29), "state": FILED}, D(2026, 11, 1), Kind.YELLOW, ["filed_late"], True),
        ({"filed_on": D(2026, 10, 29), "state": ACCEPTED}, D(2026, 12, 1), Kind.YELLOW, ["filed_late"], True),
        ({"filed_on": D(2026, 10, 29), "state": FILED}, D(2026, 10, 28), Kind.YELLOW, ["due_soon"], False),
        ({"filed_on": DUE, "state": FILED, "returned": True}, D(2026, 11, 1), Kind.YELLOW, ["returned"], False),
        (
            {"filed_on": D(2026, 10, 30), "state": FILED, "returned": True, "progress": F(0), "pace": F(1)},
            D(2026, 11, 1), Kind.RED, ["behind", "returned", "filed_late"], True,
        ),
        ({"filed_on": DUE, "state": ACCEPTED, "finished": True}, D(2026, 11, 1), Kind.CLOSED, ["finished"], False),
        (
            {"filed_on": D(2026, 10, 30), "state": ACCEPTED, "finished": True, "progress": F(1), "pace": F(1)},
            D(2026, 11, 1), Kind.CLOSED, ["finished", "filed_late"], True,
        ),
        ({"filed_on": DUE, "state": FILED, "finished": True}, D(2026, 11, 1), Kind.GREEN, ["filed"], False),
        ({"paused": True}, D(2026, 10, 27), Kind.PAUSED, ["paused"], False),
        ({"paused": True}, D(2026, 10, 30), Kind.PAUSED, ["paused"], True),
        ({"paused": True, "filed_on": DUE, "state": ACCEPTED, "finished": True}, D(2026, 11, 1), Kind.CLOSED, ["finished"], False),
        ({"extended_until": D(2026, 11, 5)}, D(2026, 11, 5), Kind.PAUSED, ["extended"], False),
        ({"extended_until": D(2026, 11, 5)}, D(2026, 11, 6), Kind.RED, ["overdue"], True),
        ({"extended_until": D(2026, 11, 5), "filed_on": D(2026, 11, 4), "state": FILED}, D(2026, 11, 4), Kind.GREEN, ["filed"], False),
        ({"extended_until": D(2026, 10, 1)}, D(2026, 10, 29), Kind.RED, ["overdue"], True),
        ({"state": WAIVED}, D(2026, 12, 1), Kind.NOT_DUE, ["waived"], False),
        ({"due": None}, D(2026, 12, 1), Kind.NOT_DUE, ["no_day"], False),
        ({"due": None, "progress": F(0), "pace": F(1, 20)}, D(2026, 12, 1), Kind.YELLOW, ["behind"], False),
        ({"due": None, "filed_on": DUE, "state": FILED}, D(2026, 12, 1), Kind.GREEN, ["filed"], False),
    ],
)  # fmt: skip
def test_light(facts, on, kind, codes, late):
    found = light(_facts(**facts), RULE, on)
    assert (found.kind, [reason.code for reason in found.reasons], found.late) == (kind, codes, late)


def test_the_countys_thresholds_count():
    early = LightSettings(days_before_yellow=10, behind_red=20)
    assert light(_facts(), early, D(2026, 10, 18)).kind is Kind.YELLOW
    assert light(_facts(progress=F(4, 10), pace=F(5, 10)), early, D(2026, 10, 10)).kind is Kind.YELLOW
    assert RULES["lights.yellow_days"].default == RULE.days_before_yellow
    assert RULES["lights.red_points"].default == RULE.behind_red


def test_a_new_period_starts_clean():
    late = _facts(filed_on=D(2026, 11, 3), state=ACCEPTED)
    assert light(late, RULE, D(2026, 11, 10)).late
    november = DutyFacts(due=D(2026, 11, 28), opens=D(2026, 11, 1))
    assert light(november, RULE, D(2026, 11, 10)).late is False


def test_every_kind_and_reason_has_its_words():
    assert set(WORDS) == set(LAMPS) == set(Kind)
    assert set(LAMPS.values()) <= set(DRAWN)
    late = light(_facts(filed_on=D(2026, 10, 30), state=FILED), RULE, D(2026, 11, 1))
    assert light_word(late) == "黄灯（逾期）"
    assert explanation(late) == ["2026-10-28 截止，2026-10-30 才报，逾期 2 天，本期保留记录。"]
    assert light_word(light(_facts(), RULE, D(2026, 11, 1))) == "红灯"
    assert explanation(light(_facts(), RULE, DUE)) == ["还没有报，今天 24:00 截止。"]
    behind = light(_facts(progress=F(1, 3), pace=F(1, 2)), RULE, D(2026, 10, 10))
    assert explanation(behind) == ["完成 33.3%，序时应完成 50.0%，落后 16.7 个百分点。"]
    with translation.override("en"):
        assert light_word(late) == "Yellow light (late)"
        assert all(not any("\u4e00" <= c <= "\u9fff" for c in str(words)) for words in REASONS.values())


WORSE = {Kind.NOT_DUE: 0, Kind.GREEN: 0, Kind.CLOSED: 0, Kind.PAUSED: 0, Kind.YELLOW: 1, Kind.RED: 2}
DAYS = st.integers(-40, 40).map(lambda n: DUE + timedelta(days=n))
SHARES = st.one_of(st.none(), st.fractions(0, 1))
FACTS = st.builds(
    _facts,
    state=st.sampled_from([FILED, ACCEPTED]),
    returned=st.booleans(),
    progress=SHARES,
    pace=SHARES,
    paused=st.booleans(),
    extended_until=st.one_of(st.none(), DAYS),
    finished=st.booleans(),
    opens=st.just(DUE - timedelta(days=60)),
)
LIGHT_SETTINGS = st.builds(LightSettings, st.integers(0, 30), st.integers(1, 100))


@given(FACTS, DAYS, DAYS, DAYS, LIGHT_SETTINGS)
def test_later_is_never_better(facts, one, other, on, rule):
    first, second = sorted((one, other))
    on = max(on, second)
    early, late = (light(replace(facts, filed_on=day), rule, on) for day in (first, second))
    assert WORSE[early.kind] <= WORSE[late.kind]
    assert early.late <= late.late


@given(FACTS, DAYS, DAYS, LIGHT_SETTINGS)
def test_late_is_never_green_in_its_period(facts, filed, on, rule):
    found = light(replace(facts, filed_on=filed), rule, on)
    assert not (found.late and found.kind in (Kind.GREEN, Kind.NOT_DUE))
    assert found.reasons
    assert explanation(found)
    if found.late:
        assert light(replace(facts, filed_on=filed), rule, on + timedelta(days=1)).late, "the mark stays"


@given(FACTS, DAYS, DAYS, LIGHT_SETTINGS)
def test_waiting_does_not_help(facts, one, other, rule):
    waiting = replace(facts, state=DutyState.OPEN, finished=False, returned=False, filed_on=None, extended_until=None)
    early, late = (light(waiting, rule, day) for day in sorted((one, other)))
    assert WORSE[early.kind] <= WORSE[late.kind]
