"""Pages of spot checks: the list, recording, one finding with its objection and answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.forms.findings import AnswerForm, FindingFilter, FindingForm, ObjectForm
from cadres.models import Finding, Posting
from cadres.selectors.finding_pages import TAGS, finding_rows, history, years_of
from cadres.selectors.findings import may_object, year_findings
from cadres.selectors.seats import seat_units
from cadres.services import findings as services
from organizations.errors import StaleVersion
from organizations.pages import (
    add_errors,
    answer_form,
    answer_overtaken,
    check,
    find,
    may,
    once,
    page_of,
    pick,
    require_POST,
)

VIEW, RECORD, OBJECT = "cadres.view_posting", "cadres.record_finding", "cadres.object_finding"


@may(VIEW)
def findings(request):
    membership, today = request.user.membership, timezone.localdate()
    seen = Finding.objects.visible_to(membership)
    form = FindingFilter(request.GET, units=seat_units(membership, today), years=years_of(seen))
    rows = form.filter(seen).select_related("posting__person", "posting__sending_unit", "unit__parent")
    page = page_of(request, rows)
    context = {
        "form": form,
        "page": page,
        "rows": finding_rows(list(page), today),
        "may_record": request.user.has_perm(RECORD),
    }
    return render(request, "cadres/finding_list.html", context)


@may(RECORD)
@once
def finding_new(request):
    today = timezone.localdate()
    posting = pick(Posting.objects.all(), request.GET.get("posting"))
    form = FindingForm(request.POST or None, initial={"posting": posting, "found_on": today}, on=today)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            finding = services.record(
                posting=data["posting"], found_on=data["found_on"], kind=data["kind"], words=data["words"],
                by=request.user, on=today,
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已登记，本人、乡镇和派出单位会收到消息。"))
            return redirect("cadres:finding", finding.public_id)
    return answer_form(request, "cadres/finding_form.html", {"form": form, "crumbs": _crumbs(_("登记"))})


@may(VIEW)
def finding(request, public_id):
    return _answer(request, _find(request, public_id))


@require_POST
@may(OBJECT)
def finding_object(request, public_id):
    row = _find(request, public_id)
    form = ObjectForm(request.POST)
    if not may_object(row, request.user) and row.state == Finding.State.FOUND:
        raise PermissionDenied
    if form.is_valid():
        try:
            services.object_to(
                finding=row, words=form.cleaned_data["objection"], version=form.cleaned_data["version"], by=request.user
            )
        except StaleVersion:
            return _stale(request, public_id)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已提出异议，组织部核实后会答复。"))
            return redirect("cadres:finding", row.public_id)
    return _answer(request, row, object_form=form)


@require_POST
@may(RECORD)
def finding_answer(request, public_id):
    row = _find(request, public_id)
    check(request, RECORD, row)
    form = AnswerForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.answer(
                finding=row, uphold=data["decision"] == "uphold", words=data["answer"], version=data["version"],
                by=request.user,
            )  # fmt: skip
        except StaleVersion:
            return _stale(request, public_id)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已答复，本人、乡镇和派出单位会收到消息。"))
            return redirect("cadres:finding", row.public_id)
    return _answer(request, row, answer_form_=form)


def _find(request, public_id) -> Finding:
    rows = Finding.objects.visible_to(request.user.membership).select_related(
        "posting__person", "posting__sending_unit", "unit__parent", "found_by", "objected_by", "answered_by"
    )
    return find(rows, public_id)


def _answer(request, row, *, object_form=None, answer_form_=None):
    start = {"version": row.version}
    person = row.posting.person_id
    year = year_findings(people=[person], year=row.found_on.year, on=timezone.localdate())[person]
    context = {
        "finding": row,
        "tag": TAGS[row.state],
        "year": year,
        "history": history(row),
        "may_object": may_object(row, request.user),
        "may_answer": row.state == Finding.State.OBJECTED and request.user.has_perm(RECORD, row),
        "object_form": object_form or ObjectForm(initial=start),
        "answer_form": answer_form_ or AnswerForm(initial=start),
        "form": object_form or answer_form_ or ObjectForm(initial=start),
        "crumbs": _crumbs(row.posting.person.name),
    }
    return answer_form(request, "cadres/finding_detail.html", context)


def _stale(request, public_id):
    """Somebody objected or answered meanwhile; the page shows how it stands now."""
    words = _("刚才有人处理过这条发现，没有保存。请看过现在的情况再办。")
    return answer_overtaken(request, words, lambda: _answer(request, _find(request, public_id)))


def _crumbs(last):
    return [(_("抽查发现"), reverse("cadres:findings")), (last, "")]
