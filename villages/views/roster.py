"""The roster and its bulk edit."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organizations.models import UnitKind
from organizations.pages import answer_form, as_uuid, may, page_of
from organizations.roles import Reach, reach_of
from organizations.selectors.townships import townships_of
from villages.forms.roster import BulkForm, RosterFilter, bulk_choices
from villages.models import Village
from villages.selectors.roster import roster as roster_lines
from villages.selectors.roster import sorted_lines, visible_villages
from villages.services import villages as services

VIEW, EDIT = "villages.view_village", "villages.edit_village"


@may(VIEW)
def roster(request):
    today, membership = timezone.localdate(), request.user.membership
    form, lines, found = _found(request, today)
    context = {
        "form": form,
        "page": page_of(request, found),
        "counts": _counts(lines),
        "total": len(lines),
        "may_edit": request.user.has_perm(EDIT),
        "one_township": reach_of(membership, VIEW) is Reach.SLICE and membership.unit.kind != UnitKind.COUNTY,
        "rural_income_known": not found or found[0].pay_check.floor is not None,
    }
    return render(request, "villages/roster.html", context)


def _found(request, today):
    """The filter, all lines that the person may see, and those that it finds."""
    membership = request.user.membership
    lines = roster_lines(visible_villages(membership, today), today)
    form = RosterFilter(request.GET, townships=townships_of(membership, today, VIEW))
    return form, lines, sorted_lines(form.filter(lines), request.GET.get("sort", ""))


@may(EDIT)
def roster_bulk(request):
    """Choose villages (ticked ones, or all that the filter finds), say what changes, look, confirm."""
    today, membership = timezone.localdate(), request.user.membership
    lines = roster_lines(visible_villages(membership, today, EDIT), today)
    source = request.POST if request.method == "POST" else request.GET
    if source.get("all"):
        chosen = RosterFilter(request.GET, townships=townships_of(membership, today, EDIT)).filter(lines)
    else:
        wanted = {as_uuid(text) for text in source.getlist("ids")}
        chosen = [line for line in lines if line.facts.unit.public_id in wanted]
        if len(chosen) < len(wanted):
            raise Http404  # one of them is not there, or not theirs
    form = BulkForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "chosen": chosen, "crumbs": _crumbs(_("批量修改"))}
    if request.method == "POST" and form.is_valid() and chosen:
        field, value = form.chosen()
        context["changing"] = [line for line in chosen if _stands(line, field) != value]
        context["change_words"] = dict(bulk_choices())[form.cleaned_data["change"]]
        if request.POST.get("confirmed"):
            changed = services.change_many(
                units=[line.facts.unit for line in chosen],
                field=field,
                value=value,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
            text = ngettext("已修改 %(n)s 个村。", "已修改 %(n)s 个村。", changed)
            messages.success(request, text % {"n": changed})
            return redirect("villages:roster")
        return render(request, "villages/roster_bulk.html", context)
    return answer_form(request, "villages/roster_bulk.html", context)


def _stands(line, field: str):
    """What the village has in the field; without a row, what a new one would have."""
    return getattr(line.facts.village or Village(), field)


def _counts(lines) -> list[dict]:
    return [
        {"count": len(lines), "label": _("全部村")},
        {
            "count": sum(bool(line.facts.village and line.facts.village.was_poor) for line in lines),
            "label": _("脱贫村"),
        },
        {
            "count": sum(bool(line.facts.village and line.facts.village.weak_organization) for line in lines),
            "label": _("软弱涣散"),
        },
        {"count": sum(line.both_posts for line in lines), "label": _("“一肩挑”")},
        {"count": sum(not line.secretary for line in lines), "label": _("没有书记")},
    ]


def _crumbs(last: str = ""):
    crumbs = [(_("村级台账"), reverse("villages:roster") if last else "")]
    return [*crumbs, (last, "")] if last else crumbs
