"""Years that are over, the year's accounts, and amounts that somebody must look at twice."""

import datetime
import json
import re

import pytest

from campaigns.models import Indicator
from organizations.models import RuleSetting, Unit
from organizations.services.units import merge_unit
from villages import held
from villages.models import IncomeEntry

D = datetime.date


@pytest.fixture
def office(as_role):
    return as_role("county_office")


@pytest.fixture
def address(county_a):
    return f"/income/2026/2/{county_a.units.stone.public_id}/"


def stored(unit, line="operating", quarter=2, year=2026):
    return (
        IncomeEntry.objects.filter(unit=unit, year=year, quarter=quarter, line=line)
        .values_list("amount", flat=True)
        .first()
    )


def merge(county):
    units = county.units
    merge_unit(unit=units.ford, into=units.ridge, by=county.accounts["county_admin"], on=D(2026, 6, 30), paper="")


def share_of(county, *, year, on, threshold="40000"):
    indicator = county.extra.open_indicator
    indicator.year, indicator.held_with = year, {"threshold": threshold}
    figure = held.income_share(indicator, [county.units.stone], on)[county.units.stone.pk]
    return figure.value, figure.whole


def test_a_merged_village_stands_in_the_years_in_which_it_was_there(office, county_a, inside_a):
    with inside_a():
        merge(county_a)
    past = office.get("/income/?year=2025").content.decode()
    assert "共 4 个村" in past
    assert "渡口村" in past
    assert re.search(r"不到 5 万元</th><td class=\"r num\">1</td>", past), "its accounts of 2025 are its own"
    now = office.get("/income/?year=2026").content.decode()
    assert "共 3 个村" in now
    assert "渡口村</a></th>" not in now


def test_the_page_and_the_held_share_of_a_past_year_agree(office, county_a, inside_a):
    with inside_a():
        merge(county_a)
        Indicator.objects.create(
            task=county_a.extra.tasks[0], name="收入4万元以上的村", level="county", value=60, unit_word="%", year=2025,
            aggregation="share", held_by="villages.income_share", held_with={"threshold": "40000"},
        )  # fmt: skip
        assert share_of(county_a, year=2025, on=D(2026, 11, 25)) == (1, 2)
    assert "1 / 4 个村，25.0%" in office.get("/income/?year=2025").content.decode()


def test_a_county_that_began_this_year_has_last_years_villages(county_a, inside_a):
    with inside_a():
        Unit.objects.filter(pk__in=(county_a.units.ford.pk, county_a.units.ridge.pk)).update(valid_from=D(2026, 3, 1))
        assert share_of(county_a, year=2025, on=D(2026, 11, 25)) == (1, 2)
        merge(county_a)
        assert share_of(county_a, year=2025, on=D(2026, 11, 25)) == (1, 2), "both were there"
        assert share_of(county_a, year=2026, on=D(2026, 11, 25))[1] == 1


def test_a_village_made_by_a_merger_since_was_not_there(county_a, inside_a):
    with inside_a():
        Unit.objects.filter(pk=county_a.units.ridge.pk).update(valid_from=D(2026, 6, 30))
        county_a.units.ridge.refresh_from_db()
        merge(county_a)
        assert share_of(county_a, year=2025, on=D(2026, 11, 25)) == (1, 1), "those merged into it stand for themselves"


def test_the_last_quarter_of_a_merged_village_can_still_be_entered(office, county_a, inside_a, address):
    with inside_a():
        merge(county_a)
    ford = county_a.units.ford
    assert str(ford.public_id) in office.get(address).content.decode()
    assert str(ford.public_id) not in office.get(address.replace("/2/", "/3/")).content.decode()
    status, _told = cell(office, address, ford, "contract", "1")
    assert status == 200
    assert cell(office, address.replace("/2/", "/3/"), ford, "contract", "1")[0] == 404


def test_the_accounts_are_asked_for_as_the_years(office, address):
    accounts = office.get(address.replace("/2/", "/0/")).content.decode()
    assert "填全年决算数" in accounts
    assert "本季发生额" not in accounts
    assert "上年决算" in accounts
    assert "上年同季" not in accounts
    assert "填本季发生额" in office.get(address).content.decode()


def cell(browser, address, unit, line, value, was="", sure=""):
    values = {"unit": str(unit.public_id), "line": line, "value": value, "was": was, "sure": sure}
    answer = browser.post(f"{address}cell/", values)
    return answer.status_code, json.loads(answer.content) if answer.status_code != 404 else {}


@pytest.mark.parametrize(
    ("value", "words"),
    [("20", "小数点"), ("200", "小数点"), ("-1", "负数"), ("0.5", "少了 50% 以上"), ("0", "少了 50% 以上")],
)
def test_a_doubtful_cell_waits_for_the_tick(office, county_a, inside_a, address, value, words):
    ford = county_a.units.ford
    status, told = cell(office, address, ford, "operating", value, "3")
    assert (status, told["state"]) == (422, "ask")
    assert words in told["message"]
    with inside_a():
        assert stored(ford) == 30_000
    assert cell(office, address, ford, "operating", value, "3", sure="19.99")[1]["state"] == "ask", "another amount"
    assert cell(office, address, ford, "operating", value, "3", sure=told["sure"])[1]["state"] == "saved"
    with inside_a():
        assert stored(ford) != 30_000


def test_what_was_confirmed_is_not_asked_again(office, county_a, address):
    ford = county_a.units.ford
    sure = cell(office, address, ford, "operating", "30", "3")[1]["sure"]
    assert cell(office, address, ford, "operating", "30", "3", sure=sure)[0] == 200
    assert cell(office, address, ford, "operating", "30.0", "30")[0] == 200
    assert (
        office.post(address, {f"{ford.public_id}:operating": "30", f"was:{ford.public_id}:operating": "30"}).status_code
        == 302
    )


def test_the_form_without_scripts_asks_too(office, county_a, inside_a, address):
    ford = county_a.units.ford
    name = f"{ford.public_id}:operating"
    form = {name: "30", f"was:{name}": "3"}
    asked = office.post(address, form)
    body = asked.content.decode()
    assert asked.status_code == 422
    tick = re.search(rf'<input type="checkbox" name="sure:{name}" value="([^"]+)"', body)
    assert tick, "there is a box to tick"
    with inside_a():
        assert stored(ford) == 30_000
    assert office.post(address, {**form, name: "40", f"sure:{name}": tick[1]}).status_code == 422, "changed since"
    assert office.post(address, {**form, f"sure:{name}": tick[1]}).status_code == 302
    with inside_a():
        assert stored(ford) == 300_000


def test_the_share_in_the_warning_is_the_countys(office, county_a, inside_a, address):
    with inside_a():
        RuleSetting.objects.create(key="income.fall_percent", effective_from=D(2026, 1, 1), value="30")
    status, told = cell(office, address, county_a.units.ford, "operating", "1.3", "3")
    assert (status, told["state"]) == (422, "ask")
    assert "少了 30% 以上" in told["message"]
