"""What holds for every text: no crash, no quadratic time, places inside the source, punctuation and neighbours harmless."""

import time
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.plans import lexer, plan_as_json, read_plan
from campaigns.plans.model import Place
from tests.campaigns.plans.test_genre import EXPECTED, FIXTURES

PIECES = [
    "一、", "二、", "（一）", "（二）", "(1)", "1.", "2．", "3、", "①", "一是", "二要", "首先，", "第一章 ", "第一阶段", "\n", "。", "，", "；", "：", "（", "）", "[", "]", "“", "”", "《", "》",
    "责任单位：", "牵头单位:", "配合单位：", "完成时限：", "责任人：", "县教育局", "卫健局", "各乡镇党委", "等", "和", "牵头", "配合", "负责", "会同", "2024年", "5月底前", "3月1日", "—", "至", "年底", "每月", "定期", "常态化开展",
    "至少", "达到", "X%", "10个", "100名", "1:2", "全部轮训一遍", "每个村都有", "重点任务", "保障措施", "工作步骤", "阶段", "序号", "任务", "|", "\t", "附件1", "同志们：", "甲", "做好工作", "1、", "由会员分享", "珍藏版)", "<td>", "</p>",
]  # fmt: skip
SOUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=60).map("".join)
FEW = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def places(value):
    """Every Place below a record."""
    if isinstance(value, Place):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from places(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from places(getattr(value, field.name))


def check_any_text(text):
    plan = read_plan(text)
    for place in places(plan):
        assert 0 <= place.start <= place.end <= len(plan.text)
    assert plan_as_json(plan) == plan_as_json(read_plan(text))


@FEW
@given(SOUP)
def test_any_text_is_read_and_places_lie_in_it(text):
    check_any_text(text)


@pytest.mark.deep
@MANY
@given(SOUP)
def test_any_text_at_length(text):
    check_any_text(text)


@pytest.mark.parametrize("name", EXPECTED)
def test_places_hold_the_words(name):
    plan = read_plan((FIXTURES / name).read_text(encoding="utf-8"))
    for task in plan.tasks:
        for find in (*task.deadlines, *task.targets, *task.cadences):
            assert plan.text[find.place.start : find.place.end].replace("\n", "") == find.text
        for unit in task.units:
            assert plan.text[unit.place.start : unit.place.end].replace("\n", "") == unit.name


WIDE = str.maketrans("(),:;%[]", "（），：；％［］")


def folded(value):
    if isinstance(value, str):
        return lexer.fold(value)
    if isinstance(value, list):
        return [folded(part) for part in value]
    return {key: folded(part) for key, part in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("name", EXPECTED)
def test_widening_punctuation_changes_nothing(name):
    text = (FIXTURES / name).read_text(encoding="utf-8")
    narrow, wide = lexer.fold(text), lexer.fold(text).translate(WIDE)
    assert folded(plan_as_json(read_plan(wide))) == folded(plan_as_json(read_plan(narrow)))


def reading_of(plan):
    return [
        (
            t.title,
            [(u.name, u.role) for u in t.units],
            [d.text for d in t.deadlines],
            [c.text for c in t.cadences],
            [g.text for g in t.targets],
        )
        for t in plan.tasks
    ]


@pytest.mark.parametrize("name", ["lines.txt", "township.txt", "nested.txt", "heads.txt", "runins.txt"])
def test_an_unrelated_paragraph_changes_no_task(name):
    text = (FIXTURES / name).read_text(encoding="utf-8")
    lines = text.split("\n")
    first = next(k for k, line in enumerate(lines) if line.startswith("一、"))
    for at in (first, len(lines)):
        extra = "\n".join([*lines[:at], "云溪县地处山区，气候温润，群众勤劳朴实。", *lines[at:]])
        assert reading_of(read_plan(extra)) == reading_of(read_plan(text))


MEGABYTE = 1_000_000
HOSTILE = {
    "marks": "一、", "marks on lines": "一、\n", "second": "（一）", "open": "(", "close": ")", "nested": "(" * 1000 + ")" * 1000, "pairs": "()", "labels": "(责任单位:",
}  # fmt: skip
HOSTILE_DEEP = {
    "items": "一、甲。\n", "units": "县教育局、", "quotes": "“", "titles": "《", "dots": ".", "dates": "1月-", "counts": "培育10个、", "placeholders": "X", "every": "每月", "header": "序号\n任务\n责任单位\n",
    "pipes": "|甲|乙|丙\n", "stops": "。", "run-ins": "一是甲；二是乙；", "blank": " ", "lines": "\n", "one word": "甲",
}  # fmt: skip


def seconds(piece):
    text = piece * (MEGABYTE // len(piece))
    before = time.process_time()
    read_plan(text)
    return time.process_time() - before


@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_of_marks_stays_linear(name):
    assert seconds(HOSTILE[name]) < 6, "quadratic work takes minutes"


@pytest.mark.deep
@pytest.mark.parametrize("name", HOSTILE_DEEP)
def test_a_megabyte_of_anything_stays_linear(name):
    assert seconds(HOSTILE_DEEP[name]) < 10, "quadratic work takes minutes"
