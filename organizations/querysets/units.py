"""Chainable reads of units and unit groups."""

from django.db.models import Q, QuerySet

from organizations.querysets.spans import ValidSpanQuerySet
from organizations.tenancy.models import CountyQuerySet


class UnitQuerySet(ValidSpanQuerySet):
    """A unit's last day is the day it is closed or merged."""

    def below(self, unit) -> QuerySet:
        """The unit itself and everything under it."""
        return self.filter(path__startswith=unit.path)

    def in_official_order(self) -> QuerySet:
        """By the county's own numbering, never by code point."""
        return self.order_by("order", "code")

    def search(self, text: str) -> QuerySet:
        """By name, alias, code, pinyin or initials (qsz → 青石镇)."""
        words = text.strip()
        return self.filter(Q(search_keys__icontains=words) | Q(code__startswith=words))


class UnitGroupQuerySet(CountyQuerySet):
    def with_rule_unit(self) -> QuerySet:
        return self.select_related("rule_under")
