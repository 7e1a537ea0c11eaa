"""What was typed into a form whose session had ended: kept for a while, and put back into the form after the log-in.

The form says whose it is in a signed hidden field (`{% typed_by %}`). A POST without a session leaves its text, sealed, in
the browser's new session, which is known by its unguessable cookie alone; the log-in keeps that session under a fresh key.
Only the same account finds the text again, on the same page, unsaved; the next POST of that page drops it. Nothing is kept
for a stranger: without a form that was once given out to an account there is no signature.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.core import signing
from django.http import QueryDict
from django.urls import reverse

from organizations.sealed import SealError, seal, unseal

FIELD = "typed_by"
SLOT, CONTEXT = "typed", "session.typed"
KEEP_SECONDS, MOST = 30 * 60, 20_000
PAGE_SECONDS = 24 * 3600  # how old the page may be on which it was typed
UNKEPT = ("csrfmiddlewaretoken", "once_key", "action", FIELD)


@dataclass(frozen=True)
class Typed:
    """The fields as they were sent, and what the address named (its `kwargs` as text)."""

    data: QueryDict
    kwargs: dict[str, str]
    had_files: bool

    def put_into(self, form) -> None:
        """As if it had just been typed: nothing is checked before the person saves."""
        for name in form.fields:
            if form.add_prefix(name) in self.data:
                form.initial[name] = self.data[form.add_prefix(name)]


def keeps_typed(page: str = "", takes: tuple[str, ...] = ()) -> Callable:
    """Decorator of a view that takes a form. `page`: the view that shows it, with the arguments it `takes`; without, the
    form's own address. The view finds `request.typed`: a Typed or None."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            request.typed = None
            if request.method in ("GET", "HEAD"):
                request.typed = _read(request)
            elif _slot(request).get("path") == request.path:
                del request.session[SLOT]
            return view(request, *args, **kwargs)

        def address(request, kwargs) -> str:
            return reverse(page, kwargs={name: kwargs[name] for name in takes}) if page else request.path

        guarded.typed_page = address  # type: ignore[attr-defined]  # read by the middleware
        return guarded

    return decorate


def keep(request, view, kwargs, *, now: float) -> str:
    """Called for a POST without a session. The page to come back to, or '' where nothing is kept."""
    address = getattr(view, "typed_page", None)
    account = owner_of(request.POST.get(FIELD, "")) if address else None
    if address is None or account is None:
        return ""
    data = {name: values for name, values in request.POST.lists() if name not in UNKEPT}
    page = address(request, kwargs)
    content = json.dumps(
        {
            "account": account, "page": page, "data": data, "kwargs": {name: str(value) for name, value in kwargs.items()},
            "files": bool(request.FILES),
        }
    )  # fmt: skip
    if len(content) <= MOST:
        request.session[SLOT] = {
            "path": request.path,
            "until": now + KEEP_SECONDS,
            "sealed": seal(content, context=CONTEXT),
        }
        request.session.set_expiry(KEEP_SECONDS)  # it goes with the session, unless somebody logs in with it
    return page


def drop_if_stale(request, *, now: float) -> None:
    """At the log-in: an overdue text goes, and the session lives as long as any other."""
    request.session.set_expiry(None)
    if SLOT in request.session and (_slot(request).get("until", 0) < now or _open(request) is None):
        del request.session[SLOT]


def signed(account) -> str:
    return signing.TimestampSigner(salt=FIELD).sign(str(account.pk))


def owner_of(text: str) -> int | None:
    try:
        return int(signing.TimestampSigner(salt=FIELD).unsign(text, max_age=PAGE_SECONDS))
    except (signing.BadSignature, ValueError):
        return None


def _read(request) -> Typed | None:
    content = _open(request)
    if content is None or content["page"] != request.path:
        return None
    data = QueryDict(mutable=True)
    for name, values in content["data"].items():
        data.setlist(name, values)
    return Typed(data, content["kwargs"], content["files"])


def _open(request) -> dict | None:
    """Only for the account that typed it."""
    sealed = _slot(request).get("sealed")
    if not sealed or not request.user.is_authenticated:
        return None
    try:
        content = json.loads(unseal(sealed, context=CONTEXT))
    except SealError:
        return None
    return content if content["account"] == request.user.pk else None


def _slot(request) -> dict:
    return request.session.get(SLOT) or {}
