"""Pages of recalls: the list, proposing one, and its four steps."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.forms.recalls import DecideForm, DropForm, ProposeForm, VerifyForm
from cadres.models import Posting, Recall
from cadres.selectors import recall_pages
from cadres.services import recalls as services
from organizations.errors import StaleVersion
from organizations.pages import add_errors, answer_form, answer_overtaken, check, find, may, once, page_of, require_POST

VIEW, PROPOSE, HANDLE = "cadres.view_recall", "cadres.propose_recall", "cadres.handle_recall"
STEPS = {"verify": VerifyForm, "decide": DecideForm, "drop": DropForm}


@may(VIEW)
def recalls(request):
    rows = Recall.objects.visible_to(request.user.membership).for_rows()
    only = "all" if request.GET.get("show") == "all" else "open"
    page = page_of(request, rows if only == "all" else rows.open())
    views = [
        {"label": label, "url": f"{request.path}{query}", "current": key == only}
        for key, query, label in (("open", "", _("办理中")), ("all", "?show=all", _("全部")))
    ]
    context = {"page": page, "rows": recall_pages.recall_rows(page, timezone.localdate()), "views": views}
    return render(request, "cadres/recall_list.html", context)


@may(PROPOSE)
@once
def recall_propose(request, public_id):
    today = timezone.localdate()
    posting = find(Posting.objects.visible_to(request.user.membership).for_rows(), public_id)
    check(request, PROPOSE, posting)
    form = ProposeForm(request.POST or None, outcomes=recall_pages.reason_words(today))
    if request.method == "POST" and form.is_valid():
        try:
            recall = services.propose(posting=posting, **form.cleaned_data, by=request.user, on=today)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已提出召回，组织部会收到消息。"))
            return redirect("cadres:recall", recall.public_id)
    back = reverse("cadres:posting", args=[posting.public_id])
    title = _("提出召回%(who)s") % {"who": posting.person}
    context = {"form": form, "title": title, "back": back, "crumbs": _crumbs(title)}
    return answer_form(request, "cadres/posting_form.html", context)


@may(VIEW)
def recall(request, public_id):
    return _answer(request, _find(request, public_id))


@require_POST
@may(HANDLE)
def recall_step(request, public_id):
    """One of the steps the office takes; which one, the button says."""
    row, today = _find(request, public_id), timezone.localdate()
    step = request.POST.get("step", "")
    form_class = STEPS.get(step, VerifyForm)
    form = form_class(request.POST)
    if form.is_valid():
        take = {"verify": services.verify, "decide": services.decide, "drop": services.drop}.get(step, services.verify)
        try:
            taken = take(recall=row, **form.cleaned_data, by=request.user, on=today)  # type: ignore[operator]
        except StaleVersion:
            words = _("刚才有人办理过这件召回，没有保存。请看过现在的情况再办。")
            return answer_overtaken(request, words, lambda: _answer(request, _find(request, public_id)))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已登记：%(state)s。") % {"state": taken.get_state_display()})
            return redirect("cadres:recall", row.public_id)
    return _answer(request, row, step=step, bound=form)


def _find(request, public_id) -> Recall:
    return find(Recall.objects.visible_to(request.user.membership).for_rows(), public_id)


def _answer(request, row: Recall, *, step: str = "", bound=None):
    today = timezone.localdate()
    handles = request.user.has_perm(HANDLE, row)
    start = {"version": row.version, "verified_on": today, "decided_on": today}
    forms = {name: bound if bound is not None and name == step else form(initial=start) for name, form in STEPS.items()}
    context = {
        "recall": row,
        "row": recall_pages.recall_rows([row], today)[0],
        "verify_form": forms["verify"] if handles and row.state == Recall.State.PROPOSED else None,
        "decide_form": forms["decide"] if handles and row.state == Recall.State.VERIFIED else None,
        "drop_form": forms["drop"] if handles and row.state in (Recall.State.PROPOSED, Recall.State.VERIFIED) else None,
        "may_fill": row.state == Recall.State.DECIDED and request.user.has_perm("cadres.edit_posting"),
        "form": bound or forms["verify"],
        "crumbs": _crumbs(row.posting.person.name),
    }
    return answer_form(request, "cadres/recall_detail.html", context)


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [(_("第一书记"), reverse("cadres:postings")), (_("召回"), reverse("cadres:recalls")), (last, "")]
