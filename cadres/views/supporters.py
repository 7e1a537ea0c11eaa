"""The fixed helpers of villages: the matrix, and one cell of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.forms.supporters import MatrixFilter, SupporterEndForm, SupporterForm
from cadres.models import Supporter
from cadres.selectors.posting_pages import seats_of
from cadres.selectors.seats import seat_units
from cadres.selectors.supporter_matrix import COLUMNS, matrix
from cadres.services import supporters as services
from organizations.pages import add_errors, answer_form, check, find, may, once, page_of

VIEW, EDIT = "cadres.view_posting", "cadres.edit_supporter"


@may(VIEW)
def supporters(request):
    membership, today = request.user.membership, timezone.localdate()
    form = MatrixFilter(request.GET, units=seat_units(membership, today))
    lines = form.filter(matrix(units=seats_of(membership, today, form.under()), on=today))
    context = {
        "form": form,
        "columns": COLUMNS.values(),
        "page": page_of(request, lines),
        "gaps": sum(line.gaps for line in lines),
        "gap_villages": sum(bool(line.gaps) for line in lines),
        "may_edit": request.user.has_perm(EDIT),
        "may_see_villages": request.user.has_perm("villages.view_village"),
    }
    return render(request, "cadres/supporter_matrix.html", context)


@may(EDIT)
@once
def supporter_edit(request, public_id, kind):
    """Who holds the village from now on."""
    unit, today = _village(request, public_id), timezone.localdate()
    if kind not in Supporter.Kind.values:
        raise Http404
    now = (
        Supporter.objects.filter(unit=unit, kind=kind, ended_on__isnull=True)
        .select_related("person", "helping_unit")
        .first()
    )
    form = SupporterForm(request.POST or None, unit=unit, kind=kind, on=today, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            services.set_supporter(unit=unit, kind=kind, **form.cleaned_data, by=request.user, on=today)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已登记%(unit)s的%(kind)s。") % {"unit": unit, "kind": COLUMNS[kind]})
            return redirect("cadres:supporters")
    title = _("%(unit)s的%(kind)s") % {"unit": unit, "kind": COLUMNS[kind]}
    note = (
        _("现在是%(who)s，从 %(day)s 起。") % {"who": now.helping_unit or now.person, "day": now.starts_on}
        if now
        else ""
    )
    context = {
        "form": form, "title": title, "note": note, "back": reverse("cadres:supporters"), "crumbs": _crumbs(title),
        "end_url": reverse("cadres:supporter-end", args=[now.public_id]) if now else "",
    }  # fmt: skip
    return answer_form(request, "cadres/posting_form.html", context)


@may(EDIT)
def supporter_end(request, public_id):
    """Nobody follows yet."""
    row = find(
        Supporter.objects.visible_to(request.user.membership).select_related("unit", "person", "helping_unit"),
        public_id,
    )
    check(request, EDIT, row)
    today = timezone.localdate()
    form = SupporterEndForm(request.POST or None, initial={"ended_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_supporter(supporter=row, **form.cleaned_data, by=request.user, on=today)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已登记包联结束。"))
            return redirect("cadres:supporters")
    title = _("%(unit)s的%(kind)s%(who)s结束包联") % {
        "unit": row.unit, "kind": COLUMNS[row.kind], "who": row.helping_unit or row.person,
    }  # fmt: skip
    context = {"form": form, "title": title, "back": reverse("cadres:supporters"), "crumbs": _crumbs(title)}
    return answer_form(request, "cadres/posting_form.html", context)


def _village(request, public_id):
    unit = find(seats_of(request.user.membership, timezone.localdate()), public_id)
    check(request, EDIT, unit)
    return unit


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [(_("包联"), reverse("cadres:supporters")), (last, "")]
