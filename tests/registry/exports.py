from tests.registry.imports import one_kind
from tests.registry.page import ANYBODY, Page

PAGES = [
    Page("export", "organizations.view_unit", kwargs=one_kind, get=False, form=lambda cast: {"format": "xlsx"}),
    Page("exports", ANYBODY),
    Page(
        "export-job",
        "organizations.view_unit",
        kwargs=lambda cast: {"public_id": cast.extra.export_job.public_id},
        owner="county_office",
    ),
    Page(
        "export-file",
        "organizations.view_unit",
        kwargs=lambda cast: {"public_id": cast.extra.export_job.public_id},
        owner="county_office",
        why_not_walked="a file, not a page",
    ),
]
