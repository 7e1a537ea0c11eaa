"""The task breakdown table (任务分解表) as files, from a frozen version."""

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.pages import campaign_page
from campaigns.papers.imprint import edition_name
from campaigns.papers.texts import file_name
from campaigns.selectors.papers import TaskTable, task_table
from campaigns.services import papers

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_safe
@campaign_page
def table_file(request, campaign, kind):
    now = timezone.now()
    table = task_table(campaign, request.user, timezone.localdate(now), now, _version_asked_for(request))
    if table is None:
        raise Http404
    # Asking for the headers hands nothing out, and so leaves no line in the trail.
    made = (
        b""
        if request.method == "HEAD"
        else papers.hand_out_task_table(by=request.user, campaign=campaign, table=table, kind=kind)
    )
    response = HttpResponse(made, content_type=TYPES[kind])
    response["Content-Disposition"] = _as_download(campaign, table, kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _version_asked_for(request) -> int | None:
    """The number in `?version=`; what is no number of a version is not there, and not read as the latest."""
    asked = request.GET.get("version")
    if asked is None:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 9):
        raise Http404
    return int(asked)


def _as_download(campaign, table: TaskTable, kind: str) -> str:
    """Both names of RFC 6266: an ASCII one for old programs, the Chinese one for all others."""
    plain = file_name(f"{campaign.slug}-v{table.version.number}", kind)
    chinese = file_name(edition_name(table.version.snapshot, table.imprint), kind)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(chinese, safe='')}"
