"""Chainable reads of units and unit groups."""

from datetime import date

from django.db.models import Q, QuerySet

from organizations.tenancy.models import CountyQuerySet


class UnitQuerySet(CountyQuerySet):
    def valid_on(self, on: date) -> QuerySet:
        """Units that exist on that day; the day of closing is the last one."""
        return self.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))

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
