"""Schemes and answers that are not sound: every problem at once, each in a sentence that says what to do."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from assessments.answer_checks import check_answers
from assessments.answers import Events, Figure, Mark, NotApplicable, Service, UnitAnswers, VetoHit
from assessments.scheme import (
    Band,
    Bands,
    Deduction,
    Grade,
    Item,
    Manual,
    Missing,
    PerEvent,
    Rate,
    Scheme,
    ShareOfTarget,
    Veto,
)
from assessments.scheme_checks import Problem, check_scheme
from assessments.score_words import problem_words
from tests.assessments.score_sample import ANSWERS, GRADES, SCHEME, cases, schemes, unit

D = Decimal
ONE = (Rate("a", "次", D(1)),)


def codes(problems):
    return [problem.code for problem in problems]


def test_the_sample_is_sound():
    assert check_scheme(SCHEME) == []
    assert check_answers(SCHEME, unit()) == []


@settings(max_examples=50, deadline=None)
@given(schemes())
def test_the_schemes_of_the_properties_are_sound(scheme):
    assert check_scheme(scheme) == []


@settings(max_examples=50, deadline=None)
@given(cases())
def test_the_answers_of_the_properties_are_sound(case):
    assert check_answers(*case) == []


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (None, ["no_method"]),
        (ShareOfTarget(D(1), ">"), ["comparator"]),
        (ShareOfTarget(D("NaN")), ["no_target"]),
        (ShareOfTarget(D(1), limit=D("0.9")), ["limit_below_full"]),
        (ShareOfTarget(D(1), limit=D("Infinity")), ["limit_below_full"]),
        (ShareOfTarget(D(1), "<=", limit=D("1.2")), ["limit_of_at_most"]),
        (ShareOfTarget(D("0.8"), percent=True, by_days=True), ["share_by_days"]),
        (ShareOfTarget(D(1), "<=", by_days=True), ["share_by_days"]),
        (Bands(()), ["no_bands"]),
        (Bands((Band(D(0), D("NaN")),)), ["band_without_figure"]),
        (Bands((Band(D(0), D(1)), Band(D(0), D(2)))), ["band_twice"]),
        (Bands((Band(D(0), D("1.05")), Band(D(1), D(101)))), ["band_points", "band_points"]),
        (Bands((Band(D(0), D(1)), Band(D(1), D(3)), Band(D(2), D(2)))), ["bands_zigzag"]),
        (Bands((Band(D(1), D(3)), Band(D(2), D(2)))), ["falling_bands_start_at_zero"]),
        (Bands((Band(D(0), D(3)), Band(D(2), D(2)))), []),
        (Deduction(()), ["no_rates"]),
        (PerEvent((Rate("a", "次", D(0)), Rate("a", "次", D("0.005")))), ["rate_points", "rate_points", "rate_twice"]),
        (Manual(), []),
    ],
)
def test_methods(method, expected):
    scheme = Scheme("办法", "1", (Item("x", "某项", D(100), method),), grades=GRADES)
    assert codes(check_scheme(scheme)) == expected


def whole(**changes):
    return replace(Scheme("办法", "1", (Item("x", "某项", D(100), Manual()),), grades=GRADES), **changes)


def items(*leaves, points=100):
    return (Item("a", "甲", D(points), items=tuple(leaves)),)


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        (whole(base=()), ["no_items"]),
        (whole(base=(Item("x", "某项", D("99.96"), Manual()),)), ["base_not_full", "points_too_fine"]),
        (whole(base=(Item("x", "某项", D(100), Manual()), Item("y", "某项", D(0), Manual()))), ["points_not_positive"]),
        (whole(base=items(Item("b", "乙", D(60), Manual()), Item("c", "丙", D(30), Manual()))), ["parts_do_not_add_up"]),
        (whole(base=(replace(items(Item("b", "乙", D(100), Manual()))[0], method=Manual()),)), ["branch_with_method"]),
        (whole(base=items(Item("a", "乙", D(100), Manual()))), ["key_twice"]),
        (whole(bonus=(Item("p", "表扬", D(3), Manual(), missing=Missing.LEFT_OUT),)), ["nothing_to_spread"]),
        (whole(bonus=items(Item("b", "乙", D(9), PerEvent(ONE)), points=3)), []),
        (whole(deduction=items(Item("b", "乙", D(9), Deduction(ONE)), points=3)), ["not_for_deduction"]),
        (whole(bonus_cap=D(-1), deduction_cap=D("1.25")), ["bonus_cap", "deduction_cap"]),
        (whole(grades=()), ["no_grades"]),
        (whole(grades=(Grade("a", "优秀", D(80)), Grade("b", "良好", D(90)), Grade("c", "一般", D(0)))), ["grades_out_of_order"]),
        (whole(grades=(Grade("a", "优秀", D(80), D(20)), Grade("c", "一般", D("NaN")))), ["grade_figures", "grade_figures", "last_grade_not_open"]),
        (whole(grades=(Grade("a", "优秀", D(80)), Grade("c", "一般", D(1), D("0.5")))), ["last_grade_not_open"]),
        (whole(vetoes=(Veto("v", "事故", "none"), Veto("v", "事故", "good"))), ["key_twice", "veto_without_grade"]),
        (whole(ties=("x", "z")), ["tie_without_action"]),
    ],
)  # fmt: skip
def test_schemes(scheme, expected):
    assert codes(check_scheme(scheme)) == expected


def test_all_problems_come_at_once_and_in_words():
    scheme = whole(base=(Item("x", "走访", D("50.25"), None), Item("y", "信访", D(30), Bands(()))), ties=("q",))
    assert [problem_words(problem) for problem in check_scheme(scheme)] == [
        "基础分合计 80.25 分，应为 100 分，相差 19.75 分，请调整分值。",
        "“走访”的分值最多一位小数，请改正。",
        "“走访”还没有计分方法，请选择一种。",
        "“信访”还没有分档，请添加。",
        "同分规则里的“q”不是计分办法里的行动，请改选。",
    ]
    assert (
        problem_words(Problem("limit_below_full", "x", {"name": "走访"})) == "“走访”的超额上限不能低于 100%，请改正。"
    )


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"nothing": Figure(D(1))}, ["unknown_item"]),
        ({"income": Mark(D(1), "好")}, ["answer_does_not_fit"]),
        ({"income": Events()}, ["answer_does_not_fit"]),
        ({"weak": Figure(D(1))}, ["answer_does_not_fit"]),
        ({"income": Figure()}, ["figure_or_share"]),
        ({"income": Figure(numerator=D(1))}, ["figure_or_share"]),
        ({"income": Figure(D(1), D(1), D(2))}, ["figure_or_share"]),
        ({"income": Figure(D("NaN"))}, ["figure_not_finite"]),
        ({"income": Figure(numerator=D(1), denominator=D(-2))}, ["figure_not_finite"]),
        ({"income": Figure(numerator=D(0), denominator=D(0))}, []),
        ({"income": NotApplicable(" ")}, ["no_reason"]),
        ({"income": NotApplicable("没有村")}, []),
        ({"weak": Events({"late": -1, "gone": 1})}, ["count_below_zero", "unknown_rate"]),
        ({"feel": Mark(D(26), "")}, ["mark_out_of_range", "no_reason"]),
        ({"feel": Mark(D("20.05"), "好")}, ["mark_out_of_range"]),
        ({"feel": Mark(D("NaN"), "好")}, ["mark_out_of_range"]),
    ],
)
def test_answers(answers, expected):
    problems = check_answers(SCHEME, unit(**answers))
    assert codes(problems) == expected
    assert all("%" not in problem_words(problem) for problem in problems)


@pytest.mark.parametrize(("days", "sound"), [(0, False), (1, True), (365, True), (366, False)])
def test_days_of_service(days, sound):
    problems = check_answers(SCHEME, UnitAnswers("u", ANSWERS, Service(days, 365)))
    assert codes(problems) == ([] if sound else ["service_days"])


def test_a_veto_the_scheme_does_not_know():
    assert codes(check_answers(SCHEME, replace(unit(), vetoes=(VetoHit("x", "事"), VetoHit("graft", "事"))))) == [
        "unknown_veto"
    ]
