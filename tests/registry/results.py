"""Ranking, one unit's score, computing, the steps of a result."""

from tests.days import COUNTED
from tests.registry.page import Page

VIEW = "assessments.view_result"


def one(c):
    return {"public_id": c.extra.assessment.public_id}


def one_unit(c):
    return {**one(c), "unit": c.units.stone.public_id}


PAGES = [
    Page("assessments:results", VIEW),
    Page(
        "assessments:assessment-new", "assessments.edit_scheme", ids=("campaign",),
        form=lambda c: {
            "campaign": str(c.extra.campaign.public_id), "year": 2031, "level": "township", "name": "新一年考核",
            "starts_on": "2031-01-01", "ends_on": "2031-12-31",
        },
    ),
    Page("assessments:result", VIEW, kwargs=one, place=lambda c: c.units.stone),
    Page("assessments:secretaries", VIEW, kwargs=one, place=lambda c: c.units.root),
    Page("assessments:result-unit", VIEW, kwargs=one_unit, place=lambda c: c.units.stone, query=lambda c: {"item": "reporting.late"}),
    Page("assessments:rollup-ask", "assessments.run_rollup", kwargs=one, get=False, form=lambda c: {"on": COUNTED.isoformat(), "reason": ""}),
    Page(
        "assessments:result-step", "assessments.publish_result", kwargs=one, get=False,
        form=lambda c: {"step": "review", "version": c.extra.assessment.version},
    ),
]  # fmt: skip
