"""Rows that are valid for a span of days."""

from datetime import date
from typing import Self

from django.db.models import Q

from organizations.tenancy.models import CountyQuerySet


class ValidSpanQuerySet(CountyQuerySet):
    """Rows that hold from `valid_from` to `valid_to`, both days included; without an end they go on."""

    def not_ended(self, on: date) -> Self:
        """Valid on that day or later."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))

    def valid_on(self, on: date) -> Self:
        return self.filter(valid_from__lte=on).not_ended(on)
