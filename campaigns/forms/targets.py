"""The sheet of a task's numbers by unit: one field for each indicator and unit."""

from decimal import Decimal
from types import SimpleNamespace

from django import forms
from django.utils.translation import gettext as _

from campaigns.figures import read_figure
from campaigns.selectors.unit_targets import TargetSheet


class FigureField(forms.CharField):
    """A figure as people type it; refused with the name of its cell. Blank is no figure, never 0."""

    def __init__(self, *, name: str, unit_word: str, **kwargs):
        self.name, self.unit_word = name, unit_word
        super().__init__(required=False, label=name, show_hidden_initial=True, **kwargs)
        self.widget.attrs.update(
            {"inputmode": "decimal", "class": "input w-s num", "aria-label": name, "autocomplete": "off"}
        )

    def clean(self, value) -> Decimal | None:
        return read_figure(super().clean(value), name=self.name, unit=self.unit_word).value


class TargetsForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, sheet: TargetSheet, **kwargs):
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[int, int]] = {}
        self.fields["version"].initial = sheet.task.version
        for indicator in sheet.indicators:
            for unit in sheet.units:
                name = f"t-{indicator.public_id}-{unit.public_id}"
                label = _("%(unit)s的“%(indicator)s”") % {"unit": unit, "indicator": indicator.name}
                self.fields[name] = FigureField(
                    name=label, unit_word=indicator.unit_word, initial=sheet.values.get((indicator.pk, unit.pk))
                )
                self.places[name] = (indicator.pk, unit.pk)

    def values(self) -> dict[tuple[int, int], Decimal | None]:
        return {place: self.cleaned_data[name] for name, place in self.places.items()}

    def as_stored(self, sheet: TargetSheet) -> SimpleNamespace:
        """The sheet under the names of the fields, for the page that shows both versions."""
        values = {name: sheet.values.get(place) for name, place in self.places.items()}
        return SimpleNamespace(version=sheet.task.version, **values)
