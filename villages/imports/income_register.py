"""Collective income from Excel: a village's quarter is found by code, else by township and name; the period stands in
columns or in the title."""

import difflib
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organizations.imports.registers import Register
from organizations.imports.values import Known, plain_name
from organizations.models import Unit, UnitKind
from villages.imports.income_rows import IncomeRow, income_rows, period_of
from villages.imports.village_names import village_names
from villages.income_rules import FELL, JUMPED, NEGATIVE, warnings
from villages.income_settings import income_settings
from villages.models import IncomeEntry, IncomeLine
from villages.resources.income import IncomeResource
from villages.services import income_import
from villages.services.income import MOST, check_period

LINES = tuple(IncomeLine.values)
WARNINGS = {
    NEGATIVE: "是负数，请核对",
    JUMPED: "比上年同季或上季多了很多，请核对小数点",
    FELL: "比上年同季和上季少了很多，请核对",
}


class IncomeRegister(Register):
    slug = "income"
    title = _("集体经济收入")
    action = "villages.enter_income"
    resource = IncomeResource
    list_url = "villages:income"
    icon = "yuan"

    def __init__(self) -> None:
        self.known = Known(on=date.min)
        self.title_year: int | None = None
        self.title_quarter = ""
        self.found: dict[str, Unit | None] = {}  # code, or township and name; None where two villages fit
        self.units: dict[int, Unit] = {}
        self.rows: dict[tuple[int, int, int], IncomeRow] = {}

    def queryset(self, on: date):
        units = (
            Unit.objects.filter(kind=UnitKind.VILLAGE, path__startswith=self.scope)
            .select_related("parent")
            .in_county_order()
        )
        self.units = {unit.pk: unit for unit in units}
        self.found = village_names(self.units.values())
        entries = IncomeEntry.objects.filter(unit__in=self.units).order_by("year", "quarter")
        self.rows = income_rows(entries, self.units)
        place = {key: number for number, key in enumerate(self.units)}
        return [self.rows[key] for key in sorted(self.rows, key=lambda key: (-key[1], key[2], place[key[0]]))]

    def prepare(self, known, rows):
        self.known = known
        self.title_year, self.title_quarter = period_of(known.above)

    def keys_of(self, existing):
        row = existing.row
        return [f"{row.code}|{row.year}|{row.quarter}"]

    def key_of(self, values):
        unit, year, quarter = self._village(values), *self._period(values)
        return [f"{unit.code}|{year}|{quarter}"] if unit and year and quarter else []

    def examine(self, rows, existing, on):
        rule = income_settings(on)
        names = {unit.name: unit for unit in self.units.values() if unit.valid_to is None}
        for row in rows:
            unit, year, quarter = self._village(row.values), *self._period(row.values)
            _settle_names(row)
            _leave_blanks(row)
            if unit is None:
                self._refuse_village(row, names)
            elif not year:
                row.refuse(_first(row, "year"), "不知道是哪一年。请加“年度”一列，或者在标题里写“2026年第二季度”")
            elif not quarter:
                row.refuse(_first(row, "quarter"), "不知道是哪一季。请加“季度”一列，或者在标题里写“2026年第二季度”")
            else:
                row.values |= {"code": unit.code, "year": year, "quarter": quarter}
                self._examine_amounts(row, unit, year, int(quarter), rule, on)

    def write(self, *, rows, by, on):
        return income_import.write_income(rows=rows, by=by, on=on)

    def take_back(self, *, rows, by, on):
        income_import.take_back_income(rows=rows, by=by, on=on)

    def _village(self, values) -> Unit | None:
        """By code; a code that is not known finds nothing, whatever the name says."""
        if values.get("code"):
            return self.found.get(values["code"])
        name = plain_name(values.get("name") or "")
        return self.found.get(f"{values.get('township') or ''}|{name}") if name else None

    def _period(self, values) -> tuple[int | None, str]:
        return values.get("year") or self.title_year, values.get("quarter") or self.title_quarter

    def _refuse_village(self, row, names) -> None:
        name = row.values.get("name") or ""
        if any(level == "refused" for level, _reason, _proposal in row.messages.values()):
            return
        if row.values.get("code"):
            row.refuse("code", "本乡镇没有这个代码的村" if self.scope else "没有这个代码的村")
        elif not row.values.get("township") and f"|{plain_name(name)}" in self.found:
            row.refuse("name", f"有几个村都叫“{name}”，请填乡镇或区划代码")
        else:
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
            where = "本乡镇" if self.scope else "这个乡镇"
            row.refuse("name", f"{where}没有“{name}”" + (f"。是不是“{near[0]}”？" if near else ""), *near)

    def _examine_amounts(self, row, unit: Unit, year: int, quarter: int, rule, on: date) -> None:
        name = row.values.get("name")
        if name and plain_name(name) not in {plain_name(one) for one in (unit.name, unit.short_name, *unit.aliases)}:
            row.refuse("name", f"这个代码是“{unit.name}”，请核对", unit.name)
        try:
            check_period(unit=unit, year=year, quarter=quarter, on=on)
        except ValidationError as error:
            row.refuse(_first(row, "name"), "".join(error.messages))
            return
        given = [line for line in LINES if row.values.get(line) not in (None, "")]
        if not given and not any(line in row.messages for line in LINES):
            row.ask("name", "五项都空着，导入后仍算没有报；确实没有收入请填 0")
        for line in given:
            amount = Decimal(row.values[line])
            if abs(amount) > MOST or amount != amount.quantize(Decimal("0.01")):
                row.refuse(line, "数太大或小数太多，请核对单位")
                continue
            if not self.known.money.get(line) and amount and (row.target is None or line in row.changes):
                row.ask(line, "表里没有写单位，按“元”读的，请核对")
            for warning in warnings(
                amount, self._before(unit, year, quarter, line),
                jump_times=rule.jump_times, fall_share=rule.fall_share,
            ):  # fmt: skip
                row.ask(line, WARNINGS[warning])

    def _before(self, unit: Unit, year: int, quarter: int, line: str) -> list[Decimal | None]:
        places = [(unit.pk, year - 1, quarter)] + ([(unit.pk, year, quarter - 1)] if quarter > 1 else [])
        return [getattr(self.rows[place], line) if place in self.rows else None for place in places]


def _first(row, column: str) -> str:
    """Where a message stands when the table has no such column."""
    return column if column in row.raw else next(iter(row.raw))


def _settle_names(row) -> None:
    """Names and codes find the village here and change nothing of it."""
    for name in ("township", "name", "code", "year", "quarter"):
        if row.changes.pop(name, None) is not None and row.messages.get(name, ("",))[0] == "check":
            del row.messages[name]


def _leave_blanks(row) -> None:
    """An empty cell says nothing: what was reported before stays."""
    for line in LINES:
        if line in row.changes and row.values.get(line) in (None, ""):
            del row.changes[line]
            row.messages.pop(line, None)
