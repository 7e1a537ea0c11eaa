"""Pages of one posting, and of what happens to it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.forms.postings import ChargeForm, EndForm, HandoverForm, PostingForm
from cadres.models import Posting, PostingKind
from cadres.selectors import posting_pages
from cadres.services import postings as services
from organizations.errors import StaleVersion
from organizations.models import Unit, UnitKind
from organizations.pages import (
    add_errors,
    answer_conflict,
    answer_form,
    answer_overtaken,
    find,
    may,
    once,
    pick,
    posted,
    require_POST,
)  # fmt: skip
from organizations.rule_texts import read_words
from organizations.rules import rule_value

VIEW, EDIT = "cadres.view_posting", "cadres.edit_posting"


@may(EDIT)
@once
def posting_new(request):
    today = timezone.localdate()
    before = pick(Posting.objects.visible_to(request.user.membership).for_rows(), request.GET.get("replaces"))
    village = pick(Unit.objects.filter(kind=UnitKind.VILLAGE), request.GET.get("village"))
    start = {"starts_on": today, "kind": PostingKind.FIRST_SECRETARY, "unit": village}
    if before is not None:
        start |= {"kind": before.kind, "unit": before.unit, "sending_unit": before.sending_unit}
        if before.ended_on is None:
            before_words = _("%(who)s还在岗，先不填主持日期，到任后在岗位页移交。") % {"who": before.person}
        else:
            before_words = _("接替%(who)s。") % {"who": before.person}
    form = PostingForm(request.POST or None, initial=start, on=today)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.post(values={**form.values(), "replaces": before}, by=request.user, on=today)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已登记%(who)s，任期至 %(day)s。") % {"who": row.person, "day": row.ends_on})
            return redirect("cadres:posting", row.public_id)
    context = {
        "form": form, "title": _("登记派驻"), "back": reverse("cadres:postings"), "crumbs": _crumbs(_("登记派驻")),
        "note": before_words if before is not None else "",
    }  # fmt: skip
    return answer_form(request, "cadres/posting_form.html", context)


@may(VIEW)
def posting(request, public_id):
    return _answer(request, _find(request, public_id))


@may(EDIT)
def posting_edit(request, public_id):
    row, today = _find(request, public_id), timezone.localdate()
    form = PostingForm(posted(request) if request.method == "POST" else None, instance=row, on=today)
    back = reverse("cadres:posting", args=[row.public_id])
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.edit(
                posting=_find(request, public_id), values=form.values(), version=form.cleaned_data["version"],
                by=request.user, on=today,
            )  # fmt: skip
        except StaleVersion as stale:
            return answer_conflict(
                request, form=form, current=stale.current, fields=[name for name in form.Meta.fields if name in form.fields],
                back_url=back,
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已保存。") if changed else _("没有变化。"))
            return redirect("cadres:posting", row.public_id)
    title = _("修改%(who)s的派驻") % {"who": row.person}
    context = {"form": form, "title": title, "back": back, "crumbs": _crumbs(row.person.name, back, _("修改"))}
    return answer_form(request, "cadres/posting_form.html", context)


@may(EDIT)
def posting_end(request, public_id):
    row, today = _find(request, public_id), timezone.localdate()
    form = EndForm(request.POST or None, initial={"ended_on": today, "reason": "term", "version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.end(posting=row, **form.cleaned_data, by=request.user, on=today)
        except StaleVersion:
            return _stale(request, public_id)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已登记%(who)s离任。") % {"who": row.person})
            return redirect("cadres:posting", row.public_id)
    back = reverse("cadres:posting", args=[row.public_id])
    left = [item["what"] for item in row.handover if not item["done"]]
    note = _("交接清单还有 %(n)s 项没有交接：%(what)s") % {"n": len(left), "what": _("、").join(left)} if left else ""
    context = {
        "form": form, "title": _("登记%(who)s离任") % {"who": row.person}, "back": back, "note": note,
        "crumbs": _crumbs(row.person.name, back, _("登记离任")),
    }  # fmt: skip
    return answer_form(request, "cadres/posting_form.html", context)


@may(EDIT)
def posting_handover(request, public_id):
    row, today = _find(request, public_id), timezone.localdate()
    start: dict[str, object] = {"version": row.version}
    if not row.handover:
        start["more"] = "\n".join(read_words(rule_value("postings.handover_items", on=today)))
    form = HandoverForm(request.POST or None, initial=start, items=row.handover)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.hand_over(
                posting=row, items=form.wanted(), version=form.cleaned_data["version"], by=request.user
            )
        except StaleVersion:
            return _stale(request, public_id)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已保存交接清单。") if changed else _("没有变化。"))
            return redirect("cadres:posting", row.public_id)
    back = reverse("cadres:posting", args=[row.public_id])
    context = {
        "form": form, "title": _("%(who)s的交接清单") % {"who": row.person}, "back": back,
        "crumbs": _crumbs(row.person.name, back, _("交接清单")),
    }  # fmt: skip
    return answer_form(request, "cadres/posting_form.html", context)


@require_POST
@may(EDIT)
def posting_charge(request, public_id):
    row, form = _find(request, public_id), ChargeForm(request.POST)
    if form.is_valid():
        try:
            services.take_charge(posting=row, **form.cleaned_data, by=request.user, on=timezone.localdate())
        except StaleVersion:
            return _stale(request, public_id)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已由%(who)s主持工作。") % {"who": row.person})
            return redirect("cadres:posting", row.public_id)
    return _answer(request, row, charge_form=form)


def _find(request, public_id) -> Posting:
    return find(Posting.objects.visible_to(request.user.membership).for_rows(), public_id)


def _answer(request, row: Posting, *, charge_form: ChargeForm | None = None):
    today, account = timezone.localdate(), request.user
    running = row.ended_on is None
    waits = running and row.kind == PostingKind.FIRST_SECRETARY and row.in_charge_from is None
    context = {
        "posting": row,
        "sight": posting_pages.sight(row, account.membership, today),
        "may_edit": account.has_perm(EDIT),
        "may_recall": running and account.has_perm("cadres.propose_recall", row),
        "may_see_village": account.has_perm("villages.view_village", row.unit),
        "running": running,
        "waits": waits and row.starts_on <= today,
        "undone": sum(not item["done"] for item in row.handover),
        "form": charge_form or ChargeForm(initial={"since": max(today, row.starts_on), "version": row.version}),
        "crumbs": _crumbs(row.person.name),
    }
    return answer_form(request, "cadres/posting_detail.html", context)


def _stale(request, public_id):
    """Somebody was faster. The page shows how it stands now; a date is quickly typed again."""
    words = _("刚才有人改过这个岗位，没有保存。请看过现在的情况再办。")
    return answer_overtaken(request, words, lambda: _answer(request, _find(request, public_id)))


def _crumbs(last: str, url: str = "", after: str = "") -> list[tuple[str, str]]:
    crumbs = [(_("第一书记"), reverse("cadres:postings")), (last, url)]
    return [*crumbs, (after, "")] if after else crumbs
