"""Forms of the settings pages: a rule's value, a calendar day, pasted calendar lines."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.calendar_lines import MAX_NOTE
from organizations.forms.base import DateInput
from organizations.rule_kinds import MAX_TEXT, NO, YES, Rule, RuleKind


class RuleForm(forms.Form):
    """One value of one rule from a day on; the field of the value is made from the rule."""

    effective_from = forms.DateField(label=_("生效日期"), widget=DateInput, help_text=_("从这一天零点起按新值执行。"))
    source = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("文件名称和文号，或会议名称和日期。"), strip=True
    )
    reason = forms.CharField(
        label=_("追溯原因"), max_length=200, required=False, help_text=_("生效日期早于今天时填写。"), strip=True
    )

    field_order = ["value", "effective_from", "source", "reason"]

    def __init__(self, *args, rule: Rule, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"] = _value_field(rule)
        self.order_fields(self.field_order)


def _value_field(rule: Rule) -> forms.Field:
    label, hint = str(_("取值")), str(rule.meaning)
    if rule.kind is RuleKind.BOOL:
        return forms.TypedChoiceField(
            label=label,
            help_text=hint,
            choices=[("true", YES), ("false", NO)],
            coerce=lambda text: text == "true",
            widget=forms.RadioSelect,
        )
    if rule.kind is RuleKind.CHOICE:
        return forms.ChoiceField(label=label, help_text=hint, choices=rule.choices, widget=forms.RadioSelect)
    if rule.kind is RuleKind.TEXT:
        return forms.CharField(label=label, help_text=hint, max_length=MAX_TEXT)
    if rule.unit:
        label = str(_("取值（%(unit)s）") % {"unit": rule.unit})
    # The limits stand in the rule, so that the service and the form refuse in the same words.
    number = forms.IntegerField if rule.kind is RuleKind.INT else forms.DecimalField
    return number(label=label, help_text=hint, widget=forms.NumberInput(attrs={"inputmode": "numeric"}))


def initial_value(rule: Rule, value: bool | int | str | Decimal) -> bool | int | str | Decimal:
    """The value as its field wants it."""
    return ("true" if value else "false") if rule.kind is RuleKind.BOOL else value


class CalendarDayForm(forms.Form):
    """One day on which the county differs from the national calendar."""

    day = forms.DateField(label=_("日期"), widget=DateInput)
    is_working = forms.TypedChoiceField(
        label=_("安排"),
        choices=[("rest", _("休息")), ("work", _("上班"))],
        coerce=lambda text: text == "work",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("说明"), max_length=MAX_NOTE, required=False, help_text=_("例如：端午调休、县庆。"))


class CalendarPasteForm(forms.Form):
    """Many days at once, a line each."""

    text = forms.CharField(
        label=_("日历安排"),
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("每行一天或一段：日期、休或班、说明，中间用空格隔开。"),
    )
