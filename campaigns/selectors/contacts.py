"""Whom one asks in a unit: the person who does the work of filing there."""

from collections.abc import Iterable
from datetime import date

from organizations.models import Membership, Person
from organizations.roles import Role

CONTACTS = (Role.TOWNSHIP, Role.UNIT_LIAISON, Role.VILLAGE, Role.TOWNSHIP_LEAD)  # who does the work comes first


def contacts(units: Iterable[int], membership, on: date) -> dict[int, Person]:
    """By unit id: a person in service with a filing role, of those the role may see. Two queries, none without units."""
    units = list(units)
    if not units:
        return {}
    holders = Membership.objects.valid_on(on).filter(unit__in=units, role__in=CONTACTS, account__is_active=True)
    roles = {account: (unit, role) for account, unit, role in holders.values_list("account", "unit", "role")}
    people = Person.objects.visible_to(membership).in_service(on).filter(account__in=roles)
    found: dict[int, tuple[int, Person]] = {}
    for person in people.order_by("id"):
        unit, role = roles[person.account_id]
        place = CONTACTS.index(Role(role))
        if unit not in found or place < found[unit][0]:
            found[unit] = (place, person)
    return {unit: person for unit, (_place, person) in found.items()}
