"""What this floor puts on a village's page."""

from datetime import date

from django.utils.translation import gettext as _

from organizations.models import Unit
from organizations.roles import reach_of
from organizations.selectors.units import unit_history
from villages.models import VillageOfficer, VillageYear
from villages.panels import Panel
from villages.selectors.facts import age_of, village_facts
from villages.selectors.roster import roster

YEARS_SHOWN = 6


def basics(unit: Unit, membership, on: date) -> Panel:
    [line] = roster([unit], on)
    context = {"line": line, "village": line.facts.village, "unit": unit, "may_edit": _may_edit(membership)}
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
