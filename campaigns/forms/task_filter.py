"""Filters of a campaign's tasks."""

from django import forms
from django.utils.translation import gettext_lazy as _

KINDS = [
    ("", _("全部时限")),
    ("dated", _("有完成时限")),
    ("cadence", _("按频次开展")),
    ("open", _("长期坚持")),
    ("assumed", _("时限为默认")),
]


class TaskFilter(forms.Form):
    """All from the address. `units` are the units whose shares the reader may see, as (public id, name)."""

    q = forms.CharField(label=_("任务或内容"), max_length=60, required=False)
    unit = forms.ChoiceField(label=_("单位"), required=False)
    kind = forms.ChoiceField(label=_("时限种类"), required=False, choices=KINDS)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("全部单位")), *units]  # type: ignore[attr-defined]
