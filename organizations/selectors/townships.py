"""The townships a person may choose from."""

from datetime import date

from django.db.models import QuerySet

from organizations.models import Unit, UnitKind
from organizations.roles import Reach, reach_of


def townships_of(membership, on: date, action: str) -> QuerySet:
    """Those of the day within the reach of the action, in official order; for a slice its own one."""
    townships = Unit.objects.filter(kind=UnitKind.TOWNSHIP).valid_on(on).in_official_order()
    reach = reach_of(membership, action)
    if reach is Reach.COUNTY:
        return townships
    if reach is None:
        return townships.none()
    own = membership.unit if membership.unit.kind == UnitKind.TOWNSHIP else membership.unit.parent
    return townships.filter(pk=own.pk) if own else townships.none()
