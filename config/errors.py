"""The pages for when something is refused, missing or broken: a sentence and a reference number, never a detail."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, loader
from django.utils.html import format_html
from django.utils.translation import gettext as _

from config.logs import request_id


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _page(413, ["errors/413.html", "errors/400.html"])
    # Without the request: a bad Host header would break the template again.
    return _page(400, ["errors/400.html"])


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(403, ["errors/403.html"], request)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(404, ["errors/404.html"], request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(403, ["errors/csrf.html", "errors/403.html"], request)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request, hence without context processors: the database may be what is broken."""
    try:
        return _page(500, ["errors/500.html"])
    except Exception:  # noqa: BLE001 - the last page there is must not fail
        return _bare(500)


def _page(code: int, templates: list[str], request: HttpRequest | None = None) -> HttpResponse:
    context = {"code": code, "reference": request_id.get()}
    try:
        return HttpResponse(loader.render_to_string(templates, context, request), status=code)
    except TemplateDoesNotExist:
        return _bare(code)


def _bare(code: int) -> HttpResponse:
    page = format_html(
        '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>{code}</title><h1>{code}</h1><p>{word} {reference}',
        code=code,
        word=_("编号"),
        reference=request_id.get(),
    )
    return HttpResponse(page, status=code)
