"""More time: the unit asks, the reviewer answers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.forms.reviews import AnswerForm, ExtensionForm
from campaigns.models import Duty, Extension, Filing
from campaigns.pages import running_page
from campaigns.querysets.filings import REVIEW
from campaigns.selectors.filing_titles import filing_title
from campaigns.selectors.frame import campaign_frame
from campaigns.services import extensions as services
from campaigns.views.own_filing import say_restored
from organizations.models import Unit
from organizations.pages import add_errors, answer_form, find, may, once
from organizations.typed_text import keeps_typed


@keeps_typed()
@once
@running_page
def extension_ask(request, campaign, unit, day):
    if not request.user.has_perm("campaigns.file_progress"):
        raise PermissionDenied
    membership, today = request.user.membership, timezone.localdate()
    unit = find(Unit.objects.filter(pk=membership.unit_id), unit)  # nobody asks for another unit
    duties = list(Duty.objects.filter(campaign=campaign, unit=unit, due_on=day).exclude(state=Duty.State.WAIVED))
    if not duties:
        raise Http404
    filing = Filing.objects.filter(campaign=campaign, unit=unit, due_on=day).first() or Filing(due_on=day)
    waiting = Extension.objects.filter(filing=filing, state=Extension.State.ASKED).first() if filing.pk else None
    form = ExtensionForm(request.POST or None)
    say_restored(request, form)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.ask(
                campaign=campaign, unit=unit, due_on=day, until=data["until"], reason=data["reason"], by=request.user,
                on=today,
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request, _("已申请延期到 %(day)s，答复后会收到消息。") % {"day": data["until"].isoformat()}
            )
            return redirect(_back(campaign, day))
    context = campaign_frame(campaign, membership, today, tab="filings", here=_("申请延期"))
    context |= {
        "form": form, "unit": unit, "due_on": day, "title": filing_title(filing, duties), "waiting": waiting,
        "last_day": max(duty.must_by for duty in duties), "back_url": _back(campaign, day),
        "may_ask": waiting is None and any(duty.state == Duty.State.OPEN for duty in duties),
    }  # fmt: skip
    return answer_form(request, "campaigns/extension_ask.html", context)


@may(REVIEW)
def extension_answer(request, public_id):
    membership, today = request.user.membership, timezone.localdate()
    rows = Extension.objects.filter(filing__in=Filing.objects.reviewable_by(membership))
    extension = find(rows.select_related("filing__campaign", "filing__unit", "asked_by", "answered_by"), public_id)
    filing, campaign = extension.filing, extension.filing.campaign
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(
                extension=extension, approve=form.cleaned_data["decision"] == "approve", answer=form.cleaned_data["answer"],
                by=request.user, on=today,
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已答复，%(unit)s会收到消息。") % {"unit": filing.unit})
            return redirect("campaigns:reviews", campaign.slug)
    duties = list(Duty.objects.filter(campaign=campaign, unit=filing.unit, due_on=filing.due_on))
    context = campaign_frame(campaign, membership, today, tab="review", here=_("答复延期申请"))
    context |= {
        "form": form, "extension": extension, "title": filing_title(filing, duties),
        "back_url": reverse("campaigns:reviews", args=[campaign.slug]),
    }  # fmt: skip
    return answer_form(request, "campaigns/extension_answer.html", context)


def _back(campaign, day) -> str:
    return f"{reverse('campaigns:filings', args=[campaign.slug])}?month={day:%Y-%m}"
