"""The filter of the audit trail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.audit_words import WORDS
from organizations.forms.base import DateInput
from organizations.models import AuditEntry


class AuditFilter(forms.Form):
    person = forms.CharField(label=_("操作人"), max_length=40, required=False)
    thing = forms.CharField(label=_("对象"), max_length=80, required=False)
    action = forms.ChoiceField(label=_("操作"), required=False)
    result = forms.ChoiceField(label=_("结果"), required=False, choices=[("", _("全部")), *AuditEntry.Result.choices])
    since = forms.DateField(label=_("起"), required=False, widget=DateInput())
    until = forms.DateField(label=_("止"), required=False, widget=DateInput())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = sorted(((action, str(word)) for action, word in WORDS.items()), key=lambda pair: pair[0])
        self.fields["action"].choices = [("", _("全部")), *words]

    def filters(self) -> dict:
        """What was asked and understood; a filter that makes no sense is left out and marked on the page."""
        self.full_clean()
        return getattr(self, "cleaned_data", {}) if self.is_bound else {}
