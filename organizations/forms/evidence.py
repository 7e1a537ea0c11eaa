"""Forms of evidence."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Unit

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"


class EvidenceForm(forms.Form):
    upload = forms.FileField(
        label=_("文件"),
        max_length=200,
        allow_empty_file=True,  # the service says it in words of its own
        help_text=_("PDF、JPG、PNG、docx、xlsx。照片会自动缩小并去掉拍摄位置。"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    title = forms.CharField(label=_("名称"), max_length=120, required=False, help_text=_("不填则用文件名。"))


class EvidenceFilter(forms.Form):
    unit = forms.ChoiceField(label=_("单位"), required=False)

    def __init__(self, *args, units: list[Unit], **kwargs):
        super().__init__(*args, **kwargs)
        self._units = {str(unit.public_id): unit for unit in units}
        self.fields["unit"].choices = [("", _("全部")), *[(key, str(unit)) for key, unit in self._units.items()]]

    def chosen_unit(self) -> Unit | None:
        return self._units.get(self.cleaned_data.get("unit", "")) if self.is_valid() else None


class DeleteForm(forms.Form):
    reason = forms.CharField(label=_("删除理由"), max_length=200)
