"""Forms of notices."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Unit, UnitGroup, UnitKind


class NoticeForm(forms.Form):
    """Whom to tell, and what. The groups come opened for today, so that their size is said before sending."""

    group = forms.ChoiceField(label=_("发给单位组"), required=False)
    units = forms.MultipleChoiceField(label=_("另选单位"), required=False, widget=forms.CheckboxSelectMultiple)
    subject = forms.CharField(label=_("标题"), max_length=80)
    body = forms.CharField(label=_("内容"), max_length=1000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(
        self,
        *args,
        groups: list[tuple[UnitGroup, list[Unit], int]],
        units: list[Unit],
        people: dict[int, int],
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self._groups = {str(group.public_id): members for group, members, _people in groups}
        self._units = {str(unit.public_id): unit for unit in units}
        self.fields["group"].choices = [("", _("不按单位组发")), *[
            (str(group.public_id), _("%(group)s（%(units)s 个单位，%(people)s 人）") % {"group": group, "units": len(members), "people": count})
            for group, members, count in groups
        ]]  # fmt: skip
        by_kind: dict[str, list[tuple[str, str]]] = {}
        for unit in units:
            label = _("%(unit)s（%(people)s 人）") % {"unit": unit, "people": people.get(unit.pk, 0)}
            by_kind.setdefault(str(UnitKind(unit.kind).label), []).append((str(unit.public_id), label))
        self.fields["units"].choices = list(by_kind.items())

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("group") and not data.get("units"):
            self.add_error("units", _("请选一个单位组，或至少选一个单位。"))
        return data

    def chosen_units(self) -> list[Unit]:
        found = {unit.pk: unit for unit in self._groups.get(self.cleaned_data["group"], [])}
        found.update({self._units[key].pk: self._units[key] for key in self.cleaned_data["units"]})
        return list(found.values())
