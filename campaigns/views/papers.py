"""The task breakdown table (任务分解表) as files, from a frozen version."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.pages import campaign_page
from campaigns.papers.imprint import edition_name
from campaigns.papers.texts import file_name
from campaigns.selectors.papers import task_table
from campaigns.services import papers
from organizations.downloads import DOCX, XLSX, as_attachment

TYPES = {"xlsx": XLSX, "docx": DOCX}


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
    return as_attachment(
        HttpResponse(made, content_type=TYPES[kind]),
        name=file_name(edition_name(table.version.snapshot, table.imprint), kind),
        plain=file_name(f"{campaign.slug}-v{table.version.number}", kind),
    )


def _version_asked_for(request) -> int | None:
    """The number in `?version=`; what is no number of a version is not there, and not read as the latest."""
    asked = request.GET.get("version")
    if asked is None:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 9):
        raise Http404
    return int(asked)
