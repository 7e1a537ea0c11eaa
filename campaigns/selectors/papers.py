"""Which version of a campaign a paper prints, and how much of it the reader may see."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from campaigns.models import Campaign, CampaignVersion, Task
from campaigns.papers.imprint import Imprint


@dataclass(frozen=True)
class TaskTable:
    """A frozen version with what is printed of it: `only` are task numbers, None for the whole table."""

    version: CampaignVersion
    imprint: Imprint
    only: frozenset[int] | None


def task_table(campaign: Campaign, account, on: date, at: datetime, number: int | None = None) -> TaskTable | None:
    """The latest version, or the one asked for; None for a draft and for a number that is not there."""
    versions = CampaignVersion.objects.filter(campaign=campaign).select_related("made_by")
    version = versions.filter(Q() if number is None else Q(number=number)).order_by("-number").first()
    if version is None:
        return None
    membership, person = account.membership, account.acting_person
    only = _visible_numbers(campaign, membership, on)
    imprint = Imprint(
        version=version.number,
        made_at=_local(version.made_at),
        made_by=version.made_by.name if version.made_by else "",
        reason=version.reason,
        exported_at=_local(at),
        exported_by=person.name if person else account.login_name,
        limited_to=membership.unit.name if only is not None else "",
    )
    return TaskTable(version, imprint, only)


def _visible_numbers(campaign: Campaign, membership, on: date) -> frozenset[int] | None:
    """Task numbers stay with their tasks through all versions, so today's rights narrow an old version too."""
    tasks = Task.objects.filter(campaign=campaign)
    numbers = frozenset(tasks.values_list("number", flat=True))
    visible = frozenset(tasks.visible_to(membership, on).values_list("number", flat=True))
    return None if visible == numbers else visible


def _local(moment: datetime) -> datetime:
    """The county's time without a zone: Office files know none."""
    return timezone.localtime(moment).replace(tzinfo=None, microsecond=0)
