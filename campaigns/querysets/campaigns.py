"""Chainable reads of campaigns, tasks and assignments, and who may see them.

The whole county for the office; for a leader everything that was published. Everybody else finds the campaigns in which
the own unit, or a unit below it, carries a task, the campaigns of the own township, and those one was made co-editor of.
"""

from datetime import date
from typing import Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from organizations.roles import Reach, Role, reach_of
from organizations.tenancy.models import CountyQuerySet

VIEW, EDIT = "campaigns.view_campaign", "campaigns.edit_campaign"


class CampaignQuerySet(CountyQuerySet):
    def visible_to(self, membership, on: date) -> Self:
        reach = reach_of(membership, VIEW)
        if reach is None:
            return self.none()
        if membership.role == Role.COUNTY_OFFICE:
            return self
        published = ~Q(state="draft")
        if reach is Reach.COUNTY:
            return self.filter(published | self._co_edited(membership, on))
        path = membership.unit.path
        assignments = apps.get_model("campaigns", "Assignment").objects
        carried = Exists(assignments.filter(task__campaign=OuterRef("pk"), unit__path__startswith=path))
        own = Q(owner__path__startswith=path)
        if reach_of(membership, EDIT) is None:
            own &= published
        return self.filter(own | (published & carried) | self._co_edited(membership, on))

    def editable_by(self, membership, on: date) -> Self:
        """By role, or by a grant on the very campaign."""
        reach = reach_of(membership, EDIT)
        if reach is Reach.COUNTY:
            return self
        allowed = self._co_edited(membership, on) if membership else Q(pk__in=[])
        if reach is Reach.SLICE:
            allowed |= Q(owner__path__startswith=membership.unit.path)
        return self.filter(allowed)

    def copyable_by(self, membership) -> Self:
        """Those the role may make a new campaign out of; a grant lets somebody edit one campaign, not start another."""
        reach = reach_of(membership, EDIT)
        if reach is Reach.COUNTY:
            return self
        return self.filter(owner__path__startswith=membership.unit.path) if reach is Reach.SLICE else self.none()

    def _co_edited(self, membership, on: date) -> Q:
        grants = apps.get_model("campaigns", "CampaignGrant").objects.filter(
            user=membership.account_id, permission__codename="edit_campaign"
        )
        return Q(pk__in=grants.exclude(valid_to__lt=on).values("content_object"))


class TaskQuerySet(CountyQuerySet):
    def in_plan_order(self) -> QuerySet:
        """As the plan has them: action by action, then in the order inside it."""
        return self.order_by("action__order", "order", "id")

    def visible_to(self, membership, on: date) -> Self:
        """All tasks for the county, for the campaign's own township and for co-editors; else those carried in the slice."""
        reach = reach_of(membership, VIEW)
        if reach is None:
            return self.none()
        if reach is Reach.COUNTY:
            return self
        path = membership.unit.path
        campaigns = apps.get_model("campaigns", "Campaign").objects.editable_by(membership, on)
        assignments = apps.get_model("campaigns", "Assignment").objects
        carried = Exists(assignments.filter(task=OuterRef("pk"), unit__path__startswith=path))
        return self.filter(Q(campaign__in=campaigns.values("pk")) | Q(campaign__owner__path__startswith=path) | carried)


class AssignmentQuerySet(CountyQuerySet):
    def visible_to(self, membership, on: date) -> Self:
        """The county sees all; a unit what it or a unit below it carries, and, on the tasks it leads, all shares."""
        reach = reach_of(membership, VIEW)
        if reach is None:
            return self.none()
        if reach is Reach.COUNTY:
            return self
        path = membership.unit.path
        leads = Exists(
            apps.get_model("campaigns", "Assignment").objects.filter(
                task=OuterRef("task"), role="lead", state="active", unit__path__startswith=path
            )
        )
        return self.filter(Q(unit__path__startswith=path) | Q(task__campaign__owner__path__startswith=path) | leads)

    def active(self) -> Self:
        return self.filter(state="active")
