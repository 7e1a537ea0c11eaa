"""The units whose people a membership may look at, for filters."""

from datetime import date

from organizations.models import Unit
from organizations.roles import Reach, reach_of


def seat_units(membership, on: date):
    """The county's units of the day, or those of the own slice."""
    units = Unit.objects.valid_on(on)
    if reach_of(membership, "cadres.view_posting") is Reach.COUNTY:
        return units
    return units.filter(path__startswith=membership.unit.path)
