"""The score of a unit: each method, what is missing or does not apply, sums, caps; and what holds for any scheme."""

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessments.answers import Events, Figure, Mark, NotApplicable, Service, UnitAnswers, VetoHit
from assessments.explained import State, number
from assessments.methods import steps_of
from assessments.rounding import figure, half_up, spread
from assessments.scheme import Band, Bands, Deduction, Item, Manual, Missing, PerEvent, Rate, ShareOfTarget
from assessments.scoring import score_unit
from assessments.worked_examples import worked_example
from tests.assessments.score_sample import SCHEME, better, cases, scheme_with, unit

D = Decimal


def lines(part):
    yield part
    for child in part.parts:
        yield from lines(child)


def find(result, key):
    return next(
        line for side in (result.base, result.bonus, result.deduction) for line in lines(side) if line.key == key
    )


def leaf(method, points="8"):
    return Item("x", "某项", D(points), method)


def score(method, answer, points="8", service=None):
    step = steps_of(leaf(method, points), D(points), answer, service)[-1]
    return step.code, str(step.formula.result), step.formula.text


@pytest.mark.parametrize(
    ("method", "answer", "expected"),
    [
        (ShareOfTarget(D("0.8"), percent=True), Figure(D("0.53")), ("share", "5.3", "8 × 53% ÷ 80% = 5.3")),
        (ShareOfTarget(D("0.8"), percent=True), Figure(numerator=D(10), denominator=D(19)), ("share", "5.3", "8 × 52.63% ÷ 80% = 5.3")),
        (ShareOfTarget(D("0.8"), percent=True), Figure(D("0.8")), ("reached", "8.0", "8 × 100% = 8.0")),
        (ShareOfTarget(D("0.8"), percent=True), Figure(D("0.9")), ("reached", "8.0", "8 × 100% = 8.0")),
        (ShareOfTarget(D(1), percent=True), Figure(numerator=D(29999), denominator=D(30000)), ("share", "8.0", "8 × 99.997% ÷ 100% = 8.0")),
        (ShareOfTarget(D(10), "="), Figure(D(12)), ("reached", "8.0", "8 × 100% = 8.0")),
        (ShareOfTarget(D(10), limit=D("1.2")), Figure(D(11)), ("share_over", "8.8", "8 × 11 ÷ 10 = 8.8")),
        (ShareOfTarget(D(10), limit=D("1.2")), Figure(D(30)), ("share_over", "9.6", "8 × 30 ÷ 10 = 24.0")),
        (ShareOfTarget(D(0), limit=D("1.2")), Figure(D(3)), ("reached", "8.0", "8 × 100% = 8.0")),
        (ShareOfTarget(D(4), "<="), Figure(D(4)), ("within", "8.0", "8 × 100% = 8.0")),
        (ShareOfTarget(D(4), "<="), Figure(D(0)), ("within", "8.0", "8 × 100% = 8.0")),
        (ShareOfTarget(D(4), "<="), Figure(D(6)), ("share_at_most", "5.3", "8 × 4 ÷ 6 = 5.3")),
        (ShareOfTarget(D(0), "<="), Figure(D(1)), ("no_ratio", "0.0", "8 × 0% = 0.0")),
        (ShareOfTarget(D(4)), Figure(D(0)), ("no_ratio", "0.0", "8 × 0% = 0.0")),
        (ShareOfTarget(D(4)), Figure(D(-3)), ("no_ratio", "0.0", "8 × 0% = 0.0")),
        (Bands((Band(D(50000), D(5)), Band(D(200000), D(8)))), Figure(D("49999.99")), ("below_bands", "0.0", "0 = 0.0")),
        (Bands((Band(D(50000), D(5)), Band(D(200000), D(8)))), Figure(D("49999.99999")), ("below_bands", "0.0", "0 = 0.0")),
        (Bands((Band(D(50000), D(5)), Band(D(200000), D(8)))), Figure(D(50000)), ("band", "5.0", "5 = 5.0")),
        (Bands((Band(D(200000), D(8)), Band(D(50000), D(5)))), Figure(D(200000)), ("band", "8.0", "8 = 8.0")),
        (Bands((Band(D("0.5"), D(8)),), percent=True), Figure(numerator=D(1), denominator=D(2)), ("band", "8.0", "8 = 8.0")),
        (Deduction((Rate("a", "缺席", D("0.5")), Rate("b", "迟到", D("0.3")))), Events({"a": 2, "b": 1}), ("deduction", "6.7", "8 − 0.5 × 2 − 0.3 × 1 = 6.7")),
        (Deduction((Rate("a", "缺席", D(3)),)), Events({"a": 3}), ("deduction", "0.0", "8 − 3 × 3 = −1.0")),
        (Deduction((Rate("a", "缺席", D(3)),)), Events(), ("deduction", "8.0", "8 = 8.0")),
        (PerEvent((Rate("a", "用稿", D("0.5")),)), Events({"a": 5}), ("per_event", "2.5", "0.5 × 5 = 2.5")),
        (PerEvent((Rate("a", "用稿", D("0.5")),)), Events({"a": 50}), ("per_event", "8.0", "0.5 × 50 = 25.0")),
        (PerEvent((Rate("a", "用稿", D("0.5")),)), Events(), ("per_event", "0.0", "0 = 0.0")),
        (Manual(), Mark(D("6.5"), "资料齐全"), ("manual", "6.5", "6.5 = 6.5")),
    ],
)  # fmt: skip
def test_methods(method, answer, expected):
    assert score(method, answer) == expected


def test_a_target_cut_to_half_a_year():
    method = ShareOfTarget(D(200), by_days=True)
    steps = steps_of(leaf(method), D(8), Figure(D(50)), Service(181, 365))
    assert [step.code for step in steps] == ["by_days", "share"]
    assert steps[0].formula.text == "200 × 181 ÷ 365 = 99.1781"
    assert steps[1].formula.text == "8 × 50 ÷ 99.1781 = 4.0"
    assert len(steps_of(leaf(method), D(8), Figure(D(50)))) == 1


@pytest.mark.parametrize(
    ("method", "answer"),
    [
        (ShareOfTarget(D(1)), Events()),
        (ShareOfTarget(D(1)), Figure()),
        (Bands((Band(D(0), D(8)),)), Mark(D(1), "好")),
        (Manual(), Figure(D(1))),
        (None, Figure(D(1))),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(method, answer):
    with pytest.raises(ValueError, match="scored"):
        steps_of(leaf(method), D(8), answer)


def test_the_sample_unit():
    result = score_unit(SCHEME, unit())
    assert {line.key: str(line.score) for line in result.base.leaves()} == {
        "income": "5.3", "weak": "10.0", "model": "4.0", "visits": "7.5", "press": "6.5", "feel": "21.5", "letters": "10.0",
    }  # fmt: skip
    assert [str(part.score) for part in result.base.parts] == ["19.3", "14.0", "31.5"]
    assert (result.total, result.net, result.version, result.ceiling) == (D("64.8"), D("64.8"), "1", None)
    assert result.step.formula.text == "64.8 + 0 − 0 = 64.8"
    income = find(result, "income")
    assert (income.refs, income.basis, income.points) == (("village-1",), "第七条", D(8))
    assert (income.steps[0].params["numerator"], income.steps[0].params["denominator"]) == (10, 19)
    assert find(result, "feel").steps[0].params == {"reason": "座谈反映较好"}
    assert (result.action("fort"), result.action("nothing")) == (D("19.3"), D("0.0"))


def test_missing_is_what_the_scheme_says():
    result = score_unit(SCHEME, unit(income=None))
    assert (find(result, "income").state, find(result, "income").score) == (State.ZERO, 0)
    assert result.total == D("59.5")
    result = score_unit(SCHEME, unit(visits=None))
    assert (find(result, "visits").state, find(result, "visits").score) == (State.LEFT_OUT, None)
    # 20 points of press become 30: 6.5 × 30 ÷ 20.
    press = find(result, "press")
    assert (press.points, press.score) == (D(30), D("9.8"))
    assert [step.code for step in press.steps] == ["spread", "per_event", "scaled"]
    assert (press.steps[0].formula.text, press.steps[2].formula.text) == ("20 × 30 ÷ 20 = 30", "6.5 × 30 ÷ 20 = 9.8")
    result = score_unit(SCHEME, unit(letters=None))
    assert (find(result, "letters").state, find(result, "care").state, result.base.state) == (State.AWAITS,) * 3
    assert (result.total, result.net, result.step.code) == (None, D("54.8"), "total_so_far")


def test_a_township_without_villages():
    nothing = Figure(numerator=D(0), denominator=D(0))
    result = score_unit(SCHEME, unit(income=nothing, model=NotApplicable("没有村", ("note-1",))))
    assert (find(result, "income").state, find(result, "income").steps[0].code) == (
        State.NOT_APPLICABLE,
        "nothing_to_count",
    )
    assert (find(result, "model").steps[0].params, find(result, "model").refs) == ({"reason": "没有村"}, ("note-1",))
    weak = find(result, "weak")
    assert (weak.points, weak.score, weak.steps[-1].formula.text) == (D(30), D("25.0"), "10 × 30 ÷ 12 = 25.0")
    # The whole action falls away: its 30 points go to the other two, and on to their items.
    result = score_unit(SCHEME, unit(income=nothing, model=NotApplicable("没有村"), weak=NotApplicable("没有村")))
    assert (find(result, "fort").state, find(result, "fort").points, find(result, "fort").steps[0].code) == (
        State.NOT_APPLICABLE,
        None,
        "all_out",
    )
    assert [find(result, key).points for key in ("lead", "care")] == [D("42.9"), D("57.1")]
    assert sum(find(result, key).points for key in ("visits", "press", "feel", "letters")) == 100
    assert find(result, "lead").steps[0].code == "spread"
    assert result.action("fort") == 0


def test_an_action_of_which_all_is_out_for_different_reasons_is_left_out():
    base = Item(
        "a",
        "甲",
        D(50),
        items=(Item("b", "乙", D(20), Manual(), missing=Missing.LEFT_OUT), Item("c", "丙", D(30), Manual())),
    )
    result = score_unit(scheme_with(base), UnitAnswers("u", {"c": NotApplicable("无"), "rest": Mark(D(40), "好")}))
    assert find(result, "a").state is State.LEFT_OUT
    assert (result.total, find(result, "rest").score) == (D("80.0"), D("80.0"))


def test_a_unit_for_which_nothing_can_be_scored_has_no_total():
    answers = {item.key: NotApplicable("撤并") for item in SCHEME.leaves()}
    result = score_unit(SCHEME, UnitAnswers("u", answers))
    assert (result.base.score, result.total, result.net) == (None, None, 0)
    assert find(result, "praise").state is State.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("praise", "blame", "total", "text"),
    [
        (1, 0, "69.8", "64.8 + 5 − 0 = 69.8"),
        (2, 0, "72.8", "64.8 + 8 − 0 = 72.8"),  # item 10, cap of all bonuses 8
        (0, 9, "56.8", "64.8 + 0 − 8 = 56.8"),
        (1, 1, "64.8", "64.8 + 5 − 5 = 64.8"),
    ],
)
def test_bonus_and_deduction_stand_apart_and_are_capped(praise, blame, total, text):
    result = score_unit(SCHEME, unit(praise=Events({"city": praise}), blame=Events({"city": blame})))
    assert (str(result.total), result.step.formula.text, result.base.score) == (total, text, D("64.8"))


def test_a_branch_of_bonuses_is_capped_by_its_points_and_the_total_never_falls_below_0():
    rate = (Rate("a", "次", D(5)),)
    tree = Item("t", "表彰", D(6), items=(Item("p", "甲", D(5), PerEvent(rate)), Item("q", "乙", D(5), PerEvent(rate))))
    scheme = replace(SCHEME, bonus=(tree,), bonus_cap=None, deduction=(replace(tree, key="d", points=D(90), items=(Item("r", "扣", D(90), PerEvent(rate)),)),), deduction_cap=None)  # fmt: skip
    result = score_unit(scheme, unit(p=Events({"a": 1}), q=Events({"a": 3}), r=Events({"a": 18})))
    assert (find(result, "t").score, find(result, "t").steps[0].code) == (D(6), "sum_capped")
    assert (result.net, result.total) == (D("-19.2"), 0)


def test_vetoes_hold_the_grade_and_touch_no_point():
    plain = score_unit(SCHEME, unit())
    hits = (VetoHit("graft", "已立案"), VetoHit("safety", "一般事故"))
    hit = score_unit(SCHEME, replace(unit(), vetoes=hits))
    assert (hit.total, hit.base, hit.ceiling, hit.vetoes) == (plain.total, plain.base, "fair", hits)


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [("0.25", 1, "0.3"), ("-0.25", 1, "-0.3"), ("0.249", 1, "0.2"), ("5.25", 1, "5.3"), ("0.5", 0, "1"), ("-0.04", 1, "0.0"), ("1.23455", 4, "1.2346")],
)  # fmt: skip
def test_half_up(number, places, text):
    assert str(half_up(D(number), places)) == text


@given(st.fractions(-5, 5), st.fractions(-5, 5), st.lists(st.decimals(-5, 5, places=6), max_size=3), st.booleans())
def test_a_figure_as_shown_stays_on_its_side_and_in_order(one, other, marks, falling):
    side = {"at_most" if falling else "at_least": marks}
    shown, second = figure(one, **side), figure(other, **side)
    for mark in marks:
        assert (shown <= mark) == (one <= mark) if falling else (shown >= mark) == (one >= mark)
    assert abs(Fraction(shown) - one) <= Fraction(1, 20000)
    assert (one < other) <= (shown <= second)


@given(
    st.dictionaries(st.text(min_size=1, max_size=2), st.integers(1, 500).map(lambda n: D(n) / 10), min_size=1),
    st.integers(0, 900),
)
def test_points_spread_add_up_and_never_shrink(weights, more):
    total = sum(weights.values()) + D(more) / 10
    given = spread(total, weights)
    assert sum(given.values()) == total
    assert all(given[key] >= weights[key] for key in weights)
    assert spread(total, dict(reversed(weights.items()))) == given


@pytest.mark.parametrize(
    ("value", "percent", "text"),
    [("0.5263", True, "52.63%"), ("8.0", False, "8"), ("100", False, "100"), ("-1.50", False, "−1.5")],
)
def test_numbers_as_they_are_read(value, percent, text):
    assert number(D(value), percent) == text


@pytest.mark.parametrize("item", list(SCHEME.leaves()), ids=lambda item: item.key)
def test_each_method_has_a_worked_example(item):
    step = worked_example(item)
    assert 0 < step.formula.result <= item.points
    assert step.formula.text == {
        "income": "8 × 40% ÷ 80% = 4.0", "weak": "12 − 0.5 × 2 = 11.0", "model": "10 = 10.0", "visits": "10 × 100 ÷ 200 = 5.0",
        "press": "2 × 2 = 4.0", "feel": "20 = 20.0", "letters": "15 × 4 ÷ 8 = 7.5", "praise": "5 × 2 = 10.0", "blame": "5 × 2 = 10.0",
    }[item.key]  # fmt: skip
    with pytest.raises(ValueError, match="no method"):
        worked_example(replace(item, method=None))


# What holds for every sound scheme and every unit.


def recomputed(text):
    """By somebody with the page and a pocket calculator: times and over first, then plus and minus."""
    left, _, right = text.partition(" = ")

    def figure(word):
        word = word.replace("−", "-")
        return Fraction(word[:-1]) / 100 if word.endswith("%") else Fraction(word)

    words = left.split()
    total, product = Fraction(0), figure(words[0])
    for sign, word in zip(words[1::2], words[2::2], strict=True):
        if sign == "×":
            product *= figure(word)
        elif sign == "÷":
            product /= figure(word)
        else:
            total, product = total + product, (figure(word) if sign == "+" else -figure(word))
    places = len(right.partition(".")[2])
    return half_up(total + product, places), figure(right)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_parts_add_up_and_the_formula_shown_gives_the_score_shown(case):
    result = score_unit(*case)
    for side in (result.base, result.bonus, result.deduction):
        for line in lines(side):
            if line.score is None:
                continue
            assert line.score == half_up(line.score)
            if line.parts:
                whole = sum((part.score for part in line.parts if part.score is not None), D(0))
                assert line.score == (whole if side is result.base else min(whole, line.points))
            formula = line.steps[-1].formula
            assert formula is None or formula.result == line.score
            for step in line.steps:
                if step.formula is not None and step.formula.places == 1:
                    reached, shown = recomputed(step.formula.text)
                    assert reached == shown
    signs = result.base.score or 0, result.bonus.score, -result.deduction.score
    assert result.net == sum(signs)
    assert result.total in (None, max(D(0), result.net))


@settings(max_examples=100, deadline=None)
@given(cases())
def test_caps_and_floors_hold_and_the_points_in_force_add_up(case):
    scheme, answers = case
    result = score_unit(scheme, answers)
    for item, line in zip(
        scheme.leaves(), [*result.base.leaves(), *result.bonus.leaves(), *result.deduction.leaves()], strict=True
    ):
        if line.score is not None:
            limit = getattr(item.method, "limit", D(1))
            assert 0 <= line.score <= half_up(line.points * limit)
    if result.base.score is not None:
        assert sum(line.points for line in result.base.leaves() if line.points is not None) == 100
    for side, cap in ((result.bonus, scheme.bonus_cap), (result.deduction, scheme.deduction_cap)):
        assert cap is None or side.score <= cap


@settings(max_examples=150, deadline=None)
@given(cases(), st.randoms(use_true_random=False), st.decimals(D("0.001"), 200, places=3))
def test_a_better_figure_never_lowers_a_score(case, chance, by):
    scheme, answers = case
    leaves = [item for action in scheme.base for item in action.leaves()]
    able = [item for item in leaves if not isinstance(answers.answers.get(item.key), NotApplicable | None)]
    assume(able)
    item = chance.choice(able)
    answer = better(item, answers.answers[item.key], by)
    assume(answer is not None)
    before = score_unit(scheme, answers)
    after = score_unit(scheme, replace(answers, answers={**answers.answers, item.key: answer}))
    assert find(after, item.key).score >= find(before, item.key).score
    assert after.net >= before.net


@settings(max_examples=60, deadline=None)
@given(cases(), st.integers())
def test_the_order_of_items_and_answers_changes_nothing(case, seed):
    scheme, answers = case
    chance = random.Random(seed)
    actions = [replace(action, items=tuple(chance.sample(action.items, len(action.items)))) for action in scheme.base]
    chance.shuffle(actions)
    keys = chance.sample(list(answers.answers), len(answers.answers))
    shuffled = replace(answers, answers={key: answers.answers[key] for key in keys})
    one, other = score_unit(scheme, answers), score_unit(replace(scheme, base=tuple(actions)), shuffled)
    assert (one.total, one.net) == (other.total, other.net)
    assert all(find(other, line.key).score == line.score for line in one.base.leaves())
