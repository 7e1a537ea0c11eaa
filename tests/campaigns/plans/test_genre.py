"""Whole plans of different makes, all invented: each fixture with what a careful person reads in it."""

from pathlib import Path

import pytest

from campaigns.plans import read_plan

FIXTURES = Path(__file__).parent / "fixtures"
_SHORT = {"lead": "L", "support": "S", "responsible": "R"}


def read(name):
    return read_plan((FIXTURES / name).read_text(encoding="utf-8"))


def carriers(task):
    return " ".join(f"{_SHORT[unit.role]}{unit.name}" for unit in task.units)


EXPECTED = {
    "lines.txt": [
        ("摸清底数", "L县农业农村局 S县自然资源局 S住建局 S各乡镇人民政府", ["2023年6月30日", "2023年6月底前"], []),
        ("整治堆放", "L县住建局（县城管局） S县生态环境局 S县交通运输局", ["2024年12月底前", "2024年底前"], ["2024年底前清理点位不少于1200处"]),
        ("长效管护", "L各乡镇人民政府 S县财政局等部门", ["长期坚持"], ["每个行政村至少配备2名管护员"]),
    ],
    "township.txt": [
        ("检查水库山塘", "", ["4月15日前"], ["4月15日前完成12座山塘的检查"]),
        ("清理河道沟渠", "", ["4月底前"], ["4月底前清理沟渠不少于30公里"]),
        ("补充物资", "", [], ["镇级仓库储备编织袋5000条", "救生衣80件"]),
        ("组建队伍", "", [], ["每个村组建1支不少于15人的抢险队伍"]),
        ("开展培训", "", ["5月上旬"], ["5月上旬举办1期培训班", "对全镇网格员全部轮训一遍"]),
        ("组织演练", "", [], ["汛前开展2次转移避险演练"]),
    ],
    "nested.txt": [
        ("新建幼儿园3所", "L县教育局（县语委办） R县发改局（县粮储局） R各乡镇（街道）", [], ["新建幼儿园3所"]),
        ("改造校舍1.5万平方米", "L县教育局 R县住建局 R各乡镇〔街道〕", ["9月底前"], ["改造校舍1.5万平方米"]),
        ("完成适龄妇女“两癌”筛查8000人", "L县卫健局 S县妇联 S县财政局", [], ["完成适龄妇女“两癌”筛查8000人"]),
        ("乡镇卫生院标准化率达到100％", "R县卫健局 R各乡镇党委 R政府", [], ["乡镇卫生院标准化率达到100％"]),
        ("由县医保局会同县民政局、县残联开展救助对象参保核查，12月20日前完成", "R县医保局", ["12月20日前"], []),
    ],
    "flat.txt": [
        ("建成县档案馆新馆", "L县档案局 S县住建局", ["10月底前"], []),
        ("新增公共停车位600个", "L县城管局 S县公安局 S县自然资源局", ["12月底前"], ["新增公共停车位600个"]),
        ("启动智慧图书馆建设", "L县文旅局 S县财政局", ["6月底前开工"], []),
        ("编制古树保护名录", "L县林业局", ["持续推进"], []),
    ],
    "pipes.txt": [
        ("道路绿化", "R县林业局 R县交通运输局", ["4月底"], ["新增行道树2000株"]),
        ("村庄绿化", "R各乡镇", ["11月"], ["建设绿化示范村8个"]),
    ],
    "wrapped.txt": [
        ("垃圾治理", "R镇环卫所 R各村委会", ["年底前"], ["年底前垃圾收集点覆盖率达到100%"]),
        ("污水治理", "R镇村建办 R镇财政所 R各村委会", ["2021年10月底前"], ["2021年10月底前建成小型污水处理设施5座"]),
    ],
    "heads.txt": [
        ("引进装备制造项目4个", "L县工信局", [], ["引进装备制造项目4个"]),
        ("盘活闲置厂房3万平方米，9月底前完成", "L县工信局", ["9月底前"], ["盘活闲置厂房3万平方米"]),
        ("举办茶产业推介会2场次", "", [], ["举办茶产业推介会2场次"]),
        ("编制旅游招商手册", "R县文旅局", [], []),
    ],
    "runins.txt": [
        ("抓好收集整理", "R县档案局 R各乡镇党委", ["年内"], ["年内完成归档1万件"]),
        ("抓好开发利用", "L县档案局 S县委史志研究室", ["2024年6月底前"], ["2024年6月底前编印村史20册"]),
    ],
    "notice.txt": [
        ("地区生产总值增长7%", "L县发改局 R开发区管委会 R各乡镇", [], ["地区生产总值增长7%"]) ,
        ("规模以上工业增加值增长9%左右", "L县工信局 R开发区管委会", [], ["规模以上工业增加值增长9%左右"]) ,
        ("实施重点项目45个，完成投资38亿元", "L县发改局 L县重点办 R各乡镇 R县直有关单位", ["一季度", "上半年"], ["实施重点项目45个", "完成投资38亿元", "一季度开工率达到30%", "上半年达到70%"]) ,
        ("争取上级资金5亿元以上", "L县财政局 S县直各单位", [], ["争取上级资金5亿元以上"]) ,
    ],
    "points.txt": [
        ("抓实理论学习", "R党建办 R各村党组织", ["全年"], []) ,
        ("抓实主题党日", "R党建办", ["每月"], []) ,
        ("整顿软弱涣散党组织", "R党建办 R纪委办 R桃溪村 R柳林村党组织", ["6月底前", "12月底前"], ["确定2个后进村党组织"]) ,
        ("发展党员", "R党建办", ["全年"], ["全年发展党员12名", "35岁以下不少于6名"]) ,
        ("实施“强村”工程", "L镇农业农村办 S镇财政所 S各村", ["年内"], ["年内村集体经济收入10万元以上的村达到80%以上", "20万元以上的村不少于3个", "消除5万元以下薄弱村"]) ,
    ],
    "stages.txt": [
        ("校园周边网吧整治", "L县公安局 R县文旅局 R县市场监管局", [], []) ,
        ("校园食品安全整治", "L县市场监管局 R县教育局 R各乡镇人民政府", [], []) ,
        ("校车安全整治", "R县公安局交警大队 R县教育局 R县交通运输局", [], []) ,
    ],
    "brackets.txt": [
        ("农村道路畅通工程", "R县交通运输局", ["持续推进"], ["新改建农村公路120公里", "实施安全生命防护工程60公里", "改造危桥8座"]) ,
        ("农村供水保障工程", "R县水利局 R县发展改革局", ["2023年12月底前"], ["农村自来水普及率达到92％", "规模化供水工程覆盖人口比例达到58％"]) ,
        ("数字乡村建设", "L县委网信办 S县工信局 S各通信运营商", ["2023年11月底前"], ["每个乡镇至少建设1个数字乡村示范点", "行政村5G网络通达率达到85%"]) ,
        ("村级综合服务设施提升", "L县委组织部 L县民政局 S有关乡镇", ["2023年9月底前"], ["新建或改造村级综合服务设施不少于20个", "村级党群服务中心全部达标"]) ,
    ],
    "parts.txt": [
        ("清产核资", "R县农业农村局", ["2022年3月底前"], ["2022年3月底前完成全县186个村资产清查"]) ,
        ("流转土地", "R县农业农村局 R县自然资源局", ["2022年", "2023年", "2024年"], ["2022年流转土地3万亩", "2023年5万亩", "2024年8万亩"]) ,
        ("建设产业园区", "R县农业农村局 R县财政局 R各乡镇", ["年内"], ["每个乡镇年内至少建成1个产业园"]) ,
        ("推进村企联建", "R县工商联 R县国资中心", [], ["组织100家企业与村结对"]) ,
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_tasks(name):
    tasks = read(name).tasks
    found = [(t.title, carriers(t), [d.text for d in t.deadlines], [g.text for g in t.targets]) for t in tasks]
    assert found == EXPECTED[name]


def test_lines_front_phases_and_cadence():
    plan = read("lines.txt")
    assert (plan.year, plan.number) == (2023, "云办发〔2023〕18号")
    assert [(p.name, p.start, p.end) for p in plan.phases] == [
        ("启动阶段", "2023-03-01", "2023-05-31"),
        ("攻坚阶段", "2023-06-01", "2025-06-30"),
        ("巩固阶段", "2025-07-01", "2025-12-31"),
    ]
    assert [leader.text for leader in plan.tasks[0].leaders] == ["赵某某"]
    assert [c.text for c in plan.tasks[1].cadences] == ["每月至少组织一次集中清理"]
    assert [task.title for task in plan.safeguards] == ["加强领导", "严格督导"]
    assert [t.text for goal in plan.goals for t in goal.targets] == ["全县行政村庭院整洁率达到95%"]


def test_township_actions_and_one_question_about_carriers():
    plan = read("township.txt")
    assert [(a.name, len(a.tasks)) for a in plan.actions] == [("排查隐患", 2), ("备足物资", 2), ("加强演练", 2)]
    assert [q.kind for q in plan.questions].count("no_carrier") == 1


def test_wrapped_lines_and_page_furniture_are_left_out():
    plan = read("wrapped.txt")
    assert plan.title == "青禾镇人居环境整治工作计划"
    assert [task.title for task in plan.goals] == ["工作目标"]
    assert not [q for q in plan.questions if q.kind == "garbled"]


def test_heading_leader_is_no_unit():
    task = read("heads.txt").tasks[2]
    assert (task.units, [leader.text for leader in task.leaders]) == ((), ["李副县长"])


def test_run_ins_under_an_annotated_item_are_its_parts():
    first, second = read("runins.txt").tasks
    assert [item.ordinal for item in first.subitems] == ["一是", "二是", "三是"]
    assert [item.ordinal for item in second.subitems] == ["首先", "其次", "再次"]


def test_a_numbered_notice_is_not_the_plan_that_it_sends_out():
    plan = read("notice.txt")
    assert (plan.title, plan.signed) == ("云溪县2024年重点工作责任分解方案", "2024-02-22")
    assert [task.title for task in plan.safeguards] == ["务必高度重视", "务必高效推进"]


def test_stages_by_name_and_scope():
    plan = read("stages.txt")
    assert [(p.name, p.start, p.end) for p in plan.phases] == [
        ("宣传发动阶段", "2024-03-10", "2024-03-31"),
        ("集中整治阶段", "2024-04-01", "2024-10-31"),
        ("总结提升阶段", "2024-11-01", "2024-11-30"),
    ]
    assert [task.title for task in plan.safeguards] == ["组织领导", "提高认识", "密切配合"]


def test_parts_goals_and_steps_by_year():
    plan = read("parts.txt")
    assert [(a.ordinal, a.name) for a in plan.actions] == [("一", "盘活资源资产"), ("二", "培育产业项目")]
    assert [(t.year, t.value) for t in plan.tasks[1].targets] == [(2022, "3"), (2023, "5"), (2024, "8")]
    assert [c.text for task in plan.safeguards for c in task.cadences] == ["每季度调度一次", "每半年通报一次"]


def test_leaders_and_cadences_of_a_year_of_points():
    task = read("points.txt").tasks[0]
    assert [leader.text for leader in task.leaders] == ["组织委员"]
    assert [(c.every, c.times) for c in task.cadences] == [("month", "1"), ("quarter", "1")]


def test_a_flattened_table_with_sections_and_persons():
    plan = read("sections.txt")
    assert [(a.name, [(t.ordinal, t.title, carriers(t)) for t in a.tasks]) for a in plan.actions] == [
        (
            "产业发展",
            [
                ("1", "新建标准茶园800亩", "L县农业农村局 R县林业局 R县财政局"),
                ("2", "招引食品加工企业3家", "L县工信局 R各乡镇"),
            ],
        ),
        (
            "民生改善",
            [("3", "改造乡村卫生室12间", "L县卫健局 R县财政局"), ("4", "新增普惠托位200个", "L县卫健局 R县教育局")],
        ),
    ]
    assert [leader.text for leader in plan.tasks[0].leaders] == ["陈某某"]
