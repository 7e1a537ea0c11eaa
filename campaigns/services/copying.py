"""Last year's campaign as this year's draft: the tree, carriers, phases and measures, with dates moved by whole years."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import (
    Action,
    Cadence,
    Campaign,
    Carrier,
    Indicator,
    Phase,
    Safeguard,
    SubItem,
    Task,
    TaskDate,
)
from campaigns.services.addresses import free_slug
from campaigns.shifting import shift_words, shift_years
from organizations.models import Unit
from organizations.services import audit

# A plan lives for a year; further than this is a slip of the finger.
MOST_YEARS = 10


@transaction.atomic
def copy_campaign(*, campaign: Campaign, name: str, year: int, with_values: bool, by, on: date) -> Campaign:
    """A draft made from a campaign that was published. Withdrawn tasks stay behind; a closed unit is replaced by the one
    it was merged into, or left open for the wizard to ask. Refuses drafts and years that are no next year."""
    if campaign.is_draft:
        raise ValidationError(_("筹备中的活动不能沿用，请直接继续筹备。"))
    years = year - campaign.year
    if not 0 <= years <= MOST_YEARS:
        raise ValidationError({"year": _("年度应在原活动年度之后，十年以内。")})
    draft = Campaign.objects.create(
        slug=free_slug(name=name, year=year), name=name, owner=_living(campaign.owner, on) or campaign.owner, year=year,
        basis=campaign.basis, starts_on=shift_years(campaign.starts_on, years), ends_on=shift_years(campaign.ends_on, years),
        first_is_lead=campaign.first_is_lead, copied_from=campaign,
        leading_group=campaign.leading_group if campaign.leading_group and not campaign.leading_group.valid_to else None,
    )  # fmt: skip
    actions = {
        old.pk: Action.objects.create(campaign=draft, name=old.name, ordinal=old.ordinal, order=old.order)
        for old in campaign.actions.all()
    }
    tasks = _copy_tasks(campaign, draft, actions)
    phases = {
        old.pk: Phase.objects.create(
            campaign=draft, name=old.name, words=shift_words(old.words, years), text=shift_words(old.text, years),
            starts_on=shift_years(old.starts_on, years), ends_on=shift_years(old.ends_on, years), ordinal=old.ordinal,
            order=old.order,
        )
        for old in campaign.phases.all()
    }  # fmt: skip
    safeguards = {
        old.pk: Safeguard.objects.create(
            campaign=draft, title=old.title, text=old.text, ordinal=old.ordinal, order=old.order
        )
        for old in campaign.safeguards.all()
    }
    places = {"task_id": tasks, "phase_id": phases, "safeguard_id": safeguards}
    Carrier.objects.bulk_create(
        [
            Carrier(
                **{place: rows[getattr(old, place)].pk}, written=old.written, role=old.role, order=old.order,
                unit=_living(old.unit, on), group=old.group,
            )
            for place, rows in places.items()
            for old in Carrier.objects.filter(**{f"{place}__in": list(rows)}).select_related("unit", "group")
        ]
    )  # fmt: skip
    _copy_measures(tasks, years, with_values)
    audit.record(
        by=by, action="campaign.copy", target=draft, after={"from": campaign.name, "year": year, "tasks": len(tasks)}
    )
    return draft


def _copy_tasks(campaign: Campaign, draft: Campaign, actions: dict[int, Action]) -> dict[int, Task]:
    tasks = {
        old.pk: Task.objects.create(
            campaign=draft, action=actions[old.action_id], title=old.title, detail=old.detail, leaders=old.leaders,
            ordinal=old.ordinal, order=old.order,
        )
        for old in Task.objects.filter(campaign=campaign, withdrawn_on__isnull=True).in_plan_order()
    }  # fmt: skip
    SubItem.objects.bulk_create(
        [
            SubItem(task=tasks[old.task_id], title=old.title, ordinal=old.ordinal, order=old.order)
            for old in SubItem.objects.filter(task__in=list(tasks))
        ]
    )
    return tasks


def _copy_measures(tasks: dict[int, Task], years: int, with_values: bool) -> None:
    """A date that publishing assumed is not copied: the new campaign gets its own."""
    dates = TaskDate.objects.filter(task__in=list(tasks)).exclude(assumed=True, words="")
    TaskDate.objects.bulk_create(
        [
            TaskDate(
                task=tasks[old.task_id], kind=old.kind, words=shift_words(old.words, years), what=old.what, order=old.order,
                starts_on=shift_years(old.starts_on, years), ends_on=shift_years(old.ends_on, years), assumed=old.assumed,
            )
            for old in dates
        ]
    )  # fmt: skip
    Cadence.objects.bulk_create(
        [
            Cadence(
                task=tasks[old.task_id], every=old.every, times=old.times, day=old.day, words=shift_words(old.words, years),
                assumed=old.assumed, order=old.order,
            )
            for old in Cadence.objects.filter(task__in=list(tasks))
        ]
    )  # fmt: skip
    Indicator.objects.bulk_create(
        [
            Indicator(
                task=tasks[old.task_id], name=old.name, level=old.level, comparator=old.comparator,
                value=old.value if with_values else None, unit_word=old.unit_word, aggregation=old.aggregation,
                cumulative=old.cumulative, year=old.year + years if old.year else None,
                words=shift_words(old.words, years) if with_values else "", assumed=old.assumed, held_by=old.held_by, held_with=old.held_with,
                order=old.order,
            )
            for old in Indicator.objects.filter(task__in=list(tasks))
        ]
    )  # fmt: skip


def _living(unit: Unit | None, on: date) -> Unit | None:
    """The unit, whoever carries it on after mergers, or None when it was closed without a successor."""
    while unit is not None and unit.valid_to and unit.valid_to <= on:
        unit = unit.merged_into
    return unit
