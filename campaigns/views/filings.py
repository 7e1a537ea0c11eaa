"""A unit's filings: what is due, one filing as a list, checking and sending in, the receipt, taking back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.forms.filings import WithdrawForm
from campaigns.models import Task
from campaigns.selectors.own_filings import may_submit, own_filings
from campaigns.services import filings as services
from campaigns.views.own_filing import own_campaign, own_filing, place, say_restored
from organizations.pages import add_errors, answer_form, once
from organizations.typed_text import keeps_typed


@require_safe
@own_campaign
def filings_mine(request, campaign):
    unit, today = request.user.membership.unit, timezone.localdate()
    rows = own_filings(unit=unit, on=today, campaign=campaign)
    context = {
        "campaign": campaign,
        "unit": unit,
        "owed": [row for row in rows if row.owed],
        "done": [row for row in rows if not row.owed],
        "crumbs": [(campaign.name, ""), (_("我的填报"), "")],
    }
    return render(request, "campaigns/filings_mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_filing
def filing(request, found):
    """The list. A POST begins the filing (pages that are only looked at write nothing)."""
    if request.method == "POST":
        try:
            services.ensure_filing(campaign=found.campaign, unit=found.unit, due_on=found.day)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        return redirect("campaigns:filing", *place(found))
    others = Task.objects.filter(campaign=found.campaign, withdrawn_on__isnull=True)
    count = others.exclude(pk__in=[row.task.pk for row in found.rows]).count()
    return render(request, "campaigns/filing.html", {**_frame(request, found), "others": count})


@require_http_methods(["GET", "HEAD", "POST"])
@own_filing
@once
def filing_check(request, found):
    """All items once more, with what follows from sending them in. A press with something missing says what."""
    if request.method == "POST":
        return _submit(request, found)
    if found.filing is not None and not found.is_open:
        return redirect("campaigns:filing-done", *place(found))
    return render(request, "campaigns/filing_check.html", _frame(request, found))


def _submit(request, found):
    try:
        row = found.filing or services.ensure_filing(campaign=found.campaign, unit=found.unit, due_on=found.day)
        services.submit(filing=row, by=request.user, on=timezone.localdate())
    except ValidationError as refusal:
        context = {**_frame(request, found), "refusals": refusal.messages, "links": found.missing}
        return render(request, "campaigns/filing_check.html", context, status=422)
    return redirect("campaigns:filing-done", *place(found))


@require_safe
@own_filing
def filing_done(request, found):
    if found.filing is None or found.is_open:
        return redirect("campaigns:filing", *place(found))
    sent = timezone.localtime(found.filing.submitted_at) if found.filing.submitted_at else None
    facts = [
        (_("提交时间"), f"{sent:%Y-%m-%d %H:%M}" if sent else "—"),
        (_("提交人"), found.filing.submitted_by.name if found.filing.submitted_by else "—"),
        (_("审核单位"), found.campaign.owner.name),
        (_("状态"), found.filing.get_state_display()),
    ]
    # By the first day of filing: what was returned and corrected does not become late.
    late = max(((row.duty.filed_on - row.duty.must_by).days for row in found.rows if row.duty.filed_on), default=0)
    if late > 0:
        facts.append((_("时限"), _("逾期 %(n)s 天，已记录") % {"n": late}))
    return render(request, "campaigns/filing_done.html", {**_frame(request, found), "facts": facts})


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed()
@own_filing
def filing_withdraw(request, found):
    if found.filing is None or found.filing.state != "submitted":
        if found.filing is not None and not found.is_open:
            messages.warning(request, _("已经开始审核，不能撤回。要改请联系审核人退回。"))
            return redirect("campaigns:filing-done", *place(found))
        return redirect("campaigns:filing", *place(found))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    say_restored(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw(filing=found.filing, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("已撤回，改好后请重新提交。"))
            return redirect("campaigns:filing", *place(found))
    context = {
        "form": form,
        "keeps_typed": True,
        "title": _("撤回“%(title)s”") % {"title": found.title},
        "happens": [_("填过的内容都在，可以接着改。"), _("重新提交才算已报；截止以后重新提交记为逾期。")],
        "button_text": _("撤回填报"),
        "back_url": reverse("campaigns:filing-done", args=place(found)),
        "crumbs": [(found.title, reverse("campaigns:filing", args=place(found))), (_("撤回"), "")],
    }
    return answer_form(request, "confirm.html", context)


def _frame(request, found) -> dict:
    today = timezone.localdate()
    return {
        "sheet": found,
        "campaign": found.campaign,
        "unit": found.unit,
        "day": found.day.isoformat(),
        "may_submit": may_submit(request.user, today),
        "near": 0 <= found.days_left <= 7,
    }
