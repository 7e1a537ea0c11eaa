"""复核申请: a unit doubts one of its scores, the office answers in writing. An answer changes no score by itself: what was
wrong is put right where it was filed or marked, and the next run counts it."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Assessment, Objection, UnitResult
from assessments.selectors.rights import may_object_for, who_answers_for
from organizations.models import Unit
from organizations.roles import Role
from organizations.services import audit, evidence, notices

OPEN_IN = (Assessment.State.COMPUTED, Assessment.State.REVIEW, Assessment.State.NOTICE)


@transaction.atomic
def ask(
    *, assessment: Assessment, unit: Unit, key: str, item_name: str, claim: str, reason: str, upload: UploadedFile | None = None, by
) -> Objection:  # fmt: skip
    """For a score of the run that is shown. Refused: another unit's, before there is a result, after 定稿, without words, a
    second one on the same item while the first waits."""
    if by.membership is None or not may_object_for(by.membership, unit):
        raise ValidationError(_("只能对本单位的得分提出复核。"))
    stored = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if stored.state not in OPEN_IN:
        raise ValidationError(closed_words(stored))
    if not UnitResult.objects.filter(run=stored.run_id, unit=unit).exists():
        raise ValidationError(_("本单位没有参加这次考核。"))
    claim, reason = " ".join(claim.split()), " ".join(reason.split())
    if not claim or not reason:
        raise ValidationError(_("请写明请求和理由。"))
    proof = evidence.store(by=by, unit=unit, title="", upload=upload) if upload is not None else None
    row = Objection(
        assessment=stored, run_id=stored.run_id, unit=unit, key=key, item_name=item_name, claim=claim, reason=reason, evidence=proof,
        asked_by=getattr(by, "acting_person", None),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "objection_one_open" not in str(error):
            raise
        raise ValidationError(_("这一项已经提出复核，正在等待答复。")) from error
    audit.record(
        by=by, action="objection.ask", target=stored, after={"unit": unit, "item": item_name, "claim": claim}, reason=reason
    )  # fmt: skip
    notices.send_notice(
        by=by, subject=(_("%(unit)s提出复核：%(item)s") % {"unit": unit.name, "item": item_name})[:80], body=f"{claim}\n{reason}",
        units=[stored.campaign.owner], roles=[Role.COUNTY_OFFICE], link=f"/assessments/{stored.public_id}/objections/",
    )  # fmt: skip
    return row


@transaction.atomic
def answer(*, objection: Objection, uphold: bool, words: str, by) -> Objection:
    """In words either way; the unit is told. Answered once."""
    stored = Objection.objects.select_for_update(of=("self",)).select_related("assessment", "unit").get(pk=objection.pk)
    if stored.state != Objection.State.ASKED:
        raise ValidationError(_("这份复核申请已经答复。"))
    words = " ".join(words.split())
    if not words:
        raise ValidationError({"answer": _("请写明答复，单位会看到。")})
    stored.state = Objection.State.UPHELD if uphold else Objection.State.REFUSED
    stored.answer, stored.answered_at = words, timezone.now()
    stored.answered_by, stored.version = getattr(by, "acting_person", None), stored.version + 1
    stored.save(update_fields=["state", "answer", "answered_at", "answered_by", "version"])
    audit.record(
        by=by, action="objection.answer", target=stored.assessment, after={"unit": stored.unit, "item": stored.item_name, "state": stored.state},
        reason=words,
    )  # fmt: skip
    notices.send_notice(
        by=by, subject=(_("复核答复（%(state)s）：%(item)s") % {"state": stored.get_state_display(), "item": stored.item_name})[:80], body=words,
        units=[who_answers_for(stored.unit)], roles=[Role.UNIT_LIAISON, Role.TOWNSHIP_LEAD], link=f"/assessments/{stored.assessment.public_id}/objections/",
    )  # fmt: skip
    return stored


def closed_words(assessment: Assessment) -> str:
    """Why nothing can be asked now, and until when it could be."""
    if assessment.state == Assessment.State.OPEN:
        return _("还没有测算结果，暂不能提出复核。")
    notice = assessment.steps.filter(kind="notice").order_by("-id").first()
    if notice is not None and notice.until:
        return _("已定稿，复核申请到 %(day)s 为止。") % {"day": notice.until}
    return _("已定稿，不再受理复核申请。")
