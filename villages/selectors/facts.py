"""What is known of villages: register row, people in office, newest yearly facts. One picture for list, page and import."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from organizations.models import Unit
from villages.models import OfficerPost, Village, VillageOfficer, VillageYear

SECRETARY = (OfficerPost.SECRETARY, OfficerPost.BOTH)


@dataclass
class VillageFacts:
    """Of one village on a day. What nobody has written down is None, never 0."""

    unit: Unit
    village: Village | None = None
    officers: list[VillageOfficer] = field(default_factory=list)  # in office on the day, in the order of the posts
    year: VillageYear | None = None  # the newest that is known

    @property
    def secretary(self) -> VillageOfficer | None:
        return next((officer for officer in self.officers if officer.post in SECRETARY), None)

    @property
    def head(self) -> VillageOfficer | None:
        wanted = (OfficerPost.BOTH, OfficerPost.HEAD)
        return next((officer for officer in self.officers if officer.post in wanted), None)

    @property
    def both_posts(self) -> bool:
        return self.secretary is not None and self.secretary.post == OfficerPost.BOTH

    @property
    def reserve(self) -> int:
        return sum(officer.post == OfficerPost.RESERVE for officer in self.officers)


def village_facts(*, units: Iterable[Unit], on: date) -> Mapping[int, VillageFacts]:
    """By unit id; three queries however many villages."""
    found = {unit.pk: VillageFacts(unit) for unit in units}
    for row in Village.objects.filter(unit__in=found):
        found[row.unit_id].village = row
    for officer in VillageOfficer.objects.filter(unit__in=found).in_post(on):
        found[officer.unit_id].officers.append(officer)
    newest = (
        VillageYear.objects.filter(unit__in=found, year__lte=on.year).order_by("unit_id", "-year").distinct("unit_id")
    )
    for year in newest:
        found[year.unit_id].year = year
    order = {post: place for place, post in enumerate(OfficerPost.values)}
    for facts in found.values():
        facts.officers.sort(key=lambda officer: (order[officer.post], officer.pk))
    return found


def age_of(officer: VillageOfficer | None, on: date) -> int | None:
    """Full years on the day; None when the birthday is not known."""
    if officer is None or officer.born_on is None:
        return None
    born = officer.born_on
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
