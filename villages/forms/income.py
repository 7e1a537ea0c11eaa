"""What people type into the income grid."""

import unicodedata
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organizations.models import Unit
from villages.income_rules import TEN_THOUSAND
from villages.models import IncomeEntry

YUAN, TEN_THOUSANDS = "yuan", "ten_thousands"
UNITS = {TEN_THOUSANDS: _("万元"), YUAN: _("元")}
_TYPED = {"万元": TEN_THOUSANDS, "万": TEN_THOUSANDS, "元": YUAN}
_WRONG = {TEN_THOUSANDS: _("只填数字，单位是万元，如 2.8。"), YUAN: _("只填数字，单位是元，如 28000。")}


def read_amount(text: str, unit: str) -> Decimal | None:
    """An amount as typed to yuan; empty is None. A unit typed behind the number wins over that of the grid.

    Refuses what is no plain number and fractions of a fen.
    """
    narrow = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    for word, typed in _TYPED.items():
        if narrow.endswith(word):
            narrow, unit = narrow.removesuffix(word).strip(), typed
            break
    if not narrow:
        return None
    try:
        number = Decimal(narrow)
    except InvalidOperation as error:
        raise ValidationError(_WRONG[unit]) from error
    if not number.is_finite() or "e" in narrow.lower():
        raise ValidationError(_WRONG[unit])
    yuan = number if unit == YUAN else number * TEN_THOUSAND
    if yuan != yuan.quantize(Decimal("0.01")):
        places = _("小数太多了，最多写到分。") if unit == YUAN else _("小数太多了，最多写到分（六位小数）。")
        raise ValidationError(places)
    if abs(yuan) >= Decimal(10) ** 12:
        raise ValidationError(_("数太大了，请核对单位是不是%(unit)s。") % {"unit": UNITS[unit]})
    return yuan


def shown_amount(yuan: Decimal | None, unit: str) -> str:
    """Yuan as the grid shows it, as many places as it has, at least none."""
    if yuan is None:
        return ""
    text = format(yuan if unit == YUAN else yuan / TEN_THOUSAND, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_ten_thousands(text: str) -> Decimal | None:
    return read_amount(text, TEN_THOUSANDS)


def shown_ten_thousands(yuan: Decimal | None) -> str:
    return shown_amount(yuan, TEN_THOUSANDS)


class IncomeFilter(forms.Form):
    """Year and township of the overview, from the address."""

    year = forms.TypedChoiceField(label=_("年度"), coerce=int, required=False)
    township = forms.ModelChoiceField(
        label=_("乡镇"),
        required=False,
        queryset=Unit.objects.none(),
        empty_label=_("全部乡镇"),
        to_field_name="public_id",
    )

    reported = forms.ChoiceField(
        label=_("填报"),
        required=False,
        choices=[("", _("不限")), ("missing", _("最近一季还没有报")), ("empty", _("空壳村"))],
    )

    def __init__(self, *args, townships, years, **kwargs):
        kwargs.setdefault("auto_id", "filter_%s")
        super().__init__(*args, **kwargs)
        self.fields["township"].queryset = townships
        self.fields["year"].choices = [(year, _("%(year)s 年") % {"year": year}) for year in years]
        self.fields["year"].empty_value = years[0]


class DetailForm(forms.ModelForm):
    """What of an amount will not come again."""

    one_off = forms.CharField(
        label=_("其中一次性（万元）"), max_length=30, required=False, help_text=_("如征地补偿、处置资产；没有就填 0。")
    )

    class Meta:
        model = IncomeEntry
        fields = ["note"]

    field_order = ["one_off", "note"]

    def clean_one_off(self):
        return read_ten_thousands(self.cleaned_data["one_off"]) or Decimal(0)
