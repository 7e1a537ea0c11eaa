"""Pages of leave: the list with what waits, asking in two steps, one leave."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.forms.leave import BackForm, DecideForm, LeaveFilter, LeaveForm, WithdrawForm
from cadres.models import Leave, Posting
from cadres.selectors import leave_pages
from cadres.selectors.leave_rights import waiting_for
from cadres.selectors.seats import seat_units
from cadres.services import leave as services
from organizations.errors import StaleVersion
from organizations.pages import (
    add_errors,
    address_with,
    answer_form,
    answer_overtaken,
    check,
    find,
    may,
    once,
    page_of,
    require_POST,
)
from organizations.roles import Reach, reach_of
from villages.models import VillageOfficer

ASK, DECIDE = "cadres.ask_leave", "cadres.decide_leave"
MOST_WAITING = 20


@may("cadres.view_posting")
def leaves(request):
    membership, today = request.user.membership, timezone.localdate()
    form = LeaveFilter(request.GET, units=seat_units(membership, today))
    seen = form.filter(Leave.objects.visible_to(membership))
    state = request.GET.get("state", "")
    state = state if state in leave_pages.STATES else ""
    rows = seen.in_state(state, today).for_rows()
    if state in ("waiting", "coming"):
        rows = rows.order_by("starts_on", "id")
    page = page_of(request, rows)
    waiting = list(waiting_for(request.user).for_rows().order_by("starts_on", "id")[: MOST_WAITING + 1])
    context = {
        "form": form,
        "page": page,
        "rows": leave_pages.leave_rows(page),
        "states": leave_pages.state_items(seen, today, state, lambda key: address_with(request, state=key, page=None)),
        "waiting": leave_pages.waiting_rows(waiting[:MOST_WAITING], today),
        "more_waiting": len(waiting) > MOST_WAITING,
        "may_ask": request.user.has_perm(ASK),
    }
    return render(request, "cadres/leave_list.html", context)


@may(ASK)
@once
def leave_new(request):
    """Fill in, look at what it means, send: the second step is a page of its own, so that it works with scripts off."""
    today, step = timezone.localdate(), request.POST.get("step", "")
    postings, officers = _whose(request.user, today)
    start = {"starts_on": today, "ends_on": today}
    form = LeaveForm(request.POST or None, initial=start, postings=postings, officers=officers)
    context = {
        "form": form, "total": leave_pages.own_total(postings, today.year, today), "crumbs": _crumbs(_("登记请假")),
        "nobody": officers is None and not postings,
    }  # fmt: skip
    if context["nobody"] or request.method != "POST" or step == "edit" or not form.is_valid():
        return answer_form(request, "cadres/leave_form.html", context)
    wanted = form.wanted()
    try:
        if step == "send":
            leave = services.ask(request=wanted, by=request.user, on=today)
            told = {"n": leave_pages.days_of(leave), "tier": leave.get_tier_display()}
            messages.success(request, _("已提交请假 %(n)s 天，由%(tier)s审批，结果会发消息。") % told)
            return redirect("cadres:leave", leave.public_id)
        outlook = services.weigh(request=wanted, by=request.user, on=today)
    except ValidationError as error:
        add_errors(form, error)
        return answer_form(request, "cadres/leave_form.html", context)
    tier = dict(Leave.Tier.choices)[outlook.tier]
    context |= {"outlook": outlook, "tier": tier, "wanted": wanted, "kind": dict(Leave.Kind.choices)[wanted.kind]}
    context["halves"] = [dict(Leave.Half.choices)[half] for half in (wanted.starts_half, wanted.ends_half)]
    return render(request, "cadres/leave_check.html", context)


@may("cadres.view_posting")
def leave(request, public_id):
    return _answer(request, _find(request, public_id))


@require_POST
@may(DECIDE)
def leave_decide(request, public_id):
    row = _find(request, public_id)
    check(request, DECIDE, row)
    form = DecideForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        approve = data["decision"] == "approve"
        try:
            services.decide(
                leave=row, approve=approve, answer=data["answer"], version=data["version"], by=request.user,
                on=timezone.localdate(),
            )  # fmt: skip
        except StaleVersion:
            return _stale(request, public_id)
        except ValidationError as error:
            add_errors(form, error)
        else:
            said = (
                _("已同意%(who)s请假，村、乡镇和派出单位会收到消息。")
                if approve
                else _("没有同意%(who)s请假，本人会收到消息。")
            )
            messages.success(request, said % {"who": row.who})
            return redirect("cadres:leaves")
    return _answer(request, row, decide_form=form)


@require_POST
@may(ASK)
def leave_back(request, public_id):
    row = _find(request, public_id)
    check(request, ASK, row)
    form = BackForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.come_back(
                leave=row, back_on=data["back_on"], back_half=data["back_half"], version=data["version"], by=request.user,
                on=timezone.localdate(),
            )  # fmt: skip
        except StaleVersion:
            return _stale(request, public_id)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已登记提前返岗，从这天起计入驻村天数。"))
            return redirect("cadres:leave", row.public_id)
    return _answer(request, row, back_form=form)


@require_POST
@may(ASK)
def leave_withdraw(request, public_id):
    row = _find(request, public_id)
    check(request, ASK, row)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            services.withdraw(leave=row, version=form.cleaned_data["version"], by=request.user, on=timezone.localdate())
        except StaleVersion:
            return _stale(request, public_id)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已撤回请假。"))
            return redirect("cadres:leave", row.public_id)
    return _answer(request, row, withdraw_form=form)


def _find(request, public_id) -> Leave:
    return find(Leave.objects.visible_to(request.user.membership).for_rows(), public_id)


def _answer(request, row, *, decide_form=None, back_form=None, withdraw_form=None):
    """The page of one leave, with the form that was refused in its place."""
    today = timezone.localdate()
    start = {"version": row.version}
    bound = decide_form or back_form or withdraw_form
    sight = leave_pages.sight(row, today)
    holds = row.state in (Leave.State.ASKED, Leave.State.APPROVED)
    context = {
        "leave": row,
        "row": leave_pages.leave_rows([row])[0],
        "sight": sight,
        "totals": [leave_pages.total_words(total) for total in sight.totals] if row.posting_id and holds else [],
        "rights": leave_pages.rights(row, request.user, today),
        "history": leave_pages.history(row),
        "decide_form": decide_form or DecideForm(initial={**start, "decision": "approve"}),
        "back_form": back_form or BackForm(initial={**start, "back_on": today}),
        "withdraw_form": withdraw_form or WithdrawForm(initial=start),
        "form": bound or WithdrawForm(),
        "crumbs": _crumbs(row.who),
    }
    return answer_form(request, "cadres/leave_detail.html", context)


def _stale(request, public_id):
    """Somebody decided or withdrew meanwhile. The page shows how it stands now; there is nothing to merge."""
    words = _("刚才有人处理过这份请假，没有保存。请看过现在的情况再办。")
    return answer_overtaken(request, words, lambda: _answer(request, _find(request, public_id)))


def _whose(account, on):
    """Own postings for who is posted; the village cadres of the slice for a township."""
    if reach_of(account.membership, ASK) is Reach.OWN:
        person = account.acting_person
        rows = Posting.objects.filter(person=person).on_day(on) if person else Posting.objects.none()
        return list(rows.select_related("unit", "person")), None
    serving = VillageOfficer.objects.filter(ended_on__isnull=True, unit__path__startswith=account.membership.unit.path)
    return [], serving


def _crumbs(last):
    return [(_("请假"), reverse("cadres:leaves")), (last, "")]
