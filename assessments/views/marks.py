"""Marks by hand, and vetoes: for the office and the assessors."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.forms.marks import LiftForm, MarksForm, VetoForm
from assessments.frozen import thawed
from assessments.models import Assessment, ManualScore, SchemeVersion, VetoDecision
from assessments.related import related_tasks
from assessments.selectors.daily_work import counted_files
from assessments.selectors.gathering import units_of
from assessments.selectors.rights import VIEW
from assessments.services import marks as services
from assessments.views.crumbs import crumbs
from organizations.models import Unit
from organizations.pages import add_errors, address_with, answer_form, find, may, once, page_of, require_POST

MARK = "assessments.enter_mark"
UNITS_A_PAGE = 50


@may(MARK)
def marking(request):
    """Where to mark: assessments with a scheme in force that are not signed. The door for assessors, who see no results."""
    rows = Assessment.objects.filter(pk__in=SchemeVersion.objects.values("assessment")).order_by("-year", "-pk")
    rows = rows.select_related("campaign").exclude(state=Assessment.State.FINAL)
    page = page_of(request, rows)
    return render(request, "assessments/marking.html", {"page": page, "rows": list(page)})


@may(MARK)
def marks(request, public_id):
    """`?item=` chooses the item; its units are one form, or a form a page where there are many."""
    row, scheme, sources = find_scheme(request, public_id)
    items = services.manual_items(scheme=scheme, sources=sources)
    item = next((one for one in items if one.key == request.GET.get("item")), items[0] if items else None)
    context = {
        "assessment": row, "item": item, "crumbs": mark_crumbs(request, row, _("人工打分")), "takes_changes": row.takes_changes,
        "items": [{"label": one.name, "url": f"?item={one.key}", "current": one is item} for one in items],
    }  # fmt: skip
    if item is None:
        return render(request, "assessments/marks.html", context)
    # Townships are on one page; of six hundred villages a form would be more than the server takes.
    page = page_of(request, units_of(row, min(timezone.localdate(), row.ends_on)), size=UNITS_A_PAGE)
    units = list(page)
    stored = {mark.unit_id: mark for mark in ManualScore.objects.filter(assessment=row, key=item.key)}
    form = MarksForm(request.POST or None, item=item, units=units, marks=stored)
    if request.method == "POST" and form.is_valid():
        changed = 0
        try:
            changed = services.set_marks(assessment=row, item=item, marks=form.marks(), by=request.user)
        except services.MarksRefused as refused:
            for unit in units:
                if unit.pk in refused.problems:
                    form.add_error(f"{unit.public_id}:reason", refused.problems[unit.pk])
        if not form.errors:
            messages.success(
                request,
                _("已保存 %(n)s 个单位的打分，下次测算计入。") % {"n": changed}
                if changed
                else _("没有改动，什么也没有保存。"),
            )
            return redirect(address_with(request, item=item.key))
    near = related_tasks(scheme, sources, item.key)
    context |= {
        "page": page,
        "form": form,
        "rows": _with_work(row, form.rows(), item, near),
        "heads": form.heads(),
        "rubric": getattr(item.method, "rubric", ()),
    }
    return answer_form(request, "assessments/marks.html", context)


def _with_work(row: Assessment, rows, item, near) -> list:
    """Beside each unit's fields: where its daily work is, and how many files of it."""
    counts = counted_files(row, [unit for unit, _fields, _reason in rows], near)
    return [
        (
            unit,
            fields,
            reason,
            f"{reverse('assessments:daily-work', args=[row.public_id, unit.public_id])}?item={item.key}",
            counts.get(unit.pk, 0),
        )
        for unit, fields, reason in rows
    ]


@may(MARK)
@once
def vetoes(request, public_id):
    row, scheme, _sources = find_scheme(request, public_id)
    today = timezone.localdate()
    units = units_of(row, min(today, row.ends_on))
    rows = Unit.objects.filter(pk__in=[unit.pk for unit in units]).in_official_order()
    form = VetoForm(request.POST or None, initial={"decided_on": today}, units=rows, scheme=scheme)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide_veto(assessment=row, scheme=scheme, by=request.user, on=today, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已登记否决，下次测算计入。"))
            return redirect(request.path)
    names = {veto.key: veto.name for veto in scheme.vetoes}
    found = VetoDecision.objects.filter(assessment=row).select_related("unit", "made_by")
    context = {
        "assessment": row, "form": form, "vetoes": [(veto, names.get(veto.key, veto.key)) for veto in found],
        "lift_form": LiftForm(), "takes_changes": row.takes_changes, "crumbs": mark_crumbs(request, row, _("一票否决")),
    }  # fmt: skip
    return answer_form(request, "assessments/vetoes.html", context)


@require_POST
@may(MARK)
def veto_lift(request, public_id, veto):
    row, _scheme, _sources = find_scheme(request, public_id)
    stored = find(VetoDecision.objects.filter(assessment=row), veto)
    form = LiftForm(request.POST)
    problem = "" if form.is_valid() else _("请写明理由。")
    if not problem:
        try:
            services.lift_veto(
                veto=stored, reason=form.cleaned_data["reason"], by=request.user, on=timezone.localdate()
            )
        except ValidationError as error:
            problem = "".join(error.messages)
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _("已撤销否决，下次测算计入。"))
    return redirect("assessments:vetoes", row.public_id)


def find_scheme(request, public_id):
    """By the scheme that the next run would use; without one in force there is nothing to mark."""
    row = find(Assessment.objects.select_related("campaign__owner", "run"), public_id)
    version = SchemeVersion.objects.filter(assessment=row).order_by("-number").first()
    if version is None:
        raise Http404
    return row, thawed(version.body), version.sources


def mark_crumbs(request, row: Assessment, last: str):
    """Assessors have no page of results to go back to."""
    if request.user.has_perm(VIEW):
        return crumbs(row, last)
    return [
        (_("人工打分"), reverse("assessments:marking")),
        (row.name, ""),
        *([(last, "")] if last != _("人工打分") else []),
    ]
