"""Objections to scores: asked by a unit, answered by the office."""

from tests.registry.page import Page
from tests.registry.results import VIEW, one

PAGES = [
    Page("assessments:objections", VIEW, kwargs=one, place=lambda c: c.units.stone),
    Page(
        "assessments:objection-new", "assessments.object_score", kwargs=one, place=lambda c: c.units.stone, query=lambda c: {"item": "extra.praise"},
        form=lambda c: {"item": "extra.praise", "claim": "现场会次数应为两次", "reason": "六月还有一次"},
    ),
    Page(
        "assessments:objection-answer", "assessments.answer_objection", kwargs=lambda c: {"public_id": c.extra.objection.public_id},
        form=lambda c: {"decision": "uphold", "answer": "已核实"},
    ),
]  # fmt: skip
