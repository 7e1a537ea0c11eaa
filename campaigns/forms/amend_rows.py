"""Rows of a task in the amendment: dates, cadences, indicators, each with one empty row to add one more."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.years import check_days
from campaigns.models import Cadence, Indicator, Task, TaskDate
from campaigns.plan_words import plain_number
from campaigns.services.amendments import RowInput
from organizations.forms.base import DateInput, say_empty_choice

MOST_ROWS = 40


class RowForm(forms.ModelForm):
    """A row without its instance: the service compares and writes."""

    public_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    row_fields: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            say_empty_choice(field)

    def row(self) -> RowInput:
        data = self.cleaned_data
        if data.get("DELETE"):
            return RowInput(values={}, public_id=data.get("public_id"), delete=True)
        return RowInput(values={name: data[name] for name in self.row_fields}, public_id=data.get("public_id"))


class DateRow(RowForm):
    row_fields = ("kind", "starts_on", "ends_on", "what", "words")

    class Meta:
        model = TaskDate
        fields = ["kind", "starts_on", "ends_on", "what", "words"]
        widgets = {"starts_on": DateInput, "ends_on": DateInput}

    def clean(self):
        data = self.cleaned_data
        super().clean()
        check_days(self, "starts_on", "ends_on")
        kind = data.get("kind")
        if kind and kind != TaskDate.Kind.OPEN and not data.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("请填截止日期；没有期限的，种类选“长期”。"))
        if kind == TaskDate.Kind.WINDOW and not data.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("时间段请填开始日期。"))
        return data


class CadenceRow(RowForm):
    times = forms.IntegerField(label=_("次数"), min_value=1, max_value=99, initial=1)

    row_fields = ("every", "times", "day", "words")

    class Meta:
        model = Cadence
        fields = ["every", "times", "day", "words"]


class IndicatorRow(RowForm):
    row_fields = ("name", "level", "comparator", "value", "unit_word", "year", "aggregation")

    class Meta:
        model = Indicator
        fields = ["name", "level", "comparator", "value", "unit_word", "year", "aggregation"]

    def clean_value(self):
        value = self.cleaned_data["value"]
        if value is None:
            raise forms.ValidationError(_("请填目标值。"))
        return value


KINDS: dict[str, tuple[type[RowForm], Any]] = {
    "dates": (DateRow, _("时限")), "cadences": (CadenceRow, _("频次")), "indicators": (IndicatorRow, _("指标")),
}  # fmt: skip


def row_sets(task: Task, data=None) -> dict[str, Any]:
    """One formset for each kind of row, with the rows as they stand and an empty one."""
    sets = {}
    for kind, (form, title) in KINDS.items():
        factory = forms.formset_factory(
            form, extra=1, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1, validate_max=True
        )
        names = [*form.row_fields, "public_id"]
        start = [{name: _plain(getattr(row, name)) for name in names} for row in getattr(task, kind).all()]
        formset: Any = factory(data, prefix=kind, initial=start)
        formset.title = title
        for row in formset.forms:
            row.fields["DELETE"].label = _("删除这一行")
        sets[kind] = formset
    return sets


def rows_of(sets: dict[str, Any]) -> dict[str, list[RowInput]]:
    """What the person sent; an empty row that stayed empty is none."""
    return {
        kind: [row.row() for row in formset.forms if row.has_changed() or row.cleaned_data.get("public_id")]
        for kind, formset in sets.items()
    }


def _plain(value):
    """200, not 200.0000, in the field."""
    return Decimal(plain_number(value)) if isinstance(value, Decimal) else value
