"""Chainable reads of urges."""

from organizations.querysets.slices import SlicedQuerySet


class UrgeQuerySet(SlicedQuerySet):
    action = "campaigns.view_campaign"
