"""Chainable reads of campaigns and tasks."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from organizations.roles import Reach, Role, reach_of
from organizations.tenancy.models import CountyQuerySet

# Published states: what carriers may see. A draft is seen by those who may edit it.
PUBLIC_STATES = ("published", "paused", "closed", "archived")
OVERSEERS = frozenset({Role.COUNTY_OFFICE, Role.COUNTY_LEADER})


class CampaignQuerySet(CountyQuerySet):
    def visible_to(self, membership) -> QuerySet:
        """The office and leaders see all; others what is published and touches their slice, and drafts of their own township."""
        from campaigns.models import Assignment

        reach = reach_of(membership, "campaigns.view_campaign")
        if reach is None:
            return self.none()
        if membership.role in OVERSEERS:
            return self if membership.role == Role.COUNTY_OFFICE else self.filter(state__in=PUBLIC_STATES)
        path = membership.unit.path
        carried = Assignment.objects.filter(task__campaign=OuterRef("pk"), unit__path__startswith=path)
        return self.filter(
            Q(state__in=PUBLIC_STATES) & (Exists(carried) | Q(owner__path__startswith=path)) | Q(owner=membership.unit)
        )

    def editable_by(self, membership) -> QuerySet:
        """Whole county for the office; a township's own for its people."""
        reach = reach_of(membership, "campaigns.edit_campaign")
        if reach is Reach.COUNTY:
            return self
        return self.filter(owner=membership.unit) if reach is Reach.SLICE else self.none()


class TaskQuerySet(CountyQuerySet):
    def visible_to(self, membership) -> QuerySet:
        """Tasks that the slice carries; everything for those who oversee and for the owner's people."""
        from campaigns.models import Assignment

        if reach_of(membership, "campaigns.view_campaign") is None:
            return self.none()
        if membership.role in OVERSEERS:
            return self
        path = membership.unit.path
        carried = Assignment.objects.filter(task=OuterRef("pk"), unit__path__startswith=path).exclude(state="ended")
        return self.filter(Exists(carried) | Q(campaign__owner__path__startswith=path))

    def in_plan_order(self) -> QuerySet:
        return self.order_by("action__order", "order", "id")
