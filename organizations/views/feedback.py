"""The box for opinions: give one, read the answers; the county answers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from organizations.forms.feedback import FeedbackAnswerForm, FeedbackForm
from organizations.models import Feedback
from organizations.pages import add_errors, answer_form, find, may, once, page_of
from organizations.services import feedback as services


@may("organizations.give_feedback")
@once
def feedback(request):
    """The own opinions; who answers finds everybody's, the unanswered first."""
    may_answer = request.user.has_perm("organizations.answer_feedback")
    came_from = request.GET.get("from", "")
    form = FeedbackForm(request.POST if request.method == "POST" else None, initial={"page": came_from})
    if form.is_bound and form.is_valid():
        try:
            services.give_feedback(text=form.cleaned_data["text"], page=form.cleaned_data["page"], by=request.user)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("意见已交给县里，答复会在消息里告诉您。"))
            return redirect("organizations:feedback")
    rows = Feedback.objects.select_related("unit", "answered_by", "account")
    rows = (
        rows.order_by(F("answered_at").desc(nulls_first=True), "-id")
        if may_answer
        else rows.filter(account=request.user)
    )
    context = {
        "form": form,
        "page": page_of(request, rows),
        "may_answer": may_answer,
        "crumbs": [(_("意见建议"), "")],
    }
    return answer_form(request, "organizations/feedback.html", context)


@may("organizations.answer_feedback")
@once
def feedback_answer(request, public_id):
    row = find(Feedback.objects.select_related("unit", "answered_by"), public_id)
    form = FeedbackAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.answer_feedback(feedback=row, text=form.cleaned_data["text"], by=request.user)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("已答复。"))
            return redirect("organizations:feedback")
    crumbs = [(_("意见建议"), reverse("organizations:feedback")), (_("答复"), "")]
    return answer_form(request, "organizations/feedback_answer.html", {"form": form, "row": row, "crumbs": crumbs})
