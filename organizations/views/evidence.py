"""Evidence files: list, upload, the only way a file goes out, and deletion."""

import logging

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organizations.forms.evidence import DeleteForm, EvidenceFilter, EvidenceForm
from organizations.models import Evidence, Unit
from organizations.pages import add_errors, answer_form, check, find, may, once, page_of
from organizations.rules import rule_value
from organizations.services import evidence as service

log = logging.getLogger(__name__)
# Browsers may show these in place; everything else is saved. Pictures were drawn anew by us.
SHOWN_INLINE = frozenset({"application/pdf", "image/jpeg", "image/png"})


@may("organizations.view_evidence")
def evidence_list(request):
    seen = Evidence.objects.visible_to(request.user.membership)
    units = list(Unit.objects.filter(pk__in=seen.values("unit_id")).in_official_order())
    form = EvidenceFilter(request.GET, units=units, auto_id="filter_%s")
    rows = seen.select_related("unit", "uploaded_by")
    unit = form.chosen_unit()
    if unit is not None:
        rows = rows.filter(unit__path__startswith=unit.path)
    own = request.user.membership.unit
    page = page_of(request, rows)
    for row in page:
        row.may_delete = request.user.has_perm("organizations.add_evidence", row)
    context = {
        "page": page,
        "form": form,
        "filtered": bool(request.GET.get("unit")),
        "add_url": reverse("organizations:evidence-add", args=[own.public_id]),
        "may_add": request.user.has_perm("organizations.add_evidence", own),
    }
    return render(request, "organizations/evidence_list.html", context)


@may("organizations.add_evidence")
@once
def evidence_add(request, public_id):
    unit = find(Unit.objects.valid_on(timezone.localdate()), public_id)
    check(request, "organizations.add_evidence", unit)
    form = EvidenceForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            kept = service.store(
                by=request.user, unit=unit, title=form.cleaned_data["title"], upload=form.cleaned_data["upload"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已上传“%(title)s”。") % {"title": kept.title})
            return redirect("organizations:evidence-list")
    crumbs = [(_("佐证材料"), reverse("organizations:evidence-list")), (_("上传材料"), "")]
    largest = rule_value("evidence.max_megabytes", on=timezone.localdate())
    return answer_form(
        request, "organizations/evidence_form.html", {"form": form, "unit": unit, "largest": largest, "crumbs": crumbs}
    )


@require_safe
@may("organizations.view_evidence")
def evidence_file(request, public_id):
    evidence = find(Evidence.objects.visible_to(request.user.membership), public_id)
    inline = evidence.content_type in SHOWN_INLINE and "save" not in request.GET
    if request.method == "HEAD":
        response: HttpResponseBase = HttpResponse(content_type=evidence.content_type)
        response["Content-Length"] = str(evidence.size)
    else:
        try:
            handle = service.hand_out(by=request.user, evidence=evidence)
        except FileNotFoundError:
            log.exception("Evidence %s has lost its file", evidence.public_id)
            raise Http404 from None
        # Always the whole file: a Range header is not read, so parts cannot be fetched past the trail.
        response = FileResponse(
            handle, as_attachment=not inline, filename=evidence.file_name, content_type=evidence.content_type
        )
    response["Accept-Ranges"] = "none"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    # The response's own policy: csp's middleware leaves a header that is there alone.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@may("organizations.add_evidence")
def evidence_delete(request, public_id):
    evidence = find(Evidence.objects.visible_to(request.user.membership).select_related("unit"), public_id)
    check(request, "organizations.add_evidence", evidence)
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            service.delete(by=request.user, evidence=evidence, reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("已删除“%(title)s”。") % {"title": evidence.title})
            return redirect("organizations:evidence-list")
    back = reverse("organizations:evidence-list")
    context = {
        "form": form,
        "title": _("删除“%(title)s”") % {"title": evidence.title},
        "happens": [_("文件从服务器上删掉，不能恢复。"), _("审计记录里留下文件名、大小、校验值和删除理由。")],
        "button_text": _("删除文件"),
        "back_url": back,
        "crumbs": [(_("佐证材料"), back), (_("删除文件"), "")],
    }
    return answer_form(request, "confirm.html", context)
