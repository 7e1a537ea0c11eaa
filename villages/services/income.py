"""Changes to the collective income of villages."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.models import Unit
from organizations.services import audit
from villages.models import IncomeEntry, IncomeLine

MOST = Decimal(10_000_000_000)


class TakenMeanwhile(ValidationError):
    """The cell was changed by somebody else since the person saw it; `now` is what stands there."""

    def __init__(self, now: Decimal | None):
        self.now = now
        super().__init__(_("这一格刚才被别人改过，没有保存。请看一下现在的数再填。"))


@transaction.atomic
def save_cell(
    *, unit: Unit, year: int, quarter: int, line: str, amount: Decimal | None, was: Decimal | None, by, on: date
) -> bool:
    """Write one line of a village and quarter; None takes it away (not reported). False when nothing differs.

    `was` is what the person saw there; raises TakenMeanwhile when something else stands there now. Refuses a quarter that
    has not begun and a village that was not there in it.
    """
    check_period(unit=unit, year=year, quarter=quarter, on=on)
    if line not in IncomeLine.values:
        raise ValidationError(_("没有这个科目。"))
    if amount is not None and abs(amount) > MOST:
        raise ValidationError(_("数太大了，请核对单位是不是万元。"))
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)  # two who type into one village take turns
    entry = IncomeEntry.objects.filter(unit=unit, year=year, quarter=quarter, line=line).first()
    now = entry.amount if entry else None
    if now == amount:
        return False
    if now != was:
        raise TakenMeanwhile(now)
    person = getattr(by, "acting_person", None)
    if amount is None:
        if entry is not None:
            entry.delete()
    elif entry is None:
        IncomeEntry.objects.create(unit=unit, year=year, quarter=quarter, line=line, amount=amount, entered_by=person)
    else:
        entry.amount, entry.entered_by, entry.version = amount, person, entry.version + 1
        entry.one_off = min(entry.one_off, max(amount, Decimal(0)))
        entry.save(update_fields=["amount", "one_off", "entered_by", "entered_at", "version"])
    audit.record(
        by=by,
        action="income.enter",
        target=unit,
        before={"period": f"{year}-{quarter}", line: now},
        after={"period": f"{year}-{quarter}", line: amount},
    )
    return True


@transaction.atomic
def save_detail(*, entry: IncomeEntry, one_off: Decimal, note: str, by) -> bool:
    """What of the amount will not come again, and a word about it; False when nothing differs."""
    stored = IncomeEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if not 0 <= one_off <= max(stored.amount, Decimal(0)):
        raise ValidationError({"one_off": _("一次性收入应在 0 和这一项的金额之间。")})
    before, after = audit.changes(stored, {"one_off": one_off, "note": note})
    if not after:
        return False
    stored.one_off, stored.note, stored.version = one_off, note, stored.version + 1
    stored.save(update_fields=["one_off", "note", "entered_at", "version"])
    audit.record(by=by, action="income.detail", target=stored.unit, before=before, after=after)
    return True


def first_day(year: int, quarter: int) -> date:
    """Of the quarter; of the year for its accounts."""
    return date(year, 1 if quarter == 0 else quarter * 3 - 2, 1)


def check_period(*, unit: Unit, year: int, quarter: int, on: date) -> None:
    """Refuses a quarter that has not begun, and one in which the village was no longer there."""
    first = first_day(year, quarter)
    if first > on:
        raise ValidationError(_("这一季还没有开始。"))
    if unit.valid_to is not None and unit.valid_to < first:
        raise ValidationError(_("这个村在这一季以前已经并入或撤销。"))
