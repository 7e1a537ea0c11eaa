"""The entry grid of a township and quarter: villages by lines, with last year's beside and what should be looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from organizations.models import Unit
from villages.forms.income import TEN_THOUSANDS, YUAN, shown_amount
from villages.income_rules import FELL, JUMPED, NEGATIVE, in_ten_thousands, warnings
from villages.income_settings import IncomeSettings
from villages.models import IncomeLine
from villages.selectors.income import YearIncome, year_income

QUARTER_WORDS = {
    NEGATIVE: lambda rule: _("是负数，请核对"),
    JUMPED: lambda rule: _("是上年同季或上季的 %(times)s 倍以上，请核对小数点") % {"times": f"{rule.jump_times:f}"},
    FELL: lambda rule: (
        _("比上年同季和上季都少了 %(percent)s%% 以上，请核对") % {"percent": f"{rule.fall_share * 100:.0f}"}
    ),
}
YEAR_WORDS = QUARTER_WORDS | {
    JUMPED: lambda rule: _("是上年决算的 %(times)s 倍以上，请核对小数点") % {"times": f"{rule.jump_times:f}"},
    FELL: lambda rule: _("比上年决算少了 %(percent)s%% 以上，请核对") % {"percent": f"{rule.fall_share * 100:.0f}"},
}


@dataclass
class Cell:
    """`text` stands in the box, `was` is what was stored when the page was made; in the unit of the grid."""

    name: str
    line: str
    label: str
    text: str
    was: str
    warning: str = ""
    error: str = ""
    sure: str = ""  # the amount that is written only once somebody ticks that it is right


@dataclass
class GridRow:
    unit: Unit
    cells: list[Cell]
    total: Decimal | None
    last: Decimal | None


def cell_name(unit: Unit, line: str) -> str:
    return f"{unit.public_id}:{line}"


def grid(
    units: Sequence[Unit],
    *,
    year: int,
    quarter: int,
    rule: IncomeSettings,
    money: str = TEN_THOUSANDS,
    typed: Mapping[str, str] | None = None,
) -> list[GridRow]:
    """One query however many villages. `typed`: what the person sent, put back into the boxes."""
    income = year_income(units=units, year=year)
    rows = []
    for one in income.values():
        cells = [_cell(one, line, str(label), quarter, rule, money, typed) for line, label in IncomeLine.choices]
        rows.append(
            GridRow(one.unit, cells, _sum(one, quarter, rule, money), _sum(one, quarter, rule, money, last=True))
        )
    return rows


def _cell(one: YearIncome, line: str, label: str, quarter: int, rule: IncomeSettings, money: str, typed) -> Cell:
    name = cell_name(one.unit, line)
    stored = one.amount(quarter, line)
    was = shown_amount(stored, money)
    text = typed.get(name, was) if typed is not None else was
    return Cell(name, line, label, text, was, warning_words(one, line, quarter, rule, stored))


def warning_words(one: YearIncome, line: str, quarter: int, rule: IncomeSettings, amount: Decimal | None) -> str:
    before = [one.amount(quarter, line, last=True)]
    if quarter > 1:
        before.append(one.amount(quarter - 1, line))
    found = warnings(amount, before, jump_times=rule.jump_times, fall_share=rule.fall_share)
    words = QUARTER_WORDS if quarter else YEAR_WORDS
    return "；".join(words[name](rule) for name in found)


def _sum(one: YearIncome, quarter: int, rule: IncomeSettings, money: str, *, last: bool = False) -> Decimal | None:
    amounts = [one.amount(quarter, line, last=last) for line in rule.lines]
    known = [amount for amount in amounts if amount is not None]
    if not known:
        return None
    return sum(known, Decimal(0)) if money == YUAN else in_ten_thousands(sum(known, Decimal(0)))
