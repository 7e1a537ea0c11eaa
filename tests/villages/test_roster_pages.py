"""Roster, village page and forms as people use them."""

import datetime
import json
import re
from decimal import Decimal

import pytest

from organizations.models import AuditEntry, RuleSetting
from organizations.services.units import merge_unit
from villages.models import Village, VillageOfficer, VillageYear
from villages.pay import check_pay


@pytest.fixture
def office(as_role):
    return as_role("county_office")


def names_on(response) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/villages/[0-9a-f-]+/">([^<]+)</a>', response.content.decode())


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["渡口村", "岭上村", "泉眼村", "竹园村"]),
        ("status=poor", ["渡口村"]),
        ("status=weak", ["岭上村"]),
        ("status=key", ["渡口村"]),
        ("status=relocation", []),
        ("secretary=both", ["渡口村"]),
        ("secretary=none", ["岭上村", "泉眼村", "竹园村"]),
        ("secretary=apart", []),
        ("q=dkc", ["渡口村"]),
        ("q=满仓", ["渡口村"]),
        ("q=竹", ["竹园村"]),
        ("sort=-households", ["渡口村", "岭上村", "泉眼村", "竹园村"]),
        ("status=nonsense", []),
    ],
)
def test_the_roster_is_filtered(office, query, names):
    assert names_on(office.get(f"/villages/?{query}")) == names


def test_a_township_sees_its_own_villages(as_role):
    assert names_on(as_role("township").get("/villages/")) == ["渡口村", "岭上村"]
    assert names_on(as_role("village").get("/villages/")) == ["渡口村"]


def test_the_page_shows_what_is_known_and_masks_the_phone(office, county_a):
    body = office.get(f"/villages/{county_a.units.ford.public_id}/").content.decode()
    for words in ("石满仓", "一肩挑", "138****0021", "412 户，1,530 人", "田老根", "乡村振兴重点帮扶村"):
        assert words in body or words.replace(",", "") in body, words
    assert "13800000021" not in body


BAD_OFFICERS = {
    "no name": ({"name": ""}, "name"),
    "phone too short": ({"phone": "1380000"}, "phone"),
    "first day to come": ({"started_on": "2099-01-01"}, "started_on"),
    "seat is taken": ({"post": "secretary"}, "post"),
    "head's seat is taken by 一肩挑": ({"post": "head"}, "post"),
    "no such post": ({"post": "king"}, "post"),
    "birthday in words": ({"born_on": "七九年"}, "born_on"),
    "pay in words": ({"yearly_pay": "四万"}, "yearly_pay"),
}


@pytest.mark.parametrize("case", BAD_OFFICERS)
def test_bad_input_of_an_officer_is_told_beside_its_field(case, office, county_a, inside_a):
    wrong, field = BAD_OFFICERS[case]
    good = {"post": "member", "name": "林委员", "sex": "woman", "phone": "13800000033", "yearly_pay": "20000"}
    answer = office.post(f"/villages/{county_a.units.ford.public_id}/officers/new/", {**good, **wrong})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "林委员" in answer.content.decode() or case == "no name", "what was typed stays"
    with inside_a():
        assert not VillageOfficer.objects.filter(name="林委员").exists()


def test_a_secretary_leaves_and_another_comes(office, county_a, inside_a):
    ford, old = county_a.units.ford, county_a.extra.secretary
    ended = office.post(f"/villages/officers/{old.public_id}/end/", {"on": "2026-06-30", "reason": "换届"})
    assert ended.status_code == 302
    again = office.post(f"/villages/officers/{old.public_id}/end/", {"on": "2026-06-30", "reason": "换届"})
    assert again.status_code == 422
    made = office.post(
        f"/villages/{ford.public_id}/officers/new/", {"post": "secretary", "name": "叶知春", "started_on": "2026-07-01"}
    )
    assert made.status_code == 302
    with inside_a():
        in_post = VillageOfficer.objects.filter(unit=ford).in_post(datetime.date(2026, 7, 2)).secretaries()
        assert [officer.name for officer in in_post] == ["叶知春"]
        assert set(AuditEntry.objects.filter(action__startswith="officer.").values_list("action", flat=True)) == {
            "officer.end", "officer.appoint",
        }  # fmt: skip


def test_two_people_edit_the_same_village(office, county_a, inside_a):
    address = f"/villages/{county_a.units.ford.public_id}/edit/"
    values = {"organization": "branch", "organization_name": "甲", "was_poor": "on", "priority": "key", "version": 1}
    assert office.post(address, values).status_code == 302
    late = office.post(address, {**values, "organization_name": "乙"})
    assert late.status_code == 409
    assert "甲" in late.content.decode()
    assert "乙" in late.content.decode()
    first = office.post(
        f"/villages/{county_a.units.spring.public_id}/edit/", {"organization": "branch", "organization_name": "丙"}
    )
    assert first.status_code == 302
    with inside_a():
        assert Village.objects.get(unit=county_a.units.spring).organization_name == "丙"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"households": "-1"}, "households"),
        ({"residents": "100", "party_members": "101"}, "party_members"),
        ({"residents": "100", "households": "101"}, "households"),
        ({"farmland": "一百亩"}, "farmland"),
    ],
)
def test_bad_yearly_facts(values, field, office, county_a, inside_a):
    answer = office.post(f"/villages/{county_a.units.ridge.public_id}/year/2025/", values)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    with inside_a():
        assert not VillageYear.objects.filter(unit=county_a.units.ridge).exists()


def test_blank_is_not_zero(office, county_a, inside_a):
    assert office.post(f"/villages/{county_a.units.ridge.public_id}/year/2025/", {"households": "0"}).status_code == 302
    with inside_a():
        row = VillageYear.objects.get(unit=county_a.units.ridge, year=2025)
        assert (row.households, row.residents) == (0, None)


def test_bulk_changes_exactly_what_the_filter_found(office, county_a, inside_a):
    """A22."""
    ask = office.get("/villages/bulk/?all=1&status=weak")
    assert [line.name for line in ask.context["chosen"]] == ["岭上村"]
    ids = [line.public_id for line in ask.context["chosen"]] + [str(county_a.units.spring.public_id)]
    values = {"ids": ids, "change": "weak_organization:yes", "reason": "年度排查"}
    shown = office.post("/villages/bulk/", values)
    assert shown.status_code == 200
    assert [line.name for line in shown.context["changing"]] == ["泉眼村"]
    with inside_a():
        assert not Village.objects.filter(unit=county_a.units.spring).exists(), "nothing before it is confirmed"
    assert office.post("/villages/bulk/", {**values, "confirmed": "1"}).status_code == 302
    with inside_a():
        weak = Village.objects.filter(weak_organization=True).values_list("unit__name", flat=True)
        assert set(weak) == {"岭上村", "泉眼村"}
        entry = AuditEntry.objects.get(action="village.edit_many")
        assert json.loads(entry.payload)["after"]["count"] == 1
    assert office.get("/villages/bulk/").status_code == 200  # nothing chosen says so


def test_a_merged_village_keeps_its_page_and_its_people_leave(office, county_a, inside_a, settings):
    ford, ridge = county_a.units.ford, county_a.units.ridge
    with inside_a():
        merge_unit(unit=ford, into=ridge, by=county_a.accounts["county_admin"], on=datetime.date(2026, 6, 30), paper="")
        assert not VillageOfficer.objects.filter(unit=ford, ended_on__isnull=True).exists()
    assert "渡口村" not in names_on(office.get("/villages/"))
    page = office.get(f"/villages/{ford.public_id}/")
    assert page.status_code == 200
    assert "并入岭上村" in page.content.decode()
    assert office.get(f"/villages/{ford.public_id}/edit/").status_code == 404
    assert "渡口村" in office.get(f"/villages/{ridge.public_id}/").content.decode()


PAY = [
    (None, 0, 2, None, None),
    ("40000", 0, 2, None, None),
    (None, 20000, 2, "40000", None),
    ("40000", 20000, 2, "40000", "0"),
    ("39999.99", 20000, 2, "40000", "0.01"),
    ("70000", 20000, 2, "40000", "0"),
    ("40000", 20000, 3, "60000", "20000"),
]


@pytest.mark.parametrize(("pay", "rural", "times", "floor", "missing"), PAY)
def test_pay_against_rural_income(pay, rural, times, floor, missing):
    found = check_pay(pay and Decimal(pay), rural_income=rural, times=times)
    assert (found.floor, found.missing) == (floor and Decimal(floor), missing and Decimal(missing))


def test_the_list_says_what_pay_falls_short_by(office, county_a, inside_a):
    assert "暂不核对报酬" in office.get("/villages/").content.decode()
    with inside_a():
        RuleSetting.objects.create(key="villages.rural_income", effective_from=datetime.date(2020, 1, 1), value=22000)
    body = office.get("/villages/?secretary=pay").content.decode()
    assert names_on(office.get("/villages/?secretary=pay")) == ["渡口村"]
    assert "差 800" in body
