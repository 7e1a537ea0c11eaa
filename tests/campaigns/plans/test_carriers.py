import pytest

from campaigns.plans import carriers, read_plan, unit_names, wrappers
from campaigns.plans.source import from_text

R, L, S = "responsible", "lead", "support"


def units(text):
    reading = wrappers.clean(from_text(text))
    return [(u.name, u.role) for u in carriers.units_of(reading, carriers.find_annotations(reading))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # U1, U2, U3
        ("做好服务。（责任单位：县民政局、各乡镇党委）", [("县民政局", R), ("各乡镇党委", R)]),
        ("做好服务。（责任单位:县民政局，各乡镇党委）", [("县民政局", R), ("各乡镇党委", R)]),
        ("[牵头单位:县发改局(粮储局);责任单位:各镇]", [("县发改局(粮储局)", L), ("各镇", R)]),
        (
            "（牵头单位：县教育局，配合单位：县妇联、团县委，各区、县级市）",
            [("县教育局", L), ("县妇联", S), ("团县委", S), ("各区", S), ("县级市", S)],
        ),
        ("责任单位：县水利局，各区县（市）政府", [("县水利局", R), ("各区县（市）政府", R)]),
        ("责任单位：\n县水利局、县林业局", [("县水利局", R), ("县林业局", R)]),
        ("牵头单位：县水利局\n配合单位：县林业局", [("县水利局", L), ("县林业局", S)]),
        ("完成清淤。责任单位：县水利局。", [("县水利局", R)]),
        ("（牵头单位：县民政局；责任单位：县残", [("县民政局", L), ("县残", R)]),  # a bracket that never closes
        # U4, U5
        ("部门分工：县财政局牵头，县审计局、县税务局等配合。", [("县财政局", L), ("县审计局", S), ("县税务局", S)]),
        ("抓好落实。（县农业农村局、县林业局等负责）", [("县农业农村局", R), ("县林业局", R)]),
        (
            "抓好落实。（县农业农村局牵头，县财政局等部门参加，各镇街落实）",
            [("县农业农村局", L), ("县财政局等部门", S), ("各镇街", R)],
        ),
        ("（县住建局会同县交通运输局、县公安局负责）", [("县住建局", L), ("县交通运输局", S), ("县公安局", S)]),
        ("抓好落实。（县文旅局、各乡镇按职责分工负责）", [("县文旅局", R), ("各乡镇", R)]),
        ("抓好落实。（县文旅局、各乡镇政府）", [("县文旅局", R), ("各乡镇政府", R)]),
        # not annotations
        ("由县委组织部会同县民政局开展检查。", []),
        ("落实“四个一”（每村1名书记、1支队伍）措施。", []),
        ("各责任单位要认真负责。", []),
        # persons are no units
        ("（责任单位：县住建局（王某某）、县财政局）", [("县住建局", R), ("县财政局", R)]),
        ("（责任单位：县住建局，9月底前完成）", [("县住建局", R)]),
        # 和 between two units, and inside one
        ("（责任单位：县教育局和县财政局）", [("县教育局", R), ("县财政局", R)]),
        ("（责任单位：县人力资源和社会保障局）", [("县人力资源和社会保障局", R)]),
    ],
)
def test_units(text, expected):
    assert units(text) == expected


@pytest.mark.parametrize(
    ("names", "full"),
    [
        (["县民政局", "卫健局"], [(), ("县卫健局",)]),
        (["县委组织部", "政法委", "民政局"], [(), ("县委政法委",), ("县民政局",)]),
        (["各区", "县级市"], [(), ("各县级市",)]),
        (["各有关区", "县级市"], [(), ("各有关县级市",)]),
        (["桃溪村", "柳林村党组织"], [("桃溪村党组织",), ()]),
        (["各乡镇党委", "政府"], [(), ("各乡镇政府",)]),
        (["县扶贫办等领导小组相关成员单位"], [("县扶贫办", "县领导小组相关成员单位")]),
        (["县民政局", "团县委", "各乡镇"], [(), (), ()]),
    ],
)
def test_full_names(names, full):
    assert unit_names.full_names(names) == full


def test_leaders_are_kept_apart_from_units():
    plan = read_plan("一、甲项任务。\n牵头领导：县委常委、副县长\n牵头单位：县水利局\n责任人：赵某某")
    task = plan.tasks[0]
    assert [u.name for u in task.units] == ["县水利局"]
    assert [leader.text for leader in task.leaders] == ["县委常委", "副县长", "赵某某"]


def test_a_heading_gives_its_unit_to_every_item_below():
    plan = read_plan("一、县工信局牵头工作（2项）\n1.引进项目。\n2.盘活厂房。（责任单位：县住建局）\n")
    first, second = plan.tasks
    assert [(u.name, u.role, u.inherited) for u in first.units] == [("县工信局", L, True)]
    assert [(u.name, u.role, u.inherited) for u in second.units] == [("县住建局", R, False)]


def test_prose_gives_hints_only():
    task = read_plan("一、组建队伍。由县委组织部牵头组建队伍。").tasks[0]
    assert task.units == ()
    assert [(u.name, u.role) for u in task.hints] == [("县委组织部", L)]
    assert task.hints[0].confidence <= 0.3


def test_first_means_lead_is_a_switch():
    text = "一、甲项任务。（责任单位：县水利局、县林业局）"
    assert [u.role for u in read_plan(text).tasks[0].units] == [R, R]
    assert [u.role for u in read_plan(text, first_is_lead=True).tasks[0].units] == [L, R]


def test_a_closing_annotation_speaks_for_the_item_and_its_parts():
    plan = read_plan("1.建组织。（1）依托企业；（2）依托协会。（责任单位：县工商联）\n2.育队伍。（责任单位：县人社局）")
    first = plan.tasks[0]
    assert [u.name for u in first.units] == ["县工商联"]
    assert [item.ordinal for item in first.subitems] == ["(1)", "(2)"]
    assert all(item.units == () for item in first.subitems)


def test_several_annotations_in_one_paragraph_count_once_each():
    plan = read_plan(
        "1.办实事。一是修路。（责任单位：县交通局、各乡镇）二是通水。（责任单位：县水利局、各乡镇）\n2.乙。（责任单位：县林业局）"
    )
    assert [u.name for u in plan.tasks[0].units] == ["县交通局", "各乡镇", "县水利局"]
