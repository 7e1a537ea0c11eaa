import pytest

from campaigns.plans import targets, wrappers
from campaigns.plans.source import from_text


def read(text):
    reading = wrappers.clean(from_text(text))
    return list(targets.targets(reading, [(0, len(text))]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新建公厕12座。", ["新建公厕12座"]),
        ("确保收入增长8%，总量达到300万吨。", ["收入增长8%", "总量达到300万吨"]),
        ("培养30名骨干、50名后备和2000名能手。", ["培养30名骨干", "50名后备", "2000名能手"]),
        ("认定名医10名、名师20名。", ["认定名医10名", "名师20名"]),
        ("建设1到2个大型基地。", ["建设1到2个大型基地"]),
        ("每个乡镇至少建成1个示范带。", ["每个乡镇至少建成1个示范带"]),
        ("让每个党员都有致富项目、每个村有3名带头人。", ["每个党员都有致富项目", "每个村有3名带头人"]),
        ("按照1:2的比例要求，建立后备库。", ["按照1:2的比例要求，建立后备库"]),
        ("对全县干部全部轮训一遍。", ["对全县干部全部轮训一遍"]),
        ("年底不出现空壳村。", ["年底不出现空壳村"]),
        ("居民收入与经济增长同步。", ["居民收入与经济增长同步"]),
        ("年收入5万元以上的村达到X%。", ["年收入5万元以上的村达到X%"]),
        ("5年内引进人才100名。", ["引进人才100名"]),
        # not targets
        ("对35岁以下青年加大扶持。", []),
        ("给予最高100万元奖励。", []),
        ("享受50％的贴息补贴。", []),
        ("目前共有薄弱村69个。", []),
        ("对收入低于5万元的村逐村研究。", []),
        ("严格按照3个阶段17项工作流程落实。", []),
        ("每月开展1次主题活动。", []),
        ("121人才梯队项目。", []),
        ("在实现一村一名大学生的基础上继续推进。", []),
        ("打造10分钟便民圈。", []),
        ("推动一站通办、一日办结。", []),
    ],
)
def test_targets(text, expected):
    assert [t.text for t in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparator", "placeholder"),
    [
        ("公厕不少于12座", "12", "座", ">=", False),
        ("能耗不超过3%", "3", "%", "<=", False),
        ("比例达到X%", None, "%", ">=", True),
        ("培育若干个品牌", None, "个", "=", True),
        ("打造1—2个社区", "1-2", "个", "range", False),
        ("总数达到1,200户", "1200", "户", ">=", False),
        ("引进人才200名左右", "200", "名", "~", False),
    ],
)
def test_what_a_target_says(text, value, unit, comparator, placeholder):
    target = read(text)[0]
    assert (target.value, target.unit, target.comparator, target.placeholder) == (value, unit, comparator, placeholder)


def test_threshold_and_share_stand_apart():
    target = read("年收入5万元以上的村达到60%")[0]
    assert (target.threshold, target.value, target.unit) == ("5万元以上", "60", "%")


def test_yearly_staircase_gives_one_target_a_step():
    found = read("到2024年底消除30%；到2025年底消除60%；到2026年底全面消除。")
    assert [(t.year, t.value) for t in found] == [(2024, "30"), (2025, "60"), (2026, None)]


def test_per_unit():
    assert read("每个村党支部要建立1个微信群")[0].per_unit == "个村党支部"
