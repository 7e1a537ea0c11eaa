"""Chainable reads of people and memberships."""

from datetime import date

from django.db.models import Q, QuerySet

from organizations.querysets.slices import SlicedQuerySet
from organizations.querysets.spans import ValidSpanQuerySet


class PersonQuerySet(SlicedQuerySet):
    action = "organizations.view_people"

    def in_service(self, on: date) -> QuerySet:
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gte=on))

    def search(self, text: str) -> QuerySet:
        words = text.strip()
        return self.filter(Q(search_keys__icontains=words) | Q(staff_no__startswith=words))

    def for_list(self) -> QuerySet:
        return self.select_related("unit", "unit__parent", "account")

    def search_accounts(self, text: str) -> QuerySet:
        words = text.strip()
        return self.filter(Q(search_keys__icontains=words) | Q(account__login_name__icontains=words))

    def with_account_state(self, state: str, on: date) -> QuerySet:
        """By what the account is on a day: active, new (still on its one-time code) or disabled (or expired)."""
        closed = Q(account__is_active=False) | Q(account__expires_on__lt=on)
        if state == "disabled":
            return self.filter(closed)
        rows = self.exclude(account__is_active=False).exclude(account__expires_on__lt=on)
        return rows.filter(account__must_change_password=True) if state == "new" else rows


class MembershipQuerySet(ValidSpanQuerySet):
    def for_session(self) -> QuerySet:
        return self.select_related("unit", "unit__parent")
