"""The contents of a result's papers, from the run that is shown."""

from datetime import datetime

from assessments.frozen import thawed
from assessments.models import Assessment, AssessmentStep
from assessments.papers.contents import PaperRow, ResultPaper
from assessments.score_words import tie_rule
from assessments.selectors.result_pages import shown_run
from assessments.selectors.scheme_pages import method_words, source_words
from assessments.services.rollup import ranked
from organizations.models import Account


def result_paper(assessment: Assessment, account: Account, now: datetime) -> ResultPaper:
    """`now` is local and without a zone. Raises LookupError when nothing was computed yet."""
    run = shown_run(assessment)
    version, progress = run.scheme, run.progress
    scheme = thawed(version.body)
    groups, inputs = ranked(run)
    final = _final_step(assessment) if assessment.is_final else None
    rules = {
        item.key: (method_words(item.method) if item.method else "", source_words(version.sources.get(item.key, {})))
        for item in scheme.leaves()
    }  # fmt: skip
    person = getattr(account, "acting_person", None)
    return ResultPaper(
        name=assessment.name, campaign=assessment.campaign.name, owner=assessment.campaign.owner.name, level=assessment.get_level_display(),
        starts_on=assessment.starts_on, ends_on=assessment.ends_on, edition=(final.number or 0) if final else int(assessment.is_final),
        document_number=final.document_number if final else "", run=run.number, on=run.on, scheme=scheme, scheme_number=version.number,
        scheme_document=version.document_number, tie_rule=tie_rule(scheme), rules=rules, inputs_hash=progress.inputs_hash,
        results_hash=progress.results_hash,
        groups=[
            (group.name, [
                PaperRow(
                    inputs[row.contestant.result.unit].unit_name, row.rank, row.movement, row.graded.grade.name if row.graded else "",
                    bool(row.contestant.result.vetoes), row.contestant.result,
                )
                for row in group.rows
            ])
            for group in groups
        ],
        made_at=datetime.combine(final.happened_on if final else now.date(), datetime.min.time()), exported_at=now,
        exported_by=str(person or account),
    )  # fmt: skip


def _final_step(assessment: Assessment) -> AssessmentStep | None:
    return assessment.steps.filter(kind=AssessmentStep.Kind.FINAL).order_by("-number").first()
