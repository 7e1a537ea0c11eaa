"""Bring in a score sheet that the county keeps in Excel: looked at first, then it takes the place of the draft's items."""

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments.forms.score_sheets import ReplaceForm, SheetForm
from assessments.frozen import thawed
from assessments.selectors import scheme_pages
from assessments.services import schemes, score_sheets
from assessments.sheet_scheme import read_rows, scheme_of
from assessments.sheet_words import question_words
from assessments.views.crumbs import crumbs
from assessments.views.schemes import EDIT, draft_of, find_assessment
from organizations.errors import StaleVersion
from organizations.pages import add_errors, answer_form, answer_overtaken, may


@may(EDIT)
def scheme_import(request, public_id):
    """A file shows what was read and what is still asked; its rows sent back are written into the draft."""
    row = find_assessment(request, public_id)
    draft = draft_of(row)
    if "rows" in request.POST:
        replace = ReplaceForm(request.POST)
        if replace.is_valid():
            scheme, _asked = scheme_of(read_rows(replace.cleaned_data["rows"]), thawed(draft.body))
            try:
                schemes.save_draft(
                    draft=draft,
                    scheme=scheme,
                    sources=_by_hand(scheme),
                    version=replace.cleaned_data["version"],
                    by=request.user,
                )
            except StaleVersion:
                words = _("刚才有人改过计分办法，没有保存。请看过现在的办法再改。")
                return answer_overtaken(
                    request, words, lambda: _look(request, row, draft, replace.cleaned_data["rows"])
                )
            messages.success(request, _("已用评分表替换草稿。请逐项看一遍，没有分值的补上。"))
            return redirect("assessments:scheme", row.public_id)
        messages.error(request, _("请重新上传评分表。"))
        return redirect(request.path)
    form = SheetForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            rows = score_sheets.rows_of(form.file()[1])
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _look(request, row, draft, rows)
    context = {"assessment": row, "form": form, "crumbs": crumbs(row, _("导入评分表"))}
    return answer_form(request, "assessments/scheme_import.html", context)


def _by_hand(scheme) -> dict[str, dict]:
    """No item of a sheet is fed from anywhere yet."""
    return {leaf.key: {} for leaf in scheme.leaves()}


def _look(request, row, draft, rows):
    scheme, asked = scheme_of(read_rows(rows), thawed(draft.body))
    context = {
        "assessment": row,
        "form": SheetForm(),
        "lines": scheme_pages.item_lines(scheme, _by_hand(scheme)),
        "asked": [(one.row, question_words(one)) for one in asked],
        "replace": ReplaceForm(
            initial={"rows": json.dumps(rows, ensure_ascii=False, separators=(",", ":")), "version": draft.version}
        ),
        "crumbs": crumbs(row, _("导入评分表")),
    }
    return render(request, "assessments/scheme_import.html", context)
