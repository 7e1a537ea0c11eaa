"""Figures on first secretaries and teams that a campaign's indicator may take from here."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.selectors.needs import Needs, needs
from organizations.held_figures import Figure, held_source
from organizations.models import Unit, UnitKind
from organizations.rules import rule_value
from villages.held import answers_for


@held_source(gettext_lazy("应派第一书记的村派到位（占比）"))
def first_secretary_share(indicator, units, on: date) -> dict[int, Figure]:
    words = _("应派第一书记的村，已派到位的")
    return _shares(units, on, words, lambda asked, pk: pk in asked.held)


@held_source(gettext_lazy("第一书记空岗（个）"))
def vacancies(indicator, units, on: date) -> dict[int, Figure]:
    """A unit without a village that must have one has no figure."""
    words, found = _("应派第一书记而空岗的村"), {}
    for unit, asked, ids in _asked(units, on):
        if ids:
            found[unit.pk] = Figure(Decimal(len(ids & asked.vacant)), None, words, on)
    return found


@held_source(gettext_lazy("驻村工作队人数达到要求的村（占比）"))
def team_share(indicator, units, on: date) -> dict[int, Figure]:
    size = rule_value("postings.team_size", on=on)
    words = _("应派第一书记的村，工作队不少于 %(n)s 人的") % {"n": size}
    return _shares(units, on, words, lambda asked, pk: asked.team.get(pk, 0) >= size)


def _shares(units, on: date, words: str, good) -> dict[int, Figure]:
    found = {}
    for unit, asked, ids in _asked(units, on):
        if ids:
            part = sum(bool(good(asked, pk)) for pk in ids)
            found[unit.pk] = Figure(Decimal(part), Decimal(len(ids)), words, on)
    return found


def _asked(units, on: date) -> list[tuple[Unit, Needs, frozenset[int]]]:
    """For each unit the villages below it that must have one; the county is asked once."""
    villages = list(Unit.objects.filter(kind=UnitKind.VILLAGE).valid_on(on))
    asked = needs(units=villages, on=on)
    must = [village for village in villages if village.pk in asked.must]
    return [
        (unit, asked, frozenset(village.pk for village in must if village.path.startswith(answers_for(unit))))
        for unit in units
    ]
