"""Forms around accounts and roles."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.forms.base import CodeField, DateInput, choose_by_public_id
from organizations.models import Membership, Person, Unit, UnitKind
from organizations.roles import Role


def clean_login_name(text: str) -> str:
    """Small letters, figures and . _ - only, so that it can be read out and typed on any keyboard."""
    name = unicodedata.normalize("NFKC", text).strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{2,39}", name):
        raise ValidationError(_("账号名为 3—40 位小写字母、数字或 . _ -，以字母或数字开头。"))
    return name


class ReasonForm(forms.Form):
    """Why: for what is done to somebody else's account."""

    reason = forms.CharField(label=_("理由"), max_length=200, help_text=_("会记入审计记录。"))


class RoleFields(forms.Form):
    role = forms.ChoiceField(label=_("角色"), choices=[("", _("请选择角色")), *Role.choices])
    unit = forms.ModelChoiceField(label=_("在哪个单位"), queryset=Unit.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["unit"].queryset = Unit.objects.valid_on(today).order_by("path")
        self.fields["unit"].label_from_instance = lambda unit: f"{'　' * unit.depth}{unit.name}"
        self.fields["unit"].error_messages["invalid_choice"] = _("没有这个单位，请重新选择。")
        choose_by_public_id(self)


class MembershipForm(RoleFields):
    valid_from = forms.DateField(label=_("自"), widget=DateInput, initial=timezone.localdate)
    valid_to = forms.DateField(label=_("至"), widget=DateInput, required=False, help_text=_("不填为长期。"))


class AccountForm(RoleFields):
    person = forms.ModelChoiceField(label=_("给谁开通"), queryset=Person.objects.none())
    login_name = CodeField(
        label=_("账号名"), max_length=40, help_text=_("小写字母、数字或 . _ -。在本县内不能重复，开通后不能改。")
    )
    expires_on = forms.DateField(
        label=_("有效期至"), widget=DateInput, required=False, help_text=_("临时人员填最后一天，不填为长期。")
    )
    field_order = ["person", "login_name", "role", "unit", "expires_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(account__isnull=True, left_on__isnull=True).select_related("unit")
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = lambda person: f"{person.name}（{person.unit}）"
        self.fields["person"].error_messages["invalid_choice"] = _(
            "这个人不在名册里、已经离开或者已有账号，请重新选择。"
        )
        choose_by_public_id(self)

    def clean_login_name(self):
        return clean_login_name(self.cleaned_data["login_name"])

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if day and day < timezone.localdate():
            raise ValidationError(_("有效期早于今天。"))
        return day


class AccountFilter(forms.Form):
    """The list's filters, all from the address. Rows are people with an account."""

    q = forms.CharField(label=_("姓名、拼音或账号名"), max_length=40, required=False)
    role = forms.ChoiceField(label=_("角色"), required=False, choices=[("", _("全部角色")), *Role.choices])
    unit = forms.ModelChoiceField(
        label=_("单位"), required=False, queryset=Unit.objects.none(), empty_label=_("全部单位")
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), ("active", _("启用")), ("new", _("未首次登录")), ("disabled", _("停用或过期"))],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.exclude(kind=UnitKind.VILLAGE).order_by("path")
        choose_by_public_id(self)

    def filter(self, people, on):
        if not self.is_valid():
            return people.none()
        data = self.cleaned_data
        if data["q"]:
            people = people.search_accounts(data["q"])
        if data["role"] or data["unit"]:
            held = Membership.objects.valid_on(on)
            if data["role"]:
                held = held.filter(role=data["role"])
            if data["unit"]:
                held = held.filter(unit__path__startswith=data["unit"].path)
            people = people.filter(account__in=held.values("account"))
        return people.with_account_state(data["state"], on) if data["state"] else people


class AccountAskForm(forms.Form):
    """A township asks for a log-in of one of its villages."""

    village = forms.ModelChoiceField(label=_("哪个村"), queryset=Unit.objects.none())
    name = forms.CharField(label=_("使用人姓名"), max_length=40)
    reason = forms.CharField(
        label=_("理由"), max_length=200, help_text=_("如“新派第一书记，10 月到村”。不要写手机号和身份证号。")
    )

    def __init__(self, *args, township, **kwargs):
        super().__init__(*args, **kwargs)
        villages = Unit.objects.below(township).filter(kind=UnitKind.VILLAGE).valid_on(timezone.localdate())
        self.fields["village"].queryset = villages.in_official_order()
        self.fields["village"].error_messages["invalid_choice"] = _("没有这个村，请重新选择。")
        choose_by_public_id(self)
