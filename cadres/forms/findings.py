"""Forms of findings: record, object, answer; and the list's filters."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadres.forms.leave import drop_single_choices, townships
from cadres.models import Finding, Posting
from cadres.services.findings import MAX_WORDS
from organizations.forms.base import DateInput, choose_by_public_id
from organizations.models import UnitKind
from organizations.pages import as_uuid


class FindingForm(forms.Form):
    posting = forms.ModelChoiceField(label=_("驻村干部"), queryset=Posting.objects.none())
    found_on = forms.DateField(label=_("检查日期"), widget=DateInput)
    kind = forms.ChoiceField(label=_("情形"), choices=Finding.Kind.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("情况"), max_length=MAX_WORDS, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写检查时看到的事实：什么时候、在哪里、问了谁。本人会看到，可以提出异议。"),
    )  # fmt: skip

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        # Whoever left this year can still be written down for a day on which they were posted.
        rows = Posting.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on.replace(month=1, day=1)))
        self.fields["posting"].queryset = rows.select_related("person", "unit__parent").order_by(
            "unit__parent__order", "unit__order", "unit__code", "kind"
        )
        self.fields["posting"].label_from_instance = lambda row: f"{row.unit.parent or ''} {row.unit} · {row.person}"
        choose_by_public_id(self)


class ObjectForm(forms.Form):
    objection = forms.CharField(
        label=_("异议理由"), max_length=MAX_WORDS, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一条发现只能提一次。"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class AnswerForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("核实结果"), widget=forms.RadioSelect,
        choices=[("uphold", _("异议不成立，照计次数")), ("drop", _("异议成立，撤销这条发现"))],
    )  # fmt: skip
    answer = forms.CharField(
        label=_("核实情况"), max_length=MAX_WORDS, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("本人、乡镇和派出单位会看到。"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class FindingFilter(forms.Form):
    township = forms.ChoiceField(label=_("乡镇"), required=False)
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部状态")), *Finding.State.choices])

    def __init__(self, *args, units, years, **kwargs):
        super().__init__(*args, auto_id="filter_%s", **kwargs)
        self.units = units
        self.fields["township"].choices = townships(units)
        self.fields["year"].choices = [("", _("全部年度")), *((str(year), str(year)) for year in years)]
        drop_single_choices(self, "township")

    def filter(self, findings):
        if not self.is_valid():
            return findings.none()
        data = self.cleaned_data
        if data.get("township"):
            unit = self.units.filter(public_id=as_uuid(data["township"]), kind=UnitKind.TOWNSHIP).first()
            findings = findings.filter(unit__path__startswith=unit.path) if unit else findings.none()
        if data["year"]:
            findings = findings.filter(found_on__year=data["year"])
        return findings.filter(state=data["state"]) if data["state"] else findings
