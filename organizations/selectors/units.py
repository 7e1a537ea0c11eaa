"""What the pages of the unit tree show."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from organizations.models import Membership, Person, Unit, UnitEvent

FIELD_WORDS = {
    "name": Unit._meta.get_field("name").verbose_name,
    "short_name": Unit._meta.get_field("short_name").verbose_name,
    "code": Unit._meta.get_field("code").verbose_name,
    "parent": Unit._meta.get_field("parent").verbose_name,
    "aliases": Unit._meta.get_field("aliases").verbose_name,
    "order": Unit._meta.get_field("order").verbose_name,
    "into": Unit._meta.get_field("merged_into").verbose_name,
}


@dataclass(frozen=True)
class UnitRow:
    """A line of the list, ready to print."""

    public_id: str
    name: str
    short_name: str
    kind: str
    code: str
    parent: str
    below: int
    ended: date | None


def unit_rows(units: list[Unit], on: date) -> list[UnitRow]:
    """Lines for one page of units: two queries however many rows."""
    below = dict(
        Unit.objects.filter(parent__in=[unit.pk for unit in units])
        .valid_on(on)
        .values_list("parent")
        .annotate(n=Count("pk"))
    )
    return [
        UnitRow(
            public_id=str(unit.public_id),
            name=unit.name,
            short_name=unit.short_name,
            kind=unit.get_kind_display(),
            code=unit.code,
            parent=unit.parent.name if unit.parent else "",
            below=below.get(unit.pk, 0),
            ended=unit.valid_to if unit.valid_to and unit.valid_to < on else None,
        )
        for unit in units
    ]


def unit_history(unit: Unit) -> list[dict]:
    """Lines for the timeline component, newest first."""
    lines = []
    for event in UnitEvent.objects.filter(unit=unit):
        named = [name for name in event.after if name in FIELD_WORDS and event.kind != UnitEvent.Kind.OPENED]
        lines.append(
            {
                "when": event.on,
                "who": event.paper,
                "what": event.get_kind_display()
                + (f"：{event.after['absorbed']}" if "absorbed" in event.after else ""),
                "changes": [
                    {
                        "label": FIELD_WORDS[name],
                        "before": _word(event.before.get(name)),
                        "after": _word(event.after[name]),
                    }
                    for name in named
                ],
            }
        )
    return lines


def merge_counts(unit: Unit, on: date) -> dict[str, int]:
    """What follows a unit into the one it is merged with."""
    return {
        "children": Unit.objects.filter(parent=unit, valid_to__isnull=True).count(),
        "people": Person.objects.filter(unit=unit, left_on__isnull=True).count(),
        "memberships": Membership.objects.filter(unit=unit).valid_on(on).count(),
    }


def higher_counts(unit: Unit) -> list[tuple[str, int]]:
    """What hangs on a unit on the higher floors, named in settings.UNIT_COUNTS as (unit) -> (label, number)."""
    return [import_string(path)(unit) for path in settings.UNIT_COUNTS]


def _word(value) -> str:
    return _("、").join(value) if isinstance(value, list) else str(value or "")
