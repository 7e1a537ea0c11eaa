"""Chainable reads of units and unit groups."""

from typing import Self

from django.db.models import Q, QuerySet

from organizations.querysets.spans import ValidSpanQuerySet
from organizations.roles import Reach, reach_of
from organizations.tenancy.models import CountyQuerySet


class UnitQuerySet(ValidSpanQuerySet):
    """A unit's last day is the day it is closed or merged."""

    def below(self, unit) -> Self:
        """The unit itself and everything under it."""
        return self.filter(path__startswith=unit.path)

    def within(self, membership, action: str) -> Self:
        """Those that the membership's reach of the action covers: the whole county, the own unit and below, or nothing."""
        reach = reach_of(membership, action)
        if reach is None:
            return self.none()
        return self if reach is Reach.COUNTY else self.below(membership.unit)

    def in_official_order(self) -> QuerySet:
        """By the county's own numbering, never by code point."""
        return self.order_by("order", "code")

    def in_county_order(self) -> Self:
        """Villages of all townships: the townships in official order, and each one's villages in theirs."""
        return self.order_by("parent__order", "parent__code", "order", "code")

    def search(self, text: str) -> QuerySet:
        """By name, alias, code, pinyin or initials (qsz → 青石镇)."""
        words = text.strip()
        return self.filter(Q(search_keys__icontains=words) | Q(code__startswith=words))


class UnitGroupQuerySet(CountyQuerySet):
    def with_rule_unit(self) -> QuerySet:
        return self.select_related("rule_under")
