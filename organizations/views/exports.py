"""Taking lists out: the button below every list, and the page where long ones are fetched."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organizations.downloads import XLSX, as_attachment
from organizations.exports.kinds import find_kind
from organizations.models import ExportJob
from organizations.pages import find, page_of
from organizations.services import export_files
from organizations.services import exports as services

TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}


@require_POST
def export(request, kind):
    """What the list shows, by the filter in the address: the file, or the page of the job that writes it."""
    known = find_kind(kind)
    if known is None:
        raise Http404
    if not request.user.has_perm(known.action):
        raise PermissionDenied
    now = timezone.now()
    try:
        answer = services.ask(
            kind=known,
            filters=known.filters(request.GET),
            form=request.POST.get("format") or request.GET.get("format") or ExportJob.Form.XLSX,
            membership=request.user.membership,
            by=request.user,
            on=timezone.localdate(now),
            now=now,
        )
    except ValidationError as refusal:
        messages.error(request, "".join(refusal.messages))
        return redirect("organizations:exports" if getattr(refusal, "code", "") == "busy" else known.list_url)
    if answer.handle is None:
        return redirect("organizations:export-job", answer.job_id)
    ending = answer.file_name.rpartition(".")[2]
    return _as_file(HttpResponse(answer.handle.read(), content_type=TYPES[ending]), answer.file_name)


@require_safe
def export_list(request):
    now = timezone.now()
    page = page_of(request, ExportJob.objects.visible_to(request.user.membership, now))
    context = {"page": page, "jobs": [_row(job) for job in page]}
    return render(request, "organizations/export_list.html", context)


@require_safe
def export_job(request, public_id):
    job, kind = _mine(request, public_id)
    context = {
        "job": job,
        "title": kind.title,
        "list_url": reverse(kind.list_url),
        "crumbs": [(_("导出"), reverse("organizations:exports")), (job.file_name, "")],
    }
    return render(request, "organizations/export_job.html", context)


@require_safe
def export_file(request, public_id):
    """The file, to who asked for it and may still see the list. Everything is asked again at each download."""
    job, _kind = _mine(request, public_id)
    if job.state != ExportJob.State.DONE:
        raise Http404
    if request.method == "HEAD":
        response: HttpResponseBase = HttpResponse(content_type=TYPES[job.form])
    else:
        try:
            response = StreamingHttpResponse(export_files.open_pieces(job), content_type=TYPES[job.form])
        except FileNotFoundError:
            raise Http404 from None
    response["Content-Length"] = str(job.size)
    return _as_file(response, job.file_name)


def _mine(request, public_id):
    job = find(ExportJob.objects.visible_to(request.user.membership, timezone.now()), public_id)
    kind = find_kind(job.kind)
    if kind is None:
        raise Http404
    if not request.user.has_perm(kind.action):
        raise PermissionDenied
    return job, kind


def _row(job: ExportJob) -> dict:
    kind = find_kind(job.kind)
    return {"job": job, "title": kind.title if kind else job.kind}


def _as_file(response, name: str):
    return as_attachment(response, name=name, plain=f"export.{name.rpartition('.')[2]}")
