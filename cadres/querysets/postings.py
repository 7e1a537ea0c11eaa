"""Chainable reads of postings."""

from datetime import date
from typing import Self

from django.db.models import Q

from cadres.querysets.sent import SentQuerySet


class PostingQuerySet(SentQuerySet):
    sender = "sending_unit"

    def on_day(self, on: date) -> Self:
        """Those who are posted on the day. A tour that is over by plan goes on until somebody ends it."""
        return self.filter(starts_on__lte=on).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on))

    def in_charge(self, on: date) -> Self:
        return self.filter(kind="first_secretary", in_charge_from__lte=on).filter(
            Q(in_charge_to__isnull=True) | Q(in_charge_to__gte=on)
        )
