"""Chainable reads of carriers."""

from typing import Self

from django.db.models import Q

from organizations.tenancy.models import CountyQuerySet


class CarrierQuerySet(CountyQuerySet):
    def of_campaign(self, campaign) -> Self:
        """Those of its tasks, phases and safeguards."""
        return self.filter(Q(task__campaign=campaign) | Q(phase__campaign=campaign) | Q(safeguard__campaign=campaign))

    def unresolved(self) -> Self:
        return self.filter(unit__isnull=True, group__isnull=True)

    def with_targets(self) -> Self:
        """Unit, who carries it on, group and exemptions at once, in the order of the plan."""
        return (
            self.select_related("unit", "unit__merged_into", "group", "group__rule_under")
            .prefetch_related("exemptions__unit")
            .order_by("order", "id")
        )
