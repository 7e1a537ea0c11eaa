"""What every change of a running campaign does: lock, compare the version, freeze the next one, tell the units."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Assignment, Campaign, CampaignVersion
from campaigns.plan_words import in_official_words
from campaigns.services import duties
from campaigns.snapshots import snapshot_of
from organizations.models import Unit
from organizations.services import audit, notices
from organizations.services.versions import lock_version

RUNNING = (Campaign.State.PUBLISHED, Campaign.State.PAUSED)
# A notice is a message, not a paper: the page behind the link has the whole.
MOST_LINES, LONGEST_LINE = 8, 90


@dataclass(frozen=True)
class Paper:
    """What every change of a running campaign is asked for: the version it was written against, why, from when, by what."""

    version: int
    reason: str
    valid_from: date
    document_number: str = ""


@dataclass(frozen=True)
class Change:
    """One line of a change: what it was, what it is. `task` is the number, or None for the campaign as a whole."""

    field: str
    before: str
    after: str
    task: int | None = None
    title: str = ""

    def in_words(self) -> str:
        place = _("第 %(number)s 项任务 ") % {"number": self.task} if self.task else ""
        line = f"{place}{self.field}：{self.before or '—'} → {self.after or '—'}"
        return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"


def lock_running(*, campaign: Campaign, paper: Paper) -> Campaign:
    """The campaign, locked for a change. Raises StaleVersion when it was changed since; refuses one that does not run,
    a change without a reason and a day before the campaign."""
    stored = lock_version(instance=campaign, version=paper.version)
    if stored.state not in RUNNING:
        raise ValidationError(_("活动不在进行中，不能变更。"))
    if not paper.reason.strip():
        raise ValidationError({"reason": _("请写明变更理由。")})
    if paper.valid_from < stored.starts_on:
        raise ValidationError({"valid_from": _("生效日期不能早于活动开始日期 %(day)s。") % {"day": stored.starts_on}})
    return stored


@transaction.atomic
def freeze(
    *, campaign: Campaign, changes: Sequence[Change], reason: str, by, valid_from: date, document_number: str = ""
) -> CampaignVersion:
    """Put the campaign as it is now down as the next version; its duties follow. The campaign is locked by the caller."""
    last = CampaignVersion.objects.filter(campaign=campaign).order_by("-number").first()
    campaign.version += 1
    campaign.save(update_fields=["version"])
    version = CampaignVersion.objects.create(
        campaign=campaign, number=last.number + 1 if last else 1, reason=reason.strip(), valid_from=valid_from,
        document_number=document_number.strip(), changes=[asdict(change) for change in changes],
        snapshot=snapshot_of(campaign), made_by=getattr(by, "acting_person", None),
    )  # fmt: skip
    duties.follow_change(campaign=campaign, mark=f"v{version.number}", on=valid_from)
    return version


@transaction.atomic
def finish(
    *,
    campaign: Campaign,
    changes: Sequence[Change],
    paper: Paper,
    units: Iterable[Unit],
    subject: str,
    by,
    action: str,
    target,
    link: str = "",
) -> CampaignVersion:
    """The end of every amendment: the next version, one message for each unit concerned, one line in the trail."""
    version = freeze(
        campaign=campaign, changes=changes, reason=paper.reason, by=by, valid_from=paper.valid_from,
        document_number=paper.document_number,
    )  # fmt: skip
    tell(campaign=campaign, units=units, subject=subject, changes=changes, reason=paper.reason, by=by, link=link)
    audit.record(
        by=by, action=action, target=target, reason=paper.reason,
        before={change.field: change.before for change in changes},
        after={"version": version.number, **{change.field: change.after for change in changes}},
    )  # fmt: skip
    return version


@transaction.atomic
def tell(
    *,
    campaign: Campaign,
    units: Iterable[Unit],
    subject: str,
    changes: Sequence[Change],
    reason: str,
    by,
    link: str = "",
) -> None:
    """One message for each unit that the change concerns; none when nobody does. A closed unit has nobody to read it."""
    found = {unit.pk: unit for unit in units if unit.valid_to is None}
    if not found:
        return
    with in_official_words():
        lines = [change.in_words() for change in changes[:MOST_LINES]]
        if len(changes) > MOST_LINES:
            lines.append(_("另有 %(n)s 处变更，见活动页面。") % {"n": len(changes) - MOST_LINES})
        if reason:
            lines.append(_("理由：%(reason)s") % {"reason": reason[:LONGEST_LINE]})
    notices.send_notice(
        by=by,
        subject=subject if len(subject) <= 80 else subject[:79] + "…",
        body="\n".join([campaign.name, *lines]),
        units=found.values(),
        link=link or f"/c/{campaign.slug}/versions/",
    )


def carrying(*, campaign: Campaign) -> list[Unit]:
    """The units that carry something of the campaign today."""
    shares = Assignment.objects.filter(task__campaign=campaign).active()
    return list(Unit.objects.filter(pk__in=shares.values("unit")))
