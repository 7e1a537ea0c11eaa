"""Words of an opinion and of its answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.services.feedback import MOST


class FeedbackForm(forms.Form):
    text = forms.CharField(
        label=_("意见建议"), max_length=MOST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("哪里不好用、哪些填报重复或没有必要，都可以写。由县里答复。"),
    )  # fmt: skip
    page = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)


class FeedbackAnswerForm(forms.Form):
    text = forms.CharField(
        label=_("答复"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("提意见的人会收到一条消息。"),
    )
