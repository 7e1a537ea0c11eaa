"""Chainable reads of postings."""

from datetime import date
from typing import Self

from django.db.models import Q

from cadres.querysets.sent import SentQuerySet


def posted_on(on: date) -> Q:
    return Q(starts_on__lte=on) & (Q(ended_on__isnull=True) | Q(ended_on__gte=on))


class PostingQuerySet(SentQuerySet):
    sender = "sending_unit"

    def on_day(self, on: date) -> Self:
        """Those who are posted on the day. A tour that is over by plan goes on until somebody ends it."""
        return self.filter(posted_on(on))

    def in_charge(self, on: date) -> Self:
        return self.filter(kind="first_secretary", in_charge_from__lte=on).filter(
            Q(in_charge_to__isnull=True) | Q(in_charge_to__gte=on)
        )

    def ended(self, on: date) -> Self:
        return self.filter(ended_on__lt=on)

    def named(self, text: str) -> Self:
        return self.filter(Q(person__search_keys__icontains=text) | Q(unit__search_keys__icontains=text))

    def for_rows(self) -> Self:
        return self.select_related("person", "unit__parent", "sending_unit")

    def in_county_order(self) -> Self:
        return self.order_by(
            "unit__parent__order", "unit__parent__code", "unit__order", "unit__code", "kind", "starts_on", "pk"
        )
