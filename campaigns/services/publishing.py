"""Publishing: numbers, assignments, one message a unit, a frozen version. What stands in the way is `campaigns.checking`."""

from collections import defaultdict
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.checking import Gap, gaps
from campaigns.models import Assignment, Campaign, CampaignVersion, CarrierRole, Task, TaskDate
from campaigns.opening import open_carriers
from campaigns.services import duties
from campaigns.snapshots import snapshot_of
from organizations.models import Unit
from organizations.services import audit, notices

__all__ = ["Gap", "gaps", "message_to", "open_carriers", "publish"]


@transaction.atomic
def publish(*, campaign: Campaign, by, on: date, opened_on: date | None = None) -> CampaignVersion:
    """Turn a draft into a running campaign. Refuses another state and every blocking gap; publishing twice is refused.

    Numbers the tasks, opens carriers into one assignment for each unit as of `opened_on` (else today), freezes version
    1, and puts one message for each unit down in the outbox. Exempt units get an exempt assignment and no message.
    """
    # Whoever changes the draft takes this lock too, so that nothing changes between the check and the frozen version.
    locked = Campaign.objects.select_for_update().filter(pk=campaign.pk).first()
    if locked is None:
        raise ValidationError(_("这份草稿已经被放弃。请回到活动列表。"))
    campaign = locked
    if campaign.state != Campaign.State.DRAFT:
        raise ValidationError(_("这个活动已经发布过。"), code="published")
    # Units that were merged or closed after an earlier opening day cannot be told any more.
    day = max(on, opened_on or on)
    blocking = [gap.text for gap in gaps(campaign=campaign, on=day) if gap.blocks]
    if blocking:
        raise ValidationError(blocking)
    tasks = list(Task.objects.filter(campaign=campaign).in_plan_order())
    for number, task in enumerate(tasks, 1):
        task.number = number
    Task.objects.bulk_update(tasks, ["number"])
    _assume_dates(campaign, tasks)
    shares = open_carriers(campaign=campaign, on=day)
    Assignment.objects.bulk_create(shares)
    campaign.state, campaign.published_at, campaign.version = (
        Campaign.State.PUBLISHED,
        timezone.now(),
        campaign.version + 1,
    )
    campaign.save(update_fields=["state", "published_at", "version"])
    snapshot = {**snapshot_of(campaign), "opened_on": day.isoformat()}
    version = CampaignVersion.objects.create(
        campaign=campaign, number=1, snapshot=snapshot, made_by=getattr(by, "acting_person", None)
    )
    _tell_units(campaign, shares, by)
    duties.follow_change(campaign=campaign, mark=f"v{version.number}", on=on)
    audit.record(
        by=by, action="campaign.publish", target=campaign,
        after={"tasks": len(tasks), "assignments": len(shares), "opened_on": day},
    )  # fmt: skip
    return version


def message_to(*, campaign: Campaign, unit: Unit, shares: list[Assignment]) -> tuple[str, str]:
    """Subject and words of what the unit is told."""
    leading = sum(share.role == CarrierRole.LEAD for share in shares)
    body = _("%(campaign)s已发布。%(unit)s承担 %(n)s 项任务，其中牵头 %(leading)s 项。") % {
        "campaign": campaign.name, "unit": unit, "n": len(shares), "leading": leading,
    }  # fmt: skip
    return _("活动已发布：%(name)s") % {"name": campaign.name}, body


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
    by_unit: dict[Unit, list[Assignment]] = defaultdict(list)
    for share in shares:
        if share.state == Assignment.State.ACTIVE:
            by_unit[share.unit].append(share)
    for unit, own in by_unit.items():
        subject, body = message_to(campaign=campaign, unit=unit, shares=own)
        notices.send_notice(by=by, subject=subject, body=body, units=[unit], link=f"/c/{campaign.slug}/mine/")
