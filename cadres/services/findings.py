"""Findings of spot checks: recorded by the county, objected to once, answered. No check-in and no position is asked."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.attendance import half_of
from cadres.models import Finding, Leave, Posting
from cadres.selectors.findings import may_object
from cadres.selectors.presence import as_away
from organizations.models import Unit, UnitKind
from organizations.roles import Role
from organizations.services import audit, notices
from organizations.services.versions import lock_version

MAX_WORDS = 300


@transaction.atomic
def record(*, posting: Posting, found_on: date, kind: str, words: str, by, on: date) -> Finding:
    """Write down what a spot check found. Refused: a day to come, a day on which nobody was posted or leave was granted,
    a second finding for the day, no words."""
    if not by.has_perm("cadres.record_finding", posting):
        raise ValidationError(_("抽查发现由组织部登记。"))
    if kind not in Finding.Kind.values:
        raise ValidationError({"kind": _("请选择情形。")})
    if found_on > on:
        raise ValidationError({"found_on": _("检查日期还没有到。")})
    if found_on < posting.starts_on or (posting.ended_on and found_on > posting.ended_on):
        raise ValidationError({"found_on": _("这一天不在派驻期内，请核对日期。")})
    words = _said("words", words, _("请写明检查时看到的情况。"))
    if kind != Finding.Kind.NOT_RESIDENT:
        _check_no_leave(posting, found_on)
    try:
        with transaction.atomic():
            finding = Finding.objects.create(
                posting=posting, unit=posting.unit, found_on=found_on, kind=kind, words=words, found_by=by.acting_person
            )
    except IntegrityError as error:
        if "finding_once_a_day" not in str(error):
            raise
        raise ValidationError({"found_on": _("这个人这一天已登记过抽查发现。")}) from error
    audit.record(
        by=by, action="finding.record", target=finding, after={"found_on": found_on, "kind": kind, "words": words}
    )
    _tell(finding, by, _("%(who)s有一次抽查发现"), _own_units(finding), OWN_ROLES)
    return finding


@transaction.atomic
def object_to(*, finding: Finding, words: str, version: int, by) -> Finding:
    """Say why it is not so; once, and until it is answered it is marked as disputed."""
    stored = _locked(finding, version)
    if stored.state != Finding.State.FOUND:
        raise ValidationError(_("这条发现已经提过异议：%(state)s。") % {"state": stored.get_state_display()})
    if not may_object(stored, by):
        raise ValidationError(_("异议由本人、所在乡镇党委书记或派出单位提出。"))
    stored.objection = _said("objection", words, _("请写明异议的理由。"))
    stored.state, stored.objected_at, stored.objected_by = Finding.State.OBJECTED, timezone.now(), by.acting_person
    _write(stored, "state", "objection", "objected_at", "objected_by")
    audit.record(by=by, action="finding.object", target=stored, after={"objection": stored.objection})
    offices = list(Unit.objects.filter(kind=UnitKind.COUNTY_OFFICE, valid_to__isnull=True))
    if offices:
        _tell(stored, by, _("%(who)s的抽查发现有异议，请核实"), offices, [Role.COUNTY_OFFICE])
    return stored


@transaction.atomic
def answer(*, finding: Finding, uphold: bool, words: str, version: int, by) -> Finding:
    """Upheld: it goes on counting. Dropped: it no longer does, and stays readable with its answer."""
    stored = _locked(finding, version)
    if not by.has_perm("cadres.record_finding", stored):
        raise ValidationError(_("异议由组织部答复。"))
    if stored.state != Finding.State.OBJECTED:
        raise ValidationError(_("没有待答复的异议。"))
    stored.answer = _said("answer", words, _("请写明核实的情况。"))
    stored.state = Finding.State.UPHELD if uphold else Finding.State.DROPPED
    stored.answered_at, stored.answered_by = timezone.now(), by.acting_person
    _write(stored, "state", "answer", "answered_at", "answered_by")
    audit.record(by=by, action="finding.answer", target=stored, after={"state": stored.state}, reason=stored.answer)
    subject = _("%(who)s的抽查发现：异议不成立") if uphold else _("%(who)s的抽查发现已撤销")
    _tell(stored, by, subject, _own_units(stored), OWN_ROLES)
    return stored


OWN_ROLES = (Role.VILLAGE, Role.TOWNSHIP_LEAD, Role.UNIT_LIAISON)


def _locked(finding: Finding, version: int) -> Finding:
    stored = lock_version(instance=finding, version=version)
    return Finding.objects.select_related("posting__person", "posting__sending_unit", "unit__parent").get(pk=stored.pk)


def _write(finding: Finding, *fields: str) -> None:
    finding.version += 1
    finding.save(update_fields=[*fields, "version"])


def _said(field: str, words: str, missing: str) -> str:
    words = " ".join(words.split())
    if not words:
        raise ValidationError({field: missing})
    if len(words) > MAX_WORDS:
        raise ValidationError({field: _("不超过 %(n)s 个字。") % {"n": MAX_WORDS}})
    return words


def _check_no_leave(posting: Posting, day: date) -> None:
    """Whoever was let go for the whole day was not absent without leave."""
    start = half_of(day)
    halves: set[int] = set()
    for leave in Leave.objects.approved().touching(day, day).filter(person=posting.person_id):
        span = as_away(leave)
        halves |= {half for half in (start, start + 1) if span.start <= half < span.end}
    if len(halves) == 2:
        raise ValidationError({"found_on": _("这一天已批准请假或外出，不能登记为不在岗。")})


def _own_units(finding: Finding) -> list[Unit]:
    units = (finding.unit, finding.unit.parent, finding.posting.sending_unit)
    return [unit for unit in units if unit is not None]


def _tell(finding: Finding, by, subject: str, units, roles) -> None:
    notices.send_notice(
        by=by,
        subject=subject % {"who": finding.posting.person},
        body=_("%(unit)s，检查日期 %(day)s。") % {"unit": finding.unit, "day": finding.found_on},
        units=units,
        roles=roles,
        link=reverse("cadres:finding", args=[finding.public_id]),
    )
