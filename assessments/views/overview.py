"""The overview of a campaign: where it stands, who carries what, what comes next."""

from django.shortcuts import render
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from assessments.selectors.overview import lights_of, overview_of
from cadres.selectors.standing_counts import standing_counts
from campaigns.pages import running_page
from campaigns.selectors.frame import campaign_frame
from campaigns.selectors.light_matrix import MODE_WORDS


@running_page
def overview(request, campaign):
    """`?view=shares` shows who carries what, also when there are lights."""
    today, membership = timezone.localdate(), request.user.membership
    by, sort = request.GET.get("by", ""), request.GET.get("sort", "")
    asks_shares = request.GET.get("view") == "shares"
    context = campaign_frame(campaign, membership, today, tab="overview")
    found = None if asks_shares else lights_of(campaign, membership, today, by=by, sort=sort)
    context |= found or overview_of(campaign, membership, today, by=by, sort=sort)
    matrix = context["lights"] if found else context["matrix"]
    view = "" if found or not asks_shares else "&view=shares"
    keep = ("&sort=order" if sort == "order" else "") + view
    context["modes"] = [
        {"label": words, "url": f"?by={mode}{keep}#matrix", "current": mode == matrix.by}
        for mode, words in MODE_WORDS.items()
        if mode in matrix.modes
    ]
    first = _("问题多的在前") if found else _("任务多的在前")
    context["orders"] = [
        {"label": first, "url": f"?by={matrix.by}{view}#matrix", "current": sort != "order"},
        {"label": _("按官方排序"), "url": f"?by={matrix.by}&sort=order{view}#matrix", "current": sort == "order"},
    ]
    context["postings"] = standing_counts(membership, today)
    now = dateformat.format(timezone.localtime(), _("n月j日 H:i"))
    context["facts"].append(_("数据截至 %(time)s") % {"time": now})
    return render(request, "assessments/overview.html", context)
