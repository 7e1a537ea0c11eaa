"""Chainable reads of leave."""

from datetime import date
from typing import Self

from django.db.models import Q

from cadres.querysets.sent import SentQuerySet


class LeaveQuerySet(SentQuerySet):
    def approved(self) -> Self:
        return self.filter(state="approved")

    def touching(self, first: date, last: date) -> Self:
        """Those with a day in the span, by what was asked; an early return is looked at by who counts."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def that_hold(self) -> Self:
        """Asked for or granted: what another request must not lie over."""
        return self.filter(state__in=("asked", "approved"))

    def away_on(self, on: date) -> Self:
        """Granted and running on the day; whoever is back since the morning is not away."""
        return (
            self.approved()
            .touching(on, on)
            .filter(Q(back_on__isnull=True) | Q(back_on__gt=on) | Q(back_on=on, back_half="pm"))
        )
