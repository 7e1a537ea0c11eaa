import pytest

from campaigns.plans import cadences, dates, times, wrappers
from campaigns.plans.source import from_text

YEAR = 2024


def found(text, year=YEAR):
    reading = wrappers.clean(from_text(text))
    return [(t.text, t.kind, t.start, t.end) for t in times.deadlines(reading, [(0, len(text))], year)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5月底前完成登记", [("5月底前", "due", None, "2024-05-31")]),
        ("2月底前完成登记", [("2月底前", "due", None, "2024-02-29")]),
        ("2025年4月30日前完成", [("2025年4月30日前", "due", None, "2025-04-30")]),
        ("要在12月1日前自查", [("12月1日前", "due", None, "2024-12-01")]),
        ("6月上旬举办培训", [("6月上旬", "due", None, "2024-06-10")]),
        ("确保2024年底不出现空壳", [("2024年底", "due", None, "2024-12-31")]),
        ("到年底,比例提高", [("到年底", "due", None, "2024-12-31")]),
        ("每村年内建成1个", [("年内", "due", None, "2024-12-31")]),
        ("上半年达到条件", [("上半年", "due", "2024-01-01", "2024-06-30")]),
        ("第三季度开工", [("第三季度开工", "milestone", "2024-07-01", "2024-09-30")]),
        ("全年植树4000亩", [("全年", "due", "2024-01-01", "2024-12-31")]),
        ("5月底前动工", [("5月底前动工", "milestone", None, "2024-05-31")]),
        ("5年内培养100名", [("5年内", "due", None, "2028-12-31")]),
        ("2024年起3年内培养100名", [("2024年起3年内", "due", None, "2026-12-31")]),
        ("2024年培育带头人8人", [("2024年", "due", None, "2024-12-31")]),
        ("3月1日至3月6日集中申报", [("3月1日至3月6日", "window", "2024-03-01", "2024-03-06")]),
        ("3-4月集中整治", [("3-4月", "window", "2024-03-01", "2024-04-30")]),
        (
            "从2024年7月开始,到2025年8月底结束",
            [("从2024年7月开始,到2025年8月底", "window", "2024-07-01", "2025-08-31")],
        ),
        ("X月底前完成", [("X月底前", "due", None, None)]),
        # not deadlines
        ("从6月10日开始推进", []),
        ("5个工作日内反馈", []),
        ("离校2年内的毕业生", []),
        ("毕业5年内的学生", []),
        ("2023年底已完成改造", []),
        ("落实《2024年行动方案》要求", []),
        ("贯穿全年抓好落实", []),
    ],
)
def test_deadlines(text, expected):
    assert found(text) == expected


def test_without_a_year_words_are_kept_and_no_day_is_invented():
    assert found("5月底前完成", year=None) == [("5月底前", "due", None, None)]


@pytest.mark.parametrize(
    ("value", "kind", "end", "milestone"),
    [
        ("12月底前", "due", "2024-12-31", None),
        ("9月投入使用", "milestone", "2024-09-30", "commissioning"),
        ("5月底前动工", "milestone", "2024-05-31", "start"),
        ("持续推进", "open", None, None),
        ("长期坚持", "open", None, None),
        ("2024年3月—6月", "window", "2024-06-30", None),
    ],
)
def test_of_value(value, kind, end, milestone):
    time = times.of_value(wrappers.clean(from_text(value)), 0, len(value), YEAR)
    assert (time.text, time.kind, time.end, time.milestone) == (value, kind, end, milestone)


def test_a_day_that_no_calendar_has_stays_words():
    assert dates.resolve("2月30日前", YEAR) == (None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每月至少开展一次入户帮扶", [("每月至少开展一次入户帮扶", "month", "1")]),
        ("每季度开展2次公开", [("每季度开展2次公开", "quarter", "2")]),
        ("每半年召开一次会议", [("每半年召开一次会议", "half_year", "1")]),
        ("每周五报送进展", [("每周五报送进展", "week", None)]),
        ("每年选拔不少于100名青年", [("每年选拔", "year", None)]),
        ("按月足额交纳党费", [("按月足额交纳党费", "month", None)]),
        ("定期研判履职情况", [("定期研判", None, None)]),
        ("定期向社会公布", [("定期向社会公布", None, None)]),
        ("适时召开会议", [("适时召开", None, None)]),
        ("对指标开展常态化监测", [("常态化监测", None, None)]),
        # not cadences
        ("推进学习教育常态化制度化", []),
        ("建立常态化工作机制", []),
        ("每个村建1个微信群", []),
        ("用好党性定期分析、民主评议等措施", []),
    ],
)
def test_cadences(text, expected):
    reading = wrappers.clean(from_text(text))
    assert [(c.text, c.every, c.times) for c in cadences.cadences(reading, [(0, len(text))])] == expected


def test_cadence_with_a_day():
    text = "每季度末月20日前报送进展"
    cadence = next(cadences.cadences(wrappers.clean(from_text(text)), [(0, len(text))]))
    assert (cadence.every, cadence.day) == ("quarter", "末月20日前")
