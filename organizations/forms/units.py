"""Forms around units."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.forms.base import CodeField, CountyModelForm, DateInput, NamesField, choose_by_public_id
from organizations.models import Unit, UnitKind
from organizations.services.units import PARENT_KINDS

PAPER_HELP = _("如“县委编办〔2026〕12 号”，没有可不填。")


class UnitForm(CountyModelForm):
    """Set up or edit a unit."""

    code = CodeField(label=_("代码"), max_length=20, help_text=Unit._meta.get_field("code").help_text)
    aliases = NamesField(label=_("别名"), required=False, help_text=_("方案里可能出现的其他写法，用顿号分开。"))
    on = forms.DateField(label=_("变更日期"), widget=DateInput, help_text=_("从这一天起按新内容算，历史保留原样。"))
    paper = forms.CharField(label=_("依据文件"), max_length=120, required=False, help_text=PAPER_HELP)

    class Meta:
        model = Unit
        fields = ["kind", "name", "short_name", "code", "parent", "aliases", "order", "valid_from"]
        widgets = {"valid_from": DateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = {kind for parents in PARENT_KINDS.values() for kind in parents}
        self.fields["parent"].queryset = Unit.objects.filter(kind__in=kinds, valid_to__isnull=True)
        self.fields["parent"].label_from_instance = lambda unit: f"{'　' * unit.depth}{unit.name}"
        self.fields["parent"].required = self.instance.kind != UnitKind.COUNTY
        self.fields["kind"].choices = [choice for choice in UnitKind.choices if choice[0] != UnitKind.COUNTY]
        self.fields["order"].help_text = _("名单和表格里的先后，数字小的在前。")
        if self.instance.pk:
            del self.fields["kind"], self.fields["valid_from"]
            self.fields["on"].initial = timezone.localdate
            if self.instance.kind == UnitKind.COUNTY:
                del self.fields["parent"]
        else:
            del self.fields["on"]
            self.fields["valid_from"].initial = timezone.localdate

    def unit_values(self) -> dict:
        names = ("name", "short_name", "code", "parent", "aliases", "order")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class UnitFilter(forms.Form):
    """The list's filters, all from the address."""

    q = forms.CharField(label=_("名称、代码或拼音"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部类别")), *UnitKind.choices])
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("在用")), ("ended", _("已停用")), ("all", _("全部"))]
    )

    def filter(self, units, on):
        if not self.is_valid():
            return units.none()
        data = self.cleaned_data
        if data["state"] != "all":
            units = units.valid_on(on) if not data["state"] else units.filter(valid_to__lt=on)
        if data["kind"]:
            units = units.filter(kind=data["kind"])
        return units.search(data["q"]) if data["q"] else units


class MergeForm(forms.Form):
    """Which unit carries on, from when, by which paper."""

    into = forms.ModelChoiceField(label=_("并入哪个单位"), queryset=Unit.objects.none())
    on = forms.DateField(
        label=_("合并日期"), widget=DateInput, initial=timezone.localdate, help_text=_("原单位以这一天为最后一天。")
    )
    paper = forms.CharField(label=_("依据文件"), max_length=120, required=False, help_text=PAPER_HELP)
    typed_name = forms.CharField(
        label=_("原单位全称"), max_length=80, help_text=_("请再输入一遍原单位全称，防止选错。")
    )

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.unit = unit
        same_kind = Unit.objects.filter(kind=unit.kind, valid_to__isnull=True).exclude(pk=unit.pk)
        self.fields["into"].queryset = same_kind.in_official_order()
        choose_by_public_id(self)

    def clean_typed_name(self):
        if self.cleaned_data["typed_name"].strip() != self.unit.name:
            raise forms.ValidationError(_("输入的名称与原单位全称不一致。"))
        return self.cleaned_data["typed_name"]


class CloseForm(forms.Form):
    on = forms.DateField(
        label=_("停用日期"), widget=DateInput, initial=timezone.localdate, help_text=_("这一天为最后一天。")
    )
    paper = forms.CharField(label=_("依据文件"), max_length=120, required=False, help_text=PAPER_HELP)
