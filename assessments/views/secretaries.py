"""First secretaries' year, out of the scores of their villages."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from assessments.models import Assessment
from assessments.selectors.result_pages import sees_all
from assessments.selectors.rights import VIEW, seen_assessments
from assessments.selectors.secretary_years import secretary_years
from assessments.views.crumbs import crumbs
from organizations.pages import find, may


@may(VIEW)
def secretaries(request, public_id):
    """For the county; a unit's people see the scores of their villages on the result's own page."""
    row = find(seen_assessments(request.user.membership), public_id)
    if not sees_all(request.user.membership):
        raise Http404
    is_of_villages = row.level == Assessment.Level.VILLAGE
    context = {
        "assessment": row,
        "is_of_villages": is_of_villages,
        "rows": secretary_years(row) if is_of_villages and row.run is not None else [],
        "print_mark": "" if row.is_final else _("测算中，未定稿"),
        "crumbs": crumbs(row, _("第一书记年度得分")),
    }
    return render(request, "assessments/secretaries.html", context)
