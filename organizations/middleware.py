"""The doors a request passes on its way in, in the order of settings.MIDDLEWARE."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from organizations import typed_text
from organizations.models import Membership, Person
from organizations.requests import RequestFacts, client_ip, request_facts
from organizations.services import audit
from organizations.tenancy.context import tenant

# Pages that answer without a log-in, by URL name. A test walks all others as a stranger.
OPEN_VIEWS = frozenset({"organizations:login", "organizations:language", "healthz", "readyz", "organizations:help"})
# Pages that answer while the first password has not been changed yet.
FIRST_PASSWORD_VIEWS = frozenset(
    {"organizations:password", "organizations:logout", "organizations:language", "organizations:display"}
)


class SessionLimits:
    """Ends a session that was idle too long or has lived too long, and one whose account was disabled or has expired."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and _is_over(request):
            logout(request)
            request.session_ended = True
        return self.get_response(request)


def _is_over(request) -> bool:
    account, session, now = request.user, request.session, timezone.now().timestamp()
    if not account.is_active or (account.expires_on and account.expires_on < timezone.localdate()):
        return True
    started = session.get("started_at", now)
    seen = session.get("seen_at", now)
    if now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_LIFE_SECONDS:
        return True
    if now - seen > 60 or "seen_at" not in session:  # one write a minute is enough to know when somebody was last here
        session["seen_at"] = now
        session.setdefault("started_at", started)
    return False


class RecordRefusals:
    """Denied and failed acts of a logged-in account go into the trail, in a transaction of their own after the rollback."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        facts = RequestFacts(getattr(request, "request_id", ""), client_ip(request, settings.TRUSTED_PROXIES))
        with request_facts(facts):
            response = self.get_response(request)
            account = request.user
            if account.is_authenticated and _is_refusal(request, response):
                result = "failed" if response.status_code >= 500 else "denied"
                with tenant(account.county_id):
                    audit.record(
                        by=account,
                        action=f"http.{request.method.lower()}",
                        result=result,
                        after={"path": request.path[:150]},
                    )
        return response


def _is_refusal(request, response) -> bool:
    unsafe = request.method not in ("GET", "HEAD", "OPTIONS")
    return response.status_code == 403 or response.status_code >= 500 or (unsafe and response.status_code == 404)


class OpenTenant:
    """Opens the county of the session's account around the view, and hangs on the account what it may do there.

    The county never comes from the address, the host or the body. A response of 500 and above rolls everything back.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        account = request.user
        if not account.is_authenticated:
            return self.get_response(request)
        with tenant(account.county_id):
            attach_memberships(request)
            response = self.get_response(request)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
            if response.status_code >= 500:
                transaction.set_rollback(True)
        # What a county holds stays out of shared computers' caches; a view that knows better has said so already.
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response


def attach_memberships(request) -> None:
    """`membership` (the one in use), `memberships` (all valid today) and `acting_person` on the account."""
    account = request.user
    valid = Membership.objects.filter(account=account).valid_on(timezone.localdate()).for_session()
    account.memberships_today = list(valid)
    chosen = request.session.get("membership")
    account.membership = next(
        (row for row in account.memberships_today if str(row.public_id) == chosen),
        account.memberships_today[0] if account.memberships_today else None,
    )
    account.acting_person = Person.objects.filter(account=account).select_related("unit").first()


class RequireLogin:
    """Everything asks for a log-in unless it stands on the list above; the first password must be changed first."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name
        if name in OPEN_VIEWS:
            return None
        if not request.user.is_authenticated:
            if request.headers.get("HX-Request"):
                # A part of a page cannot show the log-in form; the whole page goes there and comes back.
                query = urlencode({"next": _own_path(request, "HX-Current-URL")})
                return HttpResponse(status=401, headers={"HX-Redirect": f"{reverse(settings.LOGIN_URL)}?{query}"})
            kept = (
                typed_text.keep(request, view, kwargs, now=timezone.now().timestamp())
                if request.method == "POST"
                else ""
            )
            if kept:
                return redirect_to_login(kept, settings.LOGIN_URL)
            # After a POST without a session the person returns to the form, not to an address that takes only POST.
            back = request.get_full_path() if request.method == "GET" else _own_path(request, "Referer")
            return redirect_to_login(back, settings.LOGIN_URL)
        if request.user.must_change_password and name not in FIRST_PASSWORD_VIEWS:
            return redirect("organizations:password")
        return None


def _own_path(request, header: str) -> str:
    """The path of the page that a header names, if it is one of ours; else the desk."""
    parts = urlsplit(request.headers.get(header, ""))
    return parts.path if parts.netloc == request.get_host() and parts.path else "/"
