"""Forms around people. A sealed value is never put back into a form: an empty field keeps what is stored."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organizations.citizen_number import is_citizen_number
from organizations.forms.base import CodeField, CountyModelForm, DateInput, choose_by_public_id
from organizations.models import Person, Unit
from organizations.rules import rule_value
from organizations.sealed import Sealed


class JustTyped(Sealed):
    """What this form was sent, as against what is stored: it may go back into the form after an error."""


class SealedText(CodeField):
    """Typed in full, stored sealed; shown only as its mask in the hint."""

    def prepare_value(self, value):
        # What the person has just typed comes back after an error; what is stored does not.
        if isinstance(value, Sealed):
            return value.open() if isinstance(value, JustTyped) else ""
        return value or ""

    def clean(self, value):
        return JustTyped(super().clean(value).upper())


class PersonForm(CountyModelForm):
    """Register a person, or correct the entry. Moving to another unit is an act of its own."""

    phone = SealedText(label=_("手机号"), required=False, max_length=20, help_text=_("11 位，加密保存。"))
    citizen_number = SealedText(
        label=_("公民身份号码"), required=False, max_length=20, help_text=_("18 位，加密保存。")
    )
    erase = forms.MultipleChoiceField(
        label=_("删除已登记的号码"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )

    class Meta:
        model = Person
        fields = ["name", "staff_no", "unit", "title"]

    field_order = ["name", "unit", "title", "staff_no", "phone", "citizen_number", "erase"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["staff_no"].help_text = _("县里自编的编号，没有可不填。")
        self.fields["unit"].queryset = Unit.objects.valid_on(today).order_by("path")
        self.fields["unit"].label_from_instance = lambda unit: f"{'　' * unit.depth}{unit.name}"
        if not rule_value("people.citizen_number", on=today):
            del self.fields["citizen_number"]
        if self.instance.pk:
            del self.fields["unit"]
        stored = [name for name in ("phone", "citizen_number") if name in self.fields and getattr(self.instance, name)]
        for name in stored:
            self.fields[name].help_text = gettext("已登记 %(mask)s。不改就留空。") % {
                "mask": getattr(self.instance, name)
            }
        self.fields["erase"].choices = [(name, self.fields[name].label) for name in stored]
        if not stored:
            del self.fields["erase"]
        # The stored values, for the comparison in a conflict; prepare_value keeps them out of the page.
        self.initial.update({name: getattr(self.instance, name) for name in stored})

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and not re.fullmatch(r"1[3-9][0-9]{9}", phone.open()):
            raise ValidationError(_("手机号应为 11 位，以 1 开头。"))
        return self._kept("phone", phone)

    def clean_citizen_number(self):
        number = self.cleaned_data["citizen_number"]
        if number and not is_citizen_number(number.open(), on=timezone.localdate()):
            raise ValidationError(_("公民身份号码不对，请核对 18 位数字和最后一位校验码。"))
        return self._kept("citizen_number", number)

    def _kept(self, name, typed):
        return typed or getattr(self.instance, name)

    def clean(self):
        data = super().clean()
        for name in data.get("erase", []):
            data[name] = Sealed("")
        return data

    def person_values(self) -> dict:
        names = ("name", "staff_no", "title", "phone", "citizen_number")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class PersonFilter(forms.Form):
    """The list's filters, all from the address."""

    q = forms.CharField(label=_("姓名、拼音首字母或工号"), max_length=40, required=False)
    unit = forms.ModelChoiceField(
        label=_("单位"), required=False, queryset=Unit.objects.none(), empty_label=_("全部单位")
    )
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("在岗")), ("left", _("已离开")), ("all", _("全部"))]
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].label_from_instance = lambda unit: f"{'　' * unit.depth}{unit}"
        choose_by_public_id(self)

    def filter(self, people, on):
        if not self.is_valid():
            return people.none()
        data = self.cleaned_data
        if data["state"] == "left":
            people = people.filter(left_on__lt=on)
        elif not data["state"]:
            people = people.in_service(on)
        if data["unit"]:
            people = people.filter(unit__path__startswith=data["unit"].path)
        return people.search(data["q"]) if data["q"] else people


class MoveForm(forms.Form):
    to_unit = forms.ModelChoiceField(label=_("调到哪个单位"), queryset=Unit.objects.none())
    on = forms.DateField(label=_("从哪一天起"), widget=DateInput, initial=timezone.localdate)
    title = forms.CharField(label=_("新职务"), max_length=80, required=False)
    reason = forms.CharField(label=_("原因或依据文件"), max_length=200)
    end_roles = forms.BooleanField(label=_("结束在原单位的角色"), required=False, initial=True)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to_unit"].queryset = Unit.objects.valid_on(timezone.localdate()).order_by("path")
        self.fields["to_unit"].label_from_instance = lambda unit: f"{'　' * unit.depth}{unit.name}"
        self.fields["to_unit"].error_messages["invalid_choice"] = _("没有这个单位，请重新选择。")
        if not person.account_id:
            del self.fields["end_roles"]
        choose_by_public_id(self)


class LeaveForm(forms.Form):
    on = forms.DateField(
        label=_("离开日期"), widget=DateInput, initial=timezone.localdate, help_text=_("在岗的最后一天。")
    )
    reason = forms.CharField(label=_("原因或依据文件"), max_length=200)


class RevealForm(forms.Form):
    what = forms.ChoiceField(label=_("看哪一项"))
    reason = forms.CharField(
        label=_("理由"), max_length=200, help_text=_("如“通知 10 月 28 日会议”。姓名、时间和理由记入审计记录。")
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        stored = [name for name in ("phone", "citizen_number") if getattr(person, name)]
        self.fields["what"].choices = [(name, Person._meta.get_field(name).verbose_name) for name in stored]
