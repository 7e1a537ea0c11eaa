"""Figures as people type them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from campaigns.numbers import in_digits, read_amount

TAKEN = [
    ("80", "%", "80", False), ("80%", "%", "80", False), ("８０％", "%", "80", False), ("1,000", "人次", "1000", False),
    ("1，000", "人次", "1000", False), ("12,345,678.5", "元", "12345678.5", False), (" 2 800 ", "个", "2800", False), ("0", "个", "0", False),
    ("2.8万", "万元", "2.8", True), ("2.8万元", "万元", "2.8", True), ("28000元", "万元", "2.8", True), ("2.8万", "元", "28000", True),
    ("2.8万", "", "28000", True), ("２．８万", "人次", "28000", True), ("1亿", "万元", "10000", True), ("3个", "个", "3", False),
    ("0.1234", "", "0.1234", False),
]  # fmt: skip
REFUSED = [
    ("NaN", "", "请填数字"), ("Infinity", "", "请填数字"), ("1e3", "", "请填数字"), ("X", "%", "请填数字"), ("X%", "%", "请填数字"),
    ("待定", "", "请填数字"), ("三十", "", "请填数字"), ("1,00", "", "请填数字"), ("1.2.3", "", "请填数字"), ("1.", "", "请填数字"), (".5", "", "请填数字"),
    ("-5", "", "不能是负数"), ("－5", "", "不能是负数"), ("0x10", "", "不一样|改成一样"), ("80%", "个", "改成一样"), ("5元", "", "改成一样"), ("1.23456", "", "4 位小数"),
    ("1000000000000", "", "太大"), ("99999亿", "元", "太大"), ("٣", "", "请填数字"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "unit", "value", "noted"), TAKEN)
def test_taken(text, unit, value, noted):
    amount = read_amount(text, unit)
    assert amount.value == Decimal(value)
    assert bool(amount.note) == noted


@pytest.mark.parametrize(("text", "unit", "words"), REFUSED)
def test_refused_in_words(text, unit, words):
    with pytest.raises(ValidationError, match=words):
        read_amount(text, unit)


@pytest.mark.parametrize("text", ["", "   ", "\u3000"])
def test_nothing_typed_is_open_and_never_zero(text):
    assert read_amount(text, "%").value is None


@pytest.mark.parametrize(
    ("value", "words"), [(None, ""), ("200.0000", "200"), ("2.8000", "2.8"), ("28000", "28,000"), ("0.0000", "0")]
)
def test_shown_without_trailing_zeros(value, words):
    shown = in_digits(Decimal(value) if value else None)
    assert shown == words
    assert read_amount(shown).value == (Decimal(value) if value else None)
