"""Whom one asks in a unit: the person who does the work of filing there."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F

from organizations.models import Membership, Person
from organizations.roles import Role

CONTACTS = (Role.TOWNSHIP, Role.UNIT_LIAISON, Role.VILLAGE, Role.TOWNSHIP_LEAD)  # who does the work comes first


def contacts(units: Iterable[int], membership, on: date) -> dict[int, Person]:
    """By unit id: a person in service with a filing role, of those the role may see. One query, none without units."""
    units = list(units)
    if not units:
        return {}
    held = Membership.objects.valid_on(on).filter(unit__in=units, role__in=CONTACTS, account__is_active=True)
    people = (
        Person.objects.visible_to(membership)
        .in_service(on)
        .filter(account__memberships__in=held)
        .annotate(files_for=F("account__memberships__unit_id"), files_as=F("account__memberships__role"))
    )
    found: dict[int, tuple[int, Person]] = {}
    for person in people.order_by("id"):
        place = CONTACTS.index(Role(person.files_as))
        if person.files_for not in found or place < found[person.files_for][0]:
            found[person.files_for] = (place, person)
    return {unit: person for unit, (_place, person) in found.items()}
