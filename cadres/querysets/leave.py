"""Chainable reads of leave."""

from datetime import date
from typing import Self

from organizations.querysets.slices import SlicedQuerySet


class LeaveQuerySet(SlicedQuerySet):
    action = "cadres.view_posting"

    def approved(self) -> Self:
        return self.filter(state="approved")

    def touching(self, first: date, last: date) -> Self:
        """Those with a day in the span, by what was asked; an early return is looked at by who counts."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)
