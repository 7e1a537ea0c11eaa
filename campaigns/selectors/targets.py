"""The units and groups that a campaign's carriers may stand for, in the order of a list to choose from."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.opening import in_reach
from organizations.models import Unit, UnitGroup, UnitKind
from organizations.services.unit_groups import open_groups


@dataclass
class Targets:
    """`choices` for a select with headings, `find` the unit or group of a public id."""

    choices: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    by_id: dict[str, Unit | UnitGroup] = field(default_factory=dict)

    @classmethod
    def of(cls, campaign: Campaign, on: date) -> "Targets":
        """A county campaign is offered groups first, then units by kind; a township's its own villages first, and only
        groups that open to somebody within its reach."""
        units = Unit.objects.valid_on(on).exclude(kind=UnitKind.COUNTY).select_related("parent").in_official_order()
        units = [unit for unit in units if in_reach(campaign, unit)]
        groups = list(UnitGroup.objects.with_rule_unit())
        found = cls()
        if campaign.owner.kind == UnitKind.TOWNSHIP:
            opened = open_groups(groups=groups, on=on)
            groups = [group for group in groups if any(in_reach(campaign, unit) for unit in opened[group.pk])]
            found._add(_("本乡镇各村"), [unit for unit in units if unit.kind == UnitKind.VILLAGE])
        found._add(_("单位组"), groups)
        for kind, title in (
            (UnitKind.COUNTY_OFFICE, UnitKind.COUNTY_OFFICE.label), (UnitKind.DEPARTMENT, UnitKind.DEPARTMENT.label),
            (UnitKind.TOWNSHIP, UnitKind.TOWNSHIP.label), (UnitKind.OTHER, UnitKind.OTHER.label),
        ):  # fmt: skip
            found._add(str(title), [unit for unit in units if unit.kind == kind])
        if campaign.owner.kind != UnitKind.TOWNSHIP:
            villages = [unit for unit in units if unit.kind == UnitKind.VILLAGE]
            found._add(str(UnitKind.VILLAGE.label), sorted(villages, key=lambda unit: unit.path), parent=True)
        return found

    def _add(self, title: str, rows: list, *, parent: bool = False) -> None:
        if rows:
            self.choices.append(
                (title, [(str(row.public_id), f"{row.parent} {row.name}" if parent else row.name) for row in rows])
            )
            self.by_id |= {str(row.public_id): row for row in rows}

    def find(self, public_id: str) -> Unit | UnitGroup | None:
        return self.by_id.get(public_id)

    def named(self, name: str) -> Unit | UnitGroup | None:
        """The one of that very name; own villages come before others."""
        return next((row for row in self.by_id.values() if row.name == name), None)
