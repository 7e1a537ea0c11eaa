"""What people type as a figure: read exactly, or refused with the name of the cell."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from campaigns.figures import read_figure


@pytest.mark.parametrize(
    ("typed", "unit", "value", "noted"),
    [
        ("", "万元", None, False),
        (" \u3000\t", "万元", None, False),
        ("0", "万元", "0", False),
        ("-0", "万元", "0", False),
        ("2.8", "万元", "2.8", False),
        ("2.80", "万元", "2.8", False),
        ("2.8万元", "万元", "2.8", False),
        ("2.8 万元", "万元", "2.8", False),
        ("2.8万", "万元", "2.8", True),
        ("２．８万", "万元", "2.8", True),
        ("28000元", "万元", "2.8", True),
        ("0.5亿", "万元", "5000", True),
        ("0.5亿元", "万元", "5000", True),
        ("2.8万", "元", "28000", True),
        ("1.2万", "户", "12000", True),
        ("1.2万户", "户", "12000", True),
        ("3千", "", "3000", True),
        ("１２", "个", "12", False),
        ("12个", "个", "12", False),
        ("12 个", "个", "12", False),
        ("85%", "%", "85", False),
        ("85％", "%", "85", False),
        ("+5", "", "5", False),
        ("1,000", "", "1000", False),
        ("1，234，567", "", "1234567", False),
        ("1 000", "", "1000", False),
        ("1\u00a0000.5", "", "1000.5", False),
        ("007", "", "7", False),
        ("5000克", "千克", "5", True),
        ("999999999999.9999", "", "999999999999.9999", False),
    ],
)
def test_read(typed, unit, value, noted):
    found = read_figure(typed, name="村集体收入", unit=unit)
    assert found.value == (None if value is None else Decimal(value))
    assert found.value is None or str(found.value) == value
    assert bool(found.note) is noted


@pytest.mark.parametrize(
    ("typed", "unit", "says"),
    [
        ("约200", "个", "确切"), ("200左右", "个", "确切"), ("200多", "个", "确切"), ("近200", "", "确切"), ("≥5", "", "确切"),
        ("10-20", "", "看不懂"), ("5~6", "", "确切"), ("1e3", "", "看不懂"), ("NaN", "", "看不懂"), ("Infinity", "", "看不懂"),
        ("三", "", "看不懂"), ("1/2", "", "看不懂"), (".5", "", "看不懂"), ("5.", "", "看不懂"), ("1,00", "", "看不懂"),
        ("1,0000", "", "看不懂"), ("1,000 000", "", "看不懂"), ("1 2", "", "看不懂"), ("1.2.3", "", "看不懂"), ("--5", "", "看不懂"),
        ("٣", "", "看不懂"), ("²", "", "看不懂"), ("2万8", "", "看不懂"), ("0x10", "", "看不懂"), ("1_000", "", "看不懂"),
        ("12户", "个", "单位是“个”"), ("12户", "", "只填数字"), ("85%", "个", "单位是“个”"), ("5万", "%", "单位是“%”"),
        ("2.8万户", "万元", "单位是“万元”"), ("-5", "", "负数"), ("−5", "", "负数"), ("－５", "", "负数"),
        ("1.23456", "", "小数"), ("1234567.89元", "万元", "小数"), ("1000000000000", "", "太大"), ("9" * 12 + "万", "元", "太大"),
        ("9" * 30, "", "太长"), ("0." + "0" * 30 + "1", "", "太长"), ("1" * 5000, "", "太长"),
    ],
)  # fmt: skip
def test_refused_with_the_cells_name(typed, unit, says):
    with pytest.raises(ValidationError) as refusal:
        read_figure(typed, name="村集体收入", unit=unit)
    (message,) = refusal.value.messages
    assert message.startswith("村集体收入")
    assert says in message


@pytest.mark.parametrize(("typed", "value"), [("-5", "-5"), ("－２．８万", "-2.8"), ("−1,000", "-1000")])
def test_negative_where_it_is_allowed(typed, value):
    assert str(read_figure(typed, name="增减", unit="万元", allow_negative=True).value) == value


@pytest.mark.parametrize(("typed", "fits"), [("3", True), ("3.0", True), ("3.5", False), ("1.2万", True)])
def test_whole_numbers(typed, fits):
    if fits:
        assert read_figure(typed, name="户数", unit="户", whole=True).value % 1 == 0
    else:
        with pytest.raises(ValidationError, match="整数"):
            read_figure(typed, name="户数", unit="户", whole=True)


def test_the_note_says_how_it_was_understood():
    assert read_figure("28000元", name="收入", unit="万元").note == "“28000元”按 2.8 万元记。"


@given(st.decimals(-(10**11), 10**11, places=4), st.sampled_from(["", "元", "万元", "个", "%"]))
def test_a_plain_number_is_itself(number, unit):
    assert read_figure(f"{number:f}", name="x", unit=unit, allow_negative=True).value == number
    assert read_figure(f"{number:,f}{unit}", name="x", unit=unit, allow_negative=True).value == number


@given(st.text(max_size=45), st.sampled_from(["", "元", "万元", "个", "%"]))
def test_any_text_is_read_or_refused(typed, unit):
    try:
        value = read_figure(typed, name="x", unit=unit, allow_negative=True).value
    except ValidationError:
        return
    assert (value is None) == (not typed.strip())


@given(st.text("0123456789.,+-万亿千元个% 约多", max_size=24), st.sampled_from(["", "元", "万元", "个", "%"]))
def test_near_figures_are_read_or_refused(typed, unit):
    try:
        value = read_figure(typed, name="x", unit=unit, allow_negative=True).value
    except ValidationError:
        return
    assert value is None or (value.is_finite() and -value.as_tuple().exponent <= 4)
