"""The reviewer's side of a filing: opened, each item passed or returned, undone the same day, finished.

A filing that somebody reviews is theirs until they finish; another one may take it over, which leaves a trace. Duties move
when the review is finished, so that a unit never sees half of it. What was passed once stays passed when the unit corrects
the rest.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Duty, Filing, FilingEvent, FilingItem
from campaigns.selectors.filing_titles import filing_title, item_title
from campaigns.selectors.reviewers import DECIDED, decides_all, led_items
from organizations.roles import Role
from organizations.services import audit, notices

STATE, KIND = Filing.State, FilingEvent.Kind
FILERS = (Role.UNIT_LIAISON, Role.TOWNSHIP_LEAD, Role.TOWNSHIP, Role.VILLAGE)


@transaction.atomic
def open_review(*, filing: Filing, by, on: date, take_over: bool = False) -> Filing:
    """Begin: from here on the unit cannot withdraw. Refused for a filing that is not handed in, that somebody else
    reviews (unless taken over), and for who may decide nothing in it."""
    filing = _locked(filing)
    if not decides_all(filing, by) and not led_items(filing, by, on):
        raise ValidationError(_("本县没有开启牵头单位审核，只能查看。"))
    if filing.state == STATE.IN_REVIEW:
        if _is_mine(filing, by):
            return filing
        if not take_over:
            raise ValidationError(_locked_words(filing))
        _sign(filing, by)
        former = filing.opened_by.name if filing.opened_by else ""
        _open_as(filing, by, _("接手，原审核人 %(name)s") % {"name": former} if former else "")
        audit.record(by=by, action="review.take_over", target=filing, before={"opened_by": former})
        return filing
    if filing.state != STATE.SUBMITTED:
        raise ValidationError(_not_waiting(filing))
    _sign(filing, by)
    filing.state = STATE.IN_REVIEW
    _open_as(filing, by, "")
    audit.record(by=by, action="review.open", target=filing)
    return filing


@transaction.atomic
def accept_item(*, item: FilingItem, by, on: date) -> FilingItem:
    """Pass one item."""
    filing = _mine(item.filing, by, on)
    item = _open_item(item, filing, by, on)
    _decide([item], FilingItem.State.ACCEPTED, by)
    audit.record(by=by, action="review.accept", target=filing, after={"items": [item_title(item)]})
    return item


@transaction.atomic
def return_item(*, item: FilingItem, by, reason: str, on: date) -> FilingItem:
    """Send one item back. The unit reads the reason, so there is none without one."""
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": _("请写明退回理由，单位要照着改。")})
    if len(reason) > 300:
        raise ValidationError({"reason": _("退回理由不超过 300 个字。")})
    filing = _mine(item.filing, by, on)
    item = _open_item(item, filing, by, on)
    _decide([item], FilingItem.State.RETURNED, by, reason)
    audit.record(by=by, action="review.return", target=filing, after={"items": [item_title(item)]}, reason=reason)
    return item


@transaction.atomic
def accept_rest(*, filing: Filing, by, on: date, unchanged_only: bool = False) -> int:
    """Pass all items that are not decided, or only those filed as 无变化; how many."""
    filing = _mine(filing, by, on)
    items = [item for item in _items(filing) if item.state not in DECIDED and _may_decide(item, filing, by, on)]
    if unchanged_only:
        items = [item for item in items if item.no_change]
    if not items:
        raise ValidationError(_("没有可以一并通过的填报项。"))
    _decide(items, FilingItem.State.ACCEPTED, by)
    audit.record(by=by, action="review.accept", target=filing, after={"items": [item_title(item) for item in items]})
    return len(items)


@transaction.atomic
def undo(*, filing: Filing, by, on: date, item: FilingItem | None = None) -> None:
    """Take back a decision of the same day: one item while the review is open, or the finished passing of a filing.
    A finished return is not taken back, for the unit has been told and may be correcting already."""
    filing = _locked(filing)
    if filing.state == STATE.RETURNED:
        raise ValidationError(_("已经退回并通知了单位，等单位改好再审。"))
    if item is not None:
        filing = _mine(filing, by, on)
        item = _items(filing).select_for_update(of=("self",)).get(pk=item.pk)
        if item.state not in DECIDED:
            raise ValidationError(_("这一项还没有审核，不用撤销。"))
        if not _may_decide(item, filing, by, on):
            raise ValidationError(_("这一项不由本单位审核。"))
        if item.duty.state == Duty.State.ACCEPTED:
            raise ValidationError(_("这一项上次审核已经通过，不能单独撤销。"))
        _check_same_day(item.reviewed_at, on)
        _reset([item], by)
    else:
        if filing.state != STATE.ACCEPTED:
            raise ValidationError(_("这份填报还没有审核完，不用撤销。"))
        if not decides_all(filing, by):
            raise ValidationError(_("整份审核由组织部门或乡镇撤销。"))
        items = [row for row in _items(filing) if row.state in DECIDED and row.duty.accepted_on == on]
        _check_same_day(max((row.reviewed_at for row in _items(filing) if row.reviewed_at), default=None), on)
        for duty in [row.duty for row in items]:
            _move(duty, Duty.State.FILED)
            duty.accepted_on = None
            duty.save(update_fields=["state", "accepted_on"])
        _sign(filing, by)
        filing.state = STATE.IN_REVIEW
        _open_as(filing, by, "", event=False)
        _reset(items, by)
    FilingEvent.objects.create(filing=filing, item=item, kind=KIND.UNDONE, by=_person(by))
    audit.record(
        by=by, action="review.undo", target=filing, after={"item": item_title(item)} if item is not None else None
    )


@transaction.atomic
def finish(*, filing: Filing, by, on: date) -> Filing:
    """Close the review: passed when all items passed, else sent back with one message that names what to correct.
    Refused while an item is undecided. Duties move here."""
    filing = _mine(filing, by, on)
    items = list(_items(filing))
    if not decides_all(filing, by) and {item.pk for item in items} - led_items(filing, by, on):
        raise ValidationError(_("其中有别的单位牵头的项，整份审核由组织部门完成。"))
    left = [item for item in items if item.state not in DECIDED]
    if left:
        raise ValidationError(_("还有 %(n)s 项没有审核，请先通过或退回。") % {"n": len(left)})
    back = [item for item in items if item.state == FilingItem.State.RETURNED]
    for item in items:
        duty = item.duty
        if duty.state != Duty.State.FILED:
            continue
        if item.state == FilingItem.State.RETURNED:
            _move(duty, Duty.State.OPEN)
            duty.returned = True
        else:
            _move(duty, Duty.State.ACCEPTED)
            duty.accepted_on, duty.returned = on, False
        duty.save(update_fields=["state", "returned", "accepted_on"])
    _advance(filing, STATE.RETURNED if back else STATE.ACCEPTED)
    filing.version += 1
    filing.save(update_fields=["state", "version"])
    FilingEvent.objects.create(filing=filing, kind=KIND.RETURNED if back else KIND.ACCEPTED, by=_person(by))
    _tell(filing, items, back, by)
    audit.record(
        by=by, action="review.finish", target=filing,
        after={"state": filing.get_state_display(), "returned": [item_title(item) for item in back]},
    )  # fmt: skip
    return filing


def _locked(filing: Filing) -> Filing:
    return (
        Filing.objects.select_for_update(of=("self",)).select_related("campaign", "unit", "opened_by").get(pk=filing.pk)
    )


def _mine(filing: Filing, by, on: date) -> Filing:
    """The filing, locked and in the hands of this reviewer; opened on the way when it waits."""
    return open_review(filing=filing, by=by, on=on)


def _items(filing: Filing):
    rows = FilingItem.objects.filter(filing=filing).exclude(duty__state=Duty.State.WAIVED)
    return rows.select_related("duty__assignment__task").order_by("id")


def _open_item(item: FilingItem, filing: Filing, by, on: date) -> FilingItem:
    found = _items(filing).select_for_update(of=("self",)).filter(pk=item.pk).first()
    if found is None:
        raise ValidationError(_("这一项已经免报，不用审核。"))
    if not _may_decide(found, filing, by, on):
        raise ValidationError(_("这一项不由本单位审核。"))
    if found.state in DECIDED:
        raise ValidationError(_("这一项已经审核，要改请先撤销。"))
    return found


def _may_decide(item: FilingItem, filing: Filing, by, on: date) -> bool:
    return decides_all(filing, by) or item.pk in led_items(filing, by, on)


def _decide(items: list[FilingItem], state: str, by, reason: str = "") -> None:
    now, person = timezone.now(), _person(by)
    for item in items:
        item.state, item.return_reason = state, reason
        item.reviewed_at, item.reviewed_by = now, person
        item.save(update_fields=["state", "return_reason", "reviewed_at", "reviewed_by"])
    kind = KIND.RETURNED if state == FilingItem.State.RETURNED else KIND.ACCEPTED
    FilingEvent.objects.bulk_create(
        [FilingEvent(filing_id=item.filing_id, item=item, kind=kind, text=reason, by=person) for item in items]
    )


def _reset(items: list[FilingItem], by) -> None:
    for item in items:
        item.state, item.return_reason, item.reviewed_at, item.reviewed_by = FilingItem.State.FILLED, "", None, None
        item.save(update_fields=["state", "return_reason", "reviewed_at", "reviewed_by"])


def _check_same_day(moment, on: date) -> None:
    if moment is None or timezone.localdate(moment) != on:
        raise ValidationError(_("只能撤销当天的审核。"))


def _advance(filing: Filing, state: str) -> None:
    if state not in Filing.MOVES[STATE(filing.state)]:
        raise ValidationError(_not_waiting(filing))
    filing.state = state


def _move(duty: Duty, state: str) -> None:
    if state not in Duty.MOVES[Duty.State(duty.state)]:
        raise ValidationError(_("填报事项的状态已经变化，请刷新后重试。"))
    duty.state = state


def _sign(filing: Filing, by) -> None:
    if _person(by) is None:
        raise ValidationError(_("这个账号没有对应的人员，不能审核。"))


def _open_as(filing: Filing, by, text: str, *, event: bool = True) -> None:
    filing.opened_by, filing.opened_at, filing.version = _person(by), timezone.now(), filing.version + 1
    filing.save(update_fields=["state", "opened_by", "opened_at", "version"])
    if event:
        FilingEvent.objects.create(filing=filing, kind=KIND.OPENED, text=text, by=filing.opened_by)


def _is_mine(filing: Filing, by) -> bool:
    person = _person(by)
    return person is not None and filing.opened_by_id == person.pk


def _person(by):
    return getattr(by, "acting_person", None)


def _locked_words(filing: Filing) -> str:
    when = timezone.localtime(filing.opened_at).strftime("%H:%M") if filing.opened_at else ""
    return _("%(name)s %(when)s 起正在审核这一份。要接着审，请先接手。") % {
        "name": filing.opened_by.name if filing.opened_by else _("另一位同事"), "when": when,
    }  # fmt: skip


def _not_waiting(filing: Filing) -> str:
    if filing.state == STATE.DRAFT:
        return _("单位刚刚撤回了这份填报，等它再次提交后再审。")
    if filing.state == STATE.RETURNED:
        return _("这份填报已经退回，等单位改好再审。")
    return _("这份填报已经审核完。")


def _tell(filing: Filing, items: list[FilingItem], back: list[FilingItem], by) -> None:
    title = filing_title(filing, [item.duty for item in items])
    facts = {"campaign": filing.campaign.name, "title": title, "n": len(back)}
    if back:
        subject = _("退回修改：%(title)s（%(n)s 项）") % facts
        lines = [
            _("“%(item)s”：%(reason)s") % {"item": item_title(item), "reason": item.return_reason} for item in back
        ]
        body = "\n".join([_("%(campaign)s的%(title)s有 %(n)s 项需要修改，其余已经通过：") % facts, *lines])
    else:
        subject = _("已通过：%(title)s") % facts
        body = _("%(campaign)s的%(title)s已经审核通过。") % facts
    notices.send_notice(
        by=by,
        subject=subject,
        body=body,
        units=[filing.unit],
        roles=FILERS,
        link=f"/c/{filing.campaign.slug}/filings/{filing.unit.public_id}/{filing.due_on.isoformat()}/",
    )
