"""The table of roles and the exceptions to it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.forms.groups import GrantForm
from organizations.pages import add_errors, answer_form, may, once, require_POST
from organizations.roles import ACTIONS, REACH_WORDS, Role
from organizations.selectors.grants import find_grant, grant_rows
from organizations.services import grants


@may("organizations.view_roles")
def role_table(request):
    rows = [
        {
            "title": action.title,
            "cells": [REACH_WORDS[action.reach[role]] if role in action.reach else "" for role in Role],
        }
        for action in ACTIONS.values()
    ]
    return render(request, "organizations/role_table.html", {"roles": Role, "rows": rows})


@may("organizations.manage_grants")
def grant_list(request):
    return render(request, "organizations/grant_list.html", {"rows": grant_rows(timezone.localdate())})


@may("organizations.manage_grants")
@once
def grant_new(request):
    form = GrantForm(request.POST or None, start=request.GET, county_id=request.user.county_id, actions=ACTIONS)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            grants.give(
                account=data["account"], action=data["what"], obj=data["object"], by=request.user,
                reason=data["reason"], valid_to=data["valid_to"], on=timezone.localdate(),
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已授权，对方下一次操作起生效。"))
            return redirect("organizations:grants")
    crumbs = [(_("例外授权"), reverse("organizations:grants")), (_("给予授权"), "")]
    return answer_form(request, "organizations/grant_form.html", {"form": form, "crumbs": crumbs})


@require_POST
@may("organizations.manage_grants")
def grant_take(request, kind, grant_id):
    grants.take(grant=find_grant(kind, grant_id), by=request.user)
    messages.success(request, _("已收回授权。"))
    return redirect("organizations:grants")
