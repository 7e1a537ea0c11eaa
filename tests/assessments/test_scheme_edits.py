"""One item changed: its method as people write it, its place in the tree."""

from decimal import Decimal

import pytest

from assessments.scheme import Band, Deduction, Item, Manual, PerEvent, Rate, Scheme, ShareOfTarget
from assessments.scheme_edits import (
    LineError,
    find_item,
    free_key,
    method_lines,
    parent_of,
    put_item,
    read_bands,
    read_rates,
)

D = Decimal
SHARE = ShareOfTarget(D(1), percent=True)
SCHEME = Scheme(
    "考核", "1",
    base=(
        Item("a", "行动一", D(60), items=(Item("a1", "任务一", D(40), SHARE), Item("a2", "任务二", D(20), SHARE))),
        Item("b", "行动二", D(40), items=(Item("b1", "任务三", D(40), SHARE),)),
    ),
    bonus=(Item("own1", "表彰", D(5), PerEvent((Rate("city", "市级", D(1)),))),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        ("90% 6\n60% 3", [("0.9", 6), ("0.6", 3)]),
        ("９０％　６分\n\n 60 起 3 分 ", [("0.9", 6), ("0.6", 3)]),
        ("60：3\n100，6.5", [("1", "6.5"), ("0.6", 3)]),
        ("85%以上：4", [("0.85", 4)]),
    ],
)
def test_bands_are_read_as_people_write_them(text, bands):
    assert read_bands(text) == tuple(Band(D(low), D(points)) for low, points in bands)


@pytest.mark.parametrize("text", ["六成 3", "90%", "90% 六分", "-5 3", "90% 6 分 好", "1e3 3"])
def test_a_line_that_is_no_band_is_named(text):
    with pytest.raises(LineError):
        read_bands("60% 3\n" + text)


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("市级 1\n省级 2 分", [("city", "市级", 1), ("r1", "省级", 2)]),
        ("国家级：3分\n市级：０．５", [("r1", "国家级", 3), ("city", "市级", "0.5")]),
        ("6 月现场会 2", [("r1", "6 月现场会", 2)]),
    ],
)
def test_kinds_of_events_keep_their_keys_by_name(text, rates):
    found = read_rates(text, [Rate("city", "市级", D(1))])
    assert found == tuple(Rate(key, name, D(points)) for key, name, points in rates)


@pytest.mark.parametrize("text", ["市级", "1", "：2", "市级 一分"])
def test_a_line_that_is_no_rate_is_named(text):
    with pytest.raises(LineError):
        read_rates(text)


def test_lines_say_what_was_read():
    rates = read_rates("市级 1\n省级 2.5")
    assert read_rates(method_lines(PerEvent(rates)), rates) == rates
    bands = read_bands("100% 6.5\n60% 3")
    from assessments.scheme import Bands

    assert read_bands(method_lines(Bands(bands, percent=True))) == bands
    assert method_lines(Manual(("好 5 分", "一般 3 分"))) == "好 5 分\n一般 3 分"
    assert method_lines(SHARE) == ""


def test_an_item_is_changed_in_its_place():
    found = put_item(SCHEME, Item("a1", "改名", D(40), SHARE), "a")
    assert [item.name for item in found.base[0].items] == ["改名", "任务二"]


def test_an_item_moves_to_another_action_and_an_empty_one_goes():
    item = find_item(SCHEME, "b1")
    found = put_item(SCHEME, item, "a")
    assert [one.key for one in found.base] == ["a"]
    assert [one.key for one in found.base[0].items] == ["a1", "a2", "b1"]
    assert parent_of(found, "b1") == "a"


def test_an_item_moves_between_the_sides():
    found = put_item(SCHEME, Item("own1", "迟报", D(5), Deduction((Rate("late", "迟报", D(1)),))), "deduction")
    assert (found.bonus, [item.key for item in found.deduction]) == ((), ["own1"])
    assert parent_of(found, "own1") == "deduction"


def test_a_new_item_gets_a_key_that_nobody_has():
    assert free_key(SCHEME) == "own2"
    found = put_item(SCHEME, Item("own2", "领导评价", D(5), Manual()), "base")
    assert [item.key for item in found.base] == ["a", "b", "own2"]
    assert parent_of(SCHEME, "nobody") == ""
