"""Marks of one item for all units as one form, and vetoes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.fields import PointsField
from assessments.models import ManualScore
from assessments.scheme import Item, Scheme
from assessments.services.marks import takes_points
from organizations.forms.base import DateInput, choose_by_public_id
from organizations.models import Unit


class MarksForm(forms.Form):
    """Per unit the points, or a count for each kind of event, and the reason."""

    def __init__(self, *args, item: Item, units: list[Unit], marks: dict[int, ManualScore], **kwargs):
        super().__init__(*args, **kwargs)
        self.item, self.units = item, units
        for unit in units:
            mark = marks.get(unit.pk)
            if takes_points(item):
                self.fields[f"{unit.public_id}:points"] = PointsField(
                    label=f"{unit} {_('打分')}", max_value=item.points, required=False,
                    initial=mark.points if mark else None,
                )  # fmt: skip
            else:
                for rate in self._rates():
                    self.fields[f"{unit.public_id}:{rate.key}"] = forms.IntegerField(
                        label=f"{unit} {rate.name}", min_value=0, max_value=999, required=False,
                        initial=mark.counts.get(rate.key) if mark else None,
                    )  # fmt: skip
            self.fields[f"{unit.public_id}:reason"] = forms.CharField(
                label=f"{unit} {_('理由')}", max_length=300, required=False, initial=mark.reason if mark else ""
            )

    def _rates(self):
        return getattr(self.item.method, "rates", ())

    def rows(self) -> list[tuple[Unit, list[Any], Any]]:
        return [
            (
                unit,
                [
                    self[name]
                    for name in self.fields
                    if name.startswith(f"{unit.public_id}:") and not name.endswith(":reason")
                ],
                self[f"{unit.public_id}:reason"],
            )
            for unit in self.units
        ]

    def heads(self) -> list[str]:
        return [str(_("打分"))] if takes_points(self.item) else [rate.name for rate in self._rates()]

    def marks(self) -> list[dict[str, Any]]:
        data = self.cleaned_data
        return [
            {
                "unit": unit, "points": data.get(f"{unit.public_id}:points"), "reason": data[f"{unit.public_id}:reason"],
                "counts": {rate.key: data.get(f"{unit.public_id}:{rate.key}") or 0 for rate in self._rates()},
            }
            for unit in self.units
        ]  # fmt: skip


class VetoForm(forms.Form):
    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())
    key = forms.ChoiceField(label=_("否决事项"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("情况"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    document_number = forms.CharField(label=_("依据文件"), max_length=120)
    decided_on = forms.DateField(label=_("决定日期"), widget=DateInput)

    def __init__(self, *args, units, scheme: Scheme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["key"].choices = [(veto.key, veto.name) for veto in scheme.vetoes]
        choose_by_public_id(self)


class LiftForm(forms.Form):
    reason = forms.CharField(label=_("撤销理由"), max_length=300)
