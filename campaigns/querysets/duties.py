"""Chainable reads of duties."""

from typing import Self

from django.db.models.functions import Coalesce

from organizations.querysets.slices import SlicedQuerySet


class DutyQuerySet(SlicedQuerySet):
    action = "campaigns.view_campaign"

    def open(self) -> Self:
        return self.filter(state="open")

    def with_last_day(self) -> Self:
        """`last_day`: until when filing is on time."""
        return self.annotate(last_day=Coalesce("extended_to", "due_on"))
