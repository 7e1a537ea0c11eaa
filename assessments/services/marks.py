"""What people add to the figures: marks by a rubric, events that no register counts, vetoes with their paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.models import Assessment, ManualScore, VetoDecision
from assessments.rounding import has_places
from assessments.scheme import Item, Manual, Scheme
from organizations.models import Unit
from organizations.services import audit


class MarksRefused(Exception):
    """`problems`: what is wrong with the mark of each unit, by its primary key."""

    def __init__(self, problems: dict[int, ValidationError]):
        super().__init__(problems)
        self.problems = problems


@transaction.atomic
def set_marks(*, assessment: Assessment, item: Item, marks: Sequence[Mapping[str, Any]], by) -> int:
    """The marks of all units on one sheet: all or none. How many differ from what was stored; raises MarksRefused, for each
    unit of the sheet once the result is on its way to be signed."""
    try:
        _open(assessment)
    except ValidationError as error:
        raise MarksRefused({mark["unit"].pk: error for mark in marks}) from error
    stored = {
        row.unit_id: row
        for row in ManualScore.objects.select_for_update(of=("self",)).filter(assessment=assessment, key=item.key)
    }
    changed, problems = 0, {}
    for mark in marks:
        unit = mark["unit"]
        try:
            changed += _set_mark(assessment=assessment, item=item, stored=stored.get(unit.pk), by=by, **mark)
        except ValidationError as error:
            problems[unit.pk] = error
    if problems:
        raise MarksRefused(problems)
    return changed


def _set_mark(
    *, assessment: Assessment, item: Item, stored: ManualScore | None, unit: Unit, points: Decimal | None, counts: Mapping[str, int],
    reason: str, by,
) -> bool:  # fmt: skip
    """Points for a manual item, or how often each kind of event happened; nothing at all takes the mark away. False when
    nothing differs. Refused: over the full points, without a reason."""
    reason = " ".join(reason.split())
    counts = {key: n for key, n in counts.items() if n}
    if points is None and not counts:
        if stored is None:
            return False
        before = _facts(stored)
        stored.delete()
        audit.record(
            by=by, action="mark.remove", target=assessment, before=before, after={"unit": unit, "item": item.name}
        )
        return True
    if points is not None and not 0 <= points <= item.points:
        raise ValidationError(_("“%(item)s”满分 %(full)s 分。") % {"item": item.name, "full": item.points})
    if points is not None and not has_places(points):
        raise ValidationError(_("打分最多一位小数。"))
    if not reason:
        raise ValidationError(_("请写明理由。"))
    if stored is not None and (stored.points, stored.counts, stored.reason) == (points, counts, reason):
        return False
    row = stored or ManualScore(assessment=assessment, unit=unit, key=item.key)
    old = _facts(row) if stored else {}
    row.points, row.counts, row.reason, row.made_by = points, counts, reason, getattr(by, "acting_person", None)
    row.version += 1 if stored else 0
    row.save()
    audit.record(
        by=by,
        action="mark.set",
        target=assessment,
        before=old,
        after={**_facts(row), "unit": unit, "item": item.name},
        reason=reason,
    )
    return True


@transaction.atomic
def decide_veto(
    *,
    assessment: Assessment,
    scheme: Scheme,
    unit: Unit,
    key: str,
    reason: str,
    document_number: str,
    decided_on: date,
    by,
    on: date,
) -> VetoDecision:
    """Refused: a veto that the scheme does not know, without words or paper, of a day to come, the same one twice."""
    _open(assessment)
    veto = next((veto for veto in scheme.vetoes if veto.key == key), None)
    if veto is None:
        raise ValidationError({"key": _("计分办法里没有这项否决。")})
    if decided_on > on:
        raise ValidationError({"decided_on": _("日期还没有到，请到那一天再登记。")})
    reason, document_number = " ".join(reason.split()), document_number.strip()
    if not reason or not document_number:
        raise ValidationError(_("一票否决要写明情况和依据文件。"))
    row = VetoDecision(
        assessment=assessment, unit=unit, key=key, reason=reason, document_number=document_number, decided_on=decided_on,
        made_by=getattr(by, "acting_person", None),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "vetodecision_once" not in str(error):
            raise
        raise ValidationError(_("这个单位的这项否决已经登记。")) from error
    after = {"unit": unit, "veto": veto.name, "document": document_number, "decided_on": decided_on}
    audit.record(by=by, action="veto.decide", target=assessment, after=after, reason=reason)
    return row


@transaction.atomic
def lift_veto(*, veto: VetoDecision, reason: str, by, on: date) -> None:
    """It stays in the list with its day and reason."""
    stored = VetoDecision.objects.select_for_update(of=("self",)).select_related("assessment", "unit").get(pk=veto.pk)
    _open(stored.assessment)
    reason = " ".join(reason.split())
    if stored.lifted_on:
        raise ValidationError(_("这项否决已经撤销。"))
    if not reason:
        raise ValidationError({"reason": _("请写明理由。")})
    stored.lifted_on, stored.lifted_reason = on, reason
    stored.save(update_fields=["lifted_on", "lifted_reason"])
    audit.record(
        by=by,
        action="veto.lift",
        target=stored.assessment,
        after={"unit": stored.unit, "key": stored.key},
        reason=reason,
    )


def manual_items(*, scheme: Scheme, sources: Mapping[str, Mapping]) -> list[Item]:
    """The leaves that people enter."""
    return [item for item in scheme.leaves() if not sources.get(item.key, {}).get("kind")]


def takes_points(item: Item) -> bool:
    return isinstance(item.method, Manual)


def _open(assessment: Assessment) -> None:
    state = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if not state.takes_changes:
        raise ValidationError(_("已送审或定稿，不能再打分或登记否决。请先退回重算。"))


def _facts(row: ManualScore) -> dict:
    return {"points": None if row.points is None else str(row.points), "counts": row.counts, "reason": row.reason}
