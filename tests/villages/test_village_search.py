"""Search leads to a village's page, and finds who leads it, for those who may see it."""

import pytest

from villages.models import VillageOfficer


def hits_of(browser, text: str) -> dict[str, list]:
    groups = browser.get("/search/", {"q": text}).context["groups"]
    return {str(group.title): group.hits for group in groups}


@pytest.mark.parametrize(
    ("role", "village", "own_page"),
    [
        ("county_office", "spring", True),
        ("township", "ford", True),
        ("township", "spring", False),  # another township's: only that there is such a unit
        ("village", "ford", True),
    ],
)
def test_a_village_leads_to_the_page_that_one_may_see(role, village, own_page, as_role, county_a):
    unit, browser = getattr(county_a.units, village), as_role(role)
    [hit] = hits_of(browser, unit.name)["村（社区）"]
    assert str(unit.public_id) in hit.url
    assert hit.url.startswith("/villages/") == own_page
    assert browser.get(hit.url).status_code == 200


def test_cadres_are_found_by_name_and_never_by_number(as_role, county_a):
    office = as_role("county_office")
    [hit] = hits_of(office, "石满仓")["村干部"]
    assert hit.url == f"/villages/{county_a.units.ford.public_id}/"
    assert "书记" in hit.note
    assert "村干部" not in hits_of(office, "田老根"), "he left in 2021"
    assert "村干部" not in hits_of(office, "13800000021")
    assert "村干部" in hits_of(as_role("township"), "水清浅")


def test_another_townships_cadres_are_not_found(as_role, county_a, inside_a):
    with inside_a():
        VillageOfficer.objects.create(unit=county_a.units.spring, post="member", name="泉思源")
    assert "村干部" in hits_of(as_role("county_office"), "泉思源")
    assert "村干部" not in hits_of(as_role("township"), "泉思源")
