"""The two outermost habits of a request: it has a number, and it speaks the language its reader chose."""

import re
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from config.logs import request_id

Handler = Callable[[HttpRequest], HttpResponse]
SOUND_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
LANGUAGE_COOKIE = "language"


class RequestId:
    """The number in the log, on the error page and in the answer's header is the same.

    Also kept as `request.request_id` for those below who may not import from here."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = self._from_proxy(request) or uuid.uuid4().hex[:16]
        request.request_id = number  # type: ignore[attr-defined]
        request_id.set(number)
        response = self.get_response(request)
        response["X-Request-ID"] = number
        return response

    @staticmethod
    def _from_proxy(request: HttpRequest) -> str:
        given = request.headers.get("X-Request-ID", "")
        return given if settings.TRUSTED_PROXIES and SOUND_ID.fullmatch(given) else ""


@receiver(request_finished)
def _forget(**_kwargs: object) -> None:
    """Not at the end of the middleware: Django logs refusals and errors after it."""
    request_id.set("")


class CookieLanguage:
    """Chinese unless the reader switched. Never what the browser asks for: office machines are set up at random."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.COOKIES.get(LANGUAGE_COOKIE, "")
        language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
