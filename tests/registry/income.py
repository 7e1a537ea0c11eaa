"""Collective income."""

from tests.registry.page import Page

VIEW, ENTER = "villages.view_village", "villages.enter_income"


def stone(c):
    return {"year": 2026, "quarter": 2, "public_id": c.units.stone.public_id}


PAGES = [
    Page("villages:income", VIEW, ids=("township",), query=lambda c: {"township": c.units.stone.public_id}),
    Page(
        "villages:income-grid", ENTER, kwargs=stone, place=lambda c: c.units.stone,
        form=lambda c: {f"{c.units.ford.public_id}:contract": "1.5", f"was:{c.units.ford.public_id}:contract": ""},
    ),
    Page(
        "villages:income-cell", ENTER, kwargs=stone, place=lambda c: c.units.stone, get=False, ids=("unit",),
        form=lambda c: {"unit": str(c.units.ford.public_id), "line": "contract", "value": "1.5", "was": ""},
    ),
    Page(
        "villages:income-detail", ENTER, kwargs=lambda c: {"public_id": c.extra.income.public_id},
        place=lambda c: c.units.ford, form=lambda c: {"one_off": "1", "note": "处置旧校舍"},
    ),
]  # fmt: skip
