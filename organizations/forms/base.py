"""The base of all forms on county data."""

import unicodedata

from django import forms
from django.utils.translation import gettext as _

from organizations.tenancy.context import current_county_id


class CountyModelForm(forms.ModelForm):
    """A model form inside the wall: knows its county, so uniqueness inside the county is checked in words, and carries
    the version of the row for the conflict check. Choices of foreign keys must be narrowed by each form."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.county_id = self.instance.county_id or current_county_id()
        choose_by_public_id(self, self.instance)
        if self.instance.pk and hasattr(self.instance, "version"):
            for field in self.fields.values():
                field.show_hidden_initial = True  # so that a conflict page knows who changed what
            self.fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=self.instance.version, min_value=1
            )

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"county"}


def say_empty_choice(field: forms.Field) -> None:
    """The empty line of a list in words instead of Django's row of dashes."""
    words = _("请选择") if field.required else _("不选")
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == "---------":
            field.empty_label = words
    elif isinstance(field, forms.ChoiceField):
        field.choices = [
            (value, words if value in ("", None) and "---" in str(label) else label) for value, label in field.choices
        ]


def choose_by_public_id(form, instance=None) -> None:
    """Let the form's choices of rows carry public ids, never serial keys. Call it when the querysets are there."""
    for name, field in form.fields.items():
        say_empty_choice(field)
        if isinstance(field, forms.ModelChoiceField) and not isinstance(field, forms.ModelMultipleChoiceField):
            field.to_field_name = "public_id"
            if instance is not None and instance.pk and name in form.initial:
                form.initial[name] = getattr(instance, name)
        elif isinstance(field, forms.ModelMultipleChoiceField):
            field.to_field_name = "public_id"


class CodeField(forms.CharField):
    """A code or number as text: full-width digits and stray spaces are put right, nothing else is guessed."""

    def to_python(self, value):
        return unicodedata.normalize("NFKC", super().to_python(value) or "").replace(" ", "").strip()


class NamesField(forms.CharField):
    """Several names in one line, divided by 、 ， or a comma; kept as a list."""

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        text = super().to_python(value) or ""
        for divider in ("，", ",", "；", ";", "\n"):
            text = text.replace(divider, "、")
        return list(dict.fromkeys(part.strip() for part in text.split("、") if part.strip()))

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


class DateInput(forms.DateInput):
    """The browser's own date field; typed dates are accepted too."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%Y-%m-%d")
