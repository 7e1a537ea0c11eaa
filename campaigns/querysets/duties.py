"""Chainable reads of duties."""

from datetime import date
from typing import Self

from django.db.models import Q
from django.db.models.functions import Coalesce

from organizations.querysets.slices import SlicedQuerySet


class DutyQuerySet(SlicedQuerySet):
    action = "campaigns.view_campaign"

    def open(self) -> Self:
        return self.filter(state="open")

    def with_last_day(self) -> Self:
        """`last_day`: until when filing is on time."""
        return self.annotate(last_day=Coalesce("extended_to", "due_on"))

    def due_by(self, on: date) -> Self:
        return self.filter(due_on__lte=on)

    def overdue(self, on: date) -> Self:
        """Unfiled after the last day; a duty falls overdue when its day is over, at 24:00."""
        return self.open().filter(Q(extended_to__isnull=True, due_on__lt=on) | Q(extended_to__lt=on))
