"""Handing out a paper of a result: the bytes, and a line in the trail saying who took which run."""

from django.db import transaction

from assessments.models import Assessment
from assessments.papers import result_docx, scores_xlsx
from assessments.papers.contents import ResultPaper
from organizations.services import audit

BUILDERS = {"xlsx": scores_xlsx.build, "docx": result_docx.build}


@transaction.atomic
def hand_out(*, by, assessment: Assessment, paper: ResultPaper, kind: str) -> bytes:
    made = BUILDERS[kind](paper)
    audit.record(
        by=by,
        action="result.export",
        target=assessment,
        after={"kind": kind, "run": paper.run, "edition": paper.edition},
    )
    return made
