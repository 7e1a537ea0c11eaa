from tests.registry.page import Page

PAGES: list[Page] = [
    Page("audit", "organizations.view_audit", query=lambda cast: {"person": "祝"}),
    Page(
        "audit-entry", "organizations.view_audit", kwargs=lambda cast: {"public_id": cast.extra.audit_entry.public_id}
    ),
    Page("audit-verify", "organizations.view_audit", get=False, form=lambda cast: {}),
]
