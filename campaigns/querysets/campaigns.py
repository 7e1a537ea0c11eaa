"""Chainable reads of campaigns and tasks."""

from django.db.models import QuerySet

from organizations.tenancy.models import CountyQuerySet


class TaskQuerySet(CountyQuerySet):
    def in_plan_order(self) -> QuerySet:
        """As the plan has them: action by action, then in the order inside it."""
        return self.order_by("action__order", "order", "id")
