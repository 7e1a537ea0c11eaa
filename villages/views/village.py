"""A village's page, and the forms behind it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.errors import StaleVersion
from organizations.models import Unit, UnitKind
from organizations.pages import (
    add_errors,
    answer_conflict,
    answer_form,
    check,
    find,
    may,
    once,
    posted,
)
from organizations.roles import Reach, reach_of
from villages.forms.roster import OfficerEndForm, OfficerForm, VillageForm, YearForm
from villages.models import OfficerPost, Village, VillageOfficer, VillageYear
from villages.panels import panels_for
from villages.services import officers, villages, years

VIEW, EDIT = "villages.view_village", "villages.edit_village"


@may(VIEW)
def village(request, public_id):
    """Also of a village that was merged or closed: its past stays readable."""
    unit = _visible(request, public_id)
    context = {
        "unit": unit,
        "panels": panels_for(unit, request.user.membership, timezone.localdate()),
        "may_edit": request.user.has_perm(EDIT, unit) and not unit.valid_to,
        "crumbs": _crumbs(unit),
    }
    return render(request, "villages/village.html", context)


@may(EDIT)
def village_edit(request, public_id):
    unit = _editable(request, public_id)
    row = Village.objects.filter(unit=unit).first() or Village(unit=unit)
    form = VillageForm(posted(request) if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            changed = villages.save_village(
                unit=unit, values=form.values(), version=form.cleaned_data.get("version", 0), by=request.user
            )
        except StaleVersion as stale:
            return _conflict(request, form, stale, unit)
        return _saved(request, changed, unit)
    return _form(request, form, unit, _("修改基本情况"))


@may(EDIT)
def village_year(request, public_id, year):
    unit = _editable(request, public_id)
    if not 2000 <= year <= timezone.localdate().year:
        raise Http404
    row = VillageYear.objects.filter(unit=unit, year=year).first() or VillageYear(unit=unit, year=year)
    form = YearForm(posted(request) if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data.get("version", 0)
        try:
            changed = years.save_year(unit=unit, year=year, values=form.values(), version=version, by=request.user)
        except StaleVersion as stale:
            return _conflict(request, form, stale, unit)
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _saved(request, changed, unit)
    return _form(request, form, unit, _("%(year)s 年度情况") % {"year": year})


@may(EDIT)
@once
def officer_new(request, public_id):
    unit = _editable(request, public_id)
    post = request.GET.get("post", "")
    start = {"post": post if post in OfficerPost.values else OfficerPost.MEMBER}
    form = OfficerForm(
        request.POST if request.method == "POST" else None, instance=VillageOfficer(unit=unit), initial=start
    )
    if request.method == "POST" and form.is_valid():
        try:
            officer = officers.appoint(unit=unit, values=form.values(), by=request.user, on=timezone.localdate())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已登记%(name)s。") % {"name": officer.name})
            return redirect("villages:village", unit.public_id)
    return _form(request, form, unit, _("登记任职"))


@may(EDIT)
def officer_edit(request, public_id):
    officer = _officer(request, public_id)
    form = OfficerForm(posted(request) if request.method == "POST" else None, instance=officer)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            changed = officers.edit_officer(officer=officer, values=form.values(), version=version, by=request.user)
        except StaleVersion as stale:
            return _conflict(request, form, stale, officer.unit)
        return _saved(request, changed, officer.unit)
    return _form(request, form, officer.unit, _("修改%(name)s") % {"name": officer.name})


@may(EDIT)
def officer_end(request, public_id):
    officer = _officer(request, public_id)
    today = timezone.localdate()
    form = OfficerEndForm(request.POST if request.method == "POST" else None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            officers.end_office(officer=officer, by=request.user, today=today, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已登记%(name)s离任。") % {"name": officer.name})
            return redirect("villages:village", officer.unit.public_id)
    return _form(request, form, officer.unit, _("登记%(name)s离任") % {"name": officer.name})


def _visible(request, public_id) -> Unit:
    villages_of_county = Unit.objects.filter(kind=UnitKind.VILLAGE).select_related("parent", "merged_into")
    membership = request.user.membership
    if reach_of(membership, VIEW) is Reach.SLICE:
        villages_of_county = villages_of_county.below(membership.unit)
    return find(villages_of_county, public_id)


def _editable(request, public_id) -> Unit:
    unit = _visible(request, public_id)
    check(request, EDIT, unit)
    if unit.valid_to:
        raise Http404  # nothing more is entered for a village that is no longer there
    return unit


def _officer(request, public_id) -> VillageOfficer:
    rows = VillageOfficer.objects.visible_to(request.user.membership).select_related("unit", "unit__parent")
    officer = find(rows, public_id)
    check(request, EDIT, officer)
    return officer


def _conflict(request, form, stale: StaleVersion, unit: Unit):
    return answer_conflict(
        request,
        form=form,
        current=stale.current,
        fields=[name for name in form.fields if name != "version"],
        back_url=reverse("villages:village", args=[unit.public_id]),
    )


def _saved(request, changed: bool, unit: Unit):
    messages.success(request, _("已保存。") if changed else _("没有改动，什么也没有保存。"))
    return redirect("villages:village", unit.public_id)


def _form(request, form, unit: Unit, title: str):
    return answer_form(
        request, "villages/form.html", {"form": form, "unit": unit, "title": title, "crumbs": _crumbs(unit, title)}
    )


def _crumbs(unit: Unit, last: str = ""):
    crumbs = [
        (_("村级台账"), reverse("villages:roster")),
        (str(unit.name), reverse("villages:village", args=[unit.public_id]) if last else ""),
    ]
    return [*crumbs, (last, "")] if last else crumbs
