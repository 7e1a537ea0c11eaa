"""The panels of a village's page: every floor adds what it knows, named in settings.VILLAGE_PANELS by dotted path."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from organizations.models import Unit


@dataclass(frozen=True)
class Panel:
    """`name` is the anchor; `template` is drawn with `context` as `panel`; `order` is the place on the page."""

    name: str
    title: str | Promise
    template: str
    order: int
    context: Mapping[str, Any] = field(default_factory=dict)


def panels_for(unit: Unit, membership, on: date) -> list[Panel]:
    """What the person may see of the village, in order. A source answers None for nothing or not theirs."""
    found = [import_string(path)(unit, membership, on) for path in settings.VILLAGE_PANELS]
    return sorted((panel for panel in found if panel is not None), key=lambda panel: panel.order)
