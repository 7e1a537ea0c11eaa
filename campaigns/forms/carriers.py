"""Forms of step 3 of the wizard."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import CarrierRole
from campaigns.selectors.targets import Targets
from organizations.forms.base import DateInput


class CarrierForm(forms.Form):
    """A unit or group, and its role. Choices carry public ids."""

    target = forms.ChoiceField(label=_("单位或单位组"))
    role = forms.ChoiceField(label=_("角色"), choices=CarrierRole.choices, initial=CarrierRole.RESPONSIBLE)

    def __init__(self, *args, targets: Targets, **kwargs):
        super().__init__(*args, **kwargs)
        self.targets = targets
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("请选择")), *targets.choices]

    @property
    def chosen(self):
        return self.targets.find(self.cleaned_data["target"])


class ResolveForm(CarrierForm):
    everywhere = forms.BooleanField(
        label=_("全方案同名的一起改"), required=False, help_text=_("角色只改这一处，单位在每一处都改。")
    )


class OpenOnForm(forms.Form):
    """The day for which groups are opened, from the address."""

    on = forms.DateField(label=_("按哪一天的单位展开"), required=False, widget=DateInput)

    def __init__(self, *args, today, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.campaign = today, campaign
        self.fields["on"].initial = today

    def day(self):
        """The chosen day, else today; a day before today or after the campaign's end is none to publish for."""
        chosen = self.cleaned_data.get("on") if self.is_valid() else None
        return chosen or self.today

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day and not self.today <= day <= max(self.today, self.campaign.ends_on):
            raise forms.ValidationError(_("请选今天到活动最后一天之间的日期。"))
        return day


class ExemptForm(forms.Form):
    """Units of a group that need not carry a task, with one reason."""

    units = forms.MultipleChoiceField(label=_("免除哪些单位"), widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(label=_("免除的理由"), max_length=200, help_text=_("理由随分工保存，发布后各方可见。"))

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_id = {str(unit.public_id): unit for unit in units}
        field = self.fields["units"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, unit.name) for key, unit in self.by_id.items()]

    @property
    def chosen(self):
        return [self.by_id[key] for key in self.cleaned_data["units"]]
