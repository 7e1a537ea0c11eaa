"""Pages of the scheme: how points are made, editing, a preview on live data, putting it into force."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.forms.scheme_items import SchemeItemForm
from assessments.forms.schemes import ForceForm, SchemeForm
from assessments.frozen import thawed
from assessments.models import Assessment, SchemeDraft, SchemeVersion
from assessments.scheme_edits import find_item, free_key, put_item
from assessments.score_words import tie_rule
from assessments.selectors import scheme_pages
from assessments.selectors.rights import VIEW, seen_assessments
from assessments.services import schemes as services
from assessments.views.crumbs import crumbs
from organizations.errors import StaleVersion
from organizations.pages import add_errors, answer_form, answer_overtaken, find, may, once, require_POST

EDIT = "assessments.edit_scheme"


@may(VIEW)
def scheme(request, public_id):
    """The draft for who edits; for everybody else the version in force."""
    return _answer(request, find_assessment(request, public_id))


@may(EDIT)
def scheme_edit(request, public_id):
    row = find_assessment(request, public_id)
    draft = draft_of(row)
    stands = thawed(draft.body)
    typed = request.POST if request.method == "POST" else None
    form = SchemeForm(typed, initial={"version": draft.version}, scheme=stands, sources=draft.sources)
    if typed is not None and form.is_valid():
        wanted = form.wanted()
        try:
            changed = services.save_draft(
                draft=draft,
                scheme=wanted,
                sources=form.wanted_sources(wanted),
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except StaleVersion:
            words = _("刚才有人改过计分办法，没有保存。请看过现在的办法再改。")
            return answer_overtaken(request, words, lambda: _answer(request, row))
        messages.success(request, _("已保存草稿。") if changed else _("没有改动，什么也没有保存。"))
        return redirect("assessments:scheme", row.public_id)
    context = {
        "assessment": row,
        "form": form,
        "rows": form.rows(),
        "rest": form.rest(),
        "crumbs": crumbs(row, _("修改计分办法")),
    }
    return answer_form(request, "assessments/scheme_form.html", context)


@may(EDIT)
@once
def scheme_item(request, public_id):
    """`?key=` changes that item, without it a new one is added."""
    row = find_assessment(request, public_id)
    draft = draft_of(row)
    stands = thawed(draft.body)
    key = request.GET.get("key", "")
    item = find_item(stands, key) if key else None
    if key and (item is None or item.items):
        raise Http404
    offers, sources = scheme_pages.offers(row, stands) if item is None else ({}, {})
    form = SchemeItemForm(
        request.POST or None, initial={"version": draft.version}, scheme=stands, item=item,
        source=draft.sources.get(key, {}), offers=offers,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted(free_key(stands))
        kept = {**draft.sources, **({} if item else {wanted.key: sources.get(wanted.key, {})})}
        try:
            services.save_draft(
                draft=draft, scheme=put_item(stands, wanted, form.cleaned_data["parent"]), sources=kept,
                version=form.cleaned_data["version"], by=request.user,
            )  # fmt: skip
        except StaleVersion:
            words = _("刚才有人改过计分办法，没有保存。请看过现在的办法再改。")
            return answer_overtaken(request, words, lambda: _answer(request, row))
        messages.success(request, _("已保存草稿。"))
        return redirect("assessments:scheme", row.public_id)
    title = _("修改项目") if item else _("添加项目")
    context = {"assessment": row, "form": form, "title": title, "crumbs": crumbs(row, title)}
    return answer_form(request, "assessments/scheme_item.html", context)


@may(EDIT)
def scheme_propose(request, public_id):
    """Make the draft anew from the tasks; a page of its own, for what was edited is lost."""
    row = find_assessment(request, public_id)
    if request.method == "POST":
        services.propose(assessment=row, by=request.user)
        messages.success(request, _("已按任务重新生成草稿。"))
        return redirect("assessments:scheme", row.public_id)
    context = {
        "title": _("按任务重新生成计分办法"), "lead": _("草稿里改过的内容会被替换，已生效的版本不受影响。"), "happens": [],
        "action": request.path, "button_text": _("重新生成"), "back_url": reverse("assessments:scheme", args=[row.public_id]),
        "back_text": _("不生成，返回"), "crumbs": crumbs(row, _("重新生成")),
    }  # fmt: skip
    return render(request, "confirm.html", context)


@require_POST
@may(EDIT)
def scheme_force(request, public_id):
    row = find_assessment(request, public_id)
    form = ForceForm(request.POST)
    if form.is_valid():
        try:
            made = services.put_in_force(assessment=row, by=request.user, **form.cleaned_data)
        except StaleVersion:
            words = _("刚才有人改过计分办法，没有生效。请看过现在的办法再办。")
            return answer_overtaken(request, words, lambda: _answer(request, row))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("第 %(n)s 版计分办法已生效。") % {"n": made.number})
            return redirect("assessments:result", row.public_id)
    return _answer(request, row, force_form=form)


@may(EDIT)
def scheme_preview(request, public_id):
    row = find_assessment(request, public_id)
    draft, today = draft_of(row), timezone.localdate()
    rows = scheme_pages.preview(row, thawed(draft.body), draft.sources, min(today, row.ends_on))
    context = {"assessment": row, "rows": rows, "crumbs": crumbs(row, _("预览"))}
    return render(request, "assessments/scheme_preview.html", context)


def _answer(request, row: Assessment, *, force_form=None):
    versions = list(SchemeVersion.objects.filter(assessment=row).select_related("made_by"))
    may_edit = request.user.has_perm(EDIT)
    draft = SchemeDraft.objects.filter(assessment=row).first() if may_edit else None
    if draft is None and not versions:
        raise Http404
    source = draft or versions[0]
    stands = thawed(source.body)
    start = {"valid_from": min(timezone.localdate(), row.ends_on), "version": draft.version if draft else 1}
    context = {
        "assessment": row,
        "scheme": stands,
        "lines": scheme_pages.item_lines(stands, source.sources),
        "problems": scheme_pages.problems_of(stands),
        "grades": scheme_pages.grade_lines(stands),
        "vetoes": scheme_pages.veto_lines(stands),
        "tie_rule": tie_rule(stands),
        "versions": versions,
        "is_draft": draft is not None,
        "same": bool(draft and versions and versions[0].body == draft.body and versions[0].sources == draft.sources),
        "force_form": (force_form or ForceForm(initial=start)) if may_edit and row.takes_changes else None,
        "form": force_form or ForceForm(),
        "crumbs": crumbs(row, _("计分办法")),
    }
    return answer_form(request, "assessments/scheme.html", context)


def find_assessment(request, public_id) -> Assessment:
    return find(seen_assessments(request.user.membership), public_id)


def draft_of(row: Assessment) -> SchemeDraft:
    draft = SchemeDraft.objects.filter(assessment=row).first()
    if draft is None:
        raise Http404
    return draft
