"""One duty: waived by the office with a reason, or asked for again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.forms.duties import WaiveForm
from campaigns.models import Duty
from campaigns.pages import campaign_page
from campaigns.selectors.frame import campaign_frame, task_crumb
from campaigns.services import waivers
from organizations.pages import add_errors, answer_form, find, may, require_POST

WAIVE = "campaigns.override_light"


@require_http_methods(["GET", "HEAD", "POST"])
@may(WAIVE)
@campaign_page
def waive(request, campaign, public_id):
    duty = _duty(campaign, public_id)
    form = WaiveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            waivers.waive(duty=duty, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("已免报：%(unit)s，%(what)s。") % {"unit": duty.unit, "what": duty.in_words})
            return redirect("campaigns:duty-waive", campaign.slug, duty.public_id)
    context = campaign_frame(campaign, request.user.membership, timezone.localdate(), tab="tasks", here=_("免报"))
    context["crumbs"].insert(2, task_crumb(duty.assignment.task, campaign))
    context |= {"form": form, "duty": duty, "may_waive": duty.state == Duty.State.OPEN}
    return answer_form(request, "campaigns/duty_waive.html", context)


@require_POST
@may(WAIVE)
@campaign_page
def reopen(request, campaign, public_id):
    duty = _duty(campaign, public_id)
    try:
        waivers.reopen(duty=duty, by=request.user, on=timezone.localdate())
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("已恢复填报：%(unit)s，%(what)s。") % {"unit": duty.unit, "what": duty.in_words})
    return redirect("campaigns:duty-waive", campaign.slug, duty.public_id)


def _duty(campaign, public_id) -> Duty:
    return find(Duty.objects.filter(campaign=campaign).select_related("unit", "assignment__task"), public_id)
