from tests.registry.page import Page

PAGES: list[Page] = [
    Page("organizations:audit", "organizations.view_audit", query=lambda cast: {"person": "祝"}),
    Page(
        "organizations:audit-entry",
        "organizations.view_audit",
        kwargs=lambda cast: {"public_id": cast.extra.audit_entry.public_id},
    ),
    Page("organizations:audit-verify", "organizations.view_audit", get=False, form=lambda cast: {}),
]
