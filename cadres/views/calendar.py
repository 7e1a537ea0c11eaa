"""Month calendars: of everybody one may see, and of one posting."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.forms.calendar import CalendarFilter
from cadres.models import Posting
from cadres.periods import month_after, month_before, month_of, read_month
from cadres.selectors import month_calendar
from cadres.selectors.person_month import person_month
from cadres.selectors.seats import seat_units
from organizations.pages import address_with, find, may, page_of
from organizations.roles import Role
from organizations.rules import rule_value


@may("cadres.view_posting")
def month(request):
    membership, today = request.user.membership, timezone.localdate()
    chosen = read_month(request.GET.get("month", ""), today)
    first, last = month_of(chosen)
    form = CalendarFilter(request.GET, units=seat_units(membership, today))
    lines = month_calendar.lines_of(
        membership=membership, first=first, last=last, under=form.under(),
        kind=form.cleaned_data.get("kind", "") if form.is_valid() else "", on=today,
    )  # fmt: skip
    page = page_of(request, lines)
    context = {
        "form": form,
        "page": page,
        "month": chosen,
        "days": month_calendar.day_heads(chosen, today),
        "rows": month_calendar.calendar_rows(
            lines=list(page), month=chosen, on=today, address=lambda posting: _own(posting, chosen)
        ),
        "months": _months(request, chosen, today),
        "target": rule_value("attendance.month_days", on=last),
        "posted": sum(line.posting is not None for line in lines),
        "vacant": sum(bool(line.vacant) for line in lines),
        "own": _own_posting(request.user, today, chosen),
        "may_find": request.user.has_perm("cadres.record_finding"),
        "crumbs": [(_("月历"), "")],
    }
    return render(request, "cadres/calendar.html", context)


@may("cadres.view_posting")
def person(request, public_id):
    today = timezone.localdate()
    chosen = read_month(request.GET.get("month", ""), today)
    rows = Posting.objects.visible_to(request.user.membership)
    posting = find(rows.select_related("person", "unit__parent", "sending_unit"), public_id)
    context = {
        "posting": posting,
        "place": [f"{posting.unit.parent or ''} {posting.unit}", posting.get_kind_display(), posting.sending_unit],
        "month": chosen,
        "sheet": person_month(posting=posting, month=chosen, on=today),
        "months": _months(request, chosen, today),
        "weekdays": [_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")],
        "may_ask": request.user.has_perm("cadres.ask_leave") and _is_own(request.user, posting),
        "may_find": request.user.has_perm("cadres.record_finding"),
        "crumbs": [(_("月历"), f"{reverse('cadres:calendar')}?month={chosen:%Y-%m}"), (posting.person.name, "")],
    }
    return render(request, "cadres/calendar_person.html", context)


def _own(posting, chosen) -> str:
    return f"{reverse('cadres:calendar-person', args=[posting.public_id])}?month={chosen:%Y-%m}"


def _own_posting(account, on, chosen) -> str:
    """Where a person who is posted finds the own month, '' for everybody else."""
    person = account.acting_person
    if account.membership.role != Role.VILLAGE or person is None:
        return ""
    posting = Posting.objects.filter(person=person).on_day(on).first()
    return _own(posting, chosen) if posting else ""


def _is_own(account, posting) -> bool:
    return account.acting_person is not None and account.acting_person.pk == posting.person_id


def _months(request, chosen, today) -> list[dict]:
    def to(day):
        return address_with(request, month=f"{day:%Y-%m}", page=None)

    return [
        {"label": _("上月"), "url": to(month_before(chosen)), "current": False},
        {"label": _("本月"), "url": to(today), "current": (chosen.year, chosen.month) == (today.year, today.month)},
        {"label": _("下月"), "url": to(month_after(chosen)), "current": False},
    ]
