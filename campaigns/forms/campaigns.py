"""Filters of the list of campaigns."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from organizations.models import UnitKind


class CampaignFilter(forms.Form):
    """All from the address; a value that is none of the choices finds nothing."""

    q = forms.CharField(label=_("活动名称"), max_length=60, required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部状态")), *Campaign.State.choices])
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    owner = forms.ChoiceField(
        label=_("发起单位"), required=False,
        choices=[("", _("全部")), ("county", _("县级活动")), ("township", _("乡镇活动"))],
    )  # fmt: skip

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", _("全部年度")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]

    def filter(self, campaigns):
        if not self.is_valid():
            return campaigns.none()
        asked = self.cleaned_data
        if asked["q"]:
            campaigns = campaigns.filter(name__icontains=asked["q"])
        if asked["state"]:
            campaigns = campaigns.filter(state=asked["state"])
        if asked["year"]:
            campaigns = campaigns.filter(year=asked["year"])
        if asked["owner"] == "township":
            campaigns = campaigns.filter(owner__kind=UnitKind.TOWNSHIP)
        elif asked["owner"]:
            campaigns = campaigns.exclude(owner__kind=UnitKind.TOWNSHIP)
        return campaigns
