"""Score sheets in the manner of the genre: sections of their own rows, merged first columns, bonus, deduction, veto."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rubric_sheet import Question, read_sheet, to_items
from assessments.scheme import Band, Bands, Deduction, Manual, PerEvent, Rate, Scheme, ShareOfTarget
from assessments.scheme_checks import check_scheme
from assessments.sheet_clauses import plain, points_in, read_rule
from assessments.sheet_words import QUESTIONS, question_words
from tests.assessments.score_sample import GRADES

D = Decimal


def rates(*pairs):
    return tuple(Rate(f"r{i}", name, D(points)) for i, (name, points) in enumerate(pairs, 1))


def bands(*pairs, percent=True):
    return Bands(tuple(Band(D(low), D(points)) for low, points in pairs), percent)


@pytest.mark.parametrize(
    ("rule", "content", "points", "method", "questions"),
    [
        ("每少一次扣0.5分，扣完为止。", "每年专题研究不少于4次", 5, Deduction(rates(("每少一次", "0.5"))), ()),
        ("迟报一次扣０.２分，不报一次扣1分", "", 5, Deduction(rates(("迟报一次", "0.2"), ("不报一次", "1"))), ()),
        ("", "年内无不达标河段，得4分，出现一次不达标扣2分，扣完为止。", 4, Deduction(rates(("出现一次不达标", "2"))), ()),
        ("每低1个百分点扣0.5分", "覆盖率达到90%", 5, Deduction(rates(("每低1个百分点", "0.5"))), ("counts_a_figure",)),
        ("每上1篇得0.5分，最高不超过5分", "", 5, PerEvent(rates(("每上1篇", "0.5"))), ()),
        ("按完成比例得分", "5万元以上的村达到80%以上", 8, ShareOfTarget(D("0.8"), percent=True), ()),
        ("按任务完成比例计分", "全年培训不少于200人次", 8, ShareOfTarget(D(200)), ()),
        ("超出的按比例扣分", "越级信访不超过4件", 8, ShareOfTarget(D(4), "<="), ()),
        ("按比例得分", "推进整顿", 8, Manual(("按比例得分",)), ("no_target",)),
        ("按比例得分，每迟一次扣1分", "达到80%", 8, Manual(("按比例得分，每迟一次扣1分",)), ("mixed",)),
        ("90%以上得5分，80%以上得3分，80%以下得0分", "", 5, bands(("0.9", 5), ("0.8", 3), ("0", 0)), ()),
        ("90%以上的得5分；80%—90%的得3分", "", 5, bands(("0.9", 5), ("0.8", 3)), ()),
        ("80%—90%得4分，70%—80%得2分", "", 4, bands(("0.8", 4), ("0.7", 2)), ()),
        ("20万元以上得6分，5万元以上得4分，不足5万元得1分", "", 6, bands(("20", 6), ("5", 4), ("0", 1), percent=False), ()),
        ("90%以上得4分，60%以下得1分", "", 5, bands(("0.9", 4), ("0", 1)), ("bands_not_full", "bands_with_a_gap")),
        ("90%以上得3分，5个以上得2分", "", 5, Manual(("90%以上得3分，5个以上得2分",)), ()),
        ("有示范村得3分，每多1个加1分", "", 5, Manual(("有示范村得3分，每多1个加1分",)), ("mixed",)),
        ("建立台账得1分，工作有力得3分，每出现一例扣2分", "", 4, Manual(("建立台账得1分，工作有力得3分，每出现一例扣2分",)), ("mixed",)),
        ("制定方案得2分，召开会议得2分", "", 5, Manual(("制定方案得2分，召开会议得2分",)), ("points_differ",)),
        ("制定方案得5分", "", 5, Manual(("制定方案得5分",)), ()),
        ("资料齐全，酌情打分", "", 4, Manual(("资料齐全，酌情打分",)), ()),
        ("", "完善村级河长设置", 4, Manual(("完善村级河长设置",)), ()),
        ("", "", 4, Manual(()), ("no_rule",)),
    ],
)  # fmt: skip
def test_rules(rule, content, points, method, questions):
    read = read_rule(plain(rule), plain(content), D(points))
    assert (read.method, read.questions) == (method, questions)


def test_a_row_that_divides_its_points():
    read = read_rule("", "1.建立台账，得1分。2.开展督查，得1.5分。", D("2.5"))
    assert [(part.words, part.points) for part in read.parts] == [("建立台账", D(1)), ("开展督查", D("1.5"))]


@pytest.mark.parametrize(
    ("cell", "points"), [("5", "5"), ("5分", "5"), ("（0.5分）", "0.5"), ("5-10分", None), ("X分", None), ("", None)]
)
def test_points(cell, points):
    assert points_in(plain(cell)) == (None if points is None else D(points))


SECTIONS = [
    ["岚溪县2026年度河长制工作考核细则", None, None, None, None],
    ["序号", "考核项目", "各项分值", "考核指标", "考核部门"],
    [None, "总分", 100, None, None],
    ["一、", "提升工作实效", 40, None, None],
    [1, "完善制度", 15, "进一步健全体系。\n人员变动及时公布。", "县河长办"],
    [2, "培训宣传", 25, "1.开展宣传，得10分。2.开展培训，得15分。", "县河长办"],
    ["二、", "水岸联动", 60, "落实属地责任。", None],
    [3, "水质达标", 20, "年内无不达标，得20分，出现一次扣2分，扣完为止。", "县环保局"],
    [4, "清理占用岸线", 40, "按任务完成比例得分，达到90%为满分。", "县水利局"],
    ["三、", "奖扣分项目", 20, None, None],
    [5, "表扬", 10, "每获县级通报表扬一次加2分", None],
    [6, "批评", 10, "被县级点名批评一次扣5分", None],
]


def test_a_sheet_with_section_rows_becomes_a_sound_scheme():
    read = read_sheet(SECTIONS)
    assert read.questions == ()
    assert [(one.name, one.points, len(one.items)) for one in read.base] == [
        ("提升工作实效", D(40), 2),
        ("水岸联动", D(60), 2),
    ]
    assert read.base[1].text == "落实属地责任。"
    assert [part.points for part in read.base[0].items[1].items] == [D(10), D(15)]
    assert read.base[1].items[1].method == ShareOfTarget(D("0.9"), percent=True)
    assert [(one.name, one.points, one.method) for one in read.bonus] == [
        ("表扬", D(10), PerEvent(rates(("每获县级通报表扬一次", 2))))
    ]
    assert [(one.name, one.row) for one in read.deduction] == [("批评", 12)]
    extras = to_items(read.bonus, "b"), to_items(read.deduction, "d")
    scheme = Scheme("细则", "1", to_items(read.base), extras[0], None, extras[1], None, GRADES)
    assert check_scheme(scheme) == []
    assert [item.key for item in scheme.leaves()] == ["1.1", "1.2.1", "1.2.2", "2.1", "2.2", "b1", "d1"]


MERGED = [
    ["考核项目", "分值", "考核内容", "评分办法"],
    ["基层党建（30分）", "10", "专题研究不少于4次", "每少一次扣0.5分"],
    ["", "20", "村集体收入5万元以上的村达到80%", "按比例得分"],
    ["先锋引领", "40", "组织活动", "得15分"],
    ["", "", "走访群众", "得25分"],
    ["帮扶助力", "30", "走访", "酌情打分"],
    ["小计", "30", "", ""],
    ["加分项", "8", "县级表扬", "每次加1分"],
    ["", "", "市级表扬", "市级表扬加3分，省级表扬加5分"],
    ["减分项", "", "通报批评", "每次扣2分，最多扣6分"],
    ["", "", "其他情形", "由领导小组研究"],
    ["一票否决", "", "发生安全事故", "不得评优"],
    ["合计", "100", "", ""],
    ["备注：由县委组织部解释", "", "", ""],
    ["不是项目", "50", "", ""],
]


def test_a_sheet_with_a_merged_first_column():
    read = read_sheet(MERGED, first_row=3)
    assert [(one.name, one.points, [leaf.points for leaf in one.items]) for one in read.base] == [
        ("基层党建", D(30), [D(10), D(20)]), ("先锋引领", D(40), [None, None]), ("帮扶助力", D(30), []),
    ]  # fmt: skip
    assert [leaf.name for leaf in read.base[0].items] == ["专题研究不少于4次", "村集体收入5万元以上的村达到80%"]
    assert [(one.points, type(one.method)) for one in read.bonus] == [(D(8), PerEvent), (D(8), PerEvent)]
    assert [(one.points, type(one.method)) for one in read.deduction] == [(D(6), PerEvent), (None, Manual)]
    assert [(one.name, one.text) for one in read.vetoes] == [("发生安全事故", "不得评优")]
    assert [(one.row, one.code) for one in read.questions] == [
        (6, "no_points"), (7, "no_points"), (13, "no_cap"), (14, "veto_ceiling"),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="Row 6"):
        to_items(read.base)


@pytest.mark.parametrize(
    ("rows", "questions"),
    [
        ([], [Question(1, "no_headings")]),
        ([["姓名", "电话"], ["甲", "1"]], [Question(1, "no_headings")]),
        ([["项目", "分值", "评分办法"], ["一、党建", "30", ""]], [Question(2, "empty_section", "党建")]),
        ([["项目", "分值", "内容"], ["党建", "X分", "开展活动"]], [Question(2, "no_points", "党建")]),
        (
            [["项目", "分值", "内容"], ["一、党建", "30", ""], ["", "10", "活动"], ["", "10", "培训"], ["合计", "100", ""]],
            [Question(2, "parts_differ", "党建", {"sum": D(20), "points": D(30)}), Question(5, "sum_differs", "", {"sum": D(30), "whole": D(100)})],
        ),
        ([["项目", "分值", "内容"], ["加分项", "", ""], ["表扬", "3", ""]], [Question(3, "no_rule", "表扬")]),
        ([["项目", "分值", "内容"], ["加分项", "", ""]], [Question(2, "empty_section", "加分项")]),
        ([["项目", "分值", "内容"], ["一、扣分项", "", ""]], [Question(2, "empty_section", "扣分项")]),
        ([["项目", "分值", "内容"], ["奖扣分", "9", "表扬加1分，批评扣1分"]], [Question(2, "mixed", "表扬加1分，批评扣1分")]),
    ],
)  # fmt: skip
def test_what_is_asked(rows, questions):
    assert list(read_sheet(rows).questions) == questions


def test_other_shapes():
    read = read_sheet(
        [["序号", "考核内容", "分值"], ["一", "党建", "30"], ["1", "开展活动", "10"], ["2", "开展培训", "20"]]
    )
    assert [(one.name, [leaf.name for leaf in one.items]) for one in read.base] == [("党建", ["开展活动", "开展培训"])]
    read = read_sheet([["项目", "分值", "内容"], ["", "10", "活动"], ["一、党建", "5", "台账"], ["培训", "20"]])
    assert [(one.name, one.points, len(one.items)) for one in read.base] == [("活动", D(10), 0), ("党建", D(25), 2)]
    read = read_sheet(
        [
            ["项目", "分值", "内容"],
            ["党建", "50", ""],
            ["", "50", "活动"],
            ["强化考核奖励机制建设", "50", "活动"],
            ["合计", "", "100"],
        ]
    )
    assert [(one.name, one.points) for one in read.base] == [("党建", D(50)), ("强化考核奖励机制建设", D(50))]


WORDS = st.lists(st.sampled_from(["一、", "每", "扣", "得", "0.5分", "5分", "按比例得分", "达到80%", "90%以上", "，", "合计", "加分项", "否决", "X", "最高3分"])).map("".join)  # fmt: skip


@given(st.lists(st.lists(WORDS | st.none() | st.integers(0, 99), max_size=5), max_size=8))
def test_any_sheet_is_read_and_every_question_has_words(rows):
    read = read_sheet([["序号", "考核项目", "分值", "考核内容", "评分办法"], *rows])
    for question in read.questions:
        words = question_words(question)
        assert "%(" not in words
        assert question.code in QUESTIONS


def test_a_question_in_words():
    assert (
        question_words(Question(5, "sum_differs", "", {"sum": D("99.50"), "whole": D(100)}))
        == "表上合计 100 分，各项相加 99.5 分，请核对。"
    )
