"""Pages of people."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from organizations.errors import StaleVersion
from organizations.forms.people import LeaveForm, MoveForm, PersonFilter, PersonForm, RevealForm
from organizations.models import Membership, Person, Unit
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
from organizations.services import people as services


@may("organizations.view_people")
def person_list(request):
    today, membership = timezone.localdate(), request.user.membership
    units = Unit.objects.valid_on(today).within(membership, "organizations.view_people").order_by("path")
    form = PersonFilter(request.GET, units=units)
    rows = form.filter(Person.objects.visible_to(membership).for_list(), today)
    context = {
        "form": form,
        "page": page_of(request, rows),
        "today": today,
        "may_edit": request.user.has_perm("organizations.edit_person"),
        "may_manage": request.user.has_perm("organizations.manage_accounts"),
    }
    return render(request, "organizations/person_list.html", context)


@may("organizations.view_people")
def person_detail(request, public_id):
    person = _visible(request, public_id)
    held = Membership.objects.filter(account=person.account).for_session() if person.account_id else []
    context = {
        "person": person,
        "memberships": list(held),
        "today": timezone.localdate(),
        "moves": list(person.moves.select_related("from_unit", "to_unit")),
        "posts": list(person.group_posts.select_related("group")),
        "may_edit": request.user.has_perm("organizations.edit_person", person),
        "may_reveal": request.user.has_perm("organizations.reveal_person", person),
        "may_manage": request.user.has_perm("organizations.manage_accounts"),
        "crumbs": _crumbs(person),
    }
    return render(request, "organizations/person_detail.html", context)


@may("organizations.edit_person")
@once
def person_new(request):
    unit = pick(Unit.objects.all(), request.GET.get("unit"))
    form = PersonForm(request.POST if request.method == "POST" else None, initial={"unit": unit})
    if request.method == "POST" and form.is_valid():
        person = form.save(commit=False)
        for name, value in form.person_values().items():
            setattr(person, name, value)
        try:
            services.register_person(person=person, by=request.user, on=timezone.localdate())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已登记%(name)s。") % {"name": person.name})
            return redirect("organizations:person-detail", person.public_id)
    context = {"form": form, "crumbs": _crumbs(None, _("登记人员"))}
    return answer_form(request, "organizations/person_form.html", context)


@may("organizations.edit_person")
def person_edit(request, public_id):
    person = _visible(request, public_id)
    check(request, "organizations.edit_person", person)
    form = PersonForm(posted(request) if request.method == "POST" else None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.edit_person(
                person=person, values=form.person_values(), version=form.cleaned_data["version"], by=request.user
            )
        except StaleVersion as stale:
            fields: list[str] = [
                name for name in ("name", "title", "staff_no", "phone", "citizen_number") if name in form.fields
            ]
            back = reverse("organizations:person-detail", args=[person.public_id])
            return answer_conflict(request, form=form, current=stale.current, fields=fields, back_url=back)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已保存。") if changed else _("没有改动，什么也没有保存。"))
            return redirect("organizations:person-detail", person.public_id)
    context = {"form": form, "person": person, "crumbs": _crumbs(person, _("修改"))}
    return answer_form(request, "organizations/person_form.html", context)


@may("organizations.edit_person")
@once
def person_move(request, public_id):
    person = _visible(request, public_id)
    check(request, "organizations.edit_person", person)
    form = MoveForm(request.POST if request.method == "POST" else None, person=person, initial={"title": person.title})
    if request.method == "POST" and form.is_valid():
        data = {"end_roles": False, **form.cleaned_data}
        try:
            services.move_person(person=person, by=request.user, today=timezone.localdate(), **data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("%(name)s已调到%(unit)s。") % {"name": person.name, "unit": data["to_unit"]})
            return redirect("organizations:person-detail", person.public_id)
    context = {"form": form, "person": person, "crumbs": _crumbs(person, _("登记调动"))}
    return answer_form(request, "organizations/person_move.html", context)


@may("organizations.edit_person")
def person_leave(request, public_id):
    person = _visible(request, public_id)
    check(request, "organizations.edit_person", person)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.let_person_leave(person=person, by=request.user, today=timezone.localdate(), **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已登记%(name)s离开。") % {"name": person.name})
            return redirect("organizations:person-detail", person.public_id)
    context = {"form": form, "person": person, "crumbs": _crumbs(person, _("登记离开"))}
    return answer_form(request, "organizations/person_leave.html", context)


@may("organizations.reveal_person")
@never_cache
def person_reveal(request, public_id):
    """Asks the reason; the answer to the POST is the one page that carries the full value."""
    person = _visible(request, public_id)
    check(request, "organizations.reveal_person", person)
    start = {"what": request.GET.get("what", "phone")}
    form = RevealForm(request.POST if request.method == "POST" else None, person=person, initial=start)
    context = {"form": form, "person": person, "crumbs": _crumbs(person, _("查看号码"))}
    if request.method == "POST" and form.is_valid():
        what = form.cleaned_data["what"]
        try:
            context["shown"] = services.reveal(
                person=person, field=what, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()
            )
            context["label"] = getattr(person._meta.get_field(what), "verbose_name", what)
        except ValidationError as error:
            add_errors(form, error)
    return answer_form(request, "organizations/person_reveal.html", context)


def _visible(request, public_id) -> Person:
    return find(Person.objects.visible_to(request.user.membership).for_list(), public_id)


def _crumbs(person, last=None):
    crumbs = [(_("人员"), reverse("organizations:people"))]
    if person is not None:
        crumbs.append((person.name, reverse("organizations:person-detail", args=[person.public_id]) if last else ""))
    if last:
        crumbs.append((last, ""))
    return crumbs
