"""The units whose people a membership may look at, for filters."""

from datetime import date

from organizations.models import Unit


def seat_units(membership, on: date):
    """The county's units of the day, or those of the own slice."""
    return Unit.objects.valid_on(on).within(membership, "cadres.view_posting")
