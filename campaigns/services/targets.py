"""A number of the plan is divided among the units that carry the task."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign, IndicatorTarget, Task
from campaigns.selectors.unit_targets import target_sheet
from organizations.services import audit
from organizations.services.versions import lock_version

RUNNING = (Campaign.State.PUBLISHED, Campaign.State.PAUSED)


@transaction.atomic
def set_targets(*, task: Task, values: Mapping[tuple[int, int], Decimal | None], version: int, by) -> int:
    """Write the units' numbers by (indicator id, unit id), None takes one away; how many differ.

    Raises StaleVersion when the task was changed since. Numbers that do not add up to the county's are taken: a county
    often gives out more than the plan asks for, or less while it still negotiates; the page tells the difference.
    """
    stored = lock_version(instance=task, version=version)
    if stored.campaign.state not in RUNNING or stored.withdrawn_on:
        raise ValidationError(_("活动或任务已经结束，不能再分解指标。"))
    sheet = target_sheet(task=stored)
    indicators = {row.pk: row for row in sheet.indicators}
    units = {row.pk: row for row in sheet.units}
    if any(indicator not in indicators or unit not in units for indicator, unit in values):
        raise ValidationError(_("承担单位或指标刚刚有变动，请重新打开页面再填。"))
    changed = {place: value for place, value in values.items() if sheet.values.get(place) != value}
    if not changed:
        return 0
    for (indicator, unit), value in changed.items():
        own = IndicatorTarget.objects.filter(indicator=indicator, unit=unit)
        if value is None:
            own.delete()
        elif not own.update(value=value):
            IndicatorTarget.objects.create(indicator_id=indicator, unit_id=unit, value=value)
    stored.version += 1
    stored.save(update_fields=["version"])
    audit.record(
        by=by, action="target.set", target=stored,
        before={_place(indicators, units, place): _words(sheet.values.get(place)) for place in changed},
        after={_place(indicators, units, place): _words(value) for place, value in changed.items()},
    )  # fmt: skip
    return len(changed)


def _place(indicators, units, place: tuple[int, int]) -> str:
    return f"{indicators[place[0]].name} {units[place[1]].name}"


def _words(value: Decimal | None) -> str:
    return "" if value is None else str(value)
