"""Log-in, log-out, the own account, and the switches of the frame."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from organizations import typed_text
from organizations.forms.access import EmailForm, LoginForm, PasswordForm
from organizations.models import County
from organizations.pages import add_errors, answer_form, require_POST
from organizations.requests import client_ip
from organizations.selectors.accounts import session_lines
from organizations.services import accounts, emails, sessions
from organizations.services import login as services
from organizations.sessions import note_login

COUNTY_COOKIE = "county"
LANGUAGE_COOKIE = "language"
A_YEAR = 365 * 24 * 3600


@never_cache
@sensitive_post_parameters("password")
def log_in(request):
    goal = own_path(request.POST.get("next") or request.GET.get("next"))
    if request.user.is_authenticated:
        return redirect(goal)
    remembered = _remembered_county(request)
    start = {"county": request.GET.get("county", "")[:60] or (remembered.name if remembered else "")}
    form = LoginForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        ip, now = client_ip(request, settings.TRUSTED_PROXIES), timezone.now()
        outcome = services.log_in(**form.cleaned_data, ip=ip, now=now)
        if outcome.account:
            login(request, outcome.account, backend="organizations.permissions.RoleBackend")
            note_login(request, ip=ip, now=now)
            typed_text.drop_if_stale(request, now=now.timestamp())
            response = redirect("organizations:password" if outcome.account.must_change_password else goal)
            # Signed: a code made up by somebody must not be answered with the county's name.
            response.set_signed_cookie(COUNTY_COOKIE, outcome.account.county.code, **_cookie())
            return response
        form.add_error(None, outcome.refusal)
    context = {"form": form, "next": "" if goal == "/" else goal, "county_name": remembered.name if remembered else ""}
    return answer_form(request, "organizations/login.html", context)


@require_POST
def log_out(request):
    logout(request)
    return redirect("organizations:login")


@never_cache
@sensitive_post_parameters()
def password(request):
    account, forced = request.user, request.user.must_change_password
    form = PasswordForm(request.POST if request.method == "POST" else None, account=account)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        refusal = ""
        if not forced:
            ip = client_ip(request, settings.TRUSTED_PROXIES)
            old = form.cleaned_data["old_password"]
            refusal = services.confirm_password(account=account, password=old, ip=ip, now=now).refusal
        if refusal:
            form.add_error("old_password", refusal)
        else:
            try:
                accounts.change_password(
                    account=account, password=form.cleaned_data["new_password1"],
                    keep_session=request.session.session_key, by=account, now=now,
                )  # fmt: skip
            except ValidationError as error:
                add_errors(form, error)
            else:
                update_session_auth_hash(request, account)
                messages.success(request, _("密码已改好。其他设备上的登录已经退出。"))
                return redirect("/" if forced else "organizations:my-account")
    context = {"form": form, "forced": forced, "back_url": reverse("organizations:my-account")}
    return answer_form(request, "organizations/password_change.html", context)


@never_cache
def my_account(request):
    return _answer_account(request, EmailForm(initial={"email": emails.own_email(request.user)}))


@require_POST
@sensitive_post_parameters("email")
def my_email(request):
    form = EmailForm(request.POST)
    if form.is_valid():
        try:
            changed = emails.set_own_email(email=form.cleaned_data["email"], by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("邮箱已保存。") if changed else _("邮箱没有变化。"))
            return redirect("organizations:my-account")
    return _answer_account(request, form)


def _answer_account(request, form):
    context = {
        "form": form,
        "sessions": session_lines(request.user, present_key=request.session.session_key, now=timezone.now()),
        "memberships": request.user.memberships_today,
        "crumbs": [(_("我的账号"), "")],
    }
    return answer_form(request, "organizations/my_account.html", context)


@require_POST
def session_end(request):
    """One of the own other sessions by its handle, or all others. Gone already is as good."""
    chosen, present = request.POST.get("session", ""), request.session.session_key
    if chosen == "others":
        sessions.end_other_sessions(account=request.user, keep=present, by=request.user)
        messages.success(request, _("其他设备上的登录都已结束。"))
    elif sessions.end_session(account=request.user, handle=chosen, keep=present, by=request.user):
        messages.success(request, _("那台设备上的登录已经结束。"))
    else:
        messages.info(request, _("那个登录已经不在了。"))
    return redirect("organizations:my-account")


@require_POST
def switch(request):
    """Act in another of the own roles. Ids of others are answered like ids of nobody."""
    chosen = request.POST.get("membership", "")
    if any(str(row.public_id) == chosen for row in request.user.memberships_today):
        request.session["membership"] = chosen
    else:
        messages.info(request, _("没有这个身份，可能已经结束。"))
    return redirect("/")


@require_POST
def language(request):
    response = redirect(own_path(request.POST.get("next")))
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(LANGUAGE_COOKIE, wanted, **_cookie())
    return response


@require_POST
def display(request):
    wishes = {}
    if request.POST.get("theme") in ("light", "dark"):
        wishes["theme"] = request.POST["theme"]
    if request.POST.get("size") in ("normal", "large"):
        wishes["large_type"] = request.POST["size"] == "large"
    if wishes:
        accounts.set_display(account=request.user, by=request.user, **wishes)
    return redirect(own_path(request.POST.get("next")))


def help_page(request):
    return render(request, "organizations/help.html")


def own_path(text: str | None) -> str:
    """A path of this site to go on to, else the desk. Never another host, never in a circle."""
    path = (text or "")[:500]
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return "/"
    if path.startswith((reverse("organizations:login"), reverse("organizations:logout"))):
        return "/"
    return path


def _remembered_county(request) -> County | None:
    code = request.get_signed_cookie(COUNTY_COOKIE, default="", max_age=A_YEAR)
    return services.county_named(code) if code else None


def _cookie() -> dict:
    return {"max_age": A_YEAR, "httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
