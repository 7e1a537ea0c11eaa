"""What a person types as a figure: 2.8万, １２, 1,000, 85%. Read exactly, or refused with the name of the cell.

Blank stays blank and is never 0. What is not certain (约200, 1/2, 1e3) is refused rather than guessed at, and nothing
is rounded silently. The note says how a figure was understood when it was not taken as it stands.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.plans import lexer

DIGITS, PLACES = 16, 4  # as wide as the columns that keep it
LONGEST, MOST_DIGITS = 40, 20  # with 亿 no more than a Decimal holds exactly
SCALES = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8}
RATIOS = ("%", "‰", "个百分点")
_SCALE = "十万|百万|千万|万|亿|千|百"
# ’ and ， are folded below; 1,0000 is no grouping anyone can be sure of.
_FIGURE = re.compile(
    rf"(?P<sign>[+-]?)(?P<whole>\d{{1,3}}(?:(?P<group>[, ])\d{{3}}(?:(?P=group)\d{{3}})*)|\d+)(?:\.(?P<part>\d+))?"
    rf" ?(?P<scale>{_SCALE})? ?(?P<unit>[^\d\s.,+\-]*)",
    re.ASCII,
)
_ABOUT = re.compile(r"约|大概|左右|上下|多|余|近|几|以上|以下|不足|超过|不到|>|<|≥|≤|~|～|至|—|到")
_MINUS = str.maketrans({"−": "-", "﹣": "-", "，": ",", "\u00a0": " ", "\u3000": " "})


@dataclass(frozen=True)
class FigureRead:
    """The figure in the field's own unit; None for a blank. `note` is '' when it was taken as typed."""

    value: Decimal | None
    note: str = ""


def read_figure(
    typed: str, *, name: str, unit: str = "", allow_negative: bool = False, whole: bool = False
) -> FigureRead:
    """The figure of the field `name`, whose unit is `unit` (万元, 个, %). Raises ValidationError with a sentence for people."""
    text = re.sub(r"\s+", " ", lexer.fold(typed.translate(_MINUS))).strip()
    if not text:
        return FigureRead(None)
    if len(text) > LONGEST or len(re.findall(r"\d", text)) > MOST_DIGITS:
        raise _refusal(_("%(name)s太长，请只填数字。"), name)
    found = _FIGURE.fullmatch(text)
    if found is None or (_ABOUT.search(found["unit"]) and found["unit"] != unit):
        if _ABOUT.search(text):
            raise _refusal(_("%(name)s要填确切的数，不能写“%(typed)s”。"), name, typed)
        raise _refusal(_("%(name)s看不懂“%(typed)s”，请用阿拉伯数字填写，例如 1200 或 2.8。"), name, typed)
    value = _scaled(found, name, typed, unit)
    if value < 0 and not allow_negative:
        raise _refusal(_("%(name)s不能是负数。"), name)
    _check_size(value, name, whole)
    shown = f"{value:f}"
    scale = found["scale"] or ""
    same = (not scale and not found["unit"]) or scale + found["unit"] == unit
    note = "" if same else _("“%(typed)s”按 %(value)s %(unit)s记。") % {
        "typed": typed.strip(), "value": shown, "unit": unit
    }  # fmt: skip
    return FigureRead(value, note)


def _scaled(found: re.Match[str], name: str, typed: str, unit: str) -> Decimal:
    """In the field's unit. 2.8万 means 28,000 of the bare unit: 2.8 in a field of 万元, 28,000 in one of 元; only then
    is a unit that was typed another one than the field's, and 户 in a field of 个 is refused."""
    own_scale, own = _split(unit)
    scale, written = found["scale"] or "", found["unit"]
    if (scale and unit in RATIOS) or (written and written != own and not (written == unit and not scale)):
        raise _refusal(
            _("%(name)s的单位是“%(unit)s”，不能填“%(typed)s”。") if unit else _("%(name)s只填数字，不能填“%(typed)s”。"),
            name, typed, unit,
        )  # fmt: skip
    number = Decimal(f"{found['whole'].replace(',', '').replace(' ', '')}.{found['part'] or '0'}")
    if found["sign"] == "-":
        number = -number
    power = SCALES[scale] - SCALES[own_scale] if scale or (written and written != unit) else 0
    return _plain(number.scaleb(power))


def _split(unit: str) -> tuple[str, str]:
    """万元 → (万, 元); 个 → ('', 个)."""
    found = re.match(rf"({_SCALE})(?=.)", unit)
    return (found.group(1), unit[found.end() :]) if found else ("", unit)


def _plain(number: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent: 2.80 → 2.8, 1E+2 → 100, -0 → 0."""
    if not number:
        return Decimal(0)
    number = number.normalize()
    exponent = number.as_tuple().exponent
    return number.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else number


def _check_size(value: Decimal, name: str, whole: bool) -> None:
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if whole and places:
        raise _refusal(_("%(name)s要填整数。"), name)
    if places > PLACES:
        raise _refusal(_("%(name)s最多 %(n)s 位小数。"), name, n=PLACES)
    if abs(value) >= 10 ** (DIGITS - PLACES):
        raise _refusal(_("%(name)s太大了，请核对单位。"), name)


def _refusal(sentence: str, name: str, typed: str = "", unit: str = "", n: int = 0) -> ValidationError:
    return ValidationError(sentence % {"name": name, "typed": typed.strip(), "unit": unit, "n": n})
