"""Entering income and looking at it."""

import datetime
import json
import re

import pytest
from django.urls import reverse

from campaigns.models import Indicator
from campaigns.selectors.figures import held_figures
from organizations.models import AuditEntry
from tests.days import TODAY
from villages.models import IncomeEntry


@pytest.fixture
def clerk(as_role):
    return as_role("township")


@pytest.fixture
def address(county_a):
    return f"/income/2026/2/{county_a.units.stone.public_id}/"


def amount(county_a, line, quarter=2, unit="ford"):
    return IncomeEntry.objects.filter(
        unit=getattr(county_a.units, unit), year=2026, quarter=quarter, line=line
    ).values_list("amount", flat=True).first()  # fmt: skip


def test_a_township_fills_a_quarter_without_scripts(clerk, county_a, inside_a, address):
    page = clerk.get(address)
    body = page.content.decode()
    assert "渡口村" in body
    assert "泉眼村" not in body
    ford, ridge = county_a.units.ford.public_id, county_a.units.ridge.public_id
    form = {
        f"{ford}:operating": "3.2", f"was:{ford}:operating": "3",
        f"{ridge}:operating": "两万", f"was:{ridge}:operating": "",
        f"{ridge}:contract": "0", f"was:{ridge}:contract": "",
        f"{ford}:subsidy": "", f"was:{ford}:subsidy": "8",
    }  # fmt: skip
    answer = clerk.post(address, form)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "有 1 格没有保存" in text
    assert 'value="两万"' in text, "what was typed stays"
    with inside_a():
        assert amount(county_a, "operating") == 32_000
        assert amount(county_a, "contract", unit="ridge") == 0, "0 is a report, blank is none"
        assert amount(county_a, "subsidy") is None
        assert amount(county_a, "operating", unit="ridge") is None
        assert AuditEntry.objects.filter(action="income.enter").count() == 3
    good = clerk.post(address, {f"{ridge}:operating": "2", f"was:{ridge}:operating": ""})
    assert good.status_code == 302


def cell(browser, address, unit, line, value, was="", query=""):
    answer = browser.post(
        f"{address}cell/{query}", {"unit": str(unit.public_id), "line": line, "value": value, "was": was}
    )
    return answer.status_code, json.loads(answer.content) if answer.status_code != 404 else {}


def test_one_cell_at_a_time(clerk, county_a, inside_a, address):
    ford = county_a.units.ford
    assert cell(clerk, address, ford, "contract", "１.5") == (200, {"state": "saved", "now": "1.5", "message": ""})
    assert cell(clerk, address, ford, "operating", "4", "3") == (200, {"state": "saved", "now": "4", "message": ""})
    assert cell(clerk, address, ford, "operating", "多少", "4")[0] == 422
    status, told = cell(clerk, address, ford, "operating", "5", "3")
    assert (status, told["state"], told["now"]) == (409, "taken", "4")
    assert cell(clerk, address, county_a.units.spring, "operating", "4")[0] == 404
    assert cell(clerk, address, ford, "gifts", "4")[0] == 404
    with inside_a():
        assert amount(county_a, "operating") == 40_000


def test_who_keeps_books_in_yuan_sees_and_types_yuan(clerk, county_a, inside_a, address):
    body = clerk.get(f"{address}?money=yuan").content.decode()
    assert "单位：元" in body
    assert 'value="30000"' in body
    assert "单位：元" in clerk.get(address).content.decode(), "kept for the person"
    ford = county_a.units.ford.public_id
    form = {f"{ford}:operating": "32000.5", f"was:{ford}:operating": "30000", "money": "yuan"}
    assert clerk.post(address, form).status_code == 302
    with inside_a():
        assert str(amount(county_a, "operating")) == "32000.50"
    told = cell(clerk, address, county_a.units.ford, "contract", "15000", query="?money=yuan")
    assert told == (200, {"state": "saved", "now": "15000", "message": ""})


def test_a_page_in_ten_thousands_is_read_in_ten_thousands_whatever_was_chosen_since(clerk, county_a, inside_a, address):
    """Two windows: a number is read in the unit of its own page, else it would be wrong by 10,000."""
    clerk.get(f"{address}?money=yuan")
    ford = county_a.units.ford.public_id
    form = {f"{ford}:operating": "3.2", f"was:{ford}:operating": "3", "money": "ten_thousands"}
    assert clerk.post(address, form).status_code == 302
    assert cell(clerk, address, county_a.units.ford, "contract", "1.5")[1]["now"] == "1.5"
    with inside_a():
        assert amount(county_a, "operating") == 32_000
        assert amount(county_a, "contract") == 15_000


def test_the_list_of_who_has_not_reported_the_quarter(as_role, county_a, inside_a):
    """What the count says is what the list behind it has, and what the export of that list has."""
    office = as_role("county_office")
    body = office.get("/income/").content.decode()
    count = int(re.search(r"季度还没有报的 (\d+) 个村", body)[1])
    assert count
    # In January the quarter that is asked for is one of the year before.
    link = re.search(r'href="(\?reported=missing&amp;year=20\d\d)"', body)[1].replace("&amp;", "&")
    listed = office.get(f"/income/{link}").content.decode()
    assert f"共 {count} 个村" in listed
    names = set(re.findall(r"#income\">(\w+村|\w+社区)</a></th>", listed))
    text = office.post(f"/export/income/{link}", {"format": "csv"}).content.decode("utf-8-sig")
    assert len(names) == count
    assert {name for name in names if name in text} == names
    assert sum(name in text for name in ("渡口村", "岭上村", "泉眼村", "竹园村")) == count


@pytest.mark.parametrize("wrong", ["/income/2026/5/{}/", "/income/1999/1/{}/", "/income/2031/1/{}/"])
def test_a_period_that_is_none(wrong, clerk, county_a):
    assert clerk.get(wrong.format(county_a.units.stone.public_id)).status_code == 404


def test_another_township_is_not_there(clerk, county_a):
    assert clerk.get(f"/income/2026/2/{county_a.units.maple.public_id}/").status_code == 404


def test_the_overview_says_what_counts_and_who_is_missing(as_role):
    body = as_role("county_office").get("/income/?year=2026").content.decode()
    assert "计入：经营收入、发包及上交收入、投资收益" in body
    assert re.search(r"空壳村 1 个", body), "岭上村 reported less than the line; the silent ones are not empty"
    assert re.search(r"5–10 万元</th><td class=\"r num\">1</td>", body), "exactly 5.0 is in the band above it"
    assert re.search(r"还没有报</th><td class=\"r num\">2</td>", body)


def test_a_target_of_a_campaign_follows_its_own_lines(as_role, county_a, inside_a):
    with inside_a():
        task = county_a.extra.tasks[0]
        Indicator.objects.create(
            task=task, name="收入5万元以上的村", level="county", value=60, unit_word="%", aggregation="share",
            held_by="villages.income_share", held_with={"threshold": "130000"},
        )  # fmt: skip
    office = as_role("county_office")
    assert "0 / 4 个村，0.0%（目标不少于60%）" in office.get("/income/?year=2026").content.decode()
    with inside_a():
        campaign = task.campaign
        campaign.income_lines = ["operating", "subsidy"]
        campaign.save()
    body = office.get("/income/?year=2026").content.decode()
    assert "1 / 4 个村，25.0%" in body
    assert "计入：经营收入、补助收入" in body


def test_what_will_not_come_again(as_role, county_a, inside_a):
    office, entry = as_role("county_office"), county_a.extra.income
    with inside_a():  # the page of the village shows the running year
        type(entry).objects.filter(pk=entry.pk).update(year=TODAY.year)
    address = f"/income/entries/{entry.public_id}/"
    assert office.post(address, {"one_off": "4", "note": "处置旧校舍"}).status_code == 422, "more than the amount"
    assert office.post(address, {"one_off": "1", "note": "处置旧校舍"}).status_code == 302
    with inside_a():
        entry.refresh_from_db()
        assert (entry.one_off, entry.note) == (10_000, "处置旧校舍")
    body = office.get(f"/villages/{county_a.units.ford.public_id}/").content.decode()
    assert "一次性 1.00" in body


def test_an_indicator_takes_its_figure_from_the_register(as_role, county_a, inside_a):
    office, extra = as_role("county_office"), county_a.extra
    address = reverse("campaigns:draft-indicator-add", args=[extra.draft.public_id, extra.draft_tasks[0].public_id])
    values = {
        "name": "收入5万元以上的村", "level": "county", "comparator": ">=", "value": "60", "unit_word": "%",
        "aggregation": "share", "held_by": "villages.income_share", "threshold": "",
    }  # fmt: skip
    missing = office.post(address, values)
    assert missing.status_code == 422
    assert "threshold" in missing.context["form"].errors
    assert office.post(address, {**values, "threshold": "5"}).status_code == 302
    with inside_a():
        row = Indicator.objects.get(name="收入5万元以上的村", task__campaign=extra.draft)
        assert (row.held_by, row.held_with) == ("villages.income_share", {"threshold": "50000"})


def test_the_share_on_the_campaigns_page_moves_when_income_is_entered(as_role, county_a, inside_a, address):
    on = datetime.date(2026, 6, 30)
    with inside_a():
        indicator = Indicator.objects.create(
            task=county_a.extra.tasks[0], name="收入5万元以上的村", level="township", value=60, unit_word="%",
            aggregation="share", held_by="villages.income_share", held_with={"threshold": "60000"},
        )  # fmt: skip
        units = [county_a.units.stone]
        assert held_figures(indicators=[indicator], units=units, on=on)[indicator.pk, units[0].pk].value == 0
    assert cell(as_role("township"), address, county_a.units.ford, "operating", "4", "3")[0] == 200
    with inside_a():
        assert held_figures(indicators=[indicator], units=units, on=on)[indicator.pk, units[0].pk].value == 1
