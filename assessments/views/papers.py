"""The papers of a result as files."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.selectors.result_papers import result_paper
from assessments.selectors.rights import seen_assessments
from assessments.services import papers
from campaigns.papers.imprint import LONGEST_IN_NAMES
from campaigns.papers.texts import file_name
from organizations.downloads import DOCX, XLSX, as_attachment
from organizations.pages import find, may

EXPORT = "assessments.export_result"
TYPES = {"xlsx": XLSX, "docx": DOCX}


@require_safe
@may(EXPORT)
def result_file(request, public_id, kind):
    """Scores as xlsx, the circular as docx; marked on every page while the result is not final."""
    row = find(seen_assessments(request.user.membership), public_id)
    if row.run is None:
        raise Http404
    paper = result_paper(row, request.user, timezone.localtime().replace(tzinfo=None))
    # Asking for the headers hands nothing out, and so leaves no line in the trail.
    made = b"" if request.method == "HEAD" else papers.hand_out(by=request.user, assessment=row, paper=paper, kind=kind)
    name = f"{row.name[:LONGEST_IN_NAMES]}{'得分' if kind == 'xlsx' else '通报'}{f'（{paper.mark}）' if paper.mark else f'第{paper.edition}版'}"
    return as_attachment(
        HttpResponse(made, content_type=TYPES[kind]),
        name=file_name(name, kind),
        plain=file_name(f"result-{row.year}", kind),
    )
