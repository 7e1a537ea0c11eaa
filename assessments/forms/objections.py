"""Asking for a second look at a score, and the answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.forms.evidence import ACCEPTED


class ObjectionForm(forms.Form):
    item = forms.CharField(widget=forms.HiddenInput, max_length=40)
    claim = forms.CharField(label=_("请求"), max_length=200, help_text=_("希望怎样改，例如“迟报次数应为 1 次”。"))
    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    upload = forms.FileField(
        label=_("佐证材料"), max_length=200, required=False, allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("平时填报交过的材料不用再交。"),
    )  # fmt: skip


class ObjectionAnswerForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("答复"), choices=[("uphold", _("采纳")), ("refuse", _("维持原分"))], widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=_("说明"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("单位会看到。采纳的请改正数据或打分后重新测算。"),
    )  # fmt: skip
