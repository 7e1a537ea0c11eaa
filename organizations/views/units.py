"""Pages of the unit tree."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from organizations.errors import StaleVersion
from organizations.forms.units import CloseForm, MergeForm, UnitFilter, UnitForm
from organizations.models import Evidence, Person, Unit, UnitKind
from organizations.pages import (
    add_errors,
    answer_conflict,
    answer_form,
    check,
    find,
    may,
    once,
    page_of,
    pick,
    posted,
)
from organizations.selectors.units import higher_counts, merge_counts, unit_history, unit_rows
from organizations.services import units as services

EDITED_FIELDS = ["name", "short_name", "code", "parent", "aliases", "order"]


@may("organizations.view_unit")
def unit_list(request):
    today = timezone.localdate()
    form = UnitFilter(request.GET)
    units = form.filter(Unit.objects.select_related("parent"), today)
    page = page_of(request, units)
    context = {
        "form": form,
        "page": page,
        "rows": unit_rows(list(page), today),
        "may_edit": request.user.has_perm("organizations.edit_unit"),
    }
    return render(request, "organizations/unit_list.html", context)


@may("organizations.view_unit")
def unit_detail(request, public_id):
    today = timezone.localdate()
    unit = find(Unit.objects.select_related("parent", "merged_into"), public_id)
    membership = request.user.membership
    # By role or by a grant on this very unit.
    may_see = request.user.has_perm("organizations.view_people", unit)
    people = Person.objects.filter(unit=unit).in_service(today) if may_see else Person.objects.none()
    children = Unit.objects.filter(parent=unit).valid_on(today).in_official_order()
    context = {
        "unit": unit,
        "children": children[:300],
        "people": list(people[:50]),
        "people_count": people.count(),
        "evidence": list(Evidence.objects.visible_to(membership).filter(unit=unit)[:5]),
        "may_add_evidence": request.user.has_perm("organizations.add_evidence", unit),
        "history": unit_history(unit),
        "absorbed": Unit.objects.filter(merged_into=unit),
        "may_edit": request.user.has_perm("organizations.edit_unit", unit),
        "crumbs": _crumbs(unit),
    }
    return render(request, "organizations/unit_detail.html", context)


@may("organizations.edit_unit")
@once
def unit_new(request):
    parent = pick(Unit.objects.all(), request.GET.get("under"))
    start = {
        "parent": parent,
        "kind": UnitKind.VILLAGE if parent and parent.kind == UnitKind.TOWNSHIP else UnitKind.DEPARTMENT,
    }
    form = UnitForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            unit = services.open_unit(unit=form.save(commit=False), by=request.user, paper=form.cleaned_data["paper"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已设立“%(name)s”。") % {"name": unit.name})
            return redirect("organizations:unit-detail", unit.public_id)
    return answer_form(request, "organizations/unit_form.html", {"form": form, "crumbs": _crumbs(None, _("设立单位"))})


def unit_edit(request, public_id):
    unit = find(Unit.objects.select_related("parent"), public_id)
    check(request, "organizations.edit_unit", unit)
    form = UnitForm(posted(request) if request.method == "POST" else None, instance=unit)
    if request.method == "POST" and form.is_valid():
        values, version = form.unit_values(), form.cleaned_data["version"]
        # The model form has written into its instance; the service compares with the stored row.
        try:
            changed = services.edit_unit(
                unit=unit,
                values=values,
                version=version,
                by=request.user,
                on=form.cleaned_data["on"],
                paper=form.cleaned_data["paper"],
            )
        except StaleVersion as stale:
            fields = [name for name in EDITED_FIELDS if name in form.fields]
            return answer_conflict(request, form=form, current=stale.current, fields=fields, keep=["on", "paper"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已保存。") if changed else _("没有改动，什么也没有保存。"))
            return redirect("organizations:unit-detail", unit.public_id)
    return answer_form(
        request, "organizations/unit_form.html", {"form": form, "unit": unit, "crumbs": _crumbs(unit, _("修改"))}
    )


def unit_merge(request, public_id):
    unit = find(Unit.objects.select_related("parent"), public_id)
    check(request, "organizations.edit_unit", unit)
    form = MergeForm(request.POST or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.merge_unit(unit=unit, into=data["into"], by=request.user, on=data["on"], paper=data["paper"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("“%(old)s”已并入“%(new)s”。") % {"old": unit.name, "new": data["into"].name})
            return redirect("organizations:unit-detail", data["into"].public_id)
    context = {
        "form": form,
        "unit": unit,
        "counts": merge_counts(unit, timezone.localdate()),
        "higher_counts": higher_counts(unit),
        "crumbs": _crumbs(unit, _("合并")),
    }
    return answer_form(request, "organizations/unit_merge.html", context)


def unit_close(request, public_id):
    unit = find(Unit.objects.select_related("parent"), public_id)
    check(request, "organizations.edit_unit", unit)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.close_unit(
                unit=unit, by=request.user, on=form.cleaned_data["on"], paper=form.cleaned_data["paper"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("“%(name)s”已停用。") % {"name": unit.name})
            return redirect("organizations:unit-detail", unit.public_id)
    context = {
        "form": form,
        "unit": unit,
        "higher_counts": higher_counts(unit),
        "crumbs": _crumbs(unit, _("停用")),
    }
    return answer_form(request, "organizations/unit_close.html", context)


def _crumbs(unit, last=None):
    crumbs = [(pgettext("plural", "单位"), reverse("organizations:units"))]
    if unit is not None:
        if unit.parent_id and unit.parent.parent_id:
            crumbs.append((str(unit.parent), reverse("organizations:unit-detail", args=[unit.parent.public_id])))
        crumbs.append((str(unit), reverse("organizations:unit-detail", args=[unit.public_id]) if last else ""))
    if last:
        crumbs.append((last, ""))
    return crumbs
