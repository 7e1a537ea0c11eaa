"""Forms of the village register."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organizations.forms.base import CountyModelForm, DateInput, choose_by_public_id
from organizations.forms.people import SealedText
from organizations.models import Unit
from organizations.pinyin import search_keys
from villages.models import OfficerPost, Village, VillageOfficer, VillageYear
from villages.selectors.roster import RosterLine

YEAR_FIELDS = (
    "households", "residents", "party_members", "party_groups", "village_groups", "once_poor_households",
    "monitored_households", "farmland", "income_per_head",
)  # fmt: skip


class RosterFilter(forms.Form):
    """The list's filters, all from the address."""

    q = forms.CharField(label=_("村名、书记或拼音首字母"), max_length=40, required=False)
    township = forms.ModelChoiceField(
        label=_("乡镇"), required=False, queryset=Unit.objects.none(), empty_label=_("全部乡镇")
    )
    status = forms.ChoiceField(
        label=_("类别"),
        required=False,
        choices=[
            ("", _("全部类别")),
            ("poor", _("脱贫村")),
            *[choice for choice in Village.Priority.choices if choice[0]],
            ("weak", _("软弱涣散党组织")),
        ],
    )
    secretary = forms.ChoiceField(
        label=_("书记"),
        required=False,
        choices=[
            ("", _("不限")),
            ("none", _("没有书记")),
            ("both", _("“一肩挑”")),
            ("apart", _("书记、主任分设")),
            ("pay", _("报酬不达标")),
        ],
    )

    def __init__(self, *args, townships, **kwargs):
        kwargs.setdefault("auto_id", "filter_%s")
        super().__init__(*args, **kwargs)
        self.fields["township"].queryset = townships
        choose_by_public_id(self)

    def filter(self, lines: list[RosterLine]) -> list[RosterLine]:
        if not self.is_valid():
            return []
        data = self.cleaned_data
        tests = [
            data["township"] and (lambda line: line.facts.unit.parent_id == data["township"].pk),
            data["status"] and (lambda line: _has_status(line, data["status"])),
            data["secretary"] and (lambda line: _has_secretary(line, data["secretary"])),
            data["q"] and (lambda line: _is_meant(line, data["q"])),
        ]
        return [line for line in lines if all(test(line) for test in tests if test)]


def _has_status(line: RosterLine, status: str) -> bool:
    village = line.facts.village
    if village is None:
        return False
    if status == "poor":
        return village.was_poor
    return village.weak_organization if status == "weak" else village.priority == status


def _has_secretary(line: RosterLine, wanted: str) -> bool:
    if wanted == "pay":
        return line.pay_check.is_enough is False
    if wanted == "none":
        return not line.secretary
    return bool(line.secretary) and line.both_posts == (wanted == "both")


def _is_meant(line: RosterLine, words: str) -> bool:
    text = words.strip().lower()
    unit = line.facts.unit
    return text in unit.search_keys.lower() or unit.code.startswith(text) or text in search_keys(line.secretary).lower()


class VillageForm(CountyModelForm):
    """The register facts of a village. Name, code and township belong to the unit."""

    class Meta:
        model = Village
        fields = [
            "organization", "organization_name", "was_poor", "priority", "weak_organization",
            "must_have_first_secretary", "note",
        ]  # fmt: skip
        widgets = {"note": forms.Textarea(attrs={"rows": 3, "maxlength": 300})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["must_have_first_secretary"] = forms.NullBooleanField(
            label=self.fields["must_have_first_secretary"].label,
            help_text=self.fields["must_have_first_secretary"].help_text,
            required=False,
            widget=forms.Select(choices=[("unknown", _("按规则")), ("true", _("应派")), ("false", _("不派"))]),
        )

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class YearForm(CountyModelForm):
    """What is counted once a year. An empty field is not reported, which is not 0."""

    class Meta:
        model = VillageYear
        fields = list(YEAR_FIELDS)

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in YEAR_FIELDS}


class OfficerForm(CountyModelForm):
    """Somebody in a post of a village. The phone is kept sealed; an empty field leaves it as it is."""

    phone = SealedText(label=_("手机号"), required=False, max_length=20, help_text=_("11 位，加密保存。"))

    class Meta:
        model = VillageOfficer
        fields = ["post", "name", "sex", "born_on", "education", "entrepreneur", "started_on", "yearly_pay"]
        widgets = {"born_on": DateInput, "started_on": DateInput}

    field_order = [
        "post", "name", "sex", "born_on", "education", "entrepreneur", "started_on", "yearly_pay", "phone"
    ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["born_on"].help_text = _("只知道年月的，填当月 1 日。")
        self.fields["entrepreneur"] = forms.NullBooleanField(
            label=self.fields["entrepreneur"].label,
            required=False,
            widget=forms.Select(choices=[("unknown", _("未填")), ("true", _("是")), ("false", _("否"))]),
        )
        if self.instance.pk:
            del self.fields["post"]
            if self.instance.phone:
                self.fields["phone"].help_text = _("已登记 %(mask)s。不改就留空。") % {"mask": self.instance.phone}
            self.initial["phone"] = self.instance.phone

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and not re.fullmatch(r"1[3-9][0-9]{9}", phone.open()):
            raise ValidationError(_("手机号应为 11 位，以 1 开头。"))
        return phone or self.instance.phone

    def values(self) -> dict:
        names = [*self._meta.fields, "phone"]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class OfficerEndForm(forms.Form):
    on = forms.DateField(label=_("离任日期"), widget=DateInput, help_text=_("在任的最后一天。"))
    reason = forms.CharField(label=_("原因或依据文件"), max_length=200)


class OfficerChoice(forms.Form):
    """Which post is to be filled, from the address of the page."""

    post = forms.ChoiceField(choices=OfficerPost.choices, required=False)


def _title(name: str) -> str:
    return str(Village._meta.get_field(name).verbose_name)


def bulk_choices() -> list[tuple[str, str]]:
    """`field:value` and its words."""
    answers = {
        "was_poor": (("yes", _("是")), ("no", _("否"))),
        "weak_organization": (("yes", _("是")), ("no", _("否"))),
        "priority": Village.Priority.choices,
        "organization": Village.Organization.choices,
        "must_have_first_secretary": (("rule", _("按规则")), ("yes", _("应派")), ("no", _("不派"))),
    }
    return [
        (f"{name}:{value}", f"{_title(name)}：{words}") for name, values in answers.items() for value, words in values
    ]


class BulkForm(forms.Form):
    """One field, one value, for all the chosen villages."""

    change = forms.ChoiceField(label=_("改成"), choices=lambda: [("", _("请选择")), *bulk_choices()])
    reason = forms.CharField(label=_("依据"), max_length=200, help_text=_("如文件名、会议，记入审计记录。"))

    def chosen(self) -> tuple[str, object]:
        """Field of the village's row and its new value."""
        name, _colon, value = self.cleaned_data["change"].partition(":")
        return name, {"yes": True, "no": False, "rule": None}.get(value, value)
