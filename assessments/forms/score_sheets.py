"""Forms of bringing in a score sheet: the file, then its rows once more with the consent to replace the draft."""

import json

from django import forms
from django.utils.translation import gettext as _

from assessments.sheet_scheme import MOST_ROWS, has_headings
from organizations.forms.imports import UploadForm


class SheetForm(UploadForm):
    """As in every import: a file, or cells that were pasted."""


class ReplaceForm(forms.Form):
    rows = forms.CharField(widget=forms.HiddenInput, strip=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def clean_rows(self) -> list[tuple[int, list[str]]]:
        """What the page before put there; anything else is refused."""
        try:
            rows = [
                (int(number), [str(cell) for cell in cells]) for number, cells in json.loads(self.cleaned_data["rows"])
            ]
        except (ValueError, TypeError) as error:
            raise forms.ValidationError(_("请重新上传评分表。")) from error
        far = any(not 0 < number <= 100_000 for number, _cells in rows)
        if far or len(rows) > MOST_ROWS or not has_headings(rows):
            raise forms.ValidationError(_("请重新上传评分表。"))
        return rows
