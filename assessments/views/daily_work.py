"""What one unit's daily work left, for whoever marks an item by hand."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.related import related_tasks
from assessments.selectors.daily_work import daily_work
from assessments.selectors.gathering import units_of
from assessments.services.marks import manual_items
from assessments.views.marks import MARK, find_scheme, mark_crumbs
from organizations.pages import may


@may(MARK)
def daily_work_page(request, public_id, unit):
    """`?item=` is the item that is being marked: the tasks of its action come first."""
    row, scheme, sources = find_scheme(request, public_id)
    today = timezone.localdate()
    found = next((one for one in units_of(row, min(today, row.ends_on)) if one.public_id == unit), None)
    if found is None:
        raise Http404
    items = manual_items(scheme=scheme, sources=sources)
    item = next((one for one in items if one.key == request.GET.get("item")), None)
    near = related_tasks(scheme, sources, item.key) if item is not None else frozenset()
    work = daily_work(
        row, found, near=near, on=today, membership=request.user.membership,
        opens_tasks=request.user.has_perm("campaigns.view_campaign", row.campaign),
    )  # fmt: skip
    back = reverse("assessments:marks", args=[row.public_id]) + (f"?item={item.key}" if item is not None else "")
    way = mark_crumbs(request, row, _("人工打分"))
    context = {
        "assessment": row, "unit": found, "item": item, "back": back,
        "groups": [
            (title, rows) for title, rows in (
                (_("同一行动的任务"), [one for one in work if one.near]),
                (_("其他任务") if near else _("承担的任务"), [one for one in work if not one.near]),
            ) if rows
        ],
        "crumbs": [*way[:-1], (way[-1][0], back), (str(found), "")],
    }  # fmt: skip
    return render(request, "assessments/daily_work.html", context)
