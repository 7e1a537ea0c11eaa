"""The overview of a campaign: where it stands, who carries what, what comes next."""

from django.shortcuts import render
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from assessments.selectors.overview import overview_of
from campaigns.pages import running_page
from campaigns.selectors.frame import campaign_frame


def mode_words() -> dict[str, str]:
    return {"town": _("按乡镇"), "unit": _("按县直单位"), "village": _("按村")}


@running_page
def overview(request, campaign):
    today, membership = timezone.localdate(), request.user.membership
    by, sort = request.GET.get("by", ""), request.GET.get("sort", "")
    context = campaign_frame(campaign, membership, today, tab="overview")
    context |= overview_of(campaign, membership, today, by=by, sort=sort)
    matrix = context["matrix"]
    keep = "&sort=order" if sort == "order" else ""
    context["modes"] = [
        {"label": words, "url": f"?by={mode}{keep}#matrix", "current": mode == matrix.by}
        for mode, words in mode_words().items()
        if mode in matrix.modes
    ]
    context["orders"] = [
        {"label": _("任务多的在前"), "url": f"?by={matrix.by}#matrix", "current": sort != "order"},
        {"label": _("按官方排序"), "url": f"?by={matrix.by}&sort=order#matrix", "current": sort == "order"},
    ]
    now = dateformat.format(timezone.localtime(), _("n月j日 H:i"))
    context["facts"].append(_("数据截至 %(time)s") % {"time": now})
    return render(request, "assessments/overview.html", context)
