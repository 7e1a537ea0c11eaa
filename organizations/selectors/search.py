"""Search on the ground floor: units, villages, people."""

from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.hits import Hit, HitGroup, best_first, marked, matching, shown
from organizations.models import Membership, Person, Unit, UnitKind
from organizations.roles import Reach, reach_of


def units(account, text: str, on: date) -> list[HitGroup]:
    """Units and villages in use; every role that searches may see all of the county's."""
    if reach_of(account.membership, "organizations.view_unit") is None:
        return []
    found = Unit.objects.valid_on(on).filter(
        matching(text, "name") | Q(short_name__icontains=text) | Q(code__startswith=text)
    )
    villages = found.filter(kind=UnitKind.VILLAGE)
    address, member = reverse("organizations:units"), account.membership
    return [
        _units(
            pgettext_lazy("plural", "单位"), found.exclude(kind=UnitKind.VILLAGE), text, address, {"q": text}, member
        ),
        _units(_("村（社区）"), villages, text, address, {"q": text, "kind": UnitKind.VILLAGE.value}, member),
    ]


def _units(title, found, text: str, address: str, query: dict[str, str], member: Membership) -> HitGroup:
    ranked = best_first(found, text, name="name", exact=("short_name", "code"), then=("order", "code"))
    rows, total = shown(ranked.select_related("parent"))
    hits = [
        Hit(
            title=marked(unit.name, text),
            url=_page_of(unit, member),
            note=_joined(unit.get_kind_display() if unit.kind != UnitKind.VILLAGE else "", unit.parent, unit.code),
        )
        for unit in rows
    ]
    return HitGroup(title, hits, total, f"{address}?{urlencode(query)}")


def _page_of(unit: Unit, member: Membership) -> str:
    """A village leads to its own page, with everything known of it, for who may see that; any other to the unit's."""
    reach = reach_of(member, "villages.view_village") if unit.kind == UnitKind.VILLAGE else None
    may_see = reach is Reach.COUNTY or (reach is Reach.SLICE and unit.path.startswith(member.unit.path))
    return reverse("villages:village" if may_see else "organizations:unit-detail", args=[unit.public_id])


def people(account, text: str, on: date) -> list[HitGroup]:
    """People in service whom the role may see: by name, pinyin, initials, or the whole staff number. Never by a sealed
    number, and none is shown."""
    found = Person.objects.visible_to(account.membership).in_service(on)
    found = found.filter(matching(text, "name") | Q(staff_no__iexact=text))
    ranked = best_first(found, text, name="name", exact=("staff_no",), then=("pinyin", "id"))
    rows, total = shown(ranked.select_related("unit"))
    hits = [
        Hit(
            title=marked(person.name, text),
            url=reverse("organizations:person-detail", args=[person.public_id]),
            note=_joined(person.unit, person.title),
        )
        for person in rows
    ]
    address = f"{reverse('organizations:people')}?{urlencode({'q': text})}"
    return [HitGroup(_("人员"), hits, total, address)]


def _joined(*words) -> str:
    return " · ".join(str(word) for word in words if word)
