"""Chainable reads of filings, and who reviews them."""

from typing import Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from organizations.querysets.slices import SlicedQuerySet
from organizations.roles import Reach, reach_of

REVIEW = "campaigns.review_filing"


class FilingQuerySet(SlicedQuerySet):
    action = "campaigns.view_campaign"

    def reviewable_by(self, membership) -> Self:
        """The office reviews the county's campaigns, a township the filings of its own villages. A lead unit reads the
        filings that carry one of its tasks, and reviews those items when the campaign lets it."""
        reach = reach_of(membership, REVIEW)
        if reach is Reach.COUNTY:
            return self
        if reach is not Reach.SLICE:
            return self.none()
        path = membership.unit.path
        below = Q(unit__path__startswith=path) & ~Q(unit=membership.unit_id)
        led = Exists(
            apps.get_model("campaigns", "FilingItem").objects.filter(
                filing=OuterRef("pk"),
                duty__assignment__task__assignments__unit=membership.unit_id,
                duty__assignment__task__assignments__role="lead",
                duty__assignment__task__assignments__state="active",
            )
        )
        return self.filter(below | (led & ~Q(unit=membership.unit_id)))
