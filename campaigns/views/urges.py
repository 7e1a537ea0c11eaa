"""Urging a unit, its answer, and the list of a campaign's urges."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.forms.urges import AnswerForm, UrgeForm
from campaigns.models import Assignment, Urge
from campaigns.pages import running_page
from campaigns.selectors.frame import campaign_frame
from campaigns.selectors.urges import urge_list, urging
from campaigns.services import urging as services
from organizations.models import Unit
from organizations.pages import add_errors, answer_form, check, find, may, once, page_of


@running_page
def urges(request, campaign):
    today = timezone.localdate()
    context = campaign_frame(campaign, request.user.membership, today, tab="urges", here=_("催办"))
    rows = urge_list(campaign, request.user.membership)
    context |= {
        "page": page_of(request, rows),
        "own_unit": request.user.membership.unit_id,
        "may_answer": request.user.has_perm("campaigns.file_progress"),
    }
    return render(request, "campaigns/urges.html", context)


@may("campaigns.urge_unit")
@once
@running_page
def urge(request, campaign, unit):
    unit = find(Unit.objects.filter(assignments__task__campaign=campaign).distinct(), unit)
    check(request, "campaigns.urge_unit", unit)
    if unit.pk == request.user.membership.unit_id:
        raise PermissionDenied
    seen = Assignment.objects.visible_to(request.user.membership, timezone.localdate())
    if not seen.filter(task__campaign=campaign, unit=unit).exists():
        raise Http404
    facts = urging(campaign, unit, timezone.now())
    form = UrgeForm(request.POST if request.method == "POST" else None, initial={"text": facts.text})
    if form.is_bound and form.is_valid():
        try:
            services.urge(
                campaign=campaign, unit=unit, text=form.cleaned_data["text"], by=request.user, moment=timezone.now()
            )
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("已催办%(unit)s。") % {"unit": unit})
            return redirect("campaigns:urges", campaign.slug)
    context = campaign_frame(campaign, request.user.membership, timezone.localdate(), tab="urges", here=_("催办"))
    return answer_form(request, "campaigns/urge.html", context | {"form": form, "unit": unit, "facts": facts})


@may("campaigns.file_progress")
@once
def urge_answer(request, public_id):
    urges = Urge.objects.filter(unit=request.user.membership.unit_id).select_related("campaign", "unit", "made_by")
    row = find(urges, public_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.answer_urge(urge=row, text=form.cleaned_data["text"], by=request.user)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("已答复，催办的人看得到。"))
            return redirect("campaigns:urges", row.campaign.slug)
    today = timezone.localdate()
    context = campaign_frame(row.campaign, request.user.membership, today, tab="urges", here=_("答复催办"))
    return answer_form(request, "campaigns/urge_answer.html", context | {"form": form, "urge": row})
