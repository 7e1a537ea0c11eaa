"""The roll-up: asked for, inputs frozen, units scored in slices, ranked once. Each step is one job of the outbox and one
transaction; a step that is killed leaves nothing, a step that is done twice finds its work done.

The worker never looks at living figures after the freezing: what was frozen is scored, today or in ten years.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.answer_checks import check_answers
from assessments.explained import Explained, Result
from assessments.frozen import frozen, hash_of, thawed
from assessments.models import (
    Assessment,
    AssessmentStep,
    RollupInput,
    RollupProgress,
    RollupRun,
    SchemeVersion,
    ScoreLine,
    UnitResult,
)
from assessments.ranking import Contestant, Group, LastPlace, Row, rank_groups
from assessments.scheme import Scheme
from assessments.score_words import problem_words
from assessments.scoring import score_unit
from assessments.selectors.gathering import gather
from organizations.services import audit, outbox

MOST_PROBLEMS = 50


@transaction.atomic
def ask_run(*, assessment: Assessment, on: date, reason: str = "", by) -> RollupRun:
    """Put a run down for the worker, by the newest scheme in force on the day.

    Refuses: no scheme in force, a result that is on its way to be signed, a run that is still under way.
    """
    assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if not assessment.takes_changes:
        raise ValidationError(_("已送审或定稿，不能测算。请先退回重算。"))
    scheme = SchemeVersion.objects.filter(assessment=assessment, valid_from__lte=on).order_by("-number").first()
    if scheme is None:
        raise ValidationError(_("还没有生效的计分办法，请先把办法生效。"))
    busy = (RollupProgress.State.WAITING, RollupProgress.State.SCORING)
    if RollupProgress.objects.filter(run__assessment=assessment, state__in=busy).exists():
        raise ValidationError(_("上一次测算还在进行，请等它完成。"))
    last = RollupRun.objects.filter(assessment=assessment).order_by("-number").first()
    run = RollupRun(
        assessment=assessment, scheme=scheme, number=last.number + 1 if last else 1, on=on, reason=" ".join(reason.split()),
        asked_by=getattr(by, "acting_person", None),
    )  # fmt: skip
    run.save()
    RollupProgress(run=run).save()
    outbox.enqueue(kind="freeze_rollup", key=f"freeze_rollup:{run.public_id}", payload={"run_id": run.pk}, heavy=True)
    audit.record(
        by=by, action="rollup.ask", target=assessment, after={"number": run.number, "on": on, "scheme": scheme.number}
    )
    return run


def freeze_rollup(*, run_id: int) -> None:
    """Outbox handler: write down what is known of each unit, checked against the scheme; then the first slice."""
    progress = _progress(run_id, RollupProgress.State.WAITING)
    if progress is None:
        return
    run = progress.run
    scheme: Scheme = thawed(run.scheme.body)
    found = gather(assessment=run.assessment, scheme=scheme, sources=run.scheme.sources, on=run.on)
    problems = [
        f"{one.unit.name}：{problem_words(problem)}" for one in found for problem in check_answers(scheme, one.answers)
    ]
    if problems or not found:
        progress.state = RollupProgress.State.REFUSED
        progress.problems = problems[:MOST_PROBLEMS] or [_("没有要考核的单位。")]
        progress.finished_at = timezone.now()
        progress.save(update_fields=["state", "problems", "finished_at"])
        return
    rows = [
        RollupInput(
            run=run, unit=one.unit, unit_name=one.unit.name, order=one.order, group=one.group, body=frozen(one.answers),
            details=one.details, body_hash=hash_of(one.answers),
        )
        for one in found
    ]  # fmt: skip
    RollupInput.objects.bulk_create(rows, batch_size=2000)
    progress.state, progress.units, progress.started_at = RollupProgress.State.SCORING, len(rows), timezone.now()
    progress.inputs_hash = hash_of(tuple(row.body_hash for row in rows))
    progress.save(update_fields=["state", "units", "started_at", "inputs_hash"])
    _next(run, 0)


def score_slice(*, run_id: int, first: int) -> None:
    """Outbox handler: score the units from `first` on; then the next slice, or the ranking.

    Where one slice holds all units, the ranking is done at once from the scores at hand.
    """
    progress = _progress(run_id, RollupProgress.State.SCORING)
    if progress is None or progress.scored > first:
        return
    run = progress.run
    scheme: Scheme = thawed(run.scheme.body)
    rows = _inputs(run).filter(order__gte=first, order__lt=first + settings.ROLLUP_SLICE)
    scored = [(row, score_unit(scheme, thawed(row.body))) for row in rows]
    ScoreLine.objects.bulk_create(
        [line for row, result in scored for line in lines_of(run, row=row, result=result)], batch_size=5000
    )
    progress.scored = min(first + settings.ROLLUP_SLICE, progress.units)
    progress.save(update_fields=["scored"])
    if progress.scored < progress.units:
        _next(run, progress.scored)
    elif first:
        _rank_next(run)
    else:
        _finish(progress, *_placed(run, scheme, scored))


def rank_rollup(*, run_id: int) -> None:
    """Outbox handler: rank once everything is scored, and make the run the one that is shown."""
    progress = _progress(run_id, RollupProgress.State.SCORING)
    if progress is None or progress.scored < progress.units:
        return
    _finish(progress, *ranked(progress.run))


def _finish(progress: RollupProgress, groups: Sequence[Group], inputs: Mapping[str, RollupInput]) -> None:
    """Write down the places, and make the run the one that is shown."""
    run = progress.run
    UnitResult.objects.bulk_create(
        [_result(run, row, place, inputs[row.contestant.result.unit]) for place, group in enumerate(groups) for row in group.rows],
        batch_size=2000,
    )  # fmt: skip
    now = timezone.now()
    progress.state, progress.finished_at = RollupProgress.State.DONE, now
    progress.results_hash = results_hash(run)
    progress.save(update_fields=["state", "finished_at", "results_hash"])
    assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=run.assessment_id)
    if assessment.takes_changes:
        assessment.run, assessment.state = run, Assessment.State.COMPUTED
        assessment.version += 1
        assessment.save(update_fields=["run", "state", "version"])
    day = timezone.localdate(now)
    AssessmentStep(
        assessment=assessment, run=run, kind=AssessmentStep.Kind.COMPUTED, happened_on=day, made_by=run.asked_by
    ).save()
    audit.record(
        by=None,
        action="rollup.finish",
        target=assessment,
        after={"number": run.number, "hash": progress.results_hash[:16]},
    )


def ranked(run: RollupRun) -> tuple[Sequence[Group], dict[str, RollupInput]]:
    """The groups with their rows, worked out again from what was frozen; and the inputs by the unit's public id."""
    scheme: Scheme = thawed(run.scheme.body)
    return _placed(run, scheme, [(row, score_unit(scheme, thawed(row.body))) for row in _inputs(run)])


def _placed(
    run: RollupRun, scheme: Scheme, scored: Sequence[tuple[RollupInput, Result]]
) -> tuple[Sequence[Group], dict[str, RollupInput]]:
    last = last_places(run)
    contestants = [Contestant(result, row.group, row.order, last.get(row.unit_id)) for row, result in scored]
    order = list(dict.fromkeys(row.group for row, _result in scored))
    return rank_groups(scheme, contestants, order, gaps_of=()), {result.unit: row for row, result in scored}


def _inputs(run: RollupRun) -> QuerySet[RollupInput]:
    """With their unit: the pages name it."""
    return RollupInput.objects.filter(run=run).select_related("unit").order_by("order")


def last_places(run: RollupRun) -> dict[int, LastPlace]:
    """Where each unit stood in the final result of the year before, for the same kind of units, of whatever campaign."""
    assessment = run.assessment
    before = Assessment.objects.filter(
        year=assessment.year - 1, level=assessment.level, state=Assessment.State.FINAL, run__isnull=False
    ).order_by("-id")
    same = before.filter(campaign__owner=assessment.campaign.owner_id).first()
    if same is None:
        return {}
    rows = UnitResult.objects.filter(run=same.run_id, rank__isnull=False)
    return {row.unit_id: LastPlace(row.group, row.rank) for row in rows if row.rank is not None}


def lines_of(run: RollupRun, *, row: RollupInput, result: Result) -> list[ScoreLine]:
    """The whole tree of a unit, in the order in which it is read."""
    lines: list[ScoreLine] = []

    def put(side: str, part: Explained, depth: int) -> None:
        lines.append(
            ScoreLine(
                run=run, unit_id=row.unit_id, key=part.key, side=side, depth=depth, is_leaf=not part.parts, order=len(lines),
                full=part.full, points=part.points, score=part.score, state=part.state.value,
            )
        )  # fmt: skip
        for child in part.parts:
            put(side, child, depth + 1)

    for side in (result.base, result.bonus, result.deduction):
        put(side.key, side, 0)
    return lines


def results_hash(run: RollupRun) -> str:
    """Of everything that was published of a run: the same inputs give the same."""
    rows = UnitResult.objects.filter(run=run).order_by("unit__code").values_list(
        "unit__code", "group", "base", "bonus", "deduction", "total", "rank", "grade"
    )  # fmt: skip
    return hash_of(tuple(tuple(row) for row in rows))


def _result(run: RollupRun, row: Row, place: int, source: RollupInput) -> UnitResult:
    result = row.contestant.result
    zero = Decimal(0)
    return UnitResult(
        run=run, unit_id=source.unit_id, unit_name=source.unit_name, group=row.contestant.group, group_order=place,
        base=result.base.score, bonus=result.bonus.score or zero, deduction=result.deduction.score or zero, total=result.total,
        rank=row.rank, shared=row.shared, movement=row.movement, grade=row.graded.grade.key if row.graded else "",
        grade_name=row.graded.grade.name if row.graded else "", ceiling=result.ceiling or "",
    )  # fmt: skip


def _progress(run_id: int, state: str) -> RollupProgress | None:
    """Locked, so that a step done twice at once is done once; None when the run is in another state."""
    rows = RollupProgress.objects.select_for_update(of=("self",)).filter(run=run_id)
    progress = rows.select_related("run__scheme", "run__assessment__campaign").first()
    return progress if progress is not None and progress.state == state else None


def _next(run: RollupRun, first: int) -> None:
    outbox.enqueue(
        kind="score_rollup",
        key=f"score_rollup:{run.public_id}:{first}",
        payload={"run_id": run.pk, "first": first},
        heavy=True,
    )


def _rank_next(run: RollupRun) -> None:
    outbox.enqueue(kind="rank_rollup", key=f"rank_rollup:{run.public_id}", payload={"run_id": run.pk}, heavy=True)


def perform_all(*, run_id: int) -> None:
    """The steps one after the other in the open transaction, without the worker: for the sample county and the bench."""
    freeze_rollup(run_id=run_id)
    progress = RollupProgress.objects.get(run=run_id)
    for first in range(0, progress.units, settings.ROLLUP_SLICE):
        score_slice(run_id=run_id, first=first)
    rank_rollup(run_id=run_id)
