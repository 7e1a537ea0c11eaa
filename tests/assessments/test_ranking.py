"""Ranks, ties, grades with quotas and vetoes, movement, and what the next rank lacks."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.answers import Events, Figure, Mark, UnitAnswers, VetoHit
from assessments.explained import State
from assessments.gaps import figure_for, gap_to
from assessments.grades import Candidate, grade_group, places_of
from assessments.ranking import Contestant, LastPlace, rank_group, rank_groups, standing
from assessments.scheme import Band, Bands, Grade, Item, Missing, QuotaRounding, ShareOfTarget
from assessments.scoring import score_unit
from tests.assessments.score_sample import GRADES, SCHEME, marked, scheme_with, unit

D = Decimal
SCHEME_OF_MARKS = replace(marked(a=40, b=30, c=30), ties=("a", "b"))


def contestant(name, a, b=0, c=0, *, veto=None, group="乡镇", order=0, last=None, scheme=SCHEME_OF_MARKS):
    answers = {f"{key}-1": Mark(D(str(value)), "看过") for key, value in (("a", a), ("b", b), ("c", c))}
    vetoes = (VetoHit(veto, "已查实"),) if veto else ()
    return Contestant(score_unit(scheme, UnitAnswers(name, answers, vetoes=vetoes)), group, order, last)


def table(rows):
    return {row.contestant.result.unit: (row.rank, row.shared, row.decided_by) for row in rows}


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ([], {}),
        ([("u", 10, 10, 10)], {"u": (1, 1, None)}),
        ([("u", 10, 10, 10), ("v", 20, 10, 10)], {"v": (1, 1, None), "u": (2, 1, None)}),
        # Equal totals: the first action decides, then the second, then the rank is shared and the next one left out.
        ([("u", 10, 20), ("v", 20, 10)], {"v": (1, 1, "a"), "u": (2, 1, "a")}),
        ([("u", 10, 10, 20), ("v", 10, 20, 10)], {"v": (1, 1, "b"), "u": (2, 1, "b")}),
        ([("u", 10, 10), ("v", 10, 10), ("w", 5), ("x", 30)], {"x": (1, 1, None), "u": (2, 2, None), "v": (2, 2, None), "w": (4, 1, None)}),
        ([("u", 10, 10, 20), ("v", 10, 20, 10), ("w", 20, 20)], {"w": (1, 1, "a"), "v": (2, 1, "b"), "u": (3, 1, "b")}),
        ([(name, 10) for name in "uvw"], dict.fromkeys("uvw", (1, 3, None))),
    ],
)  # fmt: skip
def test_ranks(units, expected):
    assert table(rank_group(SCHEME_OF_MARKS, [contestant(*one) for one in units])) == expected


def test_without_a_tie_rule_equal_totals_share_the_rank():
    scheme = replace(SCHEME_OF_MARKS, ties=())
    assert table(rank_group(scheme, [contestant("u", 10, 20), contestant("v", 20, 10)])) == {
        "u": (1, 2, None),
        "v": (1, 2, None),
    }


def test_like_stands_with_like():
    groups = rank_groups(
        SCHEME_OF_MARKS,
        [contestant("s", 10, group="街道"), contestant("t", 30), contestant("u", 20), contestant("x", 1, group="农场")],
        ["乡镇", "街道", "园区"],
    )
    assert [(group.name, [(row.contestant.result.unit, row.rank) for row in group.rows]) for group in groups] == [
        ("乡镇", [("t", 1), ("u", 2)]), ("街道", [("s", 1)]), ("园区", []), ("农场", [("x", 1)]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("last", "movement"), [(None, None), (LastPlace("乡镇", 5), 3), (LastPlace("乡镇", 2), 0), (LastPlace("乡镇", 1), -1), (LastPlace("街道", 5), None)]
)  # fmt: skip
def test_movement(last, movement):
    rows = rank_group(SCHEME_OF_MARKS, [contestant("u", 10, last=last), contestant("v", 20)])
    assert rows[1].movement == movement


def test_who_awaits_a_figure_has_no_rank_and_takes_none():
    base = marked(a=50, b=50)
    waiting = replace(base.base[1], items=(replace(base.base[1].items[0], missing=Missing.AWAITS),))
    scheme = replace(base, base=(base.base[0], waiting))
    full = {"a-1": Mark(D(40), "好"), "b-1": Mark(D(1), "好")}
    units = [
        Contestant(score_unit(scheme, UnitAnswers(name, answers)), "乡镇")
        for name, answers in (("z", {"a-1": Mark(D(50), "好")}), ("y", full))
    ]
    rows = rank_group(scheme, units)
    assert [(row.contestant.result.unit, row.rank, row.graded is None) for row in rows] == [
        ("y", 1, False),
        ("z", None, True),
    ]
    assert rows[1].gap is None
    assert standing(scheme, units[0].result) == (D(50),)


def test_a_veto_keeps_the_rank_and_holds_the_grade():
    rows = rank_group(
        SCHEME_OF_MARKS,
        [contestant("u", 40, 30, 29, veto="safety"), *(contestant(f"v{i}", 40, 30, i) for i in range(21, 25))],
    )
    assert [(row.contestant.result.unit, row.rank, row.graded.grade.key) for row in rows] == [
        ("u", 1, "good"), ("v24", 2, "best"), ("v23", 3, "good"), ("v22", 4, "fair"), ("v21", 5, "fair"),
    ]  # fmt: skip
    assert [step.code for step in rows[0].graded.steps] == ["grade_vetoed"]
    assert [step.code for step in rows[3].graded.steps] == ["grade_full", "grade_full"]
    assert rows[3].graded.steps[0].params == {"grade": "优秀", "places": 1, "size": 5, "bunch": 1}


@pytest.mark.parametrize(
    ("quota", "size", "rounding", "places"),
    [
        ("0.2", 5, QuotaRounding.DOWN, 1), ("0.2", 9, QuotaRounding.DOWN, 1), ("0.2", 10, QuotaRounding.DOWN, 2), ("0.2", 4, QuotaRounding.DOWN, 0),
        ("0.2", 7, QuotaRounding.HALF_UP, 1), ("0.2", 8, QuotaRounding.HALF_UP, 2), ("0.25", 10, QuotaRounding.HALF_UP, 3),
        ("0.2", 11, QuotaRounding.UP, 3), ("0.2", 10, QuotaRounding.UP, 2), ("0.2", 0, QuotaRounding.UP, 0), ("1", 3, QuotaRounding.DOWN, 3), ("0", 3, QuotaRounding.UP, 0),
    ],
)  # fmt: skip
def test_quotas(quota, size, rounding, places):
    assert places_of(D(quota), size, rounding) == places


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        (["95", "94", "93", "92", "91"], ["best", "good", "good", "fair", "fair"]),
        (
            ["85", "84", "83", "82", "81"],
            ["good", "good", "fair", "fair", "fair"],
        ),  # nobody reaches 90: the quota stays empty
        (
            ["95", "95", "93", "92", "91"],
            ["good", "good", "fair", "fair", "fair"],
        ),  # two for one place: none; nor who follows
        (["90", "80", "60", "59.9", "0"], ["best", "good", "fair", "poor", "poor"]),  # lines are closed at the bottom
        (["95"], ["fair"]),  # a fifth of one is nobody
        (["95", "95", "95", "95", "95"], ["fair"] * 5),
    ],
)
def test_grades(totals, expected):
    ranks = [totals.index(total) + 1 for total in totals]
    candidates = [Candidate(str(i), rank, D(total)) for i, (rank, total) in enumerate(zip(ranks, totals, strict=True))]
    given = grade_group(candidates, GRADES, size=len(candidates))
    assert [given[str(i)].grade.key for i in range(len(totals))] == expected


def test_a_grade_missed_by_points_says_so():
    given = grade_group([Candidate("u", 1, D(70))], GRADES, size=10)["u"]
    assert (given.grade.key, [step.code for step in given.steps]) == ("fair", ["grade_points", "grade_points"])


GROUPS = st.lists(
    st.tuples(
        st.integers(0, 6), st.integers(0, 6), st.integers(0, 3), st.sampled_from([None, None, "safety", "graft"])
    ),
    max_size=9,
).map(
    lambda units: [
        contestant(f"u{i}", 28 + a, 24 + b, 20 + c, veto=veto, order=i) for i, (a, b, c, veto) in enumerate(units)
    ]
)


@settings(max_examples=150, deadline=None)
@given(GROUPS, st.integers())
def test_any_group(units, seed):
    rows = rank_group(SCHEME_OF_MARKS, units)
    assert rank_group(SCHEME_OF_MARKS, random.Random(seed).sample(units, len(units))) == rows
    grades = [grade.key for grade in GRADES]
    for row in rows:
        place = standing(SCHEME_OF_MARKS, row.contestant.result)
        ahead = sum(standing(SCHEME_OF_MARKS, other.contestant.result) > place for other in rows)
        assert (row.rank, row.shared) == (ahead + 1, sum(other.rank == row.rank for other in rows))
        level = [other for other in rows if other.contestant.result.total == row.contestant.result.total]
        assert (row.decided_by is None) == all(other.rank == row.rank for other in level)
        ceiling = row.contestant.result.ceiling
        assert ceiling is None or grades.index(row.graded.grade.key) >= grades.index(ceiling)
    for key, quota in (("best", "0.2"), ("good", "0.4")):
        assert sum(row.graded.grade.key == key for row in rows) <= D(quota) * len(rows)
    for one in rows:
        for other in rows:
            if one.rank <= other.rank and one.contestant.result.ceiling is None:
                assert grades.index(one.graded.grade.key) <= grades.index(other.graded.grade.key)


@settings(max_examples=100, deadline=None)
@given(GROUPS)
def test_each_improvement_reaches_the_next_rank_and_a_tenth_less_does_not(units):
    rows = rank_group(SCHEME_OF_MARKS, units)
    for row in rows:
        result = row.contestant.result
        if row.rank == 1:
            assert row.gap is None
            continue
        aim = max((other for other in rows if other.rank < row.rank), key=lambda other: other.rank)
        wanted = standing(SCHEME_OF_MARKS, aim.contestant.result)
        assert (row.gap.rank, row.gap.points) == (aim.rank, wanted[0] - result.total)
        for better in row.gap.improvements:
            for less, reaches in ((D(0), True), (D("0.1"), False)):
                marks = {line.key: Mark(line.score, "看过") for line in result.base.leaves()}
                marks[better.key] = Mark(better.to - less, "看过")
                again = score_unit(SCHEME_OF_MARKS, UnitAnswers("u", marks))
                assert (standing(SCHEME_OF_MARKS, again) >= wanted) is reaches
            assert better.by == better.to - better.score


def test_what_the_next_rank_lacks_is_said_as_a_figure():
    item = Item("x", "达标村占比", D(20), items=(
        Item("share", "占比", D(8), ShareOfTarget(D("0.8"), percent=True)),
        Item("band", "示范村", D(6), Bands((Band(D(1), D(2)), Band(D(3), D(6))))),
        Item("most", "信访", D(6), ShareOfTarget(D(4), "<=")),
    ))  # fmt: skip
    scheme = scheme_with(item)
    answers = {"share": Figure(D("0.53")), "band": Figure(D(1)), "most": Figure(D(12)), "rest": Mark(D(80), "好")}
    result = score_unit(scheme, UnitAnswers("u", answers))
    assert result.total == D("89.3")
    gap = gap_to(scheme, result, (D("91.3"),), 4)
    assert (gap.rank, gap.points) == (4, D("2.0"))
    assert [(one.key, one.action, one.to, one.figure, one.percent) for one in gap.improvements] == [
        ("most", "x", D("4.0"), D("6.0759"), False), ("share", "x", D("7.3"), D("0.7250"), True), ("band", "x", D("6.0"), D(3), False),
    ]  # fmt: skip
    assert gap_to(scheme, result, (D("98.3"),), 1).improvements == ()


def test_an_unreported_figure_can_be_improved_from_nothing_and_an_awaited_one_is_not_guessed():
    half = score_unit(SCHEME, unit(income=None, visits=None, letters=None))
    gap = gap_to(SCHEME, half, (half.net + 2, D(0), D(0)), 1)
    assert {one.key: one.figure for one in gap.improvements} == {
        "income": D("0.1950"),
        "weak": None,
        "model": D(3),
        "press": None,
        "feel": None,
    }
    assert find_state(half, "visits") is State.LEFT_OUT


def find_state(result, key):
    return next(line.state for line in result.base.leaves() if line.key == key)


def test_a_target_cut_to_the_days_is_the_one_to_reach():
    from assessments.answers import Service

    result = score_unit(SCHEME, replace(unit(visits=Figure(D(50))), service=Service(73, 146)))
    gap = gap_to(SCHEME, result, (result.total + 2, D(0), D(0)), 1)
    assert next(one.figure for one in gap.improvements if one.key == "visits") == D("69.5000")
    blank = score_unit(SCHEME, unit(visits=Figure(D(50)), praise=Events()))
    assert next(
        one.figure
        for one in gap_to(SCHEME, blank, (blank.total + 2, D(0), D(0)), 1).improvements
        if one.key == "visits"
    ) == D("89.0000")


@given(st.sampled_from([">=", "<="]), st.decimals(1, 500, places=2), st.integers(10, 200), st.integers(1, 200))
def test_the_figure_wanted_is_enough_and_the_next_one_is_not(comparator, target, tenths, wanted):
    points, wanted = D(tenths) / 10, D(min(wanted, tenths)) / 10
    method = ShareOfTarget(target, comparator)
    figure, step = figure_for(method, target, points, wanted), D("0.0001")
    item = Item("x", "某项", points, method)
    scheme = scheme_with(item)

    def score(value):
        return score_unit(scheme, UnitAnswers("u", {"x": Figure(value)})).base.parts[0].score

    assert score(figure) >= wanted
    assert score(figure + (step if comparator == "<=" else -step)) < wanted


def test_a_target_of_nothing_has_no_nearest_figure():
    assert figure_for(ShareOfTarget(D(0)), D(0), D(8), D(2)) is None


def test_a_last_grade_takes_everybody():
    grades = (Grade("best", "优秀", D(90), D(0)), Grade("rest", "其他", D(0)))
    given = grade_group([Candidate("u", 1, D(99)), Candidate("v", 2, D(0))], grades, size=2)
    assert [given[unit].grade.key for unit in "uv"] == ["rest", "rest"]
