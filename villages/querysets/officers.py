"""Chainable reads of village cadres."""

from datetime import date
from typing import Self

from django.db.models import Q

from organizations.querysets.slices import SlicedQuerySet


class OfficerQuerySet(SlicedQuerySet):
    action = "villages.view_village"

    def in_post(self, on: date) -> Self:
        """A post without a first day has been held since before anybody wrote it down."""
        return self.filter(Q(started_on__isnull=True) | Q(started_on__lte=on)).filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=on)
        )

    def secretaries(self) -> Self:
        return self.filter(post__in=("secretary", "both"))
