"""Chainable reads of evidence."""

from django.db.models import QuerySet

from organizations.roles import Reach, reach_of
from organizations.tenancy.models import CountyQuerySet


class EvidenceQuerySet(CountyQuerySet):
    def visible_to(self, membership) -> QuerySet:
        reach = reach_of(membership, "organizations.view_evidence")
        if reach is Reach.COUNTY:
            return self
        if reach is Reach.SLICE:
            return self.filter(unit__path__startswith=membership.unit.path)
        return self.none()
