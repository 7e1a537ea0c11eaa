"""The calendar's filters, all from the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.forms.leave import drop_single_choices, townships
from cadres.models import PostingKind
from organizations.models import Unit, UnitKind
from organizations.pages import as_uuid


class CalendarFilter(forms.Form):
    township = forms.ChoiceField(label=_("乡镇"), required=False)
    village = forms.ChoiceField(label=_("村"), required=False)
    kind = forms.ChoiceField(label=_("岗位"), required=False, choices=[("", _("全部岗位")), *PostingKind.choices])

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, auto_id="filter_%s", **kwargs)
        self.units = units
        self.fields["township"].choices = townships(units)
        villages = units.filter(kind=UnitKind.VILLAGE)
        # All villages of a county are too many for one list: first the township, then its villages.
        township = self._unit(self.data.get("township"), UnitKind.TOWNSHIP)
        chosen = self._unit(self.data.get("village"), UnitKind.VILLAGE)
        if township is not None:
            villages = villages.filter(parent=township)
        elif chosen is not None:
            villages = villages.filter(parent=chosen.parent_id)
        elif villages.filter(parent__isnull=False).values("parent").distinct().count() > 1:
            villages = villages.none()
        rows = villages.in_official_order()
        self.fields["village"].choices = [("", _("全部村")), *((str(unit.public_id), unit.name) for unit in rows)]
        drop_single_choices(self, "township", "village")

    def under(self) -> Unit | None:
        """The village or township chosen; None for all, and for nonsense too."""
        if not self.is_valid():
            return None
        data = self.cleaned_data
        return self._unit(data.get("village"), UnitKind.VILLAGE) or self._unit(data.get("township"), UnitKind.TOWNSHIP)

    def _unit(self, text, kind: str) -> Unit | None:
        public_id = as_uuid(text)
        return self.units.filter(public_id=public_id, kind=kind).first() if public_id else None
