"""Collective income: the overview, the entry grid, one cell at a time."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from organizations.models import Unit, UnitKind
from organizations.pages import add_errors, answer_form, as_uuid, check, find, may, page_of
from organizations.selectors.townships import townships_of
from villages.forms.income import (
    TEN_THOUSANDS,
    UNITS,
    DetailForm,
    IncomeFilter,
    read_amount,
    shown_amount,
    shown_ten_thousands,
)
from villages.income_rules import ACCOUNTS
from villages.income_settings import income_settings, line_words
from villages.models import IncomeEntry, IncomeLine
from villages.selectors.income import present_quarter, year_income
from villages.selectors.income_grid import cell_name, grid, warning_words
from villages.selectors.income_overview import (
    FIRST_YEAR,
    bands_of,
    income_found,
    missing_by_township,
    targets_of,
    years_of,
)
from villages.services import income as services
from villages.services.income import TakenMeanwhile, first_day

VIEW, ENTER = "villages.view_village", "villages.enter_income"


@may(VIEW)
def income(request):
    today, membership = timezone.localdate(), request.user.membership
    form = IncomeFilter(request.GET, townships=townships_of(membership, today, VIEW), years=years_of(today))
    found = income_found(form, membership, today)
    year, rows = found.year, found.all_rows
    quarter_year, quarter = present_quarter(today)
    of_quarter = found.income if year == quarter_year else year_income(units=found.units, year=quarter_year)
    context = {
        "form": form,
        "year": year,
        "lines": line_words(found.rule.lines),
        "bands": bands_of(rows, found.rule.bands),
        "targets": targets_of(found.income, year=year, membership=membership, on=today),
        "page": page_of(request, found.rows),
        "empty": [row for row in rows if row.empty],
        "waiting": missing_by_township(of_quarter, on=today),
        "total": len(found.rows),
        "villages": len(rows),
        "may_enter": request.user.has_perm(ENTER),
        "entry_url": _entry_url(request, quarter_year, quarter),
    }
    return render(request, "villages/income.html", context)


@may(ENTER)
def income_grid(request, year, quarter, public_id):
    """A township's villages by lines; saved cell by cell with scripts, and as one form without."""
    township, units = _township(request, year, quarter, public_id)
    today = timezone.localdate()
    rule, money = income_settings(today), _money(request)
    typed = request.POST if request.method == "POST" else None
    if typed is not None:
        errors, doubts, saved = _save_all(request, units, year, quarter, today, money)
        if not errors and not doubts:
            text = ngettext("已保存 %(n)s 处改动。", "已保存 %(n)s 处改动。", saved)
            messages.success(request, text % {"n": saved} if saved else _("没有改动，什么也没有保存。"))
            return redirect("villages:income-grid", year, quarter, township.public_id)
    rows = grid(units, year=year, quarter=quarter, rule=rule, money=money, typed=typed)
    if typed is not None:
        for row in rows:
            for cell in row.cells:
                cell.error = errors.get(cell.name, "")
                if cell.name in doubts:
                    cell.sure, cell.warning = doubts[cell.name]
    context = {
        "township": township,
        "rows": rows,
        "headings": [str(label) for _value, label in IncomeLine.choices],
        "year": year,
        "quarter": quarter,
        "period": _period(year, quarter),
        "money": money,
        "money_word": UNITS[money],
        "moneys": [
            {"label": label, "url": f"?money={unit}", "current": unit == money} for unit, label in UNITS.items()
        ],
        "lines": line_words(rule.lines),
        "errors": len(errors) + len(doubts) if typed is not None else 0,
        "accounts": quarter == ACCOUNTS,
        "last_word": _("上年决算") if quarter == ACCOUNTS else _("上年同季"),
        "periods": _periods(township, year, quarter, today),
        "townships": [
            {"label": str(town), "url": _grid_url(year, quarter, town), "current": town.pk == township.pk}
            for town in townships_of(request.user.membership, today, ENTER)
        ],
        "crumbs": [(_("集体经济"), reverse("villages:income")), (township.name, "")],
    }
    status = 422 if typed is not None else 200
    return render(request, "villages/income_grid.html", context, status=status)


@require_POST
@may(ENTER)
def income_cell(request, year, quarter, public_id):
    """One cell of the grid: what stands there now, in words for the person."""
    _township_row, units = _township(request, year, quarter, public_id)
    wanted, line = as_uuid(request.POST.get("unit")), request.POST.get("line", "")
    unit = next((unit for unit in units if unit.public_id == wanted), None)
    if unit is None or line not in IncomeLine.values:
        raise Http404
    today, money = timezone.localdate(), _money(request)
    try:
        amount = read_amount(request.POST.get("value", ""), money)
        was = read_amount(request.POST.get("was", ""), money)
        one = year_income(units=[unit], year=year)[unit.pk]
        words = warning_words(one, line, quarter, income_settings(today), amount)
        if words and amount != was and not _ticked(request.POST.get("sure", ""), amount, money):
            return JsonResponse({"state": "ask", "sure": shown_amount(amount, money), "message": words}, status=422)
        services.save_cell(
            unit=unit, year=year, quarter=quarter, line=line, amount=amount, was=was, by=request.user, on=today
        )
    except TakenMeanwhile as taken:
        now = shown_amount(taken.now, money)
        return JsonResponse({"state": "taken", "now": now, "message": "".join(taken.messages)}, status=409)
    except ValidationError as error:
        return JsonResponse({"state": "wrong", "message": "".join(error.messages)}, status=422)
    return JsonResponse({"state": "saved", "now": shown_amount(amount, money), "message": words})


@may(ENTER)
def income_detail(request, public_id):
    """What of one amount will not come again."""
    rows = IncomeEntry.objects.visible_to(request.user.membership).select_related("unit", "unit__parent")
    entry = find(rows, public_id)
    check(request, ENTER, entry)
    start = {"one_off": shown_ten_thousands(entry.one_off)}
    form = DetailForm(request.POST if request.method == "POST" else None, instance=entry, initial=start)
    back = _grid_url(entry.year, entry.quarter, entry.unit.parent)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.save_detail(entry=entry, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已保存。") if changed else _("没有改动，什么也没有保存。"))
            return redirect(back)
    context = {
        "form": form,
        "entry": entry,
        "period": _period(entry.year, entry.quarter),
        "amount": shown_ten_thousands(entry.amount),
        "back": back,
        "crumbs": [(_("集体经济"), reverse("villages:income")), (entry.unit.parent.name, back), (entry.unit.name, "")],
    }
    return answer_form(request, "villages/income_detail.html", context)


def _save_all(request, units, year, quarter, today, money) -> tuple[dict[str, str], dict[str, tuple[str, str]], int]:
    """All boxes of the form: what was wrong and what must be ticked, by name, and how many changed. The good ones are kept."""
    errors, doubts, saved = {}, {}, 0
    rule, income = income_settings(today), year_income(units=units, year=year)
    for unit in units:
        for line in IncomeLine.values:
            name = cell_name(unit, line)
            if name not in request.POST:
                continue
            try:
                amount = read_amount(request.POST[name], money)
                was = read_amount(request.POST.get(f"was:{name}", ""), money)
                if amount == was:
                    continue
                words = warning_words(income[unit.pk], line, quarter, rule, amount)
                if words and not _ticked(request.POST.get(f"sure:{name}", ""), amount, money):
                    doubts[name] = shown_amount(amount, money), words
                    continue
                saved += services.save_cell(
                    unit=unit, year=year, quarter=quarter, line=line, amount=amount, was=was, by=request.user, on=today
                )
            except ValidationError as error:
                errors[name] = "".join(error.messages)
    return errors, doubts, saved


def _ticked(sure: str, amount, money: str) -> bool:
    """The tick is for one amount: another one is asked about again."""
    return sure != "" and sure == shown_amount(amount, money)


def _money(request) -> str:
    """The unit of the grid, kept for the person. What was typed is read in the unit that its own page had, never in
    one that was chosen meanwhile in another window."""
    named = request.POST.get("money") or request.GET.get("money")
    if named in UNITS:
        if request.session.get("money") != named:
            request.session["money"] = named
        return named
    return TEN_THOUSANDS if request.method == "POST" else request.session.get("money", TEN_THOUSANDS)


def _township(request, year, quarter, public_id) -> tuple[Unit, list[Unit]]:
    """The township within reach and its villages, also those that went during the period; 404 for one that has not begun."""
    today = timezone.localdate()
    if not (FIRST_YEAR <= year <= today.year and 0 <= quarter <= 4):
        raise Http404
    if quarter != ACCOUNTS and (year, quarter) > (today.year, (today.month + 2) // 3):
        raise Http404
    township = find(townships_of(request.user.membership, today, VIEW), public_id)
    check(request, ENTER, township)
    villages = Unit.objects.filter(kind=UnitKind.VILLAGE, parent=township, valid_from__lte=today).in_official_order()
    return township, list(villages.not_ended(first_day(year, quarter)).select_related("parent"))


def _period(year: int, quarter: int) -> str:
    if quarter == ACCOUNTS:
        return _("%(year)s 年度决算") % {"year": year}
    return _("%(year)s 年第 %(quarter)s 季度") % {"year": year, "quarter": quarter}


def _periods(township, year, quarter, today) -> list[dict]:
    """The quarters and accounts one may turn to."""
    now = (today.year, (today.month + 2) // 3)
    numbers = [number for number in (1, 2, 3, 4) if (year, number) <= now]
    found = [
        {
            "label": _("第 %(n)s 季度") % {"n": number},
            "url": _grid_url(year, number, township),
            "current": number == quarter,
        }
        for number in numbers
    ]
    found.append({"label": _("年度决算"), "url": _grid_url(year, 0, township), "current": quarter == ACCOUNTS})
    return found


def _grid_url(year, quarter, township) -> str:
    return reverse("villages:income-grid", args=[year, quarter, township.public_id])


def _entry_url(request, year, quarter) -> str:
    if not request.user.has_perm(ENTER):
        return ""
    first = townships_of(request.user.membership, timezone.localdate(), ENTER).first()
    return _grid_url(year, quarter, first) if first else ""
