"""Numbers as people type them: full-width digits, thousands commas, 2.8万, a unit behind; nothing else is guessed."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
PLAIN = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
MOST = Decimal(10) ** 12
DECIMALS = 4


@dataclass(frozen=True)
class Amount:
    """`value` is None for nothing typed (still open, never 0); `note` says what was made of it when that is not obvious."""

    value: Decimal | None
    note: str = ""


def read_amount(text: str, unit_word: str = "") -> Amount:
    """What was typed into a figure whose unit is `unit_word` (元, 万元, %, 人次, or nothing). Refuses in words."""
    typed = unicodedata.normalize("NFKC", text or "").replace(" ", "").strip()
    unit = unicodedata.normalize("NFKC", unit_word or "").strip()
    if not typed:
        return Amount(None)
    if typed.startswith(("-", "−", "－")):
        raise ValidationError(_("目标值不能是负数。"))
    figure, tail = _split(typed)
    number = Decimal(figure.replace(",", ""))
    scale, word = _scale(tail)
    own_scale, own_word = _scale(unit)
    if word and word != own_word:
        raise ValidationError(
            _("数字后面写的是“%(typed)s”，单位里是“%(unit)s”，请改成一样的。")
            % {"typed": word, "unit": unit or _("空")}
        )
    # Behind the bare figure of a 万元 field stands 万元; "2.8万" in it means the same, "28000元" is turned into it.
    value = number * SCALES[scale] / SCALES[own_scale] if scale or word else number
    if value != value.quantize(Decimal(1).scaleb(-DECIMALS)):
        raise ValidationError(_("目标值最多写 4 位小数。"))
    if value >= MOST:
        raise ValidationError(_("数字太大，请核对单位是不是“万元”。"))
    note = ""
    if scale or (word and own_scale):
        note = _("“%(typed)s”记为 %(value)s%(unit)s。") % {
            "typed": text.strip(),
            "value": in_digits(value),
            "unit": unit,
        }
    return Amount(value, note)


def in_digits(value: Decimal | None) -> str:
    """Without trailing zeros and without an exponent; thousands commas from five digits on. Nothing for an open value."""
    if value is None:
        return ""
    text = format(value, "f")
    whole, _point, rest = text.partition(".")
    rest = rest.rstrip("0")
    if len(whole) > 4:
        whole = f"{int(whole):,}"
    return f"{whole}.{rest}" if rest else whole


def _split(typed: str) -> tuple[str, str]:
    match = PLAIN.match(typed)
    if match is None or typed[match.end() : match.end() + 1] in tuple("0123456789,.eE"):
        raise ValidationError(_("请填数字，例如 80 或 2.8万；还没有定的请留空。"))
    return match.group(), typed[match.end() :]


def _scale(word: str) -> tuple[str, str]:
    """万元 → (万, 元); % → ("", %)."""
    return (word[0], word[1:]) if word[:1] in ("万", "亿") else ("", word)
