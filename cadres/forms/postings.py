"""Forms of postings: post, correct, end, hand over, take charge; and the list's filters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.forms.leave import drop_single_choices, townships
from cadres.models import Posting, PostingKind
from cadres.services.postings import MAX_ITEMS
from organizations.forms.base import CountyModelForm, DateInput
from organizations.models import Person, Unit, UnitKind
from organizations.pages import as_uuid

SENDERS = (UnitKind.DEPARTMENT, UnitKind.COUNTY_OFFICE, UnitKind.TOWNSHIP, UnitKind.OTHER)
DATES = ("starts_on", "ends_on", "in_charge_from", "in_charge_to")


class PostingForm(CountyModelForm):
    """A new posting, or a correction of one: then person and village stand fast."""

    class Meta:
        model = Posting
        fields = [
            "unit", "kind", "person", "sending_unit", "document", "starts_on", "ends_on", "in_charge_from", "in_charge_to",
        ]  # fmt: skip
        widgets = dict.fromkeys(DATES, DateInput) | {"kind": forms.RadioSelect}
        help_texts = {
            "ends_on": _("不填时按县里规定的任期推算。"),
            "in_charge_from": _("第一书记填写。与前任交接的先不填，交接后在岗位页移交主持工作。"),
            "document": _("如：岚组发〔2026〕6号"),
        }

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sending_unit"].queryset = Unit.objects.valid_on(on).filter(kind__in=SENDERS).in_official_order()
        self.fields["kind"].choices = PostingKind.choices
        if self.instance.pk:
            del self.fields["unit"], self.fields["person"]
        else:
            del self.fields["in_charge_to"]
            villages = Unit.objects.valid_on(on).filter(kind=UnitKind.VILLAGE).select_related("parent")
            self.fields["unit"].queryset = villages.in_county_order()
            self.fields["unit"].label_from_instance = lambda unit: f"{unit.parent or ''} {unit}"
            people = Person.objects.filter(left_on__isnull=True).select_related("unit")
            self.fields["person"].queryset = people
            self.fields["person"].label_from_instance = lambda person: f"{person.name}（{person.unit}）"
            self.fields["person"].help_text = _("名册里没有的，请系统管理员先在“人员”里登记。")

    def validate_unique(self):
        """The service looks, and names whom the posting would overlap."""

    def validate_constraints(self):
        pass

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}


class EndForm(forms.Form):
    ended_on = forms.DateField(label=_("离任日期"), widget=DateInput, help_text=_("在岗的最后一天。"))
    reason = forms.ChoiceField(
        label=_("离任原因"), widget=forms.RadioSelect,
        choices=[choice for choice in Posting.EndReason.choices if choice[0] != Posting.EndReason.RECALL],
        help_text=_("召回走“召回”四步，决定后自动登记离任。"),
    )  # fmt: skip
    outcome = forms.ChoiceField(label=_("结果"), choices=Posting.Outcome.choices, required=False)
    words = forms.CharField(
        label=_("说明"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("选“其他”时必填。"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class HandoverForm(forms.Form):
    done = forms.MultipleChoiceField(label=_("已交接"), required=False, widget=forms.CheckboxSelectMultiple)
    more = forms.CharField(
        label=_("增加事项"), required=False, max_length=MAX_ITEMS * 60, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("一行一项。"),
    )  # fmt: skip
    drop = forms.MultipleChoiceField(label=_("删去事项"), required=False, widget=forms.CheckboxSelectMultiple)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, items: list[dict], **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        choices = [(str(number), item["what"]) for number, item in enumerate(items)]
        self.fields["done"].choices = self.fields["drop"].choices = choices
        self.fields["done"].initial = [str(number) for number, item in enumerate(items) if item["done"]]
        if not items:
            del self.fields["done"], self.fields["drop"]

    def wanted(self) -> list[dict]:
        data = self.cleaned_data
        done, drop = data.get("done") or [], data.get("drop") or []
        kept = [
            {"what": item["what"], "done": str(number) in done}
            for number, item in enumerate(self.items)
            if str(number) not in drop
        ]
        return kept + [{"what": line, "done": False} for line in data["more"].splitlines() if line.strip()]


class ChargeForm(forms.Form):
    since = forms.DateField(
        label=_("从哪天起主持工作"), widget=DateInput, help_text=_("前任主持到这一天的前一天，自动登记。")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class PostingFilter(forms.Form):
    """Which postings the list shows; what is the matter with them is chosen by its count."""

    township = forms.ChoiceField(label=_("乡镇"), required=False)
    kind = forms.ChoiceField(label=_("岗位"), required=False, choices=[("", _("全部岗位")), *PostingKind.choices])
    sender = forms.ChoiceField(label=_("派出单位"), required=False)
    q = forms.CharField(label=_("姓名或村名"), max_length=40, required=False)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, auto_id="filter_%s", **kwargs)
        self.units = units
        self.fields["township"].choices = townships(units)
        senders = units.filter(kind__in=SENDERS).exclude(kind=UnitKind.TOWNSHIP).in_official_order()
        self.fields["sender"].choices = [("", _("全部单位")), *((str(unit.public_id), str(unit)) for unit in senders)]
        drop_single_choices(self, "township", "sender")

    def under(self) -> Unit | None:
        """The township chosen; None for all, and for nonsense too."""
        if not self.is_valid():
            return None
        public_id = as_uuid(self.cleaned_data.get("township"))
        return self.units.filter(public_id=public_id, kind=UnitKind.TOWNSHIP).first() if public_id else None

    def filter(self, postings):
        if not self.is_valid():
            return postings.none()
        data = self.cleaned_data
        under = self.under()
        if under is not None:
            postings = postings.filter(unit__path__startswith=under.path)
        if data["kind"]:
            postings = postings.filter(kind=data["kind"])
        if data.get("sender"):
            postings = postings.filter(sending_unit__public_id=data["sender"])
        text = data["q"].strip()
        return postings.named(text) if text else postings
