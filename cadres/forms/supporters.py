"""Forms of the fixed helpers of a village."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.forms.leave import drop_single_choices, townships
from cadres.models import Supporter
from organizations.forms.base import DateInput, choose_by_public_id
from organizations.models import Person, Unit, UnitKind
from organizations.pages import as_uuid


class SupporterForm(forms.Form):
    """A county leader sits in the county's leading units, a township's leader in the township."""

    person = forms.ModelChoiceField(label=_("人员"), queryset=Person.objects.none())
    helping_unit = forms.ModelChoiceField(label=_("帮扶单位"), queryset=Unit.objects.none())
    starts_on = forms.DateField(
        label=_("从哪天起"), widget=DateInput, help_text=_("前一任到这一天的前一天，自动登记。")
    )

    def __init__(self, *args, unit: Unit, kind: str, on, **kwargs):
        super().__init__(*args, **kwargs)
        if kind == Supporter.Kind.UNIT:
            del self.fields["person"]
            units = Unit.objects.valid_on(on).filter(
                kind__in=(UnitKind.DEPARTMENT, UnitKind.COUNTY_OFFICE, UnitKind.OTHER)
            )
            self.fields["helping_unit"].queryset = units.in_official_order()
        else:
            del self.fields["helping_unit"]
            people = Person.objects.filter(left_on__isnull=True).select_related("unit")
            if kind == Supporter.Kind.TOWNSHIP_LEADER:
                people = people.filter(unit=unit.parent_id)
            else:
                people = people.filter(unit__kind__in=(UnitKind.COUNTY, UnitKind.COUNTY_OFFICE, UnitKind.DEPARTMENT))
            self.fields["person"].queryset = people
            self.fields["person"].label_from_instance = lambda person: f"{person.name}（{person.title or person.unit}）"
        choose_by_public_id(self)


class SupporterEndForm(forms.Form):
    ended_on = forms.DateField(label=_("结束日期"), widget=DateInput, help_text=_("包联的最后一天。"))


class MatrixFilter(forms.Form):
    township = forms.ChoiceField(label=_("乡镇"), required=False)
    gaps = forms.ChoiceField(
        label=_("范围"),
        required=False,
        choices=[("", _("全部村")), ("wanted", _("要落实“四个一”的村")), ("gaps", _("有缺的村"))],
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, auto_id="filter_%s", **kwargs)
        self.units = units
        self.fields["township"].choices = townships(units)
        drop_single_choices(self, "township")

    def under(self) -> Unit | None:
        if not self.is_valid():
            return None
        public_id = as_uuid(self.cleaned_data.get("township"))
        return self.units.filter(public_id=public_id, kind=UnitKind.TOWNSHIP).first() if public_id else None

    def filter(self, lines):
        choice = self.cleaned_data["gaps"] if self.is_valid() else ""
        if choice == "wanted":
            return [line for line in lines if line.wanted]
        return [line for line in lines if line.gaps] if choice == "gaps" else lines
