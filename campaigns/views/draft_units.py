"""Step 3 of the wizard: who carries what."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.forms.carriers import CarrierForm, ExemptForm, OpenOnForm, ResolveForm
from campaigns.models import Action, Campaign, Carrier, CarrierExemption, Phase, Safeguard, Task
from campaigns.pages import draft_page
from campaigns.selectors.draft_units import opened_rows, units_page
from campaigns.selectors.targets import Targets
from campaigns.selectors.wizard import step_number, wizard_steps
from campaigns.services import carriers as services
from organizations.pages import add_errors, answer_form, find, once, require_POST

PLACES = {"task": Task, "phase": Phase, "safeguard": Safeguard, "action": Action}


@draft_page
def draft_units(request, campaign):
    today = timezone.localdate()
    form = OpenOnForm(request.GET if "on" in request.GET else None, auto_id="filter_%s", today=today, campaign=campaign)
    day = form.day()
    context = {
        **frame(campaign, "units"),
        **units_page(campaign, day),
        "form": form,
        "day": day,
        "may_open_units": request.user.has_perm("organizations.edit_unit"),
    }
    return answer_form(request, "campaigns/draft_units.html", context)


@draft_page
def draft_carrier(request, campaign, carrier_id):
    carrier = find(carriers_of(campaign), carrier_id)
    targets = Targets.of(campaign, timezone.localdate())
    named = carrier.unit or carrier.group
    start = {
        "target": str(named.public_id) if named else "", "role": carrier.role, "everywhere": not carrier.is_resolved,
    }  # fmt: skip
    form = ResolveForm(request.POST if request.method == "POST" else None, initial=start, targets=targets)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            changed = services.resolve_carrier(
                carrier=carrier, target=form.chosen, role=data["role"], everywhere=data["everywhere"], by=request.user
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            said = {"written": carrier.written, "name": form.chosen.name, "n": changed}
            messages.success(
                request,
                _("“%(written)s”改为“%(name)s”，共 %(n)s 处。") % said if changed > 1 else _("已保存。"),
            )
            # The tasks step has the same buttons below its list and goes on there.
            at_tasks = request.POST.get("from") == "tasks"
            return redirect(f"/c/new/{campaign.public_id}/tasks/#unknown" if at_tasks else _address(campaign, carrier))
    context = {**frame(campaign, "units"), "form": form, "carrier": carrier, "place_name": str(carrier.place)}
    return answer_form(request, "campaigns/draft_carrier.html", context)


@draft_page
@once
def draft_carrier_add(request, campaign, place, place_id):
    if place not in PLACES:
        raise Http404
    row = find(PLACES[place].objects.filter(campaign=campaign), place_id)
    form = CarrierForm(
        request.POST if request.method == "POST" else None, targets=Targets.of(campaign, timezone.localdate())
    )
    if request.method == "POST" and form.is_valid():
        role, target = form.cleaned_data["role"], form.chosen
        try:
            if place == "action":
                number = services.add_to_action(action=row, target=target, role=role, by=request.user)
            else:
                services.add_carrier(place=row, target=target, role=role, by=request.user)
                number = 1
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("“%(name)s”已加到 %(n)s 处。") % {"name": target.name, "n": number})
            return redirect(f"{_units(campaign)}#{place}-{row.public_id}")
    context = {**frame(campaign, "units"), "form": form, "row": row, "place": place, "place_name": str(row)}
    return answer_form(request, "campaigns/draft_carrier_add.html", context)


@require_POST
@draft_page
def draft_carrier_move(request, campaign, carrier_id):
    carrier = find(carriers_of(campaign), carrier_id)
    if request.POST.get("to") not in ("up", "down"):
        messages.error(request, _("请用“上移”或“下移”。"))
    else:
        _try(request, lambda: services.move_carrier(carrier=carrier, up=request.POST["to"] == "up", by=request.user))
    return redirect(_address(campaign, carrier))


@require_POST
@draft_page
def draft_carrier_remove(request, campaign, carrier_id):
    carrier = find(carriers_of(campaign), carrier_id)
    place = carrier.place
    if _try(request, lambda: services.remove_carrier(carrier=carrier, by=request.user)):
        messages.success(request, _("已移除“%(name)s”。") % {"name": carrier.written})
    return redirect(f"{_units(campaign)}#{place._meta.model_name}-{place.public_id}")


@draft_page
def draft_carrier_opened(request, campaign, carrier_id):
    carrier = find(carriers_of(campaign).with_targets(), carrier_id)
    rows = opened_rows(campaign, carrier, timezone.localdate())
    form = ExemptForm(
        request.POST if request.method == "POST" else None,
        units=[row["unit"] for row in rows if row["exemption"] is None],
    )
    if request.method == "POST" and form.is_valid():
        try:
            number = services.exempt_units(
                carrier=carrier, units=form.chosen, reason=form.cleaned_data["reason"], by=request.user
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已免除 %(n)s 个单位。") % {"n": number})
            return redirect("campaigns:draft-carrier-opened", campaign.public_id, carrier.public_id)
    context = {
        **frame(campaign, "units"),
        "form": form,
        "carrier": carrier,
        "place_name": str(carrier.place),
        "rows": rows,
        "left": sum(row["exemption"] is None for row in rows),
    }
    return answer_form(request, "campaigns/draft_carrier_opened.html", context)


@require_POST
@draft_page
def draft_carrier_unexempt(request, campaign, exemption_id):
    exemptions = CarrierExemption.objects.filter(carrier__in=carriers_of(campaign).values("pk"))
    exemption = find(exemptions.select_related("carrier", "unit"), exemption_id)
    if _try(request, lambda: services.lift_exemption(exemption=exemption, by=request.user)):
        messages.success(request, _("“%(name)s”恢复承担。") % {"name": exemption.unit.name})
    return redirect("campaigns:draft-carrier-opened", campaign.public_id, exemption.carrier.public_id)


def frame(campaign: Campaign, step: str) -> dict:
    """What the head of each step of the wizard shows."""
    return {
        "campaign": campaign,
        "steps": wizard_steps(campaign),
        "step": step_number(step),
        "crumbs": [(_("活动列表"), reverse("campaigns:campaigns")), (campaign.name, "")],
    }


def carriers_of(campaign):
    return Carrier.objects.of_campaign(campaign).select_related("unit", "group", "task", "phase", "safeguard")


def _units(campaign) -> str:
    return reverse("campaigns:draft-units", args=[campaign.public_id])


def _address(campaign, carrier) -> str:
    return f"{_units(campaign)}#carrier-{carrier.public_id}"


def _try(request, change) -> bool:
    """A refusal of a press without a form goes above the page it leads back to."""
    try:
        change()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    return True
