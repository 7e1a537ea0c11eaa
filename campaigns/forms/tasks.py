"""Forms of the tree: one task, one action, one question at a time, never a form over all of them."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.models import Action, Campaign, PlanQuestion, Task
from campaigns.selectors.plan_check import WITH_CHOICES
from organizations.forms.base import CountyModelForm, choose_by_public_id

MOST_SUB_ITEMS = 60
OWN_WORDS = "own"


class LinesField(forms.CharField):
    """Several titles, one a line; kept as a list."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


class TaskForm(CountyModelForm):
    """Edit a task. `items` are its sub-items; the rest of a task (units, dates, figures) has its own steps."""

    items = LinesField(label=_("分项"), required=False, help_text=_("一行一项，没有可不填。"))

    class Meta:
        model = Task
        fields = ["title", "action", "detail", "leaders"]
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "detail": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args, items: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["action"].queryset = Action.objects.filter(campaign=self.instance.campaign)
        self.fields["action"].label_from_instance = lambda action: f"{action.ordinal}{action.name}"
        self.initial["items"] = items
        self.fields["leaders"].help_text = _("方案里写明的牵头领导，没有可不填。")
        self.order_fields(["title", "action", "detail", "items", "leaders"])

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean_detail(self):
        """Browsers send other line ends than the plan has; that alone is no change."""
        text, stored = self.cleaned_data["detail"].replace("\r\n", "\n"), self.initial.get("detail") or ""
        return stored if text.strip() == stored.strip() else text

    def clean_items(self):
        items = self.cleaned_data["items"]
        if len(items) > MOST_SUB_ITEMS:
            raise forms.ValidationError(
                gettext("分项有 %(n)s 行，最多 %(most)s 行。请拆成几项任务。")
                % {"n": len(items), "most": MOST_SUB_ITEMS}
            )
        if any(len(item) > 300 for item in items):
            raise forms.ValidationError(gettext("有一行超过 300 字，请改短或分成几行。"))
        return items

    def task_values(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("title", "action", "detail", "leaders")}


class NewTaskForm(forms.Form):
    action = forms.ModelChoiceField(label=_("放进哪个行动"), queryset=Action.objects.none())
    title = forms.CharField(label=_("任务"), max_length=300)
    detail = forms.CharField(label=_("内容"), required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=5000)

    def __init__(self, *args, campaign: Campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["action"].queryset = Action.objects.filter(campaign=campaign)
        self.fields["action"].label_from_instance = lambda action: f"{action.ordinal}{action.name}"
        choose_by_public_id(self)


class ActionForm(forms.Form):
    name = forms.CharField(label=_("行动名称"), max_length=120)


class VersionForm(forms.Form):
    """What the one-press changes of a task carry: which state of it the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class SplitForm(VersionForm):
    cut = forms.ChoiceField(label=_("从哪里拆开"), widget=forms.RadioSelect, help_text=_("选中的一处归到新任务。"))
    title = forms.CharField(label=_("新任务的名称"), max_length=300)

    def __init__(self, *args, cuts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cut"].choices = [(cut.key, cut.label) for cut in cuts]
        self.fields["cut"].error_messages["invalid_choice"] = gettext("任务的内容变了，请重新选择从哪里拆开。")


class AnswerForm(forms.Form):
    """One of the readings, or own words; both empty takes the answer back."""

    choice = forms.ChoiceField(label=_("怎么理解"), required=False, widget=forms.RadioSelect)
    words = forms.CharField(label=_("答复"), required=False, max_length=300, help_text=_("自己的话，300 字以内。"))

    def __init__(self, *args, question: PlanQuestion, **kwargs):
        super().__init__(*args, **kwargs)
        readings = [str(reading) for reading in question.readings] if question.kind in WITH_CHOICES else []
        if readings:
            self.fields["choice"].choices = [
                *((f"r{number}", reading) for number, reading in enumerate(readings)),
                (OWN_WORDS, gettext("都不是，另写在下面")),
            ]
            self.fields["words"].label = _("另写答复")
        else:
            del self.fields["choice"]
        self._readings = readings
        if question.answer in readings:
            self.initial["choice"] = f"r{readings.index(question.answer)}"
        elif question.answer:
            self.initial.update(choice=OWN_WORDS, words=question.answer)

    def clean(self):
        data = super().clean()
        if data.get("choice") == OWN_WORDS and not data.get("words"):
            self.add_error("words", gettext("请写下怎么理解，或者选上面的一种。"))
        return data

    def answer(self) -> str:
        choice = self.cleaned_data.get("choice", "")
        if choice and choice != OWN_WORDS:
            return self._readings[int(choice[1:])]
        return self.cleaned_data["words"]
