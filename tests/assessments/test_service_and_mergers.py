"""Half a year of service, and villages that merged in June."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.answers import Events, Figure, Mark, NotApplicable, UnitAnswers, VetoHit
from assessments.mergers import carried_over
from assessments.service_days import Stretch, by_days

D = Decimal


def test_two_villages_in_one_year():
    year = by_days(
        [Stretch("p1", "上河村", D(80), 181), Stretch("p2", "北坪村", D(90), 184), Stretch("p3", "交接", D(0), 0)]
    )
    assert (year.score, year.days, year.ranked) == (D("85.0"), 365, True)
    assert year.steps[0].formula.text == "80 × 181 ÷ 365 + 90 × 184 ÷ 365 = 85.0"
    assert [one.ref for one in year.stretches] == ["p1", "p2"]


@pytest.mark.parametrize(("days", "ranked"), [(182, False), (183, True)])
def test_half_a_year_is_measured_by_itself_and_ranked_from_the_least_days_on(days, ranked):
    year = by_days([Stretch("p", "上河村", D("77.7"), days)], least_days=183)
    assert (year.score, year.ranked) == (D("77.7"), ranked)
    assert [step.code for step in year.steps] == ["weighted_by_days"] + ([] if ranked else ["too_few_days"])


def test_no_day_is_no_score():
    year = by_days([])
    assert (year.score, year.ranked, year.steps[0].code) == (None, False, "no_days")
    with pytest.raises(ValueError, match="counted from 0"):
        by_days([Stretch("p", "村", D(1), -1)])


STRETCHES = st.lists(st.tuples(st.integers(0, 1000), st.integers(1, 366)), min_size=1, max_size=4)


@given(STRETCHES)
def test_the_mean_lies_between_and_ignores_the_order(given_stretches):
    parts = [Stretch(str(i), "村", D(tenths) / 10, days) for i, (tenths, days) in enumerate(given_stretches)]
    score = by_days(parts).score
    assert min(one.score for one in parts) <= score <= max(one.score for one in parts)
    assert by_days(parts[::-1]).score == score


def test_a_village_merged_in_june():
    old = UnitAnswers(
        "old",
        {
            "income": Figure(D(2), refs=("old-income",)),
            "rate": Figure(numerator=D(1), denominator=D(4)),
            "members": Figure(D(30)),
            "late": Events({"a": 1, "b": 2}, ("old-late",)),
            "mark": Mark(D(5), "旧"),
            "only": Figure(D(7)),
        },
        vetoes=(VetoHit("safety", "三月事故"),),
    )
    new = UnitAnswers(
        "new",
        {
            "income": Figure(D(3), refs=("new-income",)),
            "rate": Figure(numerator=D(3), denominator=D(4)),
            "members": Figure(D(80)),
            "late": Events({"a": 1}),
            "mark": Mark(D(8), "新"),
        },
    )
    (after,) = carried_over([old, new], {"old": "new"}, levels=["members"])
    assert after.unit == "new"
    assert after.answers == {
        "income": Figure(D(5), refs=("new-income", "old-income")),
        "rate": Figure(numerator=D(4), denominator=D(8)),
        "members": Figure(D(80)),
        "late": Events({"a": 2, "b": 2}, ("old-late",)),
        "mark": Mark(D(8), "新"),
        "only": Figure(D(7)),
    }
    assert after.vetoes == (VetoHit("safety", "三月事故"),)


@pytest.mark.parametrize(
    ("own", "former"), [(Figure(D(3)), Figure(numerator=D(1), denominator=D(2))), (Figure(D(3)), NotApplicable("无")), (Figure(numerator=D(1), denominator=D(2)), Figure(D(3)))]
)  # fmt: skip
def test_what_cannot_be_added_is_the_successors_own(own, former):
    units = [UnitAnswers("new", {"x": own}), UnitAnswers("old", {"x": former})]
    assert carried_over(units, {"old": "new"})[0].answers["x"] == own


def test_chains_circles_and_successors_that_reported_nothing():
    units = [UnitAnswers("a", {"x": Figure(D(1))}), UnitAnswers("b", {"x": Figure(D(2))}), UnitAnswers("other")]
    after = carried_over(units, {"a": "b", "b": "c"})
    assert [(unit.unit, dict(unit.answers)) for unit in after] == [("other", {}), ("c", {"x": Figure(D(3))})]
    with pytest.raises(ValueError, match="circle"):
        carried_over(units, {"a": "b", "b": "a"})
    assert carried_over([], {}) == ()
