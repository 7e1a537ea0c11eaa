"""Pages of unit groups and working groups."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from organizations.errors import StaleVersion
from organizations.forms.groups import EndForm, GroupMemberForm, UnitGroupForm, WorkingGroupForm
from organizations.models import Unit, UnitGroup, WorkingGroup
from organizations.pages import (
    add_errors,
    answer_conflict,
    answer_form,
    check,
    find,
    may,
    once,
    page_of,
    posted,
    require_POST,
)
from organizations.selectors.groups import working_group_page
from organizations.services import unit_groups, working_groups


@may("organizations.view_unit_group")
def unit_group_list(request):
    today = timezone.localdate()
    page = page_of(request, UnitGroup.objects.with_rule_unit())
    opened = unit_groups.open_groups(groups=page, on=today)
    rows = [
        {"group": group, "count": len(opened[group.pk]), "names": [str(unit) for unit in opened[group.pk][:6]]}
        for group in page
    ]
    context = {"rows": rows, "page": page, "may_edit": request.user.has_perm("organizations.edit_unit_group")}
    return render(request, "organizations/unit_group_list.html", context)


@may("organizations.view_unit_group")
def unit_group_detail(request, public_id):
    group = find(UnitGroup.objects.with_rule_unit(), public_id)
    context = {
        "group": group,
        "units": unit_groups.open_group(group=group, on=timezone.localdate()),
        "may_edit": request.user.has_perm("organizations.edit_unit_group"),
        "crumbs": [(_("单位组"), reverse("organizations:unit-groups")), (group.name, "")],
    }
    return render(request, "organizations/unit_group_detail.html", context)


@may("organizations.edit_unit_group")
@once
def unit_group_new(request):
    form = UnitGroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            group = unit_groups.make_group(
                group=form.save(commit=False),
                members=form.cleaned_data["members"],
                by=request.user,
                on=timezone.localdate(),
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已建立“%(name)s”。") % {"name": group.name})
            return redirect("organizations:unit-group-detail", group.public_id)
    crumbs = [(_("单位组"), reverse("organizations:unit-groups")), (_("新建单位组"), "")]
    return answer_form(request, "organizations/unit_group_form.html", {"form": form, "crumbs": crumbs})


@may("organizations.edit_unit_group")
def unit_group_edit(request, public_id):
    group = find(UnitGroup.objects.with_rule_unit(), public_id)
    form = UnitGroupForm(posted(request) if request.method == "POST" else None, instance=group)
    if request.method == "POST" and form.is_valid():
        try:
            unit_groups.edit_group(
                group=group, values=form.group_values(), members=form.cleaned_data["members"],
                version=form.cleaned_data["version"], by=request.user, on=timezone.localdate(),
            )  # fmt: skip
        except StaleVersion as stale:
            stale.current.members = list(
                Unit.objects.filter(pk__in=stale.current.listed.filter(valid_to__isnull=True).values("unit"))
            )
            return answer_conflict(
                request,
                form=form,
                current=stale.current,
                fields=["name", "aliases", "rule_kind", "rule_under", "note", "members"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已保存。"))
            return redirect("organizations:unit-group-detail", group.public_id)
    crumbs = [
        (_("单位组"), reverse("organizations:unit-groups")),
        (group.name, reverse("organizations:unit-group-detail", args=[group.public_id])),
        (_("修改"), ""),
    ]
    return answer_form(request, "organizations/unit_group_form.html", {"form": form, "group": group, "crumbs": crumbs})


@require_POST
@may("organizations.edit_unit_group")
def unit_group_remove(request, public_id):
    group = find(UnitGroup.objects.all(), public_id)
    try:
        unit_groups.remove_group(group=group, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("organizations:unit-group-detail", group.public_id)
    messages.success(request, _("已删除“%(name)s”，以前按它分出去的不受影响。") % {"name": group.name})
    return redirect("organizations:unit-groups")


@may("organizations.view_working_group")
def working_group_list(request):
    groups = page_of(request, WorkingGroup.objects.select_related("parent", "host_unit"))
    context = {"page": groups, "may_edit": request.user.has_perm("organizations.edit_working_group")}
    return render(request, "organizations/working_group_list.html", context)


@may("organizations.view_working_group")
def working_group_detail(request, public_id):
    group = find(WorkingGroup.objects.select_related("parent", "host_unit"), public_id)
    may_edit = request.user.has_perm("organizations.edit_working_group", group)
    context = {
        **working_group_page(group),
        "may_edit": may_edit,
        "member_form": GroupMemberForm(membership=request.user.membership) if may_edit else None,
        "crumbs": [(pgettext("plural", "工作机构"), reverse("organizations:working-groups")), (group.name, "")],
    }
    return render(request, "organizations/working_group_detail.html", context)


@may("organizations.edit_working_group")
@once
def working_group_new(request):
    form = WorkingGroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        group = working_groups.set_up(group=form.save(commit=False), areas=form.cleaned_data["areas"], by=request.user)
        messages.success(request, _("已成立“%(name)s”。") % {"name": group.name})
        return redirect("organizations:working-group-detail", group.public_id)
    crumbs = [(pgettext("plural", "工作机构"), reverse("organizations:working-groups")), (_("成立工作机构"), "")]
    return answer_form(request, "organizations/working_group_form.html", {"form": form, "crumbs": crumbs})


def working_group_edit(request, public_id):
    group = find(WorkingGroup.objects.select_related("parent", "host_unit"), public_id)
    check(request, "organizations.edit_working_group", group)
    form = WorkingGroupForm(posted(request) if request.method == "POST" else None, instance=group)
    if request.method == "POST" and form.is_valid():
        try:
            working_groups.edit(
                group=group, values=form.group_values(), areas=form.cleaned_data["areas"],
                version=form.cleaned_data["version"], by=request.user,
            )  # fmt: skip
        except StaleVersion as stale:
            return answer_conflict(
                request, form=form, current=stale.current, fields=WorkingGroupForm.Meta.fields, keep=["areas"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已保存。"))
            return redirect("organizations:working-group-detail", group.public_id)
    return answer_form(
        request,
        "organizations/working_group_form.html",
        {"form": form, "group": group, "crumbs": _crumbs(group, _("修改"))},
    )


def working_group_end(request, public_id):
    group = find(WorkingGroup.objects.all(), public_id)
    check(request, "organizations.edit_working_group", group)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            working_groups.end(group=group, on=form.cleaned_data["on"], by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("“%(name)s”已撤销。") % {"name": group.name})
            return redirect("organizations:working-group-detail", group.public_id)
    return answer_form(
        request,
        "organizations/working_group_end.html",
        {"form": form, "group": group, "crumbs": _crumbs(group, _("撤销"))},
    )


@once
def working_group_add_member(request, public_id):
    group = find(WorkingGroup.objects.all(), public_id)
    check(request, "organizations.edit_working_group", group)
    form = GroupMemberForm(request.POST or None, membership=request.user.membership)
    if request.method == "POST" and form.is_valid():
        member = form.save(commit=False)
        member.group = group
        try:
            working_groups.add_member(member=member, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已加入“%(name)s”。") % {"name": group.name})
            return redirect("organizations:working-group-detail", group.public_id)
    return answer_form(
        request,
        "organizations/working_group_member.html",
        {"form": form, "group": group, "crumbs": _crumbs(group, _("添加成员"))},
    )


@require_POST
def working_group_remove_member(request, public_id, member_id):
    group = find(WorkingGroup.objects.all(), public_id)
    check(request, "organizations.edit_working_group", group)
    member = find(group.members.select_related("person", "unit", "group"), member_id)
    working_groups.remove_member(member=member, by=request.user)
    messages.success(request, _("已移出“%(name)s”。") % {"name": group.name})
    return redirect("organizations:working-group-detail", group.public_id)


def _crumbs(group, last):
    return [
        (pgettext("plural", "工作机构"), reverse("organizations:working-groups")),
        (group.name, reverse("organizations:working-group-detail", args=[group.public_id])),
        (last, ""),
    ]
