"""Forms with which a campaign begins: a pasted or uploaded plan, or an empty start."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.forms.years import check_days
from campaigns.plans.limits import MOST_BYTES
from campaigns.services.plans import MOST_CHARACTERS
from organizations.forms.base import DateInput

ACCEPTED = ".docx,.txt,.xlsx,.csv"
PASTED_NAME = "粘贴的正文.txt"  # what the reader calls text without a file; never shown


class PlanText(forms.CharField):
    """Programs put zero bytes between pasted pieces; nobody sees them or could take them out."""

    def to_python(self, value):
        return super().to_python(value).replace("\x00", "")


class PlanForm(forms.Form):
    """One plan: its text pasted, or its file. What was typed stays when the file is refused."""

    text = PlanText(
        label=_("粘贴方案正文"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("从 Word、WPS 或网页全选复制，整份粘贴；标题和序号会保留，最多 40 万字。"),
    )
    upload = forms.FileField(
        label=_("或者上传方案文件"),
        required=False,
        max_length=200,
        allow_empty_file=True,  # the reader says it in words of its own
        help_text=_(".docx、.txt、.xlsx 或 .csv，一个文件，不超过 20 MB。"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > MOST_CHARACTERS:
            raise forms.ValidationError(
                gettext("正文有 %(n)s 字，超过 40 万字，不像一份方案。请只放方案正文。") % {"n": f"{len(text):,}"}
            )
        return text

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload and upload.size > MOST_BYTES:
            raise forms.ValidationError(
                gettext("文件超过 20 MB，没有读取。请删去图片等附件后再上传，或者把正文粘贴到上面。")
            )
        return upload

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        text, upload = (data.get("text") or "").strip(), data.get("upload")
        if not text and upload is None:
            raise forms.ValidationError(gettext("请粘贴方案正文，或者选择一个方案文件。"))
        if text and upload is not None:
            raise forms.ValidationError(gettext("既粘贴了正文又选了文件，请只用一种。要用文件，请先清空正文。"))
        return data

    def source(self) -> tuple[bytes, str, str]:
        """(bytes, name that the reader uses in its sentences, name that is kept)."""
        upload = self.cleaned_data["upload"]
        if upload is not None:
            return upload.read(), upload.name, upload.name
        return self.cleaned_data["text"].encode(), PASTED_NAME, ""


class EmptyPlanForm(forms.Form):
    """A campaign without a document."""

    name = forms.CharField(label=_("活动名称"), max_length=120, help_text=_("如：2026年“强支部、兴产业”活动。"))
    starts_on = forms.DateField(label=_("开始日期"), widget=DateInput)
    ends_on = forms.DateField(label=_("结束日期"), widget=DateInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        year = timezone.localdate().year
        self.fields["starts_on"].initial = f"{year}-01-01"
        self.fields["ends_on"].initial = f"{year}-12-31"

    def clean(self):
        data = super().clean()
        check_days(self, "starts_on", "ends_on")
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", gettext("结束日期早于开始日期。"))
        return data
