"""Words of urging and of the answer to it."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 300


class UrgeForm(forms.Form):
    text = forms.CharField(
        label=_("催办内容"), max_length=MOST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("会作为站内消息发给这个单位的联络员、书记和党建办。"),
    )  # fmt: skip


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("答复"), max_length=MOST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明什么时候报、有什么困难。"),
    )  # fmt: skip
