"""What a unit's daily work left in the days of an assessment: by task what was due and done, its last words, its files.

For whoever marks by hand, so that nobody is asked to send again what was filed in the year.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Prefetch, QuerySet
from django.urls import reverse

from assessments.models import Assessment
from campaigns.models import Assignment, CarrierRole, Duty, Filing, FilingEvidence, FilingItem
from organizations.models import Evidence, Unit

MOST_FILES = 12  # of one task; the rest is on the task's own page


@dataclass(frozen=True)
class TaskWork:
    """One task. `near` says that it stands under the same action as the item that is marked. `url` is '' for who may not
    see the campaign."""

    number: int
    title: str
    near: bool
    due: int
    accepted: int
    late: int
    missing: int
    words: str
    said_on: date | None
    files: list[Evidence]
    more_files: int
    url: str


def daily_work(
    assessment: Assessment, unit: Unit, *, near: Collection[int], on: date, membership, opens_tasks: bool
) -> list[TaskWork]:
    """The nearest tasks first, then by number. Four queries."""
    shares = list(
        Assignment.objects.filter(task__campaign=assessment.campaign_id, unit=unit, state=Assignment.State.ACTIVE)
        .exclude(role=CarrierRole.SUPPORT)
        .select_related("task")
        .order_by("task__number", "pk")
    )
    duties: dict[int, list[Duty]] = defaultdict(list)
    span = (assessment.starts_on, min(on, assessment.ends_on))
    for duty in Duty.objects.filter(assignment__in=shares, due_on__range=span).exclude(state=Duty.State.WAIVED):
        duties[duty.assignment_id].append(duty)
    items: dict[int, list[FilingItem]] = defaultdict(list)
    seen = Evidence.objects.visible_to(membership)
    proofs = FilingEvidence.objects.filter(evidence__in=seen).select_related("evidence").order_by("-pk")
    found = _filed(assessment, [unit]).select_related("duty").prefetch_related(Prefetch("proofs", proofs))
    for item in found.order_by("-duty__due_on", "-pk"):
        items[item.duty.assignment_id].append(item)
    work: dict[int, TaskWork] = {}
    for share in shares:
        # A unit that carries a task twice, as lead and as one of a group, has done it once.
        one = _task(assessment, share, unit, duties[share.pk], items[share.pk], near, on, opens_tasks)
        work.setdefault(one.number, one)
    return sorted(work.values(), key=lambda one: (not one.near, one.number))


def counted_files(assessment: Assessment, units: Sequence[Unit], near: Collection[int]) -> dict[int, int]:
    """Unit → files it handed in; only those of the near tasks where some are. One query."""
    items = _filed(assessment, units)
    if near:
        items = items.filter(duty__assignment__task__number__in=near)
    rows = items.order_by().values("duty__unit").annotate(n=Count("proofs__evidence", distinct=True))
    return dict(rows.values_list("duty__unit", "n"))


def files_of(
    seen: QuerySet[Evidence], assessment: Assessment, unit_ids: Collection, tasks: Collection[int]
) -> QuerySet[Evidence]:
    """Of the evidence one may open, what units (by public id) handed in for tasks, or for all of them."""
    items = _filed(assessment, None).filter(duty__unit__public_id__in=unit_ids)
    if tasks:
        items = items.filter(duty__assignment__task__number__in=tasks)
    return seen.filter(pk__in=items.values("proofs__evidence"))


def _filed(assessment: Assessment, units: Sequence[Unit] | None) -> QuerySet[FilingItem]:
    """What was submitted for the days of the assessment. A draft is nobody else's business."""
    rows = FilingItem.objects.filter(
        filing__campaign=assessment.campaign_id,
        duty__due_on__range=(assessment.starts_on, assessment.ends_on),
        # Every index begins with the county: without it on the joined tables a plan may read them whole for each row.
        filing__county=F("county"),
        duty__county=F("county"),
    ).exclude(filing__state=Filing.State.DRAFT)
    rows = rows.exclude(state=FilingItem.State.BLANK)
    return rows if units is None else rows.filter(duty__unit__in=units)


def _task(assessment, share, unit, duties, items, near, on, opens_tasks) -> TaskWork:
    files = list({proof.evidence_id: proof.evidence for item in items for proof in item.proofs.all()}.values())
    said = next((item for item in items if item.words), None)
    filed = {duty.pk: duty.filed_on for duty in duties if duty.filed_on is not None and duty.state != Duty.State.OPEN}
    return TaskWork(
        number=share.task.number or 0, title=share.task.title, near=share.task.number in near, due=len(duties),
        accepted=sum(duty.state == Duty.State.ACCEPTED for duty in duties),
        late=sum(duty.pk in filed and filed[duty.pk] > duty.must_by for duty in duties),
        missing=sum(duty.pk not in filed and duty.must_by < on for duty in duties),
        words=said.words if said is not None else "", said_on=said.duty.due_on if said is not None else None,
        files=files[:MOST_FILES], more_files=max(0, len(files) - MOST_FILES),
        url=reverse("campaigns:task-unit", args=[assessment.campaign.slug, share.task.number, unit.public_id]) if opens_tasks else "",
    )  # fmt: skip
