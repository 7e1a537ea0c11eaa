"""What every page does the same way: ask the role, find the row inside the wall, take a form once, answer a conflict."""

import uuid
from collections.abc import Callable, Sequence
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.services import submissions

PAGE_SIZES = (20, 50, 100)


def may(action: str) -> Callable:
    """Decorator of a view: 403 unless the role in use may do the action somewhere. Rows are narrowed in the view."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if not request.user.has_perm(action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        checked.action = action  # type: ignore[attr-defined]  # read by the tests
        return checked

    return decorate


def find(queryset, public_id, **conditions):
    """The one row with this public id among the rows the person may see; 404 for not there and not yours alike."""
    row = queryset.filter(public_id=public_id, **conditions).first()
    if row is None:
        raise Http404
    return row


def pick(queryset, text):
    """The row with this public id, or None for nonsense, not there and not yours: for prefilled forms."""
    public_id = as_uuid(text)
    return queryset.filter(public_id=public_id).first() if public_id else None


def check(request, action: str, obj) -> None:
    """403 unless the account may do the action on this very object, by role or by grant."""
    if not request.user.has_perm(action, obj):
        raise PermissionDenied


def page_of(request, rows, *, size: int = PAGE_SIZES[0]):
    """One page of rows: `page` and `size` from the address, sizes from the list; nonsense gets the first page. `size` is
    that of a page of which the address says nothing."""
    per = request.GET.get("size", "")
    size = int(per) if per.isdigit() and int(per) in PAGE_SIZES else size
    return Paginator(rows, size).get_page(request.GET.get("page"))


def address_with(request, **changes) -> str:
    """The present address with these values in its query; None or "" takes a name out."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def once(view):
    """A POST with a one-time key acts once; pressed again it leads where the first press led. Put it on creating views.

    The form carries the key with `{% once_key %}`. A first answer other than a redirect (the form with its errors) does
    not use the key up.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        key = as_uuid(request.POST.get("once_key")) if request.method == "POST" else None
        if key is None:
            return view(request, *args, **kwargs)
        led_to = submissions.claim(key=key, account_id=request.user.pk)
        if led_to is not None:
            return HttpResponseRedirect(led_to or request.path)
        response = view(request, *args, **kwargs)
        if response.status_code in (302, 303):
            submissions.remember(key=key, account_id=request.user.pk, location=response["Location"])
        else:
            submissions.release(key=key, account_id=request.user.pk)
        return response

    return guarded


def as_uuid(text) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def add_errors(form, error: ValidationError) -> None:
    """Put a service's refusal into the form: beside its field where the form has it, on top otherwise."""
    if hasattr(error, "error_dict"):
        for field, errors in error.error_dict.items():
            form.add_error(field if field in form.fields else None, errors)
    else:
        form.add_error(None, error)


def answer_form(request, template: str, context: dict) -> HttpResponse:
    """The form page; 422 when it carries errors, so that scripts, tests and people's back buttons can tell."""
    form = context["form"]
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def answer_conflict(
    request,
    *,
    form,
    current,
    fields: list[str],
    keep: Sequence[str] = (),
    who: str = "",
    when: str = "",
    back_url: str = "",
) -> HttpResponse:
    """409: both versions side by side, nothing lost. The person chooses field by field and saves again.

    `form` is the bound, valid form with the person's values; `current` the row as somebody else left it; `keep` are
    further fields that travel along unseen. The page posts
    to the same address: `choose_<field>` with both values in hidden fields, which `posted` puts together.
    """
    rows, hidden = [], [{"name": form.add_prefix("version"), "value": current.version}]
    for name in fields:
        field, bound = form.fields[name], form[name]
        mine, theirs = form.cleaned_data.get(name), getattr(current, name)
        read = form.data.getlist(bound.html_initial_name) or None  # what stood there when the person opened the form
        rows.append(
            {
                "name": bound.html_name,
                "label": bound.label,
                "mine": words(field, mine),
                "theirs": words(field, theirs),
                "same": mine == theirs,
                # Where only the other person changed the field, theirs is the likely choice.
                "choose": "theirs" if typed(field, mine) == read else "mine",
            }
        )
        hidden += [{"name": bound.html_name, "value": value} for value in typed(field, mine)]
        for prefix in ("theirs_", "initial-"):
            hidden += [{"name": f"{prefix}{bound.html_name}", "value": value} for value in typed(field, theirs)]
    for name in keep:
        hidden += [
            {"name": form.add_prefix(name), "value": value}
            for value in typed(form.fields[name], form.cleaned_data.get(name))
        ]
    context = {
        "conflict": {"rows": rows, "who": who or _("另一位同事"), "when": when or _("刚才")},
        "hidden": hidden,
        "action": request.get_full_path(),
        "back_url": back_url,
    }
    return render(request, "conflict.html", context, status=409)


def answer_overtaken(request, words, page: Callable[[], HttpResponse]) -> HttpResponse:
    """409 where there is nothing to merge: `page` draws how it stands now, with the words on top of it."""
    messages.warning(request, words)
    response = page()
    response.status_code = 409
    return response


def posted(request) -> QueryDict:
    """The POST data, with the choices of a conflict page put in place."""
    data = request.POST.copy()
    for key in request.POST:
        if key.startswith("choose_") and request.POST[key] == "theirs":
            name = key.removeprefix("choose_")
            data.setlist(name, request.POST.getlist(f"theirs_{name}"))
    return data


def words(field, value) -> str:
    """A value as a person reads it."""
    if value in (None, "", []):
        return ""
    if isinstance(value, list | tuple):
        return _("、").join(str(item) for item in value)
    choices = dict(getattr(field, "choices", None) or []) if not hasattr(field, "queryset") else {}
    return str(choices.get(value, value))


def typed(field, value) -> list[str]:
    """A value as the form field would send it: none, one or several strings."""
    if value in (None, "", []):
        return [""]
    ready = field.prepare_value(value)
    if isinstance(ready, list | tuple):
        return [str(item) for item in ready]
    return [str(ready)]


__all__ = [
    "add_errors", "address_with", "answer_conflict", "answer_form", "answer_overtaken", "as_uuid", "check", "find", "may", "once", "page_of", "pick", "posted",
    "require_POST",
]  # fmt: skip
