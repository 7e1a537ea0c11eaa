"""Setting a light by hand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import LightOverride
from organizations.forms.base import DateInput


class OverrideForm(forms.Form):
    """`longest` days are allowed by the county's rule."""

    kind = forms.ChoiceField(label=_("调成"), choices=LightOverride.Kind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("会显示在亮灯依据里，填报单位看得到。"),
    )  # fmt: skip
    ends_on = forms.DateField(label=_("管到哪一天"), widget=DateInput)

    def __init__(self, *args, longest: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].help_text = _("最多 %(n)s 天，到期自动恢复按规则亮灯。") % {"n": longest}
