"""Files that a page hands out: always as an attachment, never kept by a cache in between."""

from typing import TypeVar
from urllib.parse import quote

from django.http import HttpResponse
from django.http.response import HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_attachment(response: Answer, *, name: str, plain: str) -> Answer:
    """Both names of RFC 6266: `plain` is ASCII, for old programs; `name` may be Chinese, for all others."""
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def workbook_answer(made: bytes, *, name: str) -> HttpResponse:
    """A workbook under a name without ending."""
    return as_attachment(HttpResponse(made, content_type=XLSX), name=f"{name}.xlsx", plain="table.xlsx")
