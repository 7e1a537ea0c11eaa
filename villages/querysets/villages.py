"""Chainable reads of the village register."""

from organizations.querysets.slices import SlicedQuerySet


class VillageQuerySet(SlicedQuerySet):
    action = "villages.view_village"
