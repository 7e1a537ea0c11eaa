"""Forms of step 4 of the wizard: settings, and one row each of dates, cadences, indicators, phases and safeguards."""

from decimal import Decimal
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.forms.years import check_days, check_year
from campaigns.models import Cadence, Campaign, Indicator, Phase, Safeguard, TaskDate
from campaigns.numbers import in_digits, read_amount
from organizations.forms.base import CountyModelForm, DateInput
from organizations.held_figures import held_sources
from organizations.models import WorkingGroup
from villages.forms.income import read_ten_thousands
from villages.income_rules import TEN_THOUSAND
from villages.models import IncomeLine


class RowForm(CountyModelForm):
    """Carries the version of the task or campaign that guards the row."""

    class Meta:
        fields: ClassVar[list[str]] = []

    def __init__(self, *args, holder=None, **kwargs):
        if holder is not None and kwargs["instance"].pk:
            kwargs["instance"].version = holder.version
        super().__init__(*args, **kwargs)

    def row_values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class SettingsForm(RowForm):
    class Meta:
        model = Campaign
        fields = [
            "name", "document_number", "year", "starts_on", "ends_on", "leading_group", "first_is_lead", "income_lines",
        ]  # fmt: skip
        widgets = {"starts_on": DateInput, "ends_on": DateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = WorkingGroup.objects.filter(kind=WorkingGroup.Kind.LEADING_GROUP)
        groups = groups.exclude(valid_to__lt=timezone.localdate())
        if self.instance.leading_group_id:
            groups = groups | WorkingGroup.objects.filter(pk=self.instance.leading_group_id)
        self.fields["income_lines"] = forms.MultipleChoiceField(
            label=self.fields["income_lines"].label,
            help_text=self.fields["income_lines"].help_text,
            required=False,
            choices=IncomeLine.choices,
            widget=forms.CheckboxSelectMultiple,
        )
        field = self.fields["leading_group"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = groups

    def clean_year(self):
        return check_year(self.cleaned_data["year"])

    def clean_income_lines(self):
        return self.cleaned_data["income_lines"] or None

    def clean(self):
        super().clean()
        check_days(self, "starts_on", "ends_on")
        return self.cleaned_data


class TaskDateForm(RowForm):
    class Meta:
        model = TaskDate
        fields = ["kind", "words", "what", "starts_on", "ends_on"]
        widgets = {"starts_on": DateInput, "ends_on": DateInput}
        help_texts = {
            "words": _("方案里怎么写的，例如“年底前”。"), "what": _("节点才填，例如“完成验收”。"),
            "starts_on": _("时间段才填。"),
        }  # fmt: skip

    def clean(self):
        super().clean()
        check_days(self, "starts_on", "ends_on")
        data = self.cleaned_data
        kind = data.get("kind")
        if kind and kind != TaskDate.Kind.OPEN and not data.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("请填截止日期；没有期限的请选“长期”。"))
        if kind == TaskDate.Kind.WINDOW and not data.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("时间段要填开始日期。"))
        return data


class CadenceForm(RowForm):
    class Meta:
        model = Cadence
        fields = ["every", "times", "day", "words"]
        help_texts = {"day": _("例如“25日前”“周五”，可不填。"), "words": _("方案里怎么写的，例如“定期”。")}

    def clean_times(self):
        times = self.cleaned_data["times"]
        if not 1 <= times <= 99:
            raise ValidationError(_("次数请填 1 到 99。"))
        return times


class AmountField(forms.CharField):
    """A figure as typed; the form turns it into a number when it knows the unit."""

    def prepare_value(self, value):
        return value if isinstance(value, str) else in_digits(value)


class IndicatorForm(RowForm):
    value = AmountField(
        label=_("目标值"), max_length=40, required=False, help_text=_("可写 2.8万、1,000；还没有定的留空，不当作 0。")
    )

    class Meta:
        model = Indicator
        fields = [
            "name", "level", "comparator", "value", "unit_word", "aggregation", "cumulative", "year", "words", "held_by",
        ]  # fmt: skip
        help_texts = {"unit_word": _("例如 个、万元、%。"), "words": _("方案里的原话。")}

    threshold = forms.CharField(
        label=_("达到多少万元"),
        max_length=20,
        required=False,
        help_text=_("“收入达到一定数额的村”要填，正好等于算达到。"),
    )
    note = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sources = held_sources()
        self.fields["held_by"] = forms.ChoiceField(
            label=_("取自台账"),
            required=False,
            choices=[("", _("由承担单位填报")), *((name, source.title) for name, source in sources.items())],
            help_text=_("取自台账的数自动更新，不用填报。"),
        )
        held = self.instance.held_with.get("threshold")
        if held:
            self.initial["threshold"] = f"{Decimal(held) / TEN_THOUSAND:f}"

    def held_with(self) -> dict:
        """What the source is asked with, as it is kept: the amount in yuan."""
        source = held_sources().get(self.cleaned_data.get("held_by", ""))
        threshold = self.cleaned_data.get("threshold")
        if source is None or not source.takes_threshold or threshold is None:
            return {}
        return {"threshold": f"{threshold:f}"}

    def row_values(self) -> dict:
        return {**super().row_values(), "held_with": self.held_with()}

    def save(self, commit=True):
        self.instance.held_with = self.held_with()
        return super().save(commit)

    def clean_threshold(self):
        return read_ten_thousands(self.cleaned_data["threshold"])

    def clean(self):
        super().clean()
        data = self.cleaned_data
        source = held_sources().get(data.get("held_by", ""))
        if source is not None and source.takes_threshold and "threshold" in data and data["threshold"] is None:
            self.add_error("threshold", _("请填多少万元算达到。"))
        if "value" in data and "unit_word" in data:
            try:
                amount = read_amount(data["value"], data["unit_word"])
            except ValidationError as error:
                self.add_error("value", error)
            else:
                data["value"], self.note = amount.value, amount.note
        return data

    def clean_year(self):
        return check_year(self.cleaned_data["year"])


class PhaseForm(RowForm):
    class Meta:
        model = Phase
        fields = ["name", "starts_on", "ends_on", "words", "text"]
        widgets = {"starts_on": DateInput, "ends_on": DateInput, "text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"words": _("没有日期时照原文显示。")}

    def clean(self):
        super().clean()
        check_days(self, "starts_on", "ends_on")
        return self.cleaned_data


class SafeguardForm(RowForm):
    class Meta:
        model = Safeguard
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
