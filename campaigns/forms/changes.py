"""What a change of a running campaign asks: the version it is written against, why, from when, by which paper."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Action, CarrierRole, Task
from campaigns.opening import COUNTY_LEVEL
from campaigns.services.versions import Paper
from organizations.forms.base import DateInput, choose_by_public_id
from organizations.models import Unit, UnitGroup, UnitKind

PAPER = ("reason", "valid_from", "document_number")
WIDE = forms.TextInput(attrs={"class": "input w-l"})


class VersionForm(forms.Form):
    """Carries the version of the campaign as the person saw it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        self.fields["version"].initial = campaign.version


class PauseForm(VersionForm):
    starts_on = forms.DateField(
        label=_("从哪天起暂停"),
        widget=DateInput,
        initial=timezone.localdate,
        help_text=_("暂停的日子里不到期，不计逾期。"),
    )
    reason = forms.CharField(label=_("理由"), max_length=200)


class CloseForm(VersionForm):
    reason = forms.CharField(label=_("理由"), max_length=200)
    typed_name = forms.CharField(label=_("活动名称"), max_length=120, help_text=_("请再输入一遍活动名称，防止选错。"))

    def clean_typed_name(self):
        if self.cleaned_data["typed_name"].strip() != self.campaign.name:
            raise forms.ValidationError(_("输入的名称与活动名称不一致。"))
        return self.cleaned_data["typed_name"]


class ChangeForm(VersionForm):
    """The foot of every amendment."""

    reason = forms.CharField(
        label=_("变更理由"), max_length=200, help_text=_("承担单位会看到。"), widget=forms.Textarea(attrs={"rows": 2})
    )
    valid_from = forms.DateField(label=_("生效日期"), widget=DateInput)
    document_number = forms.CharField(
        label=_("变更文号"), max_length=60, required=False, help_text=_("如“岚组通〔2026〕15 号”，没有可不填。")
    )

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, campaign=campaign, **kwargs)
        self.fields["valid_from"].initial = max(timezone.localdate(), campaign.starts_on)
        self.order_fields([name for name in self.fields if name not in ChangeForm.base_fields])
        choose_by_public_id(self)

    def paper(self) -> Paper:
        data = self.cleaned_data
        return Paper(
            version=data["version"], reason=data["reason"], valid_from=data["valid_from"],
            document_number=data["document_number"],
        )  # fmt: skip


class TaskForm(ChangeForm):
    """The words of a task."""

    title = forms.CharField(label=_("任务"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    detail = forms.CharField(label=_("内容"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    leaders = forms.CharField(label=_("牵头领导"), max_length=200, required=False)

    def __init__(self, *args, task: Task | None = None, **kwargs):
        if task is not None:
            kwargs["initial"] = {name: getattr(task, name) for name in ("title", "detail", "leaders")}
        super().__init__(*args, **kwargs)

    def texts(self) -> dict[str, str]:
        # Browsers send line ends as CRLF and forms strip the ends; a text that nobody touched must not look changed.
        texts = {name: self.cleaned_data[name].replace("\r\n", "\n") for name in ("title", "detail", "leaders")}
        stored = {name: self.initial.get(name) or "" for name in texts}
        texts["title"] = " ".join(texts["title"].split())
        return {name: stored[name] if text == stored[name].strip() else text for name, text in texts.items()}


class NewTaskForm(TaskForm):
    """A task that joins a running campaign, and who carries it until when."""

    action = forms.ModelChoiceField(label=_("行动"), queryset=Action.objects.none())
    lead = forms.ModelChoiceField(label=_("牵头单位"), queryset=Unit.objects.none(), required=False)
    units = forms.ModelMultipleChoiceField(
        label=_("责任单位"), queryset=Unit.objects.none(), required=False, help_text=_("按住 Ctrl 可多选。")
    )
    group = forms.ModelChoiceField(label=_("责任单位组"), queryset=UnitGroup.objects.none(), required=False)
    ends_on = forms.DateField(label=_("完成时限"), widget=DateInput)

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, campaign=campaign, **kwargs)
        self.fields["action"].queryset = campaign.actions.all()
        self.fields["lead"].queryset = self.fields["units"].queryset = carrier_units(campaign)
        self.fields["units"].widget.attrs["size"] = 8
        self.fields["group"].queryset = UnitGroup.objects.all()
        self.fields["ends_on"].initial = campaign.ends_on
        self.order_fields(["action", "title", "detail", "leaders", "lead", "units", "group", "ends_on", *PAPER])
        choose_by_public_id(self)

    def clean(self):
        data = super().clean()
        if not self.errors and not (data.get("lead") or data.get("units") or data.get("group")):
            self.add_error("units", _("请选至少一个承担单位。"))
        return data


class CarrierForm(ChangeForm):
    """One more unit or group for a running task."""

    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none(), required=False)
    group = forms.ModelChoiceField(
        label=_("单位组"), queryset=UnitGroup.objects.none(), required=False, help_text=_("单位和单位组选一个。")
    )
    role = forms.ChoiceField(label=_("角色"), choices=CarrierRole.choices, initial=CarrierRole.RESPONSIBLE)

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, campaign=campaign, **kwargs)
        self.fields["unit"].queryset = carrier_units(campaign)
        self.fields["group"].queryset = UnitGroup.objects.all()
        choose_by_public_id(self)


class RoleForm(ChangeForm):
    role = forms.ChoiceField(label=_("角色"), choices=CarrierRole.choices)


class CopyForm(forms.Form):
    """Name and year of the new campaign."""

    name = forms.CharField(label=_("名称"), max_length=120, widget=WIDE)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    with_values = forms.BooleanField(
        label=_("目标数也带过来"), required=False, help_text=_("不勾选时，指标的目标数留空，发布前逐个填写。")
    )

    def clean_name(self):
        return self.cleaned_data["name"].strip()


def carrier_units(campaign):
    """Who can carry: units in use; in a township's campaign its own villages and the county's departments."""
    units = Unit.objects.valid_on(timezone.localdate()).exclude(kind=UnitKind.COUNTY).in_official_order()
    owner = campaign.owner
    if owner.kind == UnitKind.TOWNSHIP:
        return units.filter(Q(path__startswith=owner.path) | Q(kind__in=COUNTY_LEVEL))
    return units.exclude(kind=UnitKind.VILLAGE)
