"""Forms of recalls: propose, and what each step asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.models import Recall
from cadres.services.recalls import MAX_WORDS
from organizations.forms.base import DateInput


class ProposeForm(forms.Form):
    reason = forms.ChoiceField(label=_("事由"), choices=Recall.Reason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("情况"), max_length=MAX_WORDS, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写事实：什么时候、什么事、谈过几次。组织部据此核实。"),
    )  # fmt: skip

    def __init__(self, *args, outcomes: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(key, f"{label}（{outcomes[key]}）") for key, label in Recall.Reason.choices]


class VerifyForm(forms.Form):
    verified_on = forms.DateField(label=_("核实日期"), widget=DateInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class DecideForm(forms.Form):
    decided_on = forms.DateField(
        label=_("研究日期"), widget=DateInput, help_text=_("决定召回的，从这天起离任，村里列为空岗。")
    )
    document = forms.CharField(label=_("依据文件"), max_length=120, help_text=_("部务会纪要或文件的文号。"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class DropForm(forms.Form):
    words = forms.CharField(label=_("不予召回的理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
