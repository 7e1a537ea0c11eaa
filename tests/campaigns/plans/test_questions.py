import pytest

from campaigns.plans import read_plan


def asked(text, kind, **options):
    return [q for q in read_plan(text, **options).questions if q.kind == kind]


HEAD = "云溪县2024年林业工作方案\n"


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("一、达标率达到X%。", 1),
        ("一、X月底前建成XX座。", 1),
        ("一、甲达到X%，乙达到x%，丙达到×%。", 3),
        ("一、*年*月前完成。", 1),
        ("一、推进OPC社区和X射线检查。", 1),
        ("一、推进AI和OPC。", 0),
    ],
)
def test_placeholders(text, marks):
    assert len(asked(HEAD + text, "placeholder")) == marks


def test_a_later_date_in_the_text_contradicts_the_heading():
    text = HEAD + "一、实施步骤\n（一）自查阶段（11月1日—12月20日）\n1.自查（11月1日前）。各村要在12月1日前完成自查。"
    (question,) = asked(text, "contradiction")
    assert question.readings == ("11月1日前", "12月1日前")
    assert [read_plan(text).text[p.start : p.end] for p in (question.place, *question.others)] == [
        "11月1日前",
        "12月1日前",
    ]


def test_an_earlier_date_in_the_text_is_a_step_on_the_way():
    assert not asked(HEAD + "一、比武（完成时限：2024年9月30日前）。8月10日前组织初赛。", "contradiction")


def test_a_name_and_a_number_that_disagree():
    (question,) = asked(HEAD + "一、百名专家引进项目。引进专家不少于200名。", "contradiction")
    assert question.readings == ("百名", "200名")


def test_year_of_the_wrapper_against_the_text():
    text = "下面是小编为大家整理的2022年度护林方案，供大家参考。\n云溪县护林方案\n2020年是关键之年，制定本方案。\n一、巡护山林。2020年底前覆盖全部林区。"
    (question,) = asked(text, "year_clash")
    assert question.readings == ("2022", "2020")


def test_a_date_before_the_year_of_the_plan():
    (question,) = asked(HEAD + "一、补植补造。2022年10月底前完成补植。", "year_clash")
    assert question.readings == ("2022", "2024")


def test_a_step_outside_its_phase():
    text = (
        HEAD
        + "一、工作步骤\n（一）部署阶段（3月1日—3月31日）\n1.开会（4月10日前）。研究部署。\n（二）实施阶段（4月1日—6月30日）\n1.造林。"
    )
    (question,) = asked(text, "outside_phase")
    assert question.readings[0] == "4月10日前"


def test_missing_things_are_asked_once_each():
    text = HEAD + "一、甲项任务。\n二、乙项任务。\n三、丙项任务。（责任单位：县林业局）"
    kinds = [q.kind for q in read_plan(text).questions]
    assert [kinds.count(kind) for kind in ("no_carrier", "no_date", "no_measure")] == [1, 1, 1]
    (question,) = asked(text, "no_carrier")
    assert question.readings == ("甲项任务", "乙项任务")


def test_units_against_a_register():
    text = HEAD + "一、造林。（责任单位：县林业局、乡村建设办、各乡镇党委）"
    register = {"县林业局": ["县林草局"], "县乡村振兴局": [], "县乡村建设中心": []}
    (question,) = asked(text, "unknown_unit", register=register)
    assert "乡村建设办" in question.text
    assert question.readings[0] == "县乡村建设中心"
    assert not asked(
        text.replace("县林业局", "县林草局").replace("、乡村建设办", ""), "unknown_unit", register=register
    )
    assert not asked(text, "unknown_unit")


def test_the_same_duty_twice():
    text = HEAD + "一、开展森林防火宣传活动。\n二、抓好松材线虫防治。\n三、开展森林防火宣传活动。"
    assert len(asked(text, "twice")) == 1


def test_a_carrier_without_a_task():
    text = (
        HEAD
        + "一、主要任务\n（一）造林。（责任单位：县林业局）\n二、保障措施\n（一）加强宣传。（责任单位：县林业局、县融媒体中心）"
    )
    (question,) = asked(text, "idle_carrier")
    assert question.readings == ("县融媒体中心",)


@pytest.mark.parametrize(
    "sentence",
    [
        "举办对全体护林员轮训一遍。",
        "聚焦防火专题培训班，举办培训。",
        "由县林业局县林业局负责。",
        "（责任单位：县林业局、县财政局",
    ],
)
def test_garbled_sentences(sentence):
    assert len(asked(HEAD + "一、造林。" + sentence, "garbled")) == 1


@pytest.mark.parametrize("sentence", ["开展对口帮扶。", "逐条逐条梳理。", "聚焦防火工作，举办培训班。", "天天巡护。"])
def test_sound_sentences(sentence):
    assert not asked(HEAD + "一、造林。" + sentence, "garbled")


def test_vague_cadences_are_asked_together():
    (question,) = asked(HEAD + "一、定期巡护山林。\n二、适时开展督查。", "vague_cadence")
    assert "2处" in question.text


def test_a_speech_is_no_plan_but_offers_what_it_has():
    plan = read_plan("在全县护林工作会上的讲话\n同志们：\n今天开会。\n一、抓好造林。要抓紧。\n二、抓好防火。要抓实。")
    assert (plan.kind, plan.is_plan) == ("speech", False)
    assert len(plan.tasks) == 2
    assert plan.questions[0].kind == "not_a_plan"
    assert "2条" in plan.questions[0].text


def test_a_text_without_tasks_says_so():
    assert [q.kind for q in read_plan("今天天气很好。").questions] == ["nothing_found"]
