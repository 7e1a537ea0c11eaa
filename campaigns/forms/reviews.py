"""Forms of review and extension."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.forms.base import DateInput


class MatrixFilter(forms.Form):
    """Narrow the matrix to one action; the state is chosen by its count."""

    action = forms.ChoiceField(label=_("行动"), required=False)

    def __init__(self, *args, actions, **kwargs):
        super().__init__(*args, auto_id="filter_%s", **kwargs)
        self.fields["action"].choices = [("", _("全部行动")), *((str(row.public_id), row.name) for row in actions)]


class ReturnForm(forms.Form):
    """Why an item goes back: a reason picked from the county's usual ones, words of one's own, or both. Whether there is
    one is for the service to say."""

    usual = forms.ChoiceField(label=_("常用理由"), required=False, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("退回理由"), required=False, max_length=280, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("必填，可以点上面的常用理由，也可以自己写。单位会看到。"),
    )  # fmt: skip

    def __init__(self, *args, usual: str, **kwargs):
        super().__init__(*args, **kwargs)
        words = [word.strip() for word in re.split(r"[/／]", usual) if word.strip()]
        self.fields["usual"].choices = [(word, word) for word in words]
        if not words:
            del self.fields["usual"]

    def full_reason(self) -> str:
        parts = [self.cleaned_data.get("usual", ""), self.cleaned_data["reason"].strip()]
        return "；".join(dict.fromkeys(part for part in parts if part))


class ExtensionForm(forms.Form):
    until = forms.DateField(label=_("延期到"), widget=DateInput)
    reason = forms.CharField(label=_("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("答复"), choices=[("approve", _("同意延期")), ("refuse", _("不同意"))], widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=_("说明"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不同意时必填，单位会看到。"),
    )  # fmt: skip
