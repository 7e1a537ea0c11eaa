"""The rules of collective income as tables of cases and properties; every figure once more by plain SQL."""

import datetime
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organizations.models import RuleSetting
from organizations.services.units import merge_unit
from villages import held, income_rules
from villages.forms.income import YUAN, read_amount, read_ten_thousands, shown_amount, shown_ten_thousands
from villages.income_rules import Entry
from villages.income_settings import income_settings, line_words, parse_bands, parse_lines
from villages.models import IncomeEntry, IncomeLine

COUNTED = ("operating", "contract", "investment")
FLOORS = (D(50_000), D(100_000), D(200_000), D(500_000))
LINES = [value for value, _words in IncomeLine.choices]
AMOUNTS = st.decimals(-10_000_000, 10_000_000, places=2)
ENTRIES = st.lists(st.builds(Entry, st.integers(0, 4), st.sampled_from(LINES), AMOUNTS, st.just(D(0))), max_size=24)


def entries(*rows):
    return [Entry(quarter, line, D(str(amount)), D(str(one_off))) for quarter, line, amount, one_off in rows]


@pytest.mark.parametrize(
    ("rows", "value", "from_accounts"),
    [
        ([], None, False),
        ([(1, "subsidy", 80000, 0)], None, False),
        ([(1, "operating", 0, 0)], "0", False),
        ([(1, "operating", 20000, 0), (2, "contract", 30000, 0), (2, "other", 7, 0)], "50000", False),
        ([(1, "operating", 20000, 0), (0, "operating", 46000, 0)], "46000", True),
        ([(1, "operating", 20000, 0), (0, "subsidy", 46000, 0)], None, True),
        ([(1, "operating", -500, 0), (2, "operating", 200, 0)], "-300", False),
    ],
)
def test_what_counts(rows, value, from_accounts):
    found = income_rules.count(entries(*rows), COUNTED)
    assert (found.value, found.from_accounts) == (value and D(value), from_accounts)


@pytest.mark.parametrize(
    ("value", "band", "above"),
    [
        ("49999.99", 0, ("50000", "0.01")),
        ("50000", 1, ("100000", "50000")),
        ("199999.99", 2, ("200000", "0.01")),
        ("200000", 3, ("500000", "300000")),
        ("500000", 4, None),
        ("-1", 0, ("50000", "50001")),
        ("0", 0, ("50000", "50000")),
    ],
)
def test_bands_are_closed_at_the_bottom(value, band, above):
    assert income_rules.band_of(D(value), FLOORS) == band
    assert income_rules.next_band(D(value), FLOORS) == (above and tuple(map(D, above)))


def test_a_village_without_a_report_has_not_reached_and_is_not_empty():
    assert income_rules.reached({1: D(50_000), 2: D("49999.99"), 3: None}, D(50_000)) == (1, 3)
    assert income_rules.is_empty_shell(None, D(50_000)) is None
    assert income_rules.is_empty_shell(D(0), D(50_000)) is True
    assert income_rules.is_empty_shell(D(50_000), D(50_000)) is False


@pytest.mark.parametrize(
    ("rows", "past", "value", "one_off", "missing"),
    [
        ([(1, "operating", 10000, 0), (2, "operating", 10000, 0)], 2, "40000", "0", ()),
        ([(1, "operating", 10000, 4000)], 1, "28000", "4000", ()),
        ([(1, "operating", 10000, 0), (3, "operating", 20000, 0)], 3, "60000", "0", (2,)),
        ([(2, "operating", 10000, 0), (2, "subsidy", 99999, 0)], 2, "40000", "0", (1,)),
        ([(1, "operating", 1, 0), (2, "operating", 1, 0), (3, "operating", 1, 0)], 3, "4", "0", ()),
    ],
)
def test_where_the_year_is_heading(rows, past, value, one_off, missing):
    found = income_rules.forecast(entries(*rows), COUNTED, past_quarters=past)
    assert (found.value, found.one_off, found.missing) == (D(value), D(one_off), missing)
    assert found.value == found.recurring + found.one_off


def test_nothing_to_guess():
    assert income_rules.forecast([], COUNTED, past_quarters=2) is None
    assert income_rules.forecast(entries((0, "operating", 5, 0)), COUNTED, past_quarters=4) is None


@pytest.mark.parametrize(
    ("amount", "before", "found"),
    [
        (None, [D(100)], []),
        ("1000", [D(100), None], ["jumped"]),
        ("999.99", [D(100), None], []),
        ("1000", [None, D(100)], ["jumped"]),
        ("50", [D(100), D(100)], ["fell"]),
        ("50.01", [D(100), D(100)], []),
        ("50", [D(100), D(60)], []),
        ("50", [None, D(100)], ["fell"]),
        ("-1", [D(100)], ["negative"]),
        ("0", [D(100)], ["fell"]),
        ("5", [], []),
        ("5", [D(0)], []),
    ],
)
def test_what_should_be_looked_at_again(amount, before, found):
    amount = amount and D(amount)
    assert income_rules.warnings(amount, before, jump_times=D(10), fall_share=D("0.5")) == found


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(ENTRIES)
def test_lines_add_up_to_what_counts(rows):
    counted, by_line = income_rules.count(rows, COUNTED), income_rules.by_line(rows)
    known = [by_line[line] for line in COUNTED if line in by_line]
    assert counted.value == (sum(known, D(0)) if known else None)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(ENTRIES)
def test_the_order_of_the_reports_does_not_matter(rows):
    assert income_rules.count(rows, COUNTED) == income_rules.count(rows[::-1], COUNTED)


@given(AMOUNTS, AMOUNTS)
def test_a_higher_income_is_never_in_a_lower_band(one, other):
    low, high = sorted((one, other))
    assert income_rules.band_of(low, FLOORS) <= income_rules.band_of(high, FLOORS)
    above = income_rules.next_band(low, FLOORS)
    if above:
        assert income_rules.band_of(low + above[1], FLOORS) == income_rules.band_of(low, FLOORS) + 1


@given(st.decimals(-99_999_999, 99_999_999, places=2))
def test_what_the_grid_shows_is_read_back_as_the_same(yuan):
    assert read_ten_thousands(shown_ten_thousands(yuan)) == yuan


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("", None), ("  ", None), ("0", 0), ("2.8", 28000), ("２．８", 28000), ("1,234.5", 12_345_000), ("2.8万", 28000), ("-0.05", -500), ("5万元", 50000)],
)  # fmt: skip
def test_what_people_type(text, yuan):
    assert read_ten_thousands(text) == (None if yuan is None else D(yuan))


@pytest.mark.parametrize(
    ("text", "yuan"), [("28000", 28000), ("２８０００元", 28000), ("2.8万元", 28000), ("0.05", "0.05"), ("", None)]
)
def test_what_people_type_in_yuan(text, yuan):
    """A unit typed behind the number wins over that of the grid."""
    assert read_amount(text, YUAN) == (None if yuan is None else D(yuan))
    assert read_ten_thousands("28000元") == 28000


@given(st.decimals(-99_999_999, 99_999_999, places=2))
def test_what_the_grid_shows_in_yuan_is_read_back_as_the_same(yuan):
    assert read_amount(shown_amount(yuan, YUAN), YUAN) == yuan


@pytest.mark.parametrize("text", ["0.005", "9999999999999", "1e3", "两万"])
def test_what_is_no_amount_in_yuan_is_refused(text):
    with pytest.raises(ValidationError):
        read_amount(text, YUAN)


@pytest.mark.parametrize(
    "text", ["两万", "1e3", "NaN", "Infinity", "2.8.1", "=1+1", "1.23456789", "9999999999", "2 8 x"]
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValidationError):
        read_ten_thousands(text)


def test_rules_in_words():
    assert parse_lines("经营收入/其他收入") == ("operating", "other")
    assert parse_lines("什么都不是") == COUNTED
    assert parse_bands("20/5/五/-3/10") == (D(50_000), D(100_000), D(200_000))
    assert parse_bands("") == (D(50_000), D(100_000), D(200_000), D(500_000))
    assert line_words(["investment", "operating"]) == "经营收入、投资收益"


ON = datetime.date(2026, 7, 10)
ORACLE = """
SELECT count(*) FILTER (WHERE coalesce(acc, rep) >= %s), count(*) FROM (
  SELECT u.id,
    CASE WHEN bool_or(e.quarter = 0) THEN sum(e.amount) FILTER (WHERE e.quarter = 0 AND e.line = ANY(%s)) END acc,
    CASE WHEN NOT coalesce(bool_or(e.quarter = 0), false) THEN sum(e.amount) FILTER (WHERE e.line = ANY(%s)) END rep
  FROM organizations_unit u LEFT JOIN villages_incomeentry e ON e.unit_id = u.id AND e.year = 2026
  WHERE u.kind = 'village' AND (u.valid_to IS NULL OR u.valid_to >= %s) AND u.path LIKE %s GROUP BY u.id) t
"""


def oracle(unit, lines, threshold):
    with connection.cursor() as cursor:
        cursor.execute(ORACLE, [threshold, list(lines), list(lines), ON, f"{unit.path}%"])
        return cursor.fetchone()


def test_shares_equal_plain_sql_and_follow_the_lines_that_count(county_a, inside_a):
    units = county_a.units
    with inside_a():
        for number, unit in enumerate((units.ridge, units.spring, units.bamboo), 1):
            for quarter, line in ((1, "operating"), (2, "contract"), (2, "subsidy")):
                IncomeEntry.objects.update_or_create(
                    unit=unit, year=2026, quarter=quarter, line=line, defaults={"amount": 14_000 * number}
                )
        IncomeEntry.objects.create(unit=units.bamboo, year=2026, quarter=0, line="operating", amount=49_999)
        indicator = county_a.extra.indicator
        indicator.held_with = {"threshold": "50000"}
        seen = set()
        for lines in (None, ["operating"], ["operating", "contract", "investment", "subsidy", "other"]):
            indicator.task.campaign.income_lines = lines
            figures = held.income_share(indicator, [units.root, units.stone, units.maple, units.ford], ON)
            for unit in (units.root, units.stone, units.maple, units.ford):
                figure = figures[unit.pk]
                assert (figure.value, figure.whole) == oracle(unit, lines or COUNTED, 50_000)
                assert line_words(lines or COUNTED) in figure.words
            seen.add(figures[units.root.pk].value)
        assert len(seen) > 1, "which lines count changes the figure"


def test_a_merged_village_is_counted_once(county_a, inside_a):
    units = county_a.units
    with inside_a():
        indicator = county_a.extra.indicator
        indicator.held_with = {"threshold": "1"}
        before = held.income_share(indicator, [units.stone], ON)[units.stone.pk]
        merge_unit(
            unit=units.ridge,
            into=units.ford,
            by=county_a.accounts["county_admin"],
            on=datetime.date(2026, 6, 30),
            paper="",
        )
        after = held.income_share(indicator, [units.stone], ON)[units.stone.pk]
    assert (before.whole, after.whole, after.value) == (2, 1, 1)


def test_the_countys_own_rule_holds_from_its_day(county_a, inside_a):
    with inside_a():
        RuleSetting.objects.create(key="income.lines", effective_from=datetime.date(2026, 1, 1), value="其他收入")
        assert income_settings(datetime.date(2025, 12, 31)).lines == COUNTED
        assert income_settings(ON).lines == ("other",)
