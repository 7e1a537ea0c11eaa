from tests.registry.page import ANYBODY, Page

PAGES = [
    Page("organizations:desk", ANYBODY),
    Page("organizations:roles", "organizations.view_roles"),
    Page("organizations:grants", "organizations.manage_grants"),
    Page(
        "organizations:grant-new", "organizations.manage_grants", ids=("unit", "working_group", "campaign"),
        query=lambda c: {"unit": c.units.stone.public_id},
        form=lambda c: {"account": c.accounts["township"].login_name, "what": "organizations.edit_unit", "working_group": "",
                        "unit": str(c.units.maple.public_id), "campaign": str(c.extra.draft.public_id), "reason": "代管枫林乡", "valid_to": "2027-06-30"},
    ),
    Page(
        "organizations:grant-take", "organizations.manage_grants", get=False, form=lambda c: {},
        kwargs=lambda c: {"kind": "unit", "grant_id": c.extra.grant.pk},
    ),
    Page("organizations:styleguide", "organizations.view_styleguide"),
]  # fmt: skip
