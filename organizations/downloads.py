"""Files that a page hands out: always as an attachment, never kept by a cache in between."""

from urllib.parse import quote

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {XLSX: ".xlsx"}


def file_answer(made: bytes, *, name: str, kind: str = XLSX) -> HttpResponse:
    """The bytes under a Chinese name without ending; browsers that cannot read it get `table`."""
    ending = ENDINGS[kind]
    response = HttpResponse(made, content_type=kind)
    response["Content-Disposition"] = (
        f"attachment; filename=\"table{ending}\"; filename*=UTF-8''{quote(name + ending, safe='')}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
