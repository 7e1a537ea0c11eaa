"""Marks by hand, and vetoes."""

from tests.registry.page import Page
from tests.registry.results import one

MARK = "assessments.enter_mark"
PAGES = [
    Page("assessments:marking", MARK),
    Page(
        "assessments:marks", MARK, kwargs=one,
        form=lambda c: {f"{c.units.stone.public_id}:city": 2, f"{c.units.stone.public_id}:reason": "两次现场会"},
    ),
    Page(
        "assessments:daily-work", MARK, kwargs=lambda c: {**one(c), "unit": c.units.stone.public_id},
        query=lambda c: {"item": "extra.praise"},
    ),
    Page(
        "assessments:vetoes", MARK, kwargs=one, ids=("unit",),
        form=lambda c: {
            "unit": str(c.units.stone.public_id), "key": "false", "reason": "报送数据不实", "document_number": "岚督〔2026〕3号",
            "decided_on": "2026-06-01",
        },
    ),
    Page(
        "assessments:veto-lift", MARK, kwargs=lambda c: {**one(c), "veto": c.extra.veto.public_id}, get=False,
        form=lambda c: {"reason": "复核后撤销"},
    ),
]  # fmt: skip
