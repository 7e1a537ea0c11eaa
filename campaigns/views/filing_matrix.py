"""Who has filed and who has not, by month."""

from datetime import date

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.forms.reviews import MatrixFilter
from campaigns.models import Action, Campaign
from campaigns.pages import RUNNING, running_page
from campaigns.querysets.filings import REVIEW
from campaigns.selectors.filing_matrix import STATES, filing_matrix, months_with_duties
from campaigns.selectors.frame import campaign_frame
from campaigns.selectors.reviewers import decides_all
from organizations.pages import as_uuid, page_of

WAIVE, URGE = "campaigns.override_light", "campaigns.urge_unit"
KINDS = {"overdue": "late", "returned": "warn", "due_soon": "warn", "open": "idle", "waiting": "open", "passed": "ok"}


@running_page
def filings(request, campaign):
    today, membership = timezone.localdate(), request.user.membership
    months = months_with_duties(campaign, membership)
    month = _month(request.GET.get("month"), months, today)
    action = as_uuid(request.GET.get("action"))
    actions = list(Action.objects.filter(campaign=campaign).order_by("order"))
    may_review = request.user.has_perm(REVIEW)
    matrix = filing_matrix(
        campaign, membership, month, today, action=str(action) if action else "",
        review=(lambda filing: decides_all(filing, request.user)) if may_review else None,
    )  # fmt: skip
    state = request.GET.get("state")
    state = state if state in STATES else ""
    words = state_words()
    query = f"?month={month:%Y-%m}" + (f"&action={action}" if action else "")
    context = campaign_frame(campaign, membership, today, tab="filings", here=_("填报情况"))
    context |= {
        "matrix": matrix,
        "month": month,
        "months": [
            {"label": _("%(n)s月") % {"n": day.month} if day.year == today.year else f"{day:%Y-%m}",
             "url": f"?month={day:%Y-%m}", "current": day == month}
            for day in months
        ],
        "states": [
            {"count": len(matrix.of(name)), "label": words[name], "url": query if name == state else f"{query}&state={name}",
             "kind": {"late": "bad", "warn": "soon", "ok": "good"}.get(KINDS[name], ""), "current": name == state}
            for name in STATES
        ],
        "waiting_count": len(matrix.of("waiting")), "may_file": request.user.has_perm("campaigns.file_progress"),
        "page": page_of(request, matrix.of(state) if state else matrix.rows),
        "kinds": KINDS, "words": words, "state": state,
        "may_waive": campaign.state in RUNNING and request.user.has_perm(WAIVE, campaign), "action": str(action or ""),
        "filter_form": MatrixFilter({"action": str(action or "")}, actions=actions) if len(actions) > 1 else None, "today": today,
    }  # fmt: skip
    may_urge = campaign.state == Campaign.State.PUBLISHED
    for row in context["page"]:
        row.kind, row.word = KINDS[row.state], words[row.state]
        row.may_urge = may_urge and not row.is_own and row.is_due(today) and request.user.has_perm(URGE, row.duties[0])
    return render(request, "campaigns/filing_matrix.html", context)


def state_words() -> dict[str, str]:
    return {
        "overdue": _("逾期未报"), "returned": _("退回待改"), "due_soon": _("即将到期"), "open": _("未到期"),
        "waiting": _("待审核"), "passed": _("已通过"),
    }  # fmt: skip


def _month(text, months: list[date], today: date) -> date:
    """From the address; else this month, or the last one before it in which something is due."""
    asked = {f"{day:%Y-%m}": day for day in months}.get(text or "")
    if asked:
        return asked
    this = today.replace(day=1)
    past = [day for day in months if day <= this]
    return past[-1] if past else months[0] if months else this
