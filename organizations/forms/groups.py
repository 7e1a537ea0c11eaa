"""Forms of unit groups, working groups and grants."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.forms.base import CountyModelForm, DateInput, NamesField, choose_by_public_id
from organizations.models import Account, Person, Unit, UnitGroup, UnitKind, WorkingGroup, WorkingGroupMember
from organizations.pages import pick
from organizations.permissions import GRANT_MODELS
from organizations.services.grants import GRANTABLE


class UnitGroupForm(CountyModelForm):
    aliases = NamesField(label=_("别名"), required=False, help_text=_("方案里可能出现的其他写法，用顿号分开。"))
    members = forms.ModelMultipleChoiceField(
        label=_("逐个列出"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("不按类别时在这里选；按住 Ctrl 可多选。"),
    )

    class Meta:
        model = UnitGroup
        fields = ["name", "aliases", "rule_kind", "rule_under", "note"]
        help_texts = {"rule_kind": _("选了类别，就包括当天全部这类单位，新设的自动加入。")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["rule_kind"].choices = [("", _("不按类别，逐个列出")), *UnitKind.choices[1:]]
        self.fields["rule_under"].queryset = (
            Unit.objects.valid_on(today).filter(kind=UnitKind.TOWNSHIP).in_official_order()
        )
        # Villages come by rule; a list of several hundred of them is no choice.
        self.fields["members"].queryset = (
            Unit.objects.valid_on(today).exclude(kind__in=(UnitKind.COUNTY, UnitKind.VILLAGE)).in_official_order()
        )
        self.fields["members"].widget.attrs["size"] = 10
        if self.instance.pk:
            self.fields["members"].initial = Unit.objects.filter(
                pk__in=self.instance.listed.filter(valid_to__isnull=True).values("unit")
            )

    def group_values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class WorkingGroupForm(CountyModelForm):
    areas = forms.ModelMultipleChoiceField(
        label=_("片区单位"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("片区指挥部、专班负责的乡镇，可不选。"),
    )

    class Meta:
        model = WorkingGroup
        fields = ["kind", "name", "parent", "host_unit", "paper", "valid_from", "order"]
        widgets = {"valid_from": DateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        running = WorkingGroup.objects.filter(valid_to__isnull=True)
        self.fields["parent"].queryset = running.exclude(pk=self.instance.pk) if self.instance.pk else running
        self.fields["host_unit"].queryset = (
            Unit.objects.valid_on(today).exclude(kind=UnitKind.VILLAGE).in_official_order()
        )
        self.fields["areas"].queryset = Unit.objects.valid_on(today).filter(kind=UnitKind.TOWNSHIP).in_official_order()
        self.fields["areas"].widget.attrs["size"] = 8
        if self.instance.pk:
            self.fields["areas"].initial = Unit.objects.filter(pk__in=self.instance.areas.values("unit"))
        else:
            self.fields["valid_from"].initial = timezone.localdate

    def group_values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class GroupMemberForm(CountyModelForm):
    class Meta:
        model = WorkingGroupMember
        fields = ["post", "person", "unit", "duty", "order"]

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["person"].queryset = Person.objects.visible_to(membership).in_service(today).select_related("unit")
        self.fields["person"].label_from_instance = lambda person: f"{person.name}（{person.unit}）"
        self.fields["unit"].queryset = Unit.objects.valid_on(today).exclude(kind=UnitKind.VILLAGE).in_official_order()


class EndForm(forms.Form):
    on = forms.DateField(label=_("撤销日期"), widget=DateInput, initial=timezone.localdate)


class GrantForm(forms.Form):
    """An exception: who, what, on which object, why, until when. One choice of objects for each kind of settings.GRANTS."""

    account = forms.CharField(label=_("账号"), max_length=40, help_text=_("输入对方的登录账号。"))
    what = forms.ChoiceField(label=_("可以做什么"))
    reason = forms.CharField(label=_("理由"), max_length=200)
    valid_to = forms.DateField(
        label=_("有效期至"), widget=DateInput, required=False, help_text=_("到这一天为止；不填为长期。")
    )

    def __init__(self, *args, county_id, actions, start, **kwargs):
        """`start`: the address's query, which may name the object by its public id."""
        super().__init__(*args, **kwargs)
        self.county_id = county_id
        self.fields["what"].choices = [(name, actions[name].title) for names in GRANTABLE.values() for name in names]
        for kind, model in GRANT_MODELS.items():
            target = model._meta.get_field("content_object")
            rows = target.related_model.objects.filter(**model.STILL_GOING)
            self.fields[object_field(kind)] = forms.ModelChoiceField(
                label=target.verbose_name, queryset=getattr(rows, "in_official_order", rows.all)(), required=False
            )
            self.initial[object_field(kind)] = pick(rows, start.get(object_field(kind)))
        self.order_fields(["account", "what", *map(object_field, GRANT_MODELS), "reason", "valid_to"])
        choose_by_public_id(self)

    def clean_account(self):
        name = self.cleaned_data["account"].strip()
        account = Account.objects.filter(county_id=self.county_id, login_name=name, is_active=True).first()
        if account is None:
            raise forms.ValidationError(_("没有这个账号，或已停用。"))
        return account

    def clean(self):
        data = super().clean()
        kind = next((kind for kind, names in GRANTABLE.items() if data.get("what", "") in names), "")
        field = object_field(kind)
        if kind and field not in self.errors and not data.get(field):
            self.add_error(field, _("请选择在哪个对象上授权。"))
        data["object"] = data.get(field)
        return data


def object_field(kind: str) -> str:
    """The field for objects of a kind; higher floors bring theirs by naming a grant table in settings.GRANTS."""
    return {"workinggroup": "working_group"}.get(kind, kind)
