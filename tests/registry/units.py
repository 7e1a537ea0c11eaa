from tests.registry.page import Page

TODAY = "2026-06-30"

PAGES = [
    Page("organizations:units", "organizations.view_unit"),
    Page(
        "organizations:unit-new", "organizations.edit_unit", ids=("parent",), query=lambda c: {"under": c.units.stone.public_id},
        form=lambda c: {
            "kind": "village", "name": "新溪村", "short_name": "", "code": f"{c.county.code}101299", "parent": str(c.units.stone.public_id),
            "aliases": "", "order": 9, "valid_from": TODAY, "paper": "",
        },
    ),
    Page("organizations:unit-detail", "organizations.view_unit", kwargs=lambda c: {"public_id": c.units.stone.public_id}),
    Page(
        "organizations:unit-edit", "organizations.edit_unit", kwargs=lambda c: {"public_id": c.units.ridge.public_id}, ids=("parent",),
        form=lambda c: {
            "name": "岭上新村", "short_name": "岭上", "code": c.units.ridge.code, "parent": str(c.units.stone.public_id), "aliases": "岭上",
            "order": 3, "on": TODAY, "paper": "", "version": 1,
        },
    ),
    Page(
        "organizations:unit-merge", "organizations.edit_unit", kwargs=lambda c: {"public_id": c.units.spring.public_id}, ids=("into",),
        form=lambda c: {"into": str(c.units.bamboo.public_id), "on": TODAY, "paper": "", "typed_name": c.units.spring.name},
    ),
    Page(
        "organizations:unit-close", "organizations.edit_unit", kwargs=lambda c: {"public_id": c.units.spring.public_id},
        form=lambda c: {"on": TODAY, "paper": ""},
    ),
]  # fmt: skip
