"""What this floor puts on a village's page."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from organizations.models import Unit
from organizations.roles import reach_of
from organizations.selectors.units import unit_history
from villages import income_rules
from villages.income_settings import income_settings, line_words
from villages.models import IncomeEntry, IncomeLine, VillageOfficer, VillageYear
from villages.panels import Panel
from villages.selectors.facts import age_of, village_facts
from villages.selectors.income import YearIncome, past_quarters
from villages.selectors.roster import roster

YEARS_SHOWN = 6


def basics(unit: Unit, membership, on: date) -> Panel:
    [line] = roster([unit], on)
    context = {"line": line, "village": line.facts.village, "unit": unit}
    return Panel("basics", _("基本情况"), "villages/_panel_basics.html", 10, context)


def committee(unit: Unit, membership, on: date) -> Panel:
    facts = village_facts(units=[unit], on=on)[unit.pk]
    former = VillageOfficer.objects.filter(unit=unit, ended_on__lt=on).order_by("-ended_on")[:20]
    context = {
        "unit": unit,
        "rows": [{"officer": officer, "age": age_of(officer, on)} for officer in facts.officers],
        "former": list(former),
        "has_secretary": facts.secretary is not None,
        "may_edit": _may_edit(membership) and not unit.valid_to,
    }
    return Panel("committee", _("班子和后备"), "villages/_panel_committee.html", 20, context)


def years(unit: Unit, membership, on: date) -> Panel:
    rows = list(VillageYear.objects.filter(unit=unit)[:YEARS_SHOWN])
    context = {
        "unit": unit,
        "rows": rows,
        "this_year": on.year,
        "missing": not any(row.year == on.year for row in rows),
        "may_edit": _may_edit(membership) and not unit.valid_to,
    }
    return Panel("years", _("年度情况"), "villages/_panel_years.html", 30, context)


def history(unit: Unit, membership, on: date) -> Panel:
    absorbed = Unit.objects.filter(merged_into=unit).order_by("valid_to")
    context = {"lines": unit_history(unit), "absorbed": list(absorbed), "unit": unit}
    return Panel("history", _("沿革"), "villages/_panel_history.html", 90, context)


def _may_edit(membership) -> bool:
    return reach_of(membership, "villages.edit_village") is not None


def income(unit: Unit, membership, on: date) -> Panel:
    """The year by line and quarter, last year beside it, the next band and where the year is heading."""
    rule = income_settings(on)
    entries = list(IncomeEntry.objects.filter(unit=unit, year__in=(on.year, on.year - 1)))
    year = YearIncome(unit, _entries(entries, on.year), _entries(entries, on.year - 1))
    counted, last = year.counted(rule.lines), year.counted_last(rule.lines)
    above = income_rules.next_band(counted.value, rule.bands) if counted.value is not None else None
    ahead = year.forecast(rule.lines, past_quarters=past_quarters(on.year, on))
    quarters = sorted({entry.quarter for entry in entries if entry.year == on.year}, key=lambda number: number or 9)
    context = {
        "lines": line_words(rule.lines),
        "years": [
            {"year": on.year, "value": _ten_thousands(counted.value), "from_accounts": counted.from_accounts},
            {"year": on.year - 1, "value": _ten_thousands(last.value), "from_accounts": last.from_accounts},
        ],
        "next": above and {"floor": _ten_thousands(above[0]), "missing": _ten_thousands(above[1])},
        "forecast": ahead
        and {
            "value": _ten_thousands(ahead.value),
            "recurring": _ten_thousands(ahead.recurring),
            "one_off": _ten_thousands(ahead.one_off),
            "missing": ahead.missing,
        },
        "headings": [_("第 %(n)s 季度") % {"n": number} if number else _("年度决算") for number in quarters],
        "rows": _income_rows([entry for entry in entries if entry.year == on.year], quarters),
        "may_enter": reach_of(membership, "villages.enter_income") is not None and not unit.valid_to,
    }
    return Panel("income", _("集体经济"), "villages/_panel_income.html", 40, context)


def _entries(rows: list[IncomeEntry], year: int) -> list[income_rules.Entry]:
    return [income_rules.Entry(row.quarter, row.line, row.amount, row.one_off) for row in rows if row.year == year]


def _income_rows(entries: list[IncomeEntry], quarters: list[int]) -> list[dict]:
    by_place = {(entry.line, entry.quarter): entry for entry in entries}
    rows = []
    for line, label in IncomeLine.choices:
        cells = [by_place.get((line, quarter)) for quarter in quarters]
        if any(cells):
            shown = [
                cell
                and {
                    "id": cell.public_id,
                    "amount": _ten_thousands(cell.amount),
                    "one_off": _ten_thousands(cell.one_off) if cell.one_off else None,
                }
                for cell in cells
            ]
            rows.append({"label": label, "cells": shown})
    return rows


def _ten_thousands(yuan: Decimal | None) -> Decimal | None:
    return None if yuan is None else income_rules.in_ten_thousands(yuan)
