"""Forms of an assessment: set up, compute, and the steps of its result."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from campaigns.models import Campaign
from organizations.forms.base import DateInput, choose_by_public_id
from organizations.models import UnitGroup


class AssessmentForm(forms.Form):
    campaign = forms.ModelChoiceField(label=_("活动"), queryset=Campaign.objects.none(), empty_label=None)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    level = forms.ChoiceField(label=_("考核对象"), choices=Assessment.Level.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("名称"), max_length=120)
    starts_on = forms.DateField(label=_("考核期开始"), widget=DateInput)
    ends_on = forms.DateField(label=_("考核期结束"), widget=DateInput)
    groups = forms.ModelMultipleChoiceField(
        label=_("分组排名"), queryset=UnitGroup.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("同类乡镇在一组里比；不选就全县一起排。"),
    )  # fmt: skip

    def __init__(self, *args, campaigns, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns
        self.fields["groups"].queryset = groups
        choose_by_public_id(self)
        if not groups.exists():
            del self.fields["groups"]

    def clean(self):
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("结束日期早于开始日期。"))
        return data


class RunForm(forms.Form):
    on = forms.DateField(label=_("数据截止到"), widget=DateInput, help_text=_("这一天以前的填报和台账计入。"))
    reason = forms.CharField(label=_("说明"), max_length=300, required=False)


class ReviewForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class NoticeForm(ReviewForm):
    until = forms.DateField(label=_("公示到"), widget=DateInput)
    document_number = forms.CharField(label=_("公示文号"), max_length=120, required=False)


class FinalForm(ReviewForm):
    document_number = forms.CharField(label=_("定稿依据"), max_length=120, help_text=_("会议纪要或文件的文号。"))


class BackForm(ReviewForm):
    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
