"""The sentences beside the numbers: each code has one, each in both languages, and the numbers of A24 stand in them."""

import ast
import pathlib
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils.translation import override

from assessments import score_words as words
from assessments.answers import Events, Figure, NotApplicable, Service, VetoHit
from assessments.explained import PLUS, Formula, State, Term
from assessments.ranking import Contestant, rank_group
from assessments.scheme import QuotaRounding
from assessments.scoring import score_unit
from assessments.service_days import Stretch, by_days
from assessments.sheet_words import QUESTIONS
from tests.assessments.score_sample import SCHEME, unit
from tests.assessments.test_ranking import SCHEME_OF_MARKS, contestant

D = Decimal
TABLES = {"Step": words.STEPS, "Problem": words.PROBLEMS}
COMPUTED = {"bonus_cap", "deduction_cap"} | {state.value for state in State}


def codes_in_the_source(name):
    """The codes the product makes, read from its source; computed ones are named in COMPUTED."""
    found = set()
    for path in pathlib.Path(words.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name and node.args:
                found |= {part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)} - {None}
    return found


@pytest.mark.parametrize("name", TABLES)
def test_every_code_has_its_words_and_every_word_is_used(name):
    made = {code for code in codes_in_the_source(name) if re.fullmatch(r"[a-z_0-9]{3,}", str(code))}
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in pathlib.Path(words.__file__).parent.glob("*.py")
        if path.name != "score_words.py"
    )
    assert made <= set(TABLES[name]) | {"_cap"}
    assert all(f'"{code}"' in source or code in COMPUTED for code in TABLES[name])


@pytest.mark.parametrize(
    "table",
    [words.STEPS, words.PROBLEMS, words.STATES, words.QUOTAS, QUESTIONS],
    ids=["steps", "problems", "states", "quotas", "questions"],
)
def test_every_sentence_is_there_in_english(table):
    for sentence in table.values():
        with override("zh-hans"):
            chinese = str(sentence)
        with override("en"):
            english = str(sentence)
        assert english != chinese
        assert not re.search("[一-鿿，。；：]", english)
        assert sorted(re.findall(r"%\(\w+\)s|%%", english)) == sorted(re.findall(r"%\(\w+\)s|%%", chinese))


def find(result, key):
    return next(line for side in (result.base, result.bonus) for line in side.leaves() if line.key == key)


def test_the_prototype_sum():
    assert words.explanation(find(score_unit(SCHEME, unit(income=Figure(D("0.53")))), "income")) == [
        ("按占目标的比例得分，达标后不再加分。", "8 × 53% ÷ 80% = 5.3")
    ]


@pytest.mark.parametrize(
    ("key", "answers", "sentences"),
    [
        ("weak", {"weak": Events({"bad": 30})}, [("从满分 12.0 分起扣，每发生一次按标准扣分，扣完为止。", "12 − 1 × 30 = −18.0，最低 0.0")]),
        ("press", {"press": Events({"city": 30})}, [("每发生一次按标准计分，最多计 20.0 分。", "2 × 30 = 60.0，最高 20.0")]),
        ("model", {}, [("实际 2，达到 1 及以上一档。刚好等于界限的算达到。", "4 = 4.0")]),
        ("feel", {}, [("由考核人员按评分标准打分。理由：座谈反映较好", "21.5 = 21.5")]),
        ("income", {"income": None}, [("没有报数，按办法记零分。", "")]),
        ("income", {"income": NotApplicable("没有村")}, [("本项不适用，不计分。理由：没有村", "")]),
        ("press", {"visits": None}, [
            ("同级有项目不计分，其分值按比例分给其余项目，本项由 20.0 分调为 30.0 分。合计不变，尾数先补给余数大的项目。", "20 × 30 ÷ 20 = 30"),
            ("每发生一次按标准计分，最多计 20.0 分。", "2 × 3 + 0.5 × 1 = 6.5"),
            ("本项分值由 20.0 分调为 30.0 分，得分同比例折算。", "6.5 × 30 ÷ 20 = 9.8"),
        ]),
    ],
)  # fmt: skip
def test_explanations(key, answers, sentences):
    assert words.explanation(find(score_unit(SCHEME, unit(**answers)), key)) == sentences


def test_half_a_year_in_words():
    line = find(score_unit(SCHEME, replace(unit(), service=Service(181, 365))), "visits")
    assert words.explanation(line)[0] == ("任职 181 天，全期 365 天，目标按天数折算。", "200 × 181 ÷ 365 = 99.1781")
    few = by_days([Stretch("p", "村", D(80), 20)], least_days=183)
    assert words.step_words(few.steps[1]) == "任职 20 天，不满 183 天，只评分，不参加排名。"


def test_a_bound_that_does_not_bite_is_not_said():
    assert words.formula_words(Formula((Term(PLUS, D(4)),), low=D(0), high=D(5))) == "4 = 4.0"


def test_ranks_and_gaps():
    rows = rank_group(
        SCHEME_OF_MARKS,
        [
            contestant("u", 20, 10, 9),
            contestant("v", 10, 20, 9),
            contestant("w", 10, 15, 9),
            contestant("x", 10, 15, 9),
            contestant("y", 0),
        ],
    )
    assert [words.rank_words(row) for row in rows] == [
        "第 1 名",
        "第 2 名",
        "第 3 名（并列）",
        "第 3 名（并列）",
        "第 5 名",
    ]
    assert [words.gap_words(row) for row in rows] == [
        "", "与第 1 名总分相同，按同分规则排在后面。", "距第 2 名差 5.0 分。", "距第 2 名差 5.0 分。", "距第 3 名差 34.0 分。",
    ]  # fmt: skip
    far = rank_group(SCHEME_OF_MARKS, [contestant("u", 40, 30, 30), contestant("v", 0)])
    assert words.gap_words(far[1]) == "距第 1 名差 100.0 分，只补一个项目不够。"
    waits = rank_group(SCHEME, [Contestant(score_unit(SCHEME, unit(letters=None)), "乡镇")])
    assert words.rank_words(waits[0]) == "待补报，暂不排名"


def test_grades_and_rules():
    rows = rank_group(
        SCHEME_OF_MARKS,
        [contestant("u", 40, 30, 30, veto="safety"), *(contestant(f"v{i}", 40, 30, 0) for i in range(4))],
    )
    assert words.grade_words(rows[0].graded) == ["因一票否决，不能评为“优秀”。分数和名次不变。"]
    assert words.grade_words(rows[1].graded) == [
        "总分 70.0，不到“优秀”的 90.0 分。",
        "总分 70.0，不到“良好”的 80.0 分。",
    ]
    level = rank_group(SCHEME_OF_MARKS, [contestant(f"v{i}", 40, 30, 30) for i in range(5)])
    assert words.grade_words(level[0].graded)[0] == "本组 5 个单位，“优秀”最多 1 个，余下名额不够这一名次的 5 个单位。"
    assert words.tie_words([]) == "总分相同的名次并列，下一名次顺延。"
    assert (
        words.tie_words(["堡垒示范", "帮扶助力"])
        == "总分相同的，依次比较“堡垒示范”、“帮扶助力”的得分，仍相同的名次并列，下一名次顺延。"
    )
    assert set(words.QUOTAS) == set(QuotaRounding)
    assert set(words.STATES) == set(State)
    hit = score_unit(SCHEME, replace(unit(), vetoes=(VetoHit("graft", "已立案"),)))
    assert words.step_words(hit.step) == "总分是基础分加上加分、减去扣分，最低为零分。"
