"""Forms of leave: ask, decide, back early; and the list's filters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.models import Leave, Posting
from cadres.services.leave import MAX_REASON, MAX_STAND_IN, Request
from organizations.forms.base import DateInput, choose_by_public_id
from organizations.models import Unit, UnitKind
from villages.models import VillageOfficer


class LeaveForm(forms.Form):
    """One screen on a phone. `who` is there only where there is a choice: a person with one posting asks for himself."""

    who = forms.ModelChoiceField(label=_("请假人"), queryset=Posting.objects.none())
    kind = forms.ChoiceField(label=_("类别"), choices=Leave.Kind.choices, widget=forms.RadioSelect)
    starts_on = forms.DateField(label=_("开始日期"), widget=DateInput)
    starts_half = forms.ChoiceField(label=_("从"), choices=Leave.Half.choices, initial=Leave.Half.MORNING)
    ends_on = forms.DateField(label=_("结束日期"), widget=DateInput)
    ends_half = forms.ChoiceField(label=_("到"), choices=Leave.Half.choices, initial=Leave.Half.AFTERNOON)
    stand_in = forms.CharField(
        label=_("代管人"), max_length=MAX_STAND_IN, required=False, help_text=_("请假期间谁负责村里的工作。")
    )
    reason = forms.CharField(
        label=_("事由"), max_length=MAX_REASON, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, postings: list[Posting], officers=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.postings = postings
        if officers is not None:
            self.fields["who"].queryset = officers.select_related("unit").order_by("unit__order", "unit__code", "post")
            self.fields["who"].label_from_instance = _officer_label
            self.fields["who"].label = _("村干部")
        elif len(postings) > 1:
            self.fields["who"].queryset = Posting.objects.filter(
                pk__in=[posting.pk for posting in postings]
            ).select_related("person", "unit")
            self.fields["who"].label = _("派驻村")
            self.fields["who"].label_from_instance = lambda posting: f"{posting.unit} · {posting.get_kind_display()}"
        else:
            del self.fields["who"]
        choose_by_public_id(self)

    def wanted(self) -> Request:
        """What is asked for, as the service takes it."""
        data = self.cleaned_data
        who = data.pop("who", None)
        if isinstance(who, VillageOfficer):
            return Request(**data, officer=who)
        return Request(**data, posting=who or self.postings[0])


def _officer_label(officer: VillageOfficer) -> str:
    return f"{officer.unit} · {officer.name} · {officer.get_post_display()}"


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("审批"), choices=[("approve", _("同意请假")), ("refuse", _("不同意请假"))], widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=_("审批意见"), max_length=MAX_REASON, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("不同意时必填，请假人会看到。"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class BackForm(forms.Form):
    back_on = forms.DateField(label=_("返岗日期"), widget=DateInput)
    back_half = forms.ChoiceField(label=_("从"), choices=Leave.Half.choices, initial=Leave.Half.MORNING)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class WithdrawForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def townships(units) -> list[tuple[str, str]]:
    rows = units.filter(kind=UnitKind.TOWNSHIP).in_official_order()
    return [("", _("全部乡镇")), *((str(unit.public_id), unit.short_name or unit.name) for unit in rows)]


def drop_single_choices(form, *names: str) -> None:
    """A filter that would leave only one thing to choose is not drawn: a township's own page has one township."""
    for name in names:
        if len(form.fields[name].choices) < 3 and not form.data.get(name):
            del form.fields[name]


class LeaveFilter(forms.Form):
    """Which leaves the list shows; the state is chosen by its count."""

    township = forms.ChoiceField(label=_("乡镇"), required=False)
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部类别")), *Leave.Kind.choices])
    q = forms.CharField(label=_("姓名"), max_length=40, required=False)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, auto_id="filter_%s", **kwargs)
        self.fields["township"].choices = townships(units)
        drop_single_choices(self, "township")

    def filter(self, leaves):
        if not self.is_valid():
            return leaves.none()
        data = self.cleaned_data
        if data.get("township"):
            unit = Unit.objects.filter(public_id=data["township"]).first()
            leaves = leaves.filter(unit__path__startswith=unit.path) if unit else leaves.none()
        if data["kind"]:
            leaves = leaves.filter(kind=data["kind"])
        name = data["q"].strip()
        return leaves.named(name) if name else leaves
