"""Whom one asks in a unit: the person who does the work of filing there; and when the unit was last told of it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Case, OuterRef, Subquery, Value, When
from django.db.models.functions import Greatest

from campaigns.models import Campaign, Reminder, Urge
from organizations.models import Membership, Person, Unit
from organizations.roles import Role

CONTACTS = (Role.TOWNSHIP, Role.UNIT_LIAISON, Role.VILLAGE, Role.TOWNSHIP_LEAD)  # who does the work comes first


def contact(membership, on: date, field: str = "name") -> Subquery:
    """For a query of units: a field of a person in service with a filing role, of those the role may see."""
    seen = Person.objects.visible_to(membership).in_service(on)
    held = Membership.objects.valid_on(on).filter(
        unit=OuterRef("pk"), role__in=CONTACTS, account__is_active=True, account__person__in=seen
    )
    rank = Case(*(When(role=role, then=Value(place)) for place, role in enumerate(CONTACTS)))
    return Subquery(held.order_by(rank, "account__person__id").values(f"account__person__{field}")[:1])


class Told(NamedTuple):
    contact_id: int | None
    contact: str | None
    reminded_on: date | None  # by the clock, or urged by hand in this campaign


def told_units(*, campaign: Campaign, units: Iterable[int], membership, on: date) -> dict[int, Told]:
    """By unit id; one query however many units, none without."""
    units = list(units)
    if not units:
        return {}
    by_clock = Reminder.objects.filter(unit=OuterRef("pk")).order_by("-day").values("day")[:1]
    by_hand = Urge.objects.filter(unit=OuterRef("pk"), campaign=campaign).order_by("-day").values("day")[:1]
    rows = Unit.objects.filter(pk__in=units).annotate(
        contact_id=contact(membership, on, "id"),
        contact=contact(membership, on),
        last=Greatest(Subquery(by_clock), Subquery(by_hand)),
    )
    return {pk: Told(*found) for pk, *found in rows.values_list("pk", "contact_id", "contact", "last")}
