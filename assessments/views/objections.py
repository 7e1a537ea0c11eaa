"""Pages of 复核申请: list, asking from a line of the score, answering."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.forms.objections import ObjectionAnswerForm, ObjectionForm
from assessments.models import Objection
from assessments.selectors import result_pages
from assessments.selectors.rights import VIEW, may_object_for, seen_assessments, seen_objections, seen_results
from assessments.services import objections as services
from assessments.views.crumbs import crumbs
from organizations.pages import add_errors, answer_form, find, may, once, page_of

ASK, ANSWER = "assessments.object_score", "assessments.answer_objection"
TAGS = {"asked": "open", "upheld": "done", "refused": "idle"}


@may(VIEW)
def objections(request, public_id):
    """All of them for the county, the own ones for a unit."""
    row = find(seen_assessments(request.user.membership), public_id)
    found = seen_objections(row, request.user.membership).select_related("unit", "evidence", "asked_by", "answered_by")
    page = page_of(request, found)
    context = {
        "assessment": row,
        "page": page,
        "rows": [(one, TAGS[one.state]) for one in page],
        "closed": "" if row.state in services.OPEN_IN else services.closed_words(row),
        "may_ask": request.user.has_perm(ASK),
        "unit": request.user.membership.unit,
        "may_answer": request.user.has_perm(ANSWER),
        "crumbs": crumbs(row, _("复核申请")),
    }
    return render(request, "assessments/objection_list.html", context)


@may(ASK)
@once
def objection_new(request, public_id):
    """`?item=` is the line of the score that is doubted; `?unit=` whose, where it is not the own unit's."""
    membership = request.user.membership
    row = find(seen_assessments(membership), public_id)
    wanted = request.GET.get("unit") or membership.unit.public_id
    own = next((one for one in seen_results(row, membership) if str(one.unit.public_id) == str(wanted)), None)
    if own is None or not may_object_for(membership, own.unit):
        raise Http404
    chosen = request.POST.get("item") or request.GET.get("item", "")
    if not chosen:
        return redirect("assessments:result-unit", row.public_id, own.unit.public_id)
    sheet = result_pages.unit_sheet(row, own, chosen=chosen, membership=membership)
    if sheet.item is None:
        raise Http404
    line = sheet.item.line
    back = f"{reverse('assessments:result-unit', args=[row.public_id, own.unit.public_id])}?item={line.key}#item"
    form = ObjectionForm(request.POST or None, request.FILES or None, initial={"item": line.key})
    if request.method == "POST" and form.is_valid():
        try:
            services.ask(
                assessment=row, unit=own.unit, key=line.key, item_name=line.name, claim=form.cleaned_data["claim"],
                reason=form.cleaned_data["reason"], upload=form.cleaned_data["upload"], by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已提出复核，答复后会收到消息。"))
            return redirect("assessments:objections", row.public_id)
    context = {
        "assessment": row, "form": form, "item": sheet.item, "back_url": back,
        "closed": "" if row.state in services.OPEN_IN else services.closed_words(row), "crumbs": crumbs(row, _("提出复核")),
    }  # fmt: skip
    return answer_form(request, "assessments/objection_form.html", context)


@may(ANSWER)
def objection_answer(request, public_id):
    rows = Objection.objects.select_related(
        "assessment__campaign__owner", "assessment__run", "unit", "evidence", "asked_by", "answered_by"
    )
    objection = find(rows, public_id)
    form = ObjectionAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(
                objection=objection, uphold=form.cleaned_data["decision"] == "uphold", words=form.cleaned_data["answer"], by=request.user
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已答复，%(unit)s会收到消息。") % {"unit": objection.unit})
            return redirect("assessments:objections", objection.assessment.public_id)
    row = objection.assessment
    score = reverse("assessments:result-unit", args=[row.public_id, objection.unit.public_id])
    context = {
        "assessment": row, "objection": objection, "form": form, "score_url": f"{score}?item={objection.key}#item",
        "back_url": reverse("assessments:objections", args=[row.public_id]), "crumbs": crumbs(row, _("答复复核")),
    }  # fmt: skip
    return answer_form(request, "assessments/objection_answer.html", context)
