"""Forms of the import wizard."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.imports.limits import MOST_BYTES


class UploadForm(forms.Form):
    upload = forms.FileField(
        label=_("文件"),
        required=False,
        max_length=200,
        allow_empty_file=True,  # the service says it in words of its own
        help_text=_("xlsx 或 csv，不超过 10 MB、10000 行、60 列。旧版 xls 请先另存为 xlsx。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    pasted = forms.CharField(
        label=_("或者粘贴"),
        required=False,
        strip=False,
        help_text=_("在 Excel 里连同列名一起选中、复制，粘贴到这里。"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("upload") and not (data.get("pasted") or "").strip():
            raise forms.ValidationError({"upload": _("请选择文件，或者粘贴表格。")})
        upload = data.get("upload")
        if upload and upload.size > MOST_BYTES:
            raise forms.ValidationError({"upload": _("文件超过 10 MB。请只保留要导入的表，去掉图片后再上传。")})
        return data

    def file(self) -> tuple[str, bytes]:
        """Name and bytes of what was sent; an uploaded file counts before pasted text."""
        upload = self.cleaned_data.get("upload")
        if upload:
            return upload.name or "", upload.read()
        return str(_("粘贴的表格.csv")), self.cleaned_data["pasted"].encode()


class MapForm(forms.Form):
    """Which heading of the sheet stands for which column of the register."""

    def __init__(self, *args, columns, entry, **kwargs):
        super().__init__(*args, **kwargs)
        headings = [(place, _label(place, heading)) for place, heading in entry["headings"].items()]
        for column in columns:
            start = entry["places"].get(column.name)
            empty = _("请选择") if column.required else _("这次不导入")
            self.fields[f"col_{column.name}"] = forms.ChoiceField(
                label=column.title,
                required=column.required,
                choices=[("", empty), *headings],
                initial="" if start is None else str(start),
                help_text=column.hint,
                error_messages={"required": _("“%(title)s”必须有一列。") % {"title": column.title}},
            )
        self.fields["ignore_others"] = forms.BooleanField(label=_("没有对应的列这次不导入"), required=False)

    def places(self) -> dict[str, int]:
        chosen = {name.removeprefix("col_"): value for name, value in self.cleaned_data.items() if name[:4] == "col_"}
        return {name: int(value) for name, value in chosen.items() if value}


class WriteForm(forms.Form):
    """The last step: two conscious ticks, drawn only where they are asked."""

    good_rows_only = forms.BooleanField(required=False)
    confirmed = forms.BooleanField(required=False, label=_("“请核对”的内容已经看过，照此导入"))

    def __init__(self, *args, batch, **kwargs):
        super().__init__(*args, **kwargs)
        counts = batch.counts
        self.fields["good_rows_only"].label = _("只导入没问题的行，有错的 %(n)s 行这次不导入") % {
            "n": counts["refused"]
        }
        if not counts["refused"]:
            del self.fields["good_rows_only"]
        if not counts["check"] and not batch.warnings:
            del self.fields["confirmed"]


def _label(place: str, heading: str) -> str:
    letters, number = "", int(place) + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}　{heading}"
