"""Pages of a result: list, set up, ranking, one unit, computing, and the steps to the final version."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.forms.results import AssessmentForm, BackForm, FinalForm, NoticeForm, ReviewForm, RunForm
from assessments.models import Assessment, RollupProgress, SchemeVersion
from assessments.score_words import tie_rule
from assessments.selectors import result_pages
from assessments.selectors.rights import VIEW, may_object_for, seen_assessments, seen_results, sees_scores_of
from assessments.services import assessments, objections, publication, rollup
from assessments.views.crumbs import crumbs
from campaigns.models import Campaign
from organizations.errors import StaleVersion
from organizations.models import UnitGroup
from organizations.pages import add_errors, answer_form, answer_overtaken, find, may, once, page_of

EDIT, RUN, PUBLISH = "assessments.edit_scheme", "assessments.run_rollup", "assessments.publish_result"
STEPS = {"review": ReviewForm, "notice": NoticeForm, "final": FinalForm, "back": BackForm}


@may(VIEW)
def results(request):
    page = page_of(request, seen_assessments(request.user.membership).order_by("-year", "-pk"))
    rows = [(row, result_pages.STATE_TAGS[row.state]) for row in page]
    context = {"page": page, "rows": rows, "may_make": request.user.has_perm(EDIT)}
    return render(request, "assessments/result_list.html", context)


@may(EDIT)
@once
def assessment_new(request):
    today = timezone.localdate()
    campaigns = Campaign.objects.visible_to(request.user.membership, today).exclude(state=Campaign.State.DRAFT)
    # The county's own first: it is what an assessment is of in most cases.
    campaigns = campaigns.select_related("owner").order_by("owner__kind", "-starts_on", "-pk")
    first = campaigns.first()
    start = {
        "year": today.year, "level": Assessment.Level.TOWNSHIP, "starts_on": today.replace(month=1, day=1),
        "ends_on": today.replace(month=12, day=31), "name": _("%(name)s年度考核") % {"name": first.name} if first else "",
    }  # fmt: skip
    groups = UnitGroup.objects.filter(rule_kind="").order_by("name")
    form = AssessmentForm(request.POST or None, initial=start, campaigns=campaigns, groups=groups)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "groups": list(form.cleaned_data.get("groups") or [])}
        try:
            made = assessments.create(**data, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已建立考核，计分办法按任务生成好了，请核对后生效。"))
            return redirect("assessments:result", made.public_id)
    context = {"form": form, "nothing": first is None, "crumbs": _crumbs(_("建立考核"))}
    return answer_form(request, "assessments/assessment_form.html", context)


@may(VIEW)
def result(request, public_id):
    return _answer(request, _find(request, public_id))


@may(VIEW)
def result_unit(request, public_id, unit):
    """The score of one unit; `?item=` shows the sum behind one of its items."""
    row = _find(request, public_id)
    if row.run is None:
        raise Http404
    own = seen_results(row, request.user.membership).filter(unit__public_id=unit).first()
    if own is None or not sees_scores_of(request.user.membership, own.unit):
        raise Http404
    chosen = request.GET.get("item", "")
    sheet = result_pages.unit_sheet(row, own, chosen=chosen, membership=request.user.membership)
    context = {
        "assessment": row,
        "tag": result_pages.STATE_TAGS[row.state],
        "sheet": sheet,
        "may_object": may_object_for(request.user.membership, own.unit)
        and row.state in objections.OPEN_IN
        and request.user.has_perm("assessments.object_score"),
        "print_mark": "" if row.is_final else _("测算中，未定稿"),
        "crumbs": crumbs(row, own.unit_name),
    }
    return render(request, "assessments/result_unit.html", context)


@require_POST
@may(RUN)
@once
def rollup_ask(request, public_id):
    row = _find(request, public_id)
    form = RunForm(request.POST)
    if form.is_valid():
        try:
            rollup.ask_run(assessment=row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已开始测算，完成后在这里显示。"))
            return redirect("assessments:result", row.public_id)
    return _answer(request, row, run_form=form)


@require_POST
@may(PUBLISH)
def result_step(request, public_id):
    row, step = _find(request, public_id), request.POST.get("step", "")
    if step not in STEPS:
        raise Http404
    form = STEPS[step](request.POST)
    if form.is_valid():
        data = {**form.cleaned_data, "assessment": row, "by": request.user, "on": timezone.localdate()}
        service: Any = {
            "review": publication.send_to_review, "notice": publication.give_notice, "final": publication.make_final,
            "back": publication.send_back,
        }[step]  # fmt: skip
        try:
            done = service(**data)
        except StaleVersion:
            words = _("刚才有人办过一步，没有保存。请看过现在的情况再办。")
            return answer_overtaken(request, words, lambda: _answer(request, _find(request, public_id)))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("现在是“%(state)s”。") % {"state": done.get_state_display()})
            return redirect("assessments:result", row.public_id)
    return _answer(request, row, step=step, step_form=form)


def _find(request, public_id) -> Assessment:
    return find(seen_assessments(request.user.membership), public_id)


def _answer(request, row, *, run_form=None, step="", step_form=None):
    """The ranking with what may be done next; a refused form in its place."""
    membership, today = request.user.membership, timezone.localdate()
    found = list(seen_results(row, membership))
    actions, groups = result_pages.ranking(row, found, membership) if row.run else ([], [])
    progress = RollupProgress.objects.filter(run__assessment=row).select_related("run").order_by("-run__number").first()
    forms = _step_forms(request, row, today)
    if step_form is not None:
        forms[step] = step_form
    may_run = request.user.has_perm(RUN) and row.takes_changes
    context = {
        "assessment": row,
        "tag": result_pages.STATE_TAGS[row.state],
        "actions": actions,
        "groups": groups,
        "total": len(found),
        "tie_rule": tie_rule(result_pages.scheme_of(row)) if row.run else "",
        "sees_all": result_pages.sees_all(membership),
        "progress": progress if progress and result_pages.sees_all(membership) else None,
        "running": progress is not None and progress.state in ("waiting", "scoring"),
        "run_form": (run_form or RunForm(initial={"on": min(today, row.ends_on)})) if may_run else None,
        "step_forms": forms,
        "steps": list(row.steps.select_related("made_by", "first_by", "run"))
        if result_pages.sees_all(membership)
        else [],
        "form": run_form or step_form or ReviewForm(),
        "may_edit": request.user.has_perm(EDIT),
        "may_mark": request.user.has_perm("assessments.enter_mark"),
        "may_export": request.user.has_perm("assessments.export_result"),
        "has_scheme": row.run is not None or SchemeVersion.objects.filter(assessment=row).exists(),
        "print_mark": "" if row.is_final else _("测算中，未定稿"),
        "crumbs": _crumbs(row.name),
    }
    return answer_form(request, "assessments/result.html", context)


def _step_forms(request, row, today) -> dict:
    """Which steps are open to this person now."""
    if not request.user.has_perm(PUBLISH):
        return {}
    start = {"version": row.version}
    state = Assessment.State(row.state)
    forms: dict = {}
    if state == Assessment.State.COMPUTED:
        forms["review"] = ReviewForm(initial=start)
    if state == Assessment.State.REVIEW:
        forms["notice"] = NoticeForm(initial=start)
    if state == Assessment.State.NOTICE:
        forms["final"] = FinalForm(initial=start)
    if state in (Assessment.State.REVIEW, Assessment.State.NOTICE, Assessment.State.FINAL):
        forms["back"] = BackForm(initial=start)
    return forms


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [(_("考核"), reverse("assessments:results")), (last, "")]
