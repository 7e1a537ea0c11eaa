"""Roster, village pages, cadres of villages."""

from tests.registry.page import Page

VIEW, EDIT = "villages.view_village", "villages.edit_village"


def ford(c):
    return {"public_id": c.units.ford.public_id}


def secretary(c):
    return {"public_id": c.extra.secretary.public_id}


def in_ford(c):
    return c.units.ford


OFFICER = {
    "name": "石满仓", "sex": "man", "born_on": "1979-05-01", "education": "high", "entrepreneur": "true",
    "started_on": "2021-02-01", "yearly_pay": "45000", "phone": "",
}  # fmt: skip

PAGES = [
    Page("villages:roster", VIEW, ids=("township",), query=lambda c: {"township": c.units.stone.public_id}),
    Page(
        "villages:roster-bulk", EDIT, ids=("ids",), query=lambda c: {"ids": c.units.ford.public_id},
        form=lambda c: {
            "ids": str(c.units.ford.public_id), "change": "weak_organization:yes", "reason": "排查", "confirmed": "1",
        },
    ),
    Page("villages:village", VIEW, kwargs=ford, place=in_ford),
    Page(
        "villages:village-edit", EDIT, kwargs=ford, place=in_ford,
        form=lambda c: {"organization": "committee", "organization_name": "渡口村党委", "note": "新记", "version": 1},
    ),
    Page(
        "villages:village-year", EDIT, kwargs=lambda c: {**ford(c), "year": 2025}, place=in_ford,
        form=lambda c: {"households": "400", "residents": "1500"},
    ),
    Page(
        "villages:officer-new", EDIT, kwargs=ford, place=in_ford,
        form=lambda c: {**OFFICER, "post": "member", "name": "新委员"},
    ),
    Page("villages:officer-edit", EDIT, kwargs=secretary, place=in_ford, form=lambda c: {**OFFICER, "version": 1}),
    Page(
        "villages:officer-end", EDIT, kwargs=secretary, place=in_ford,
        form=lambda c: {"on": "2026-06-30", "reason": "换届"},
    ),
]  # fmt: skip
