"""The unit's side of a filing: made by the first entry, saved item by item, sent in, taken back until it is opened.

Everything here locks the filing first, then its items, so that two phones, a double press and a reviewer who opens it at
the same moment come one after the other.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Duty, Filing, FilingEvent, FilingFigure, FilingItem
from campaigns.selectors.filing_items import sheet
from campaigns.selectors.filing_sheet import Row
from campaigns.selectors.own_filings import may_submit
from organizations.services import audit
from organizations.services.versions import lock_version

WORDS, HELP = 200, 200
OPEN = (Filing.State.DRAFT, Filing.State.RETURNED)
TEXTS = ("words", "fall_reason", "help_wanted")


@transaction.atomic
def ensure_filing(*, campaign: Campaign, unit, due_on: date) -> Filing:
    """The filing of that day with a blank item for each of its duties; made now where it is missing."""
    duties = Duty.objects.filter(campaign=campaign, unit=unit, due_on=due_on).exclude(state=Duty.State.WAIVED)
    found = ensure_filings(duties=list(duties))
    if not found:
        raise ValidationError(_("这一天没有要填报的事项。"))
    return found[0]


@transaction.atomic
def ensure_filings(*, duties: Iterable[Duty]) -> list[Filing]:
    """The same for any number of duties, in three statements. What is there already stays as it is."""
    duties = list(duties)
    keys = sorted({(duty.campaign_id, duty.unit_id, duty.due_on) for duty in duties})
    Filing.objects.bulk_create(
        [Filing(campaign_id=campaign, unit_id=unit, due_on=day) for campaign, unit, day in keys], ignore_conflicts=True
    )
    rows = Filing.objects.filter(
        campaign__in={key[0] for key in keys}, unit__in={key[1] for key in keys}, due_on__in={key[2] for key in keys}
    )
    filings = {(row.campaign_id, row.unit_id, row.due_on): row for row in rows}
    FilingItem.objects.bulk_create(
        [FilingItem(filing=filings[duty.campaign_id, duty.unit_id, duty.due_on], duty=duty) for duty in duties],
        ignore_conflicts=True,
    )
    return [filings[key] for key in keys]


@transaction.atomic
def save_item(
    *, item: FilingItem, by, version: int, values: Mapping[str, Any], on: date, draft: bool = False
) -> FilingItem:
    """Keep what was entered for one duty. `values`: words, fall_reason, help_wanted, no_change, and `figures`
    {indicator id: (value, whole)}. With `draft` nothing is demanded and the item does not count as filled.

    Raises StaleVersion when somebody else saved in between, ValidationError by field when something is missing.
    """
    filing = _locked(item.filing)
    _refuse_unless_open(filing)
    stored = lock_version(instance=item, version=version)
    if stored.state == FilingItem.State.ACCEPTED:
        raise ValidationError(_("这一项已经通过，不用再改。"))
    row = _row(filing, stored, on)
    before = _content(row)
    _put(row, values)
    if draft and _content(row) == before:
        # The version stays, or a page that is read again while its last draft arrives would be stale at once.
        return stored
    if not draft:
        _demand(row, stored)
        stored.state = FilingItem.State.FILLED
    stored.saved_at, stored.saved_by, stored.version = timezone.now(), _person(by), version + 1
    stored.save()
    _write_figures(stored, row)
    if not draft:
        audit.record(by=by, action="filing.save", target=filing, after={"title": row.title, "state": row.word})
    return stored


def _put(row: Row, values: Mapping[str, Any]) -> None:
    """The entered values into the item and its asks. 无变化 takes the figures of the former period."""
    item = row.item
    assert item is not None  # noqa: S101  # made by _row
    for name in TEXTS:
        setattr(item, name, str(values.get(name, "")).strip())
    item.no_change = bool(values.get("no_change"))
    figures = values.get("figures", {})
    for ask in row.asks:
        if item.no_change:
            ask.value, ask.whole = ask.last, ask.last_whole
        else:
            ask.value, ask.whole = figures.get(ask.indicator.pk, (None, None))


def _content(row: Row) -> tuple:
    item = row.item
    return item and tuple(getattr(item, name) for name in (*TEXTS, "no_change")), [(a.value, a.whole) for a in row.asks]


def _demand(row: Row, item: FilingItem) -> None:
    """All that is missing, each beside its field."""
    if item.no_change and not row.may_stay:
        raise ValidationError(_("没有上期数，请填写本期数。"))
    errors: dict[str, list[str]] = {}
    for ask in row.asks:
        name = ask.indicator.name
        if ask.value is None:
            errors[ask.field_name] = [_("请填写%(name)s。没有进展就填上期数，或点“无变化”。") % {"name": name}]
        elif ask.falls and not item.fall_reason:
            errors[ask.field_name] = [_("累计完成数比上期少，请改正或说明原因")]
        if ask.is_share and ask.value is not None:
            errors |= _share_errors(ask.field_name, ask.whole_name, ask.value, ask.whole, name)
    if len(item.words) > WORDS:
        errors["words"] = [_("进展不超过 %(n)s 字，现在 %(now)s 字。") % {"n": WORDS, "now": len(item.words)}]
    elif not row.asks and not item.no_change and not item.words and not row.files:
        errors["words"] = [_("请写几句进展，或上传材料。没有进展就点“无变化”。")]
    if len(item.help_wanted) > HELP:
        errors["help_wanted"] = [_("不超过 %(n)s 字。") % {"n": HELP}]
    if len(item.fall_reason) > WORDS:
        errors["fall_reason"] = [_("不超过 %(n)s 字。") % {"n": WORDS}]
    if errors:
        raise ValidationError(errors)


def _share_errors(
    field: str, whole_field: str, value: Decimal, whole: Decimal | None, name: str
) -> dict[str, list[str]]:
    if not whole:
        return {whole_field: [_("请填写%(name)s的总数，不能是 0。") % {"name": name}]}
    return {field: [_("%(name)s不能大于总数。") % {"name": name}]} if value > whole else {}


def _write_figures(item: FilingItem, row: Row) -> None:
    FilingFigure.objects.filter(item=item, held=False).delete()
    FilingFigure.objects.bulk_create(
        [
            FilingFigure(item=item, indicator=ask.indicator, value=ask.value, whole=ask.whole)
            for ask in row.asks
            if ask.value is not None or ask.whole is not None
        ]
    )


@transaction.atomic
def submit(*, filing: Filing, by, on: date) -> Filing:
    """Send the filing in. Pressed again it changes nothing and gives the same receipt."""
    stored = _locked(filing)
    if stored.state not in OPEN:
        return stored
    _refuse_unless_open(stored)
    if not may_submit(by, on):
        raise ValidationError(_("本县规定由乡镇党委书记提交。已经填好的内容都在，请书记登录后提交。"))
    found = sheet(campaign=stored.campaign, unit=stored.unit, day=stored.due_on, on=on)
    if not found.is_begun or found.missing:
        names = _("、").join(row.title for row in found.missing[:6])
        raise ValidationError(_("还差 %(n)s 项：%(names)s。") % {"n": len(found.missing), "names": names})
    # What was filed before and sent back is as punctual as it was: the days of correcting are no lateness.
    late = max(((on - row.duty.must_by).days for row in found.rows if row.duty.filed_on is None), default=0)
    for row in found.rows:
        _file(row, on)
    stored.state = Filing.State.SUBMITTED
    # By the row's own key: unique without a counter that everybody would have to wait for; kept when it is filed again.
    stored.number = stored.number or f"{on.year}-{stored.pk:06d}"
    stored.submitted_at, stored.submitted_by = timezone.now(), _person(by)
    stored.opened_at = stored.opened_by = None
    stored.version += 1
    stored.save()
    FilingEvent.objects.create(
        filing=stored,
        kind=FilingEvent.Kind.SUBMITTED,
        by=_person(by),
        text=_("逾期 %(n)s 天") % {"n": late} if late > 0 else "",
    )
    audit.record(
        by=by, action="filing.submit", target=stored, after={"number": stored.number, "items": len(found.rows)}
    )
    return stored


def _file(row: Row, on: date) -> None:
    item, duty = row.item, row.duty
    if item is None or duty.state != Duty.State.OPEN:
        return
    duty.state, duty.filed_on, duty.returned = Duty.State.FILED, duty.filed_on or on, False
    duty.save(update_fields=["state", "filed_on", "returned"])
    FilingFigure.objects.filter(item=item, held=True).delete()
    FilingFigure.objects.bulk_create(
        [
            FilingFigure(item=item, indicator=ask.indicator, value=ask.value, whole=ask.whole, held=True)
            for ask in row.held
            if ask.value is not None
        ]
    )


@transaction.atomic
def withdraw(*, filing: Filing, by, reason: str) -> Filing:
    """Take a filing back that nobody has opened yet.

    What was taken back has not been filed: its day is forgotten, or a hasty filing would buy punctuality. What had been
    returned before keeps the day of its first round.
    """
    stored = _locked(filing)
    if stored.state == Filing.State.DRAFT:
        return stored
    if stored.state != Filing.State.SUBMITTED:
        who = stored.opened_by.name if stored.opened_by else _("审核人员")
        raise ValidationError(_("%(who)s已经开始审核，不能撤回。要改请联系审核人退回。") % {"who": who})
    if not reason.strip():
        raise ValidationError({"reason": _("请用一句话写明撤回的原因。")})
    earlier = set(
        FilingEvent.objects.filter(filing=stored, kind=FilingEvent.Kind.RETURNED, item__isnull=False).values_list(
            "item__duty", flat=True
        )
    )
    for duty in Duty.objects.select_for_update().filter(items__filing=stored, state=Duty.State.FILED).order_by("pk"):
        duty.state, duty.returned = Duty.State.OPEN, duty.pk in earlier
        if duty.pk not in earlier:
            duty.filed_on = None
        duty.save(update_fields=["state", "filed_on", "returned"])
    stored.state = Filing.State.DRAFT
    stored.version += 1
    stored.save(update_fields=["state", "version"])
    text = reason.strip()[:300]
    FilingEvent.objects.create(filing=stored, kind=FilingEvent.Kind.WITHDRAWN, by=_person(by), text=text)
    audit.record(by=by, action="filing.withdraw", target=stored, after={"number": stored.number}, reason=text)
    return stored


def _locked(filing: Filing) -> Filing:
    return (
        Filing.objects.select_for_update(of=("self",)).select_related("campaign", "unit", "opened_by").get(pk=filing.pk)
    )


def _refuse_unless_open(filing: Filing) -> None:
    if filing.campaign.state not in (Campaign.State.PUBLISHED, Campaign.State.PAUSED):
        raise ValidationError(_("活动已经结束，不再收填报。"))
    if filing.state not in OPEN:
        raise ValidationError(_("已经提交，正在等待审核。要改请先撤回。"))


def _row(filing: Filing, item: FilingItem, on: date) -> Row:
    found = sheet(campaign=filing.campaign, unit=filing.unit, day=filing.due_on, on=on).row_of(item)
    if found is None:
        raise ValidationError(_("这一项已经免报，不用再填。"))
    found.item = item
    return found


def _person(by):
    return getattr(by, "acting_person", None)
