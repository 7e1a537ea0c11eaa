"""Leave: asked for by who is posted (or by the township for a village cadre), decided by length, ended early, withdrawn."""

from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.attendance import Away, away, half_of, overlap
from cadres.models import Leave, Posting
from cadres.selectors.leave_rights import is_own, may_decide, role_of
from cadres.selectors.leave_total import Outlook, outlook, own_leaves
from cadres.selectors.presence import as_away
from cadres.services import leave_notices
from organizations.models import Person
from organizations.roles import Role
from organizations.services import audit
from organizations.services.versions import lock_version
from villages.models import VillageOfficer

LONGEST = 366  # calendar days: what is longer is a mistake in the year
FURTHEST = 366  # days ahead or back
MAX_REASON, MAX_STAND_IN = 200, 60


@dataclass(frozen=True)
class Request:
    """A leave as it is asked for, before anything is written."""

    kind: str
    starts_on: date
    ends_on: date
    posting: Posting | None = None
    officer: VillageOfficer | None = None
    starts_half: str = Leave.Half.MORNING
    ends_half: str = Leave.Half.AFTERNOON
    reason: str = ""
    stand_in: str = ""


@transaction.atomic
def weigh(*, request: Request, by, on: date) -> Outlook:
    """What the request would mean; refuses what `ask` refuses, and writes nothing.

    Refused: somebody else's leave, dates swapped or out of the posting, a day that has leave already, a closed village.
    """
    posting, officer = request.posting, request.officer
    _check_asker(posting, officer, by)
    holder = posting or officer
    assert holder is not None  # the asker's check has refused nobody
    span = span_of(
        kind=request.kind, starts_on=request.starts_on, starts_half=request.starts_half, ends_on=request.ends_on,
        ends_half=request.ends_half, on=on,
    )  # fmt: skip
    _check_in_post(posting, officer, request.starts_on, request.ends_on)
    closed = holder.unit.valid_to
    if closed and closed < request.ends_on:
        raise ValidationError({"ends_on": _("这个村 %(day)s 已停用或合并，不能请到这以后。") % {"day": closed}})
    others = own_leaves(posting=posting, officer=officer)
    _check_free(span, others)
    if len(request.reason) > MAX_REASON:
        raise ValidationError({"reason": _("事由不超过 %(n)s 个字。") % {"n": MAX_REASON}})
    if len(request.stand_in) > MAX_STAND_IN:
        raise ValidationError({"stand_in": _("代管人不超过 %(n)s 个字。") % {"n": MAX_STAND_IN}})
    by_lead = role_of(by) == Role.TOWNSHIP_LEAD
    return outlook(
        span=span, posting=posting, officer=officer, stand_in=request.stand_in, by_lead=by_lead, others=others, on=on
    )


@transaction.atomic
def ask(*, request: Request, by, on: date) -> Leave:
    """Ask for leave, and tell the approver; who that is depends on the length of the whole run, so that four days cut in
    two stay four days."""
    request = _locked_request(request)
    posting, officer = request.posting, request.officer
    seen = weigh(request=request, by=by, on=on)
    holder = posting or officer
    assert holder is not None
    leave = Leave.objects.create(
        posting=posting, person=posting.person if posting is not None else None, officer=officer, unit=holder.unit,
        kind=request.kind, starts_on=request.starts_on, starts_half=request.starts_half, ends_on=request.ends_on,
        ends_half=request.ends_half, days=seen.days, reason=" ".join(request.reason.split()),
        stand_in=" ".join(request.stand_in.split()), tier=seen.tier, asked_by=by.acting_person,
    )  # fmt: skip
    audit.record(by=by, action="leave.ask", target=leave, after=_facts(leave))
    leave_notices.asked(leave=leave, by=by, on=on)
    return leave


def _locked_request(request: Request) -> Request:
    """With its holder as it stands now. Two requests at once for the same person wait here for each other, whichever
    posting they name; the second one sees the first."""
    if request.posting is not None:
        Person.objects.select_for_update(of=("self",)).get(pk=request.posting.person_id)
        posting = Posting.objects.select_related("person", "unit__parent").get(pk=request.posting.pk)
        return replace(request, posting=posting)
    if request.officer is not None:
        officers = VillageOfficer.objects.select_for_update(of=("self",)).select_related("unit__parent")
        return replace(request, officer=officers.get(pk=request.officer.pk))
    return request


def span_of(*, kind: str, starts_on: date, starts_half: str, ends_on: date, ends_half: str, on: date) -> Away:
    """The span in halves; refuses what cannot be one. Beside each field what is wrong with it."""
    if kind not in Leave.Kind.values:
        raise ValidationError({"kind": _("请选择请假类别。")})
    if ends_on < starts_on:
        raise ValidationError({"ends_on": _("结束日期早于开始日期，请核对是不是填反了。")})
    span = away(kind=kind, starts_on=starts_on, starts_half=starts_half, ends_on=ends_on, ends_half=ends_half)
    if not span.halves:
        raise ValidationError({"ends_half": _("同一天不能从下午请到上午。")})
    if (ends_on - starts_on).days >= LONGEST:
        raise ValidationError({"ends_on": _("一次请假不能超过一年，请核对年份。")})
    if abs((starts_on - on).days) > FURTHEST:
        raise ValidationError({"starts_on": _("开始日期离今天超过一年，请核对年份。")})
    return span


@transaction.atomic
def decide(*, leave: Leave, approve: bool, answer: str, version: int, by, on: date) -> Leave:
    """Grant or refuse, the latter with words. Refused: a leave that is decided or withdrawn, one's own, another tier's."""
    stored = _locked(leave, version)
    if stored.state != Leave.State.ASKED:
        raise ValidationError(_("这份请假已经有结果：%(state)s。") % {"state": stored.get_state_display()})
    if is_own(stored, by):
        raise ValidationError(_("自己申请的请假要由别人审批。"))
    if not may_decide(stored, by):
        raise ValidationError(_("这份请假由%(tier)s审批。") % {"tier": stored.get_tier_display()})
    answer = " ".join(answer.split())
    if not approve and not answer:
        raise ValidationError({"answer": _("不同意时请写明理由。")})
    if len(answer) > MAX_REASON:
        raise ValidationError({"answer": _("意见不超过 200 个字。")})
    stored.state = Leave.State.APPROVED if approve else Leave.State.REFUSED
    stored.answer, stored.decided_at, stored.decided_by = answer, timezone.now(), by.acting_person
    _write(stored, "state", "answer", "decided_at", "decided_by")
    if approve:
        audit.record(by=by, action="leave.approve", target=stored, after=_facts(stored), reason=answer)
    else:
        audit.record(by=by, action="leave.refuse", target=stored, after=_facts(stored), reason=answer)
    leave_notices.decided(leave=stored, by=by)
    return stored


@transaction.atomic
def come_back(*, leave: Leave, back_on: date, back_half: str, version: int, by, on: date) -> Leave:
    """Back before the end: the days from then on count as days in the village again."""
    stored = _locked(leave, version)
    _check_reach(stored, by)
    if stored.state != Leave.State.APPROVED:
        raise ValidationError(_("只有批准了的请假才登记提前返岗。"))
    if stored.back_on is not None:
        raise ValidationError(_("已登记 %(day)s 返岗。") % {"day": stored.back_on})
    if back_on > on:
        raise ValidationError({"back_on": _("返岗日期还没有到，请返岗后再登记。")})
    asked, back = as_away(stored), half_of(back_on, back_half)
    if back <= asked.start:
        raise ValidationError({"back_on": _("还没有离开就返岗的，请撤回请假。")})
    if back >= asked.end:
        raise ValidationError({"back_on": _("这一天请假已经结束，不用登记提前返岗。")})
    stored.back_on, stored.back_half = back_on, back_half
    _write(stored, "back_on", "back_half")
    audit.record(by=by, action="leave.back", target=stored, after={"back_on": back_on, "back_half": back_half})
    leave_notices.changed(leave=stored, by=by, subject=_("%(who)s提前返岗"))
    return stored


@transaction.atomic
def withdraw(*, leave: Leave, version: int, by, on: date) -> Leave:
    """Take it back: while it waits, or granted as long as it has not begun."""
    stored = _locked(leave, version)
    _check_reach(stored, by)
    if stored.state not in (Leave.State.ASKED, Leave.State.APPROVED):
        raise ValidationError(_("这份请假已经有结果：%(state)s。") % {"state": stored.get_state_display()})
    if stored.state == Leave.State.APPROVED and stored.starts_on <= on:
        raise ValidationError(_("请假已经开始，不能撤回；回来了请登记提前返岗。"))
    was_granted = stored.state == Leave.State.APPROVED
    stored.state = Leave.State.WITHDRAWN
    _write(stored, "state")
    audit.record(by=by, action="leave.withdraw", target=stored, after=_facts(stored))
    if was_granted:
        leave_notices.changed(leave=stored, by=by, subject=_("%(who)s撤回请假"))
    return stored


def _locked(leave: Leave, version: int) -> Leave:
    stored = lock_version(instance=leave, version=version)
    return Leave.objects.select_related("person", "officer", "unit__parent", "posting__sending_unit").get(pk=stored.pk)


def _write(leave: Leave, *fields: str) -> None:
    leave.version += 1
    leave.save(update_fields=[*fields, "version"])


def _check_asker(posting: Posting | None, officer: VillageOfficer | None, by) -> None:
    if posting is not None:
        person = by.acting_person
        if person is None or person.pk != posting.person_id:
            raise ValidationError({"who": _("驻村干部由本人请假。")})
    elif officer is None:
        raise ValidationError({"who": _("请选择请假人。")})
    elif role_of(by) not in (Role.TOWNSHIP, Role.TOWNSHIP_LEAD) or not by.has_perm("cadres.ask_leave", officer):
        raise ValidationError({"who": _("村干部的请假由所在乡镇登记。")})


def _check_reach(leave: Leave, by) -> None:
    if not by.has_perm("cadres.ask_leave", leave):
        raise ValidationError(_("只能由本人或所在乡镇登记。"))


def _check_in_post(posting: Posting | None, officer: VillageOfficer | None, starts_on: date, ends_on: date) -> None:
    first = posting.starts_on if posting is not None else officer.started_on  # type: ignore[union-attr]
    last = posting.ended_on if posting is not None else officer.ended_on  # type: ignore[union-attr]
    if first and starts_on < first:
        raise ValidationError({"starts_on": _("%(day)s 才到任，不能从这以前请假。") % {"day": first}})
    if last and ends_on > last:
        raise ValidationError({"ends_on": _("%(day)s 已离任，不能请到这以后。") % {"day": last}})


def _check_free(span: Away, others: list[Leave]) -> None:
    for other in others:
        if overlap(span, as_away(other)):
            last = other.ends_on if other.back_on is None else min(other.ends_on, other.back_on)
            raise ValidationError(
                {
                    "starts_on": _("与 %(first)s 至 %(last)s 的%(kind)s（%(state)s）重叠，请调整日期或先撤回那一份。")
                    % {
                        "first": other.starts_on,
                        "last": last,
                        "kind": other.get_kind_display(),
                        "state": other.get_state_display(),
                    }
                }
            )


def _facts(leave: Leave) -> dict[str, object]:
    """Without the reason: an illness has no place in the trail."""
    return {
        "who": leave.who,
        "starts_on": leave.starts_on,
        "starts_half": leave.starts_half,
        "ends_on": leave.ends_on,
        "ends_half": leave.ends_half,
        "days": leave.days,
        "tier": leave.tier,
        "state": leave.state,
    }
