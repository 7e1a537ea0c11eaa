"""Which rows a role may see: one rule for everything that belongs to a unit."""

from typing import Self

from organizations.roles import Reach, reach_of
from organizations.tenancy.models import CountyQuerySet


class SlicedQuerySet(CountyQuerySet):
    """Rows of a unit. `action` names what the role table must allow for them to be seen."""

    action = ""

    def visible_to(self, membership) -> Self:
        """The whole county, the own unit and what is below it, or nothing."""
        reach = reach_of(membership, self.action)
        if reach is Reach.COUNTY:
            return self
        if reach is Reach.SLICE:
            return self.filter(unit__path__startswith=membership.unit.path)
        return self.none()
