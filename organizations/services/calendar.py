"""The county's own days in the working-day calendar."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.calendar_lines import FIRST_YEAR, LAST_YEAR, MAX_NOTE, read_lines
from organizations.models import CalendarDay
from organizations.services import audit
from organizations.workdays import Workdays


@dataclass(frozen=True)
class ImportedDays:
    """What a pasted list did."""

    new: int
    changed: int
    same: int


def county_workdays() -> Workdays:
    """The open county's working days, ready for questions without further queries."""
    return Workdays(dict(CalendarDay.objects.values_list("day", "is_working")))


@transaction.atomic
def set_day(*, by, day: date, is_working: bool, note: str = "") -> CalendarDay | None:
    """Say that a day is worked or not, whatever the national calendar says; None when that is how it stands already."""
    note = note.strip()
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            {"day": _("年份应在 %(first)s 年到 %(last)s 年之间。") % {"first": FIRST_YEAR, "last": LAST_YEAR}}
        )
    if len(note) > MAX_NOTE:
        raise ValidationError({"note": _("说明最多 %(n)s 个字。") % {"n": MAX_NOTE}})
    row = CalendarDay.objects.select_for_update().filter(day=day).first()
    before = _facts(row) if row else {}
    if row is None:
        row = CalendarDay(day=day)
    elif (row.is_working, row.note) == (is_working, note):
        return None
    row.is_working, row.note = is_working, note
    row.save()
    audit.record(by=by, action="calendar.set", target=row, before=before, after=_facts(row))
    return row


@transaction.atomic
def remove_day(*, by, day: CalendarDay) -> None:
    """Take the county's own word on a day away; the national calendar holds again."""
    row = CalendarDay.objects.select_for_update().filter(pk=day.pk).first()
    if row is None:
        raise ValidationError(_("这一天已经删除。"))
    audit.record(by=by, action="calendar.remove", target=row, before=_facts(row))
    row.delete()


@transaction.atomic
def import_days(*, by, text: str) -> ImportedDays:
    """Take over pasted lines, all or nothing; every line that is wrong is named. One audit line for the whole list."""
    lines, problems = read_lines(text)
    if problems:
        raise ValidationError({"text": problems})
    if not lines:
        raise ValidationError({"text": _("没有可读的行，请每行写一天，例如“2027-10-01 休 国庆节”。")})
    present = {
        row.day: row for row in CalendarDay.objects.select_for_update().filter(day__in=[line.day for line in lines])
    }
    new, changed = [], []
    for line in lines:
        row = present.get(line.day)
        if row is None:
            new.append(CalendarDay(day=line.day, is_working=line.is_working, note=line.note))
        elif (row.is_working, row.note) != (line.is_working, line.note):
            row.is_working, row.note = line.is_working, line.note
            changed.append(row)
    if new or changed:
        # Each day in full, before and after, or what a wrong paste replaced could not be found again.
        before = {str(row.day): row for row in CalendarDay.objects.filter(pk__in=[row.pk for row in changed])}
        audit.record(
            by=by,
            action="calendar.import",
            before={day: _facts(row) for day, row in before.items()},
            after={str(row.day): _facts(row) for row in (*new, *changed)},
        )
        CalendarDay.objects.bulk_create(new)
        CalendarDay.objects.bulk_update(changed, ["is_working", "note"])
    return ImportedDays(new=len(new), changed=len(changed), same=len(lines) - len(new) - len(changed))


def _facts(row: CalendarDay) -> dict[str, object]:
    return {"is_working": row.is_working, "note": row.note}
