"""Pages of accounts and their roles. An account stands in addresses by its person: its own key is a serial number."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from organizations.forms.accounts import AccountAskForm, AccountFilter, AccountForm, MembershipForm, ReasonForm
from organizations.models import Membership, Person
from organizations.pages import add_errors, answer_form, find, may, once, page_of, pick
from organizations.roles import SEPARATE_ROLES, Role
from organizations.selectors.accounts import account_rows, account_state
from organizations.services import accounts as services
from organizations.services import memberships


@may("organizations.manage_accounts")
def account_list(request):
    today = timezone.localdate()
    form = AccountFilter(request.GET)
    page = page_of(request, form.filter(_holders(), today))
    context = {"form": form, "page": page, "rows": account_rows(list(page), today)}
    return render(request, "organizations/account_list.html", context)


@may("organizations.manage_accounts")
def account_detail(request, public_id):
    today = timezone.localdate()
    person = find(_holders(), public_id)
    held = list(Membership.objects.filter(account=person.account).for_session())
    context = {
        "person": person,
        "account": person.account,
        "state": account_state(person.account, today),
        "current": [row for row in held if not row.valid_to or row.valid_to >= today],
        "former": [row for row in held if row.valid_to and row.valid_to < today],
        "is_own": person.account_id == request.user.pk,
        "crumbs": _crumbs(person),
    }
    return render(request, "organizations/account_detail.html", context)


@may("organizations.manage_accounts")
@never_cache
@once
def account_new(request):
    person = pick(Person.objects.select_related("unit"), request.GET.get("person"))
    start = {"person": person, "unit": person.unit if person else None}
    form = AccountForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            account, code = services.open_account(
                **form.cleaned_data, by=request.user, on=timezone.localdate(), now=timezone.now()
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _show_code(request, form.cleaned_data["person"], account, code)
    context = {"form": form, "crumbs": _crumbs(None, _("开通账号"))}
    return answer_form(request, "organizations/account_form.html", context)


@may("organizations.manage_accounts")
@never_cache
def account_reset(request, public_id):
    person = find(_holders(), public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            code = services.reset_password(
                account=person.account, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _show_code(request, person, person.account, code)
    happens = [_("生成新的一次性密码，只显示一次。"), _("现在的密码作废，正在使用的登录全部退出。")]
    return _confirm(request, form, person, _("重设密码"), happens)


@may("organizations.manage_accounts")
def account_disable(request, public_id):
    person = find(_holders(), public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if _done(request, form, services.disable_account, account=person.account):
        messages.success(request, _("%(name)s的账号已停用。") % {"name": person.name})
        return redirect("organizations:account-detail", public_id)
    happens = [_("不能再登录，正在使用的登录马上退出。"), _("角色和记录都保留，启用后照旧。")]
    return _confirm(request, form, person, _("停用账号"), happens)


@may("organizations.manage_accounts")
def account_enable(request, public_id):
    person = find(_holders(), public_id)
    if person.account.is_active:
        messages.info(request, _("账号没有停用，不用再启用。"))
        return redirect("organizations:account-detail", public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if _done(request, form, services.enable_account, account=person.account):
        messages.success(request, _("%(name)s的账号已启用。") % {"name": person.name})
        return redirect("organizations:account-detail", public_id)
    return _confirm(request, form, person, _("启用账号"), [_("可以用原来的密码登录。忘了密码请再重设。")])


@may("organizations.manage_accounts")
@once
def membership_add(request, public_id):
    person = find(_holders(), public_id)
    form = MembershipForm(request.POST if request.method == "POST" else None, initial={"unit": person.unit})
    if request.method == "POST" and form.is_valid():
        try:
            memberships.give_membership(
                account=person.account, by=request.user, on=timezone.localdate(), **form.cleaned_data
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已授予角色，下一次点击起生效。"))
            return redirect("organizations:account-detail", public_id)
    separate = _("、").join(str(role.label) for role in Role if role in SEPARATE_ROLES)
    context = {"form": form, "person": person, "separate": separate, "crumbs": _crumbs(person, _("授予角色"))}
    return answer_form(request, "organizations/membership_form.html", context)


@may("organizations.manage_accounts")
def membership_end(request, public_id):
    membership = find(Membership.objects.select_related("unit", "account"), public_id)
    person = find(_holders(), membership.account.person.public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if _done(request, form, memberships.end_membership, membership=membership):
        messages.success(request, _("角色已结束。"))
        return redirect("organizations:account-detail", person.public_id)
    return _confirm(
        request, form, person, _("结束角色"), [_("“%(role)s”下一次点击起不再有效。") % {"role": membership}]
    )


@may("organizations.ask_account")
@once
def account_ask(request):
    township = request.user.membership.unit
    form = AccountAskForm(request.POST if request.method == "POST" else None, township=township)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_account(**form.cleaned_data, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("申请已发给县里的系统管理员。开通后由他把一次性密码告诉使用人。"))
            return redirect("organizations:account-ask")
    context = {"form": form, "township": township, "crumbs": [(_("申请村级账号"), "")]}
    return answer_form(request, "organizations/account_ask.html", context)


def _holders():
    return Person.objects.filter(account__isnull=False).select_related("account", "unit")


def _done(request, form, service, **what) -> bool:
    """Run the service with the reason; a refusal goes into the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        service(**what, reason=form.cleaned_data["reason"], by=request.user, on=timezone.localdate())
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


def _confirm(request, form, person, title, happens):
    context = {
        "form": form,
        "title": title,
        "lead": _("%(name)s（%(login)s）") % {"name": person.name, "login": person.account.login_name},
        "happens": happens,
        "button_text": title,
        "back_url": reverse("organizations:account-detail", args=[person.public_id]),
        "crumbs": _crumbs(person, title),
    }
    return answer_form(request, "confirm.html", context)


def _show_code(request, person, account, code):
    """The only time that the code is seen. Not a redirect: it would have to be kept somewhere in between."""
    context = {"person": person, "account": account, "code": code, "crumbs": _crumbs(person, _("一次性密码"))}
    return render(request, "organizations/account_code.html", context)


def _crumbs(person, last=None):
    crumbs = [(pgettext("plural", "账号"), reverse("organizations:accounts"))]
    if person is not None:
        crumbs.append((person.name, reverse("organizations:account-detail", args=[person.public_id]) if last else ""))
    if last:
        crumbs.append((last, ""))
    return crumbs
