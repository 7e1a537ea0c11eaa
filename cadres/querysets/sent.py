"""Rows about people sent to villages: the slice, and for the unit that sent somebody its own people wherever they are."""

from typing import Self

from django.db.models import Q

from organizations.querysets.slices import SlicedQuerySet
from organizations.roles import Reach, reach_of


class SentQuerySet(SlicedQuerySet):
    action = "cadres.view_posting"
    sender = "posting__sending_unit"

    def visible_to(self, membership) -> Self:
        if reach_of(membership, self.action) is not Reach.SLICE:
            return super().visible_to(membership)
        path = membership.unit.path
        return self.filter(Q(unit__path__startswith=path) | Q(**{f"{self.sender}__path__startswith": path}))
