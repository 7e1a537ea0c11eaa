"""What stands in the way of publishing, and publishing: numbers, assignments, one message a unit, a frozen version."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import (
    Assignment,
    Campaign,
    CampaignVersion,
    Carrier,
    CarrierRole,
    Indicator,
    PlanQuestion,
    Task,
    TaskDate,
)
from campaigns.services import duties
from campaigns.snapshots import snapshot_of
from organizations.models import Unit
from organizations.services import audit, notices
from organizations.services.unit_groups import open_groups


@dataclass(frozen=True)
class Gap:
    """Something open in a draft. `blocks` says whether it must be closed before publishing; else it is only told."""

    text: str
    blocks: bool
    task: Task | None = None
    carrier: Carrier | None = None
    question: PlanQuestion | None = None


def gaps(*, campaign: Campaign) -> list[Gap]:
    """Refused: no tasks, a task without a carrier, an unresolved unit, an empty target, an unanswered contradiction.
    Told, not refused: no date (the campaign's last day holds, marked 默认), no measure."""
    tasks = list(Task.objects.filter(campaign=campaign).in_plan_order())
    found: list[Gap] = []
    if not tasks:
        found.append(Gap(_("还没有任务。"), blocks=True))
    carried = set(Carrier.objects.filter(task__campaign=campaign).values_list("task", flat=True))
    dated = set(TaskDate.objects.filter(task__campaign=campaign).values_list("task", flat=True))
    measured = set(Indicator.objects.filter(task__campaign=campaign).values_list("task", flat=True))
    found += [
        Gap(_("“%(task)s”没有责任单位。") % {"task": task.title}, True, task=task)
        for task in tasks
        if task.pk not in carried
    ]
    unresolved = Carrier.objects.filter(unit__isnull=True, group__isnull=True).select_related("task")
    for carrier in _of_campaign(unresolved, campaign):
        found.append(
            Gap(_("“%(unit)s”还没有对应到单位。") % {"unit": carrier.written}, True, task=carrier.task, carrier=carrier)
        )
    for indicator in Indicator.objects.filter(task__campaign=campaign, value__isnull=True).select_related("task"):
        found.append(
            Gap(
                _("指标“%(name)s”还没有填数。") % {"name": indicator.words or indicator.name}, True, task=indicator.task
            )
        )
    if campaign.plan_id:
        for question in PlanQuestion.objects.filter(plan=campaign.plan):
            if question.blocks:
                found.append(Gap(question.text, True, question=question))
    for task in tasks:
        if task.pk not in dated:
            found.append(Gap(_("“%(task)s”没有写时限，默认到活动最后一天。") % {"task": task.title}, False, task=task))
        if task.pk not in measured:
            found.append(Gap(_("“%(task)s”没有指标，按完成情况填报。") % {"task": task.title}, False, task=task))
    return found


def _of_campaign(carriers, campaign: Campaign) -> list[Carrier]:
    return list(
        carriers.filter(Q(task__campaign=campaign) | Q(phase__campaign=campaign) | Q(safeguard__campaign=campaign))
    )


@transaction.atomic
def publish(*, campaign: Campaign, by, on: date) -> CampaignVersion:
    """Turn a draft into a running campaign. Refuses another state and every blocking gap; publishing twice is refused.

    Numbers the tasks, opens carriers into one assignment for each unit, freezes version 1, and puts one message for
    each unit down in the outbox.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.state != Campaign.State.DRAFT:
        raise ValidationError(_("这个活动已经发布过。"))
    blocking = [gap.text for gap in gaps(campaign=campaign) if gap.blocks]
    if blocking:
        raise ValidationError(blocking)
    tasks = list(Task.objects.filter(campaign=campaign).in_plan_order())
    for number, task in enumerate(tasks, 1):
        task.number = number
    Task.objects.bulk_update(tasks, ["number"])
    _assume_dates(campaign, tasks)
    shares = open_carriers(campaign=campaign, on=on)
    Assignment.objects.bulk_create(shares)
    campaign.state, campaign.published_at, campaign.version = (
        Campaign.State.PUBLISHED,
        timezone.now(),
        campaign.version + 1,
    )
    campaign.save(update_fields=["state", "published_at", "version"])
    version = CampaignVersion.objects.create(
        campaign=campaign, number=1, snapshot=snapshot_of(campaign), made_by=getattr(by, "acting_person", None)
    )
    _tell_units(campaign, shares, by)
    duties.follow_change(campaign=campaign, mark=f"v{version.number}", on=on)
    audit.record(
        by=by, action="campaign.publish", target=campaign, after={"tasks": len(tasks), "assignments": len(shares)}
    )
    return version


def open_carriers(*, campaign: Campaign, on: date) -> list[Assignment]:
    """One unsaved assignment for each task and unit; a unit named twice keeps its strongest role, in the plan's order.

    With "first means lead" a task without a named lead gets its first single unit as lead.
    """
    carriers = list(
        Carrier.objects.filter(task__campaign=campaign)
        .select_related("unit", "group", "group__rule_under")
        .order_by("order", "id")
    )
    opened = open_groups(groups={carrier.group for carrier in carriers if carrier.group_id}, on=on)
    by_task: dict[int, list[Carrier]] = defaultdict(list)
    for carrier in carriers:
        by_task[carrier.task_id].append(carrier)
    shares: list[Assignment] = []
    for task_id, own in by_task.items():
        has_lead = any(carrier.role == CarrierRole.LEAD for carrier in own)
        taken: dict[int, Assignment] = {}
        for place, carrier in enumerate(own):
            role = carrier.role
            if campaign.first_is_lead and not has_lead and place == 0 and carrier.unit_id:
                role = CarrierRole.LEAD
            units = [carrier.unit] if carrier.unit else opened[carrier.group.pk] if carrier.group else []
            for unit in units:
                _add_share(taken, task_id, _living(unit, on), role, carrier, on)
        shares += taken.values()
    return shares


STRENGTH = {CarrierRole.LEAD: 0, CarrierRole.RESPONSIBLE: 1, CarrierRole.SUPPORT: 2}


def _add_share(taken: dict[int, Assignment], task_id: int, unit: Unit, role: str, carrier: Carrier, on: date) -> None:
    present = taken.get(unit.pk)
    if present is None:
        taken[unit.pk] = Assignment(
            task_id=task_id, unit=unit, role=role, through=carrier.written, order=len(taken), since=on
        )
    elif STRENGTH[CarrierRole(role)] < STRENGTH[CarrierRole(present.role)]:
        present.role = role


def _living(unit: Unit, on: date) -> Unit:
    """The unit itself, or who carries it on when it was merged between the check and publishing."""
    while unit.merged_into and unit.valid_to and unit.valid_to < on:
        unit = unit.merged_into
    return unit


def _assume_dates(campaign: Campaign, tasks: list[Task]) -> None:
    dated = set(TaskDate.objects.filter(task__campaign=campaign).values_list("task", flat=True))
    TaskDate.objects.bulk_create(
        [
            TaskDate(task=task, kind=TaskDate.Kind.DUE, ends_on=campaign.ends_on, assumed=True)
            for task in tasks
            if task.pk not in dated
        ]
    )


def _tell_units(campaign: Campaign, shares: list[Assignment], by) -> None:
    """One digest for each unit, not one for each task."""
    by_unit: dict[Unit, list[Any]] = defaultdict(list)
    for share in shares:
        by_unit[share.unit].append(share)
    for unit, own in by_unit.items():
        leading = sum(share.role == CarrierRole.LEAD for share in own)
        body = _("%(campaign)s已发布。%(unit)s承担 %(n)s 项任务，其中牵头 %(leading)s 项。") % {
            "campaign": campaign.name, "unit": unit, "n": len(own), "leading": leading,
        }  # fmt: skip
        notices.send_notice(
            by=by,
            subject=_("活动已发布：%(name)s") % {"name": campaign.name},
            body=body,
            units=[unit],
            link=f"/c/{campaign.slug}/mine/",
        )
