"""Forms of a filing: one item with its figures, and taking back."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.figures import read_figure
from campaigns.selectors.filing_sheet import Ask, Row
from campaigns.services.filings import HELP, WORDS


class FigureField(forms.CharField):
    """A number as people type it. Cleans to a Decimal or None; what cannot be read is refused with the figure's name."""

    def __init__(self, *, ask: Ask, **kwargs):
        super().__init__(required=False, **kwargs)
        self.ask = ask
        self.note = ""

    def to_python(self, value):
        unit = "" if self.ask.is_share else self.ask.indicator.unit_word
        read = read_figure(str(value or ""), name=str(self.label), unit=unit)
        self.note = read.note
        return read.value

    def run_validators(self, value):
        return None

    def prepare_value(self, value):
        return f"{value.normalize():f}" if hasattr(value, "normalize") else value


class ItemForm(forms.Form):
    """One item. Bound with what was typed; `values()` are those of `services.filings.save_item`."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    fall_reason = forms.CharField(
        label=gettext_lazy("比上期少的原因"), required=False, strip=True, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("例：一个村班子再次不健全，重新列入整顿"),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("本期进展"), required=False, max_length=WORDS, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("200 字以内"),
    )  # fmt: skip
    help_wanted = forms.CharField(
        label=gettext_lazy("需要县里协调的问题"),
        required=False,
        max_length=HELP,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, row: Row, **kwargs):
        self.row = row
        item = row.item
        initial = {
            "version": item.version,
            "words": item.words,
            "fall_reason": item.fall_reason,
            "help_wanted": item.help_wanted,
        }
        fields = {}
        for ask in row.asks:
            name = ask.indicator.name
            fields[ask.field_name] = FigureField(ask=ask, label=name)
            initial[ask.field_name] = ask.value
            if ask.is_share:
                fields[ask.whole_name] = FigureField(ask=ask, label=_("%(name)s的总数") % {"name": name})
                initial[ask.whole_name] = ask.whole
        super().__init__(*args, initial=initial, **kwargs)
        self.fields |= fields

    @property
    def figures(self) -> list[tuple[Ask, forms.BoundField, forms.BoundField | None]]:
        return [(ask, self[ask.field_name], self[ask.whole_name] if ask.is_share else None) for ask in self.row.asks]

    @property
    def asks_reason(self) -> bool:
        """The reason is asked for when it is needed or already given; without scripts the first saving brings it up."""
        return any(ask.last is not None and ask.indicator.cumulative and not ask.is_share for ask in self.row.asks)

    @property
    def falls(self) -> bool:
        """Whether one of the figures now typed lies below the last one."""
        for ask in self.row.asks:
            ask.value = self.cleaned_data.get(ask.field_name, ask.value)
        return any(ask.falls for ask in self.row.asks)

    @property
    def notes(self) -> list[str]:
        found = [field.note for field in self.fields.values() if isinstance(field, FigureField)]
        return [note for note in found if note]

    def values(self) -> dict:
        data = self.cleaned_data
        return {
            "words": data.get("words", ""),
            "fall_reason": data.get("fall_reason", ""),
            "help_wanted": data.get("help_wanted", ""),
            "figures": {
                ask.indicator.pk: (data.get(ask.field_name), data.get(ask.whole_name) if ask.is_share else None)
                for ask in self.row.asks
            },
        }

    def without_errors(self) -> dict:
        """For the draft: what can be kept is kept; a figure that cannot be read stays in the browser."""
        self.full_clean()
        data = dict(self.cleaned_data)
        for name in ("words", "fall_reason", "help_wanted"):
            data.setdefault(name, str(self.data.get(name, "")))
        data["fall_reason"] = data["fall_reason"][:WORDS]
        self.cleaned_data = data
        return self.values()


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("撤回原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("一句话即可，例如：数字填错了"),
        error_messages={"required": gettext_lazy("请用一句话写明撤回的原因。")},
    )  # fmt: skip
