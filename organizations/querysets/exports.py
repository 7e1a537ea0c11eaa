"""Chainable reads of exports."""

from datetime import datetime
from typing import Self

from organizations.tenancy.models import CountyQuerySet


class ExportJobQuerySet(CountyQuerySet):
    def visible_to(self, membership, now: datetime) -> Self:
        """One's own, asked for in the role in use, until they expire: a file holds what that role could see."""
        if membership is None:
            return self.none()
        return self.filter(account=membership.account_id, membership=membership, expires_at__gt=now)

    def expired(self, now: datetime) -> Self:
        return self.filter(expires_at__lte=now)
