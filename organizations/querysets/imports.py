"""Chainable reads of imports."""

from datetime import datetime, timedelta
from typing import Self

from organizations.roles import Reach, reach_of
from organizations.tenancy.models import CountyQuerySet


class ImportBatchQuerySet(CountyQuerySet):
    def visible_to(self, membership, action: str) -> Self:
        """Whose role may import the register sees its batches: all, or those of the own unit and below."""
        reach = reach_of(membership, action)
        if reach is Reach.COUNTY:
            return self
        if reach is Reach.SLICE:
            return self.filter(unit__path__startswith=membership.unit.path)
        return self.none()

    def others_at_work(self, batch, now: datetime) -> Self:
        """Other people's imports of the same register: waiting to be written today, or written after this check."""
        rows = self.filter(kind=batch.kind).exclude(pk=batch.pk).exclude(uploaded_by=batch.uploaded_by_id)
        return rows.waiting(now) | rows.filter(state="written", written_at__gte=batch.uploaded_at)

    def waiting(self, now: datetime) -> Self:
        """Checked and not written yet, today."""
        return self.filter(state="checked", checked_at__gte=now - timedelta(hours=8))
