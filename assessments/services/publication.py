"""The way of a result: 测算中 → 审定中 → 公示中 → 已定稿, by two persons; back with a reason; a correction is a new version.

What was published stays: runs, lines and results are rows that the app cannot change, each step is a row that says which run
it was about. A final result that is corrected keeps its step with its run.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Assessment, AssessmentStep, RollupProgress, UnitResult
from assessments.selectors.rights import who_answers_for
from organizations.services import audit, notices
from organizations.services.versions import lock_version

Kind, State = AssessmentStep.Kind, Assessment.State


@transaction.atomic
def send_to_review(*, assessment: Assessment, version: int, by, on: date) -> Assessment:
    """Refused while a run is under way, or units still await a figure: they have no rank."""
    stored = _stored(assessment, version, State.COMPUTED)
    if RollupProgress.objects.filter(run__assessment=stored, state__in=("waiting", "scoring")).exists():
        raise ValidationError(_("测算还在进行，请等它完成再送审。"))
    waiting = list(UnitResult.objects.filter(run=stored.run, rank__isnull=True).values_list("unit_name", flat=True)[:5])
    if waiting:
        raise ValidationError(_("还有数没有报齐，没有名次：%(units)s。") % {"units": _("、").join(waiting)})
    return _step(stored, State.REVIEW, Kind.REVIEW, by=by, on=on, action="result.review")


@transaction.atomic
def give_notice(*, assessment: Assessment, until: date, document_number: str, version: int, by, on: date) -> Assessment:
    """公示, by another person than who sent it in. The units are told where they stand."""
    stored = _stored(assessment, version, State.REVIEW)
    if until <= on:
        raise ValidationError({"until": _("公示截止日期要在今天以后。")})
    first = _sender(stored, by)
    found = _step(
        stored, State.NOTICE, Kind.NOTICE, by=by, on=on, action="result.notice", first=first, until=until, document=document_number
    )  # fmt: skip
    _tell(
        found,
        _("%(name)s开始公示") % {"name": found.name},
        _("公示到 %(day)s，有异议请在这以前提出。") % {"day": until},
        by,
    )
    return found


@transaction.atomic
def make_final(*, assessment: Assessment, document_number: str, version: int, by, on: date) -> Assessment:
    """定稿 after the days of the notice, by another person than who sent it in; open objections come first."""
    stored = _stored(assessment, version, State.NOTICE)
    notice = stored.steps.filter(kind=Kind.NOTICE).order_by("-id").first()
    if notice is not None and notice.until and on <= notice.until:
        raise ValidationError(_("公示到 %(day)s，过了这一天才能定稿。") % {"day": notice.until})
    if stored.objections.filter(state="asked").exists():
        raise ValidationError(_("还有复核申请没有答复，请先答复。"))
    document_number = document_number.strip()
    if not document_number:
        raise ValidationError({"document_number": _("请填写定稿依据的文件或会议纪要。")})
    number = stored.steps.filter(kind=Kind.FINAL).count() + 1
    found = _step(
        stored, State.FINAL, Kind.FINAL, by=by, on=on, action="result.final", first=_sender(stored, by), number=number,
        document=document_number,
    )  # fmt: skip
    _tell(
        found,
        _("%(name)s已定稿") % {"name": found.name},
        _("第 %(n)s 版，%(paper)s。") % {"n": number, "paper": document_number},
        by,
    )
    return found


@transaction.atomic
def send_back(*, assessment: Assessment, reason: str, version: int, by, on: date) -> Assessment:
    """Back to 测算中, from review or notice; a final one is corrected, told to all units, and signed anew."""
    stored = _stored(assessment, version, State.REVIEW, State.NOTICE, State.FINAL)
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": _("请写明理由。")})
    was_final, was_public = stored.state == State.FINAL, stored.state in (State.NOTICE, State.FINAL)
    kind, action = (Kind.CORRECTED, "result.correct") if was_final else (Kind.RETURNED, "result.return")
    found = _step(stored, State.COMPUTED, kind, by=by, on=on, action=action, reason=reason)
    if was_public:
        _tell(
            found,
            _("%(name)s退回更正") % {"name": found.name},
            _("理由：%(why)s。更正后重新公示。") % {"why": reason},
            by,
        )
    return found


def _stored(assessment: Assessment, version: int, *states: str) -> Assessment:
    lock_version(instance=assessment, version=version)
    stored = Assessment.objects.select_related("run", "campaign__owner").get(pk=assessment.pk)
    if stored.state not in states:
        raise ValidationError(
            _("现在是“%(state)s”，不能办这一步。请刷新页面。") % {"state": stored.get_state_display()}
        )
    return stored


def _sender(assessment: Assessment, by) -> Any:
    """Who sent it in; refused when it is the same person who signs."""
    step = (
        assessment.steps.filter(kind=Kind.REVIEW, run=assessment.run).select_related("made_by").order_by("-id").first()
    )
    first, person = step.made_by if step else None, getattr(by, "acting_person", None)
    if person is None or first is None or first.pk == person.pk:
        raise ValidationError(_("送审的人不能自己公示或定稿，请另一位同志办理。"))
    return first


def _step(assessment: Assessment, state: str, kind: str, *, by, on: date, action: str, first=None, number=None, until=None,
          reason: str = "", document: str = "") -> Assessment:  # fmt: skip
    before = assessment.state
    assessment.state, assessment.version = state, assessment.version + 1
    assessment.save(update_fields=["state", "version"])
    AssessmentStep(
        assessment=assessment, run=assessment.run, kind=kind, number=number, reason=reason, document_number=document.strip(),
        until=until, happened_on=on, made_by=getattr(by, "acting_person", None), first_by=first,
    ).save()  # fmt: skip
    audit.record(
        by=by, action=action, target=assessment, before={"state": before}, reason=reason,
        after={"state": state, "run": assessment.run.number if assessment.run else None, "document": document},
    )  # fmt: skip
    return assessment


def _tell(assessment: Assessment, subject: str, body: str, by) -> None:
    """All units; of villages their townships, who answer for them and may see the result."""
    rows = UnitResult.objects.filter(run=assessment.run).select_related("unit__parent")
    units = list(dict.fromkeys(who_answers_for(row.unit) for row in rows))
    notices.send_notice(
        by=by, subject=subject[:80], body=body, units=units, link=f"/assessments/{assessment.public_id}/"
    )
