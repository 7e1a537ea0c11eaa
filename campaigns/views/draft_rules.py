"""Step 4 of the wizard: the campaign's settings, and the dates, cadences, figures, stages and safeguards, row by row."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.forms.draft_rows import (
    CadenceForm,
    IndicatorForm,
    PhaseForm,
    SafeguardForm,
    SettingsForm,
    TaskDateForm,
)
from campaigns.models import Cadence, Indicator, Phase, Safeguard, Task, TaskDate
from campaigns.pages import draft_page
from campaigns.selectors.draft_rules import rules_page
from campaigns.services import draft_rows as services
from campaigns.views.draft_units import frame
from organizations.errors import StaleVersion
from organizations.pages import add_errors, answer_conflict, answer_form, find, once, posted, require_POST


@draft_page
def draft_rules(request, campaign):
    return render(request, "campaigns/draft_rules.html", {**frame(campaign, "rules"), **rules_page(campaign)})


@draft_page
def draft_settings(request, campaign):
    form = SettingsForm(posted(request) if request.method == "POST" else None, instance=campaign)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.edit_settings(
                campaign=campaign, values=form.row_values(), version=form.cleaned_data["version"], by=request.user
            )
        except StaleVersion as stale:
            return answer_conflict(
                request, form=form, current=stale.current, fields=form.Meta.fields, back_url=request.path
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("已保存。") if changed else _("没有改动，什么也没有保存。"))
            return redirect(_rules(campaign))
    context = {**frame(campaign, "rules"), "form": form, "title": _("活动设置"), "row": None}
    return answer_form(request, "campaigns/draft_row.html", context)


class RowPages:
    """Add, edit and remove of one kind of row. `path` is its word in addresses, `words` what it is called."""

    def __init__(self, *, path: str, model, form, words, of_task: bool):
        self.path, self.model, self.form, self.words, self.of_task = path, model, form, words, of_task
        self.add = draft_page(once(self._add))
        self.edit = draft_page(self._edit)
        self.remove = require_POST(draft_page(self._remove))

    def rows(self, campaign):
        if self.of_task:
            return self.model.objects.filter(task__campaign=campaign).select_related("task")
        return self.model.objects.filter(campaign=campaign)

    def _add(self, request, campaign, task_id=None):
        if self.of_task:
            task = find(Task.objects.filter(campaign=campaign), task_id)
            row, anchor = self.model(task=task), f"task-{task.public_id}"
        else:
            task, row, anchor = None, self.model(campaign=campaign, order=0), self.path
        form = self.form(request.POST if request.method == "POST" else None, instance=row)
        if request.method == "POST" and form.is_valid():
            try:
                services.add_row(row=form.save(commit=False), by=request.user)
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, f"{_('已添加。')}{getattr(form, 'note', '')}")
                return redirect(f"{_rules(campaign)}#{anchor}")
        return self._page(request, campaign, form, task, row)

    def _edit(self, request, campaign, row_id):
        row = find(self.rows(campaign), row_id)
        holder = services.holder(row)
        form = self.form(posted(request) if request.method == "POST" else None, instance=row, holder=holder)
        if request.method == "POST" and form.is_valid():
            try:
                services.edit_row(
                    row=row, values=form.row_values(), version=form.cleaned_data["version"], by=request.user
                )
            except StaleVersion as stale:
                return answer_conflict(
                    request, form=form, current=stale.current, fields=form.Meta.fields, back_url=request.path
                )
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, f"{_('已保存。')}{getattr(form, 'note', '')}")
                return redirect(f"{_rules(campaign)}#{self._anchor(row)}")
        return self._page(request, campaign, form, holder if self.of_task else None, row)

    def _remove(self, request, campaign, row_id):
        row = find(self.rows(campaign), row_id)
        anchor = self._anchor(row)
        try:
            services.remove_row(row=row, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("已删除。"))
        return redirect(f"{_rules(campaign)}#{anchor}")

    def _anchor(self, row) -> str:
        return f"task-{row.task.public_id}" if self.of_task else self.path

    def _page(self, request, campaign, form, task, row):
        title = (_("修改%(what)s") if row.pk else _("添加%(what)s")) % {"what": self.words}
        remove = reverse(f"campaigns:draft-{NAMES[self.path]}-remove", args=[campaign.public_id, row.public_id])
        context = {
            **frame(campaign, "rules"), "form": form, "title": title, "task": task, "row": row if row.pk else None,
            "remove_url": remove, "words": self.words,
        }  # fmt: skip
        return answer_form(request, "campaigns/draft_row.html", context)


NAMES = {
    "dates": "date",
    "cadences": "cadence",
    "indicators": "indicator",
    "phases": "phase",
    "safeguards": "safeguard",
}


def _rules(campaign) -> str:
    return reverse("campaigns:draft-rules", args=[campaign.public_id])


PAGES = [
    RowPages(path="dates", model=TaskDate, form=TaskDateForm, words=TaskDate._meta.verbose_name, of_task=True),
    RowPages(path="cadences", model=Cadence, form=CadenceForm, words=Cadence._meta.verbose_name, of_task=True),
    RowPages(path="indicators", model=Indicator, form=IndicatorForm, words=Indicator._meta.verbose_name, of_task=True),
    RowPages(path="phases", model=Phase, form=PhaseForm, words=Phase._meta.verbose_name, of_task=False),
    RowPages(path="safeguards", model=Safeguard, form=SafeguardForm, words=Safeguard._meta.verbose_name, of_task=False),
]
