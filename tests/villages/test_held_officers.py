"""Shares that the register holds of village secretaries: by village, township and county, on the very age."""

import datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from campaigns.models import Indicator
from organizations.models import RuleSetting

DAY = datetime.date(2026, 5, 1)  # 石满仓 of 渡口村 is 47 on this day; no other village has a secretary


def share(name, units, *, held_with=None, on=DAY):
    source = import_string(settings.HELD_FIGURES[name])
    found = source(Indicator(held_by=name, held_with=held_with or {}), units, on)
    return [(int(found[unit.pk].value), int(found[unit.pk].whole)) for unit in units]


@pytest.mark.parametrize(
    "name", ["villages.both_posts_share", "villages.entrepreneur_share", "villages.high_school_share"]
)
def test_one_of_two_in_the_township_and_one_of_four_in_the_county(name, county_a, inside_a):
    units = county_a.units
    with inside_a():
        assert share(name, [units.root, units.stone, units.maple, units.ford]) == [(1, 4), (1, 2), (0, 2), (1, 1)]


def test_one_in_reserve_is_not_two(county_a, inside_a):
    with inside_a():
        assert share("villages.reserve_share", [county_a.units.stone]) == [(0, 2)]


@pytest.mark.parametrize(
    ("most", "day", "part"),
    [
        (46, DAY, 0),
        (47, DAY, 1),
        (46, DAY - datetime.timedelta(days=1), 1),  # the day before the birthday
        (65, datetime.date(2020, 1, 1), 0),  # not secretary yet
    ],
)
def test_up_to_and_with_the_age(most, day, part, county_a, inside_a):
    with inside_a():
        found = share("villages.secretaries_up_to_age", [county_a.units.ford], held_with={"age": most}, on=day)
        assert found == [(part, 1)]


def test_the_age_is_the_countys_rule_where_the_indicator_says_none(county_a, inside_a):
    with inside_a():
        assert share("villages.secretaries_up_to_age", [county_a.units.ford]) == [(0, 1)]
        RuleSetting.objects.create(
            key="villages.young_secretary_age", effective_from=datetime.date(2026, 1, 1), value=50
        )
        assert share("villages.secretaries_up_to_age", [county_a.units.ford]) == [(1, 1)]


def test_a_secretary_without_birthday_is_not_counted(county_a, inside_a):
    with inside_a():
        secretary = county_a.extra.secretary
        type(secretary).objects.filter(pk=secretary.pk).update(born_on=None, yearly_pay=Decimal(1))
        found = share("villages.secretaries_up_to_age", [county_a.units.ford], held_with={"age": 65})
        assert found == [(0, 1)]
