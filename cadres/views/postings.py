"""Pages of postings: the list with what is the matter, one posting, and what happens to it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.forms.postings import ChargeForm, EndForm, HandoverForm, PostingFilter, PostingForm
from cadres.models import Posting, PostingKind
from cadres.selectors import posting_pages, posting_tables
from cadres.selectors.posting_year import year_lines
from cadres.selectors.seats import seat_units
from cadres.services import postings as services
from organizations.downloads import XLSX, file_answer
from organizations.errors import StaleVersion
from organizations.exports.sheet import workbook
from organizations.models import Unit, UnitKind
from organizations.pages import (
    add_errors,
    answer_conflict,
    answer_form,
    find,
    may,
    once,
    page_of,
    pick,
    posted,
    require_POST,
)  # fmt: skip
from organizations.rule_texts import read_words
from organizations.rules import rule_value
from organizations.services.export_notes import note_export

VIEW, EDIT = "cadres.view_posting", "cadres.edit_posting"
OLDEST_YEAR = 2000


@may(VIEW)
def postings(request):
    today = timezone.localdate()
    warn = rule_value("postings.warn_days", on=today)
    form, tab, seen, empty = _found(request, today)
    page = page_of(request, empty if tab == "vacant" else posting_pages.in_tab(seen, tab, today, warn).for_rows())
    sees_recalls = request.user.has_perm("cadres.view_recall")
    context = {
        "form": form,
        "tab": tab,
        "page": page,
        "rows": [] if tab == "vacant" else posting_pages.posting_rows(page, today, warn),
        "vacancies": [(one, one.days(today)) for one in page] if tab == "vacant" else [],
        "tabs": posting_pages.tab_items(
            seen, len(empty), today, tab, lambda key: _address(request, key), warn=warn, sees_recalls=sees_recalls
        ),
        "may_edit": request.user.has_perm(EDIT),
        "sees_recalls": sees_recalls,
        "views": _views("postings"),
        "year": today.year,
    }
    return render(request, "cadres/posting_list.html", context)


@require_POST
@may(VIEW)
def postings_export(request):
    """What the list shows with its filters, whole, as a table. A POST, for it leaves a line in the trail."""
    today = timezone.localdate()
    warn = rule_value("postings.warn_days", on=today)
    _form, tab, seen, empty = _found(request, today)
    unit = request.user.membership.unit.name
    if tab == "vacant":
        table, rows = posting_tables.vacancy_table(empty, unit=unit, on=today)
        number = len(empty)
    else:
        found = posting_pages.posting_rows(posting_pages.in_tab(seen, tab, today, warn).for_rows(), today, warn)
        table, rows = posting_tables.posting_table(found, unit=unit, on=today)
        number = len(found)
    note_export(by=request.user, kind="postings", filters=request.GET.dict(), rows=number)
    return file_answer(workbook(table, rows), name=table.title, kind=XLSX)


def _found(request, today):
    """The filter, which tab, the postings it finds, and the empty seats of the township chosen."""
    membership = request.user.membership
    form = PostingFilter(request.GET, units=seat_units(membership, today))
    seen = form.filter(Posting.objects.visible_to(membership))
    tab = request.GET.get("tab", "")
    tab = tab if tab in posting_pages.TABS else "now"
    if tab == "recall" and not request.user.has_perm("cadres.view_recall"):
        tab = "now"
    return form, tab, seen, posting_pages.vacant_seats(membership, today, form.under())


@may(VIEW)
def terms(request):
    """Running tours by their end, so that one sees who is next."""
    membership, today = request.user.membership, timezone.localdate()
    form = PostingFilter(request.GET, units=seat_units(membership, today))
    rows = form.filter(Posting.objects.visible_to(membership)).on_day(today).for_rows()
    page = page_of(request, rows.order_by("ends_on", "unit__code", "pk"))
    lines = posting_pages.posting_rows(page, today, rule_value("postings.warn_days", on=today))
    context = {"form": form, "page": page, "rows": lines, "views": _views("terms")}
    return render(request, "cadres/posting_terms.html", context)


@may(VIEW)
def posting_year(request, year):
    today = timezone.localdate()
    if not OLDEST_YEAR <= year <= today.year:
        raise Http404
    lines, total = year_lines(membership=request.user.membership, year=year, on=today)
    years = [
        {"label": str(one), "url": reverse("cadres:posting-year", args=[one]), "current": one == year}
        for one in range(today.year - 2, today.year + 1)
    ]
    context = {
        "year": year, "lines": lines, "total": total, "years": years, "running": year == today.year,
        "reasons": [label for _key, label in Posting.EndReason.choices],
        "outcomes": [label for key, label in Posting.Outcome.choices if key], "crumbs": _crumbs(_("年度汇总")),
    }  # fmt: skip
    return render(request, "cadres/posting_year.html", context)


@require_POST
@may(VIEW)
def year_export(request, year):
    today = timezone.localdate()
    if not OLDEST_YEAR <= year <= today.year:
        raise Http404
    lines, total = year_lines(membership=request.user.membership, year=year, on=today)
    unit = request.user.membership.unit.name
    table, rows = posting_tables.year_table(lines, total, year=year, unit=unit, on=today)
    note_export(by=request.user, kind="posting-year", filters={"year": str(year)}, rows=len(lines))
    return file_answer(workbook(table, rows), name=table.title, kind=XLSX)


@may(EDIT)
@once
def posting_new(request):
    today = timezone.localdate()
    before = pick(Posting.objects.visible_to(request.user.membership).for_rows(), request.GET.get("replaces"))
    village = pick(Unit.objects.filter(kind=UnitKind.VILLAGE), request.GET.get("village"))
    start = {"starts_on": today, "kind": PostingKind.FIRST_SECRETARY, "unit": village}
    if before is not None:
        start |= {"kind": before.kind, "unit": before.unit, "sending_unit": before.sending_unit}
        if before.ended_on is None:
            before_words = _("%(who)s还在岗，先不填主持日期，到任后在岗位页移交。") % {"who": before.person}
        else:
            before_words = _("接替%(who)s。") % {"who": before.person}
    form = PostingForm(request.POST or None, initial=start, on=today)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.post(values={**form.values(), "replaces": before}, by=request.user, on=today)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已登记%(who)s，任期至 %(day)s。") % {"who": row.person, "day": row.ends_on})
            return redirect("cadres:posting", row.public_id)
    context = {
        "form": form, "title": _("登记派驻"), "back": reverse("cadres:postings"), "crumbs": _crumbs(_("登记派驻")),
        "note": before_words if before is not None else "",
    }  # fmt: skip
    return answer_form(request, "cadres/posting_form.html", context)


@may(VIEW)
def posting(request, public_id):
    return _answer(request, _find(request, public_id))


@may(EDIT)
def posting_edit(request, public_id):
    row, today = _find(request, public_id), timezone.localdate()
    form = PostingForm(posted(request) if request.method == "POST" else None, instance=row, on=today)
    back = reverse("cadres:posting", args=[row.public_id])
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.edit(
                posting=_find(request, public_id), values=form.values(), version=form.cleaned_data["version"],
                by=request.user, on=today,
            )  # fmt: skip
        except StaleVersion as stale:
            return answer_conflict(
                request, form=form, current=stale.current, fields=[name for name in form.Meta.fields if name in form.fields],
                back_url=back,
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已保存。") if changed else _("没有变化。"))
            return redirect("cadres:posting", row.public_id)
    title = _("修改%(who)s的派驻") % {"who": row.person}
    context = {"form": form, "title": title, "back": back, "crumbs": _crumbs(row.person.name, back, _("修改"))}
    return answer_form(request, "cadres/posting_form.html", context)


@may(EDIT)
def posting_end(request, public_id):
    row, today = _find(request, public_id), timezone.localdate()
    form = EndForm(request.POST or None, initial={"ended_on": today, "reason": "term", "version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.end(posting=row, **form.cleaned_data, by=request.user, on=today)
        except StaleVersion:
            return _stale(request, public_id)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已登记%(who)s离任。") % {"who": row.person})
            return redirect("cadres:posting", row.public_id)
    back = reverse("cadres:posting", args=[row.public_id])
    left = [item["what"] for item in row.handover if not item["done"]]
    note = _("交接清单还有 %(n)s 项没有交接：%(what)s") % {"n": len(left), "what": _("、").join(left)} if left else ""
    context = {
        "form": form, "title": _("登记%(who)s离任") % {"who": row.person}, "back": back, "note": note,
        "crumbs": _crumbs(row.person.name, back, _("登记离任")),
    }  # fmt: skip
    return answer_form(request, "cadres/posting_form.html", context)


@may(EDIT)
def posting_handover(request, public_id):
    row, today = _find(request, public_id), timezone.localdate()
    start: dict[str, object] = {"version": row.version}
    if not row.handover:
        start["more"] = "\n".join(read_words(rule_value("postings.handover_items", on=today)))
    form = HandoverForm(request.POST or None, initial=start, items=row.handover)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.hand_over(
                posting=row, items=form.wanted(), version=form.cleaned_data["version"], by=request.user
            )
        except StaleVersion:
            return _stale(request, public_id)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已保存交接清单。") if changed else _("没有变化。"))
            return redirect("cadres:posting", row.public_id)
    back = reverse("cadres:posting", args=[row.public_id])
    context = {
        "form": form, "title": _("%(who)s的交接清单") % {"who": row.person}, "back": back,
        "crumbs": _crumbs(row.person.name, back, _("交接清单")),
    }  # fmt: skip
    return answer_form(request, "cadres/posting_form.html", context)


@require_POST
@may(EDIT)
def posting_charge(request, public_id):
    row, form = _find(request, public_id), ChargeForm(request.POST)
    if form.is_valid():
        try:
            services.take_charge(posting=row, **form.cleaned_data, by=request.user, on=timezone.localdate())
        except StaleVersion:
            return _stale(request, public_id)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已由%(who)s主持工作。") % {"who": row.person})
            return redirect("cadres:posting", row.public_id)
    return _answer(request, row, charge_form=form)


def _find(request, public_id) -> Posting:
    return find(Posting.objects.visible_to(request.user.membership).for_rows(), public_id)


def _answer(request, row: Posting, *, charge_form: ChargeForm | None = None):
    today, account = timezone.localdate(), request.user
    running = row.ended_on is None
    waits = running and row.kind == PostingKind.FIRST_SECRETARY and row.in_charge_from is None
    context = {
        "posting": row,
        "sight": posting_pages.sight(row, account.membership, today),
        "may_edit": account.has_perm(EDIT),
        "may_recall": running and account.has_perm("cadres.propose_recall", row),
        "may_see_village": account.has_perm("villages.view_village", row.unit),
        "running": running,
        "waits": waits and row.starts_on <= today,
        "undone": sum(not item["done"] for item in row.handover),
        "form": charge_form or ChargeForm(initial={"since": max(today, row.starts_on), "version": row.version}),
        "crumbs": _crumbs(row.person.name),
    }
    return answer_form(request, "cadres/posting_detail.html", context)


def _stale(request, public_id):
    """409: somebody was faster. The page shows how it stands now; a date is quickly typed again."""
    messages.warning(request, _("刚才有人改过这个岗位，没有保存。请看过现在的情况再办。"))
    response = _answer(request, _find(request, public_id))
    response.status_code = 409
    return response


def _views(current: str) -> list[dict]:
    names = {"postings": _("名单"), "terms": _("任期"), "calendar": _("月历")}
    return [
        {"label": label, "url": reverse(f"cadres:{name}"), "current": name == current} for name, label in names.items()
    ]


def _address(request, tab: str) -> str:
    query = request.GET.copy()
    for name in ("tab", "page"):
        query.pop(name, None)
    if tab != "now":
        query["tab"] = tab
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _crumbs(last: str, url: str = "", after: str = "") -> list[tuple[str, str]]:
    crumbs = [(_("第一书记"), reverse("cadres:postings")), (last, url)]
    return [*crumbs, (after, "")] if after else crumbs
