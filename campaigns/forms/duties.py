"""Forms around duties."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WaiveForm(forms.Form):
    """Why a unit need not file this once. The service refuses an empty reason, in its own words."""

    reason = forms.CharField(
        label=_("免报理由"), max_length=200, strip=True, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("单位看得到这条理由，并留痕。例如：防汛抢险，4 月不报。"), error_messages={"required": _("请写明免报的理由。")},
    )  # fmt: skip
