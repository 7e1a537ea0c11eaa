"""The audit trail, for the security auditor alone."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.audit_words import FINDINGS, action_word
from organizations.forms.audit import AuditFilter
from organizations.models import AuditEntry
from organizations.pages import find, may, page_of, require_POST
from organizations.selectors.audit_trail import line_of, role_word, trail
from organizations.services import audit_anchors

MOST_FINDINGS = 200


@may("organizations.view_audit")
def audit_list(request):
    form = AuditFilter(request.GET, auto_id="filter_%s")
    filters = form.filters()
    page = page_of(request, trail(filters))
    for entry in page:
        entry.action_word, entry.role_word = action_word(entry.action), role_word(entry.role)
    context = {"page": page, "form": form, "filtered": any(filters.values())}
    return render(request, "organizations/audit_list.html", context)


@may("organizations.view_audit")
def audit_entry(request, public_id):
    line = line_of(find(AuditEntry.objects.all(), public_id))
    crumbs = [(_("审计记录"), reverse("organizations:audit")), (_("第 %(n)s 条") % {"n": line.entry.seq}, "")]
    moment = timezone.localtime(line.entry.at).strftime("%Y-%m-%d %H:%M:%S")
    facts = [_("第 %(n)s 条") % {"n": line.entry.seq}, moment]
    return render(request, "organizations/audit_entry.html", {"line": line, "crumbs": crumbs, "facts": facts})


@require_POST
@may("organizations.view_audit")
def audit_verify(request):
    report = audit_anchors.check_and_record(by=request.user)
    findings = [
        {"seq": finding.seq, "word": FINDINGS[finding.kind.value]} for finding in report.findings[:MOST_FINDINGS]
    ]
    context = {
        "report": report,
        "findings": findings,
        "more": max(0, len(report.findings) - MOST_FINDINGS),
        "crumbs": [(_("审计记录"), reverse("organizations:audit")), (_("核验结果"), "")],
    }
    return render(request, "organizations/audit_verify.html", context)
