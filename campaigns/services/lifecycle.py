"""What happens to a running campaign as a whole: pause, resume, close, archive."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Assignment, Campaign, CampaignPause, CampaignVersion
from campaigns.plan_words import in_official_words
from campaigns.services.versions import Change, carrying, freeze, tell
from organizations.services import audit
from organizations.services.versions import lock_version


@transaction.atomic
def pause(*, campaign: Campaign, reason: str, starts_on: date, version: int, by, on: date) -> CampaignVersion:
    """Let a campaign stand still from a day on. Refuses a day to come, a day of an earlier pause, and an empty reason."""
    _needs_reason(reason)
    stored = _locked(campaign, Campaign.State.PAUSED, version)
    if starts_on > on:
        raise ValidationError({"starts_on": _("暂停从今天或以前的一天算起，请到那一天再暂停。")})
    if starts_on < min(stored.starts_on, on):
        raise ValidationError({"starts_on": _("暂停日期不能早于活动开始日期。")})
    if CampaignPause.objects.filter(campaign=stored, ends_on__gte=starts_on).exists():
        raise ValidationError({"starts_on": _("这一天已经在以前的暂停里，请选后面的日期。")})
    CampaignPause.objects.create(campaign=stored, starts_on=starts_on, reason=reason.strip())
    version_row = _move(stored, Campaign.State.PAUSED, reason, starts_on, by)
    _tell_all(stored, _("活动暂停：%(name)s") % {"name": stored.name}, version_row, by)
    audit.record(by=by, action="campaign.pause", target=stored, after={"starts_on": starts_on}, reason=reason)
    return version_row


@transaction.atomic
def resume(*, campaign: Campaign, version: int, by, on: date) -> CampaignVersion:
    """Let a paused campaign go on; the day before is the pause's last day, or its first when it began today."""
    stored = _locked(campaign, Campaign.State.PUBLISHED, version)
    for row in CampaignPause.objects.filter(campaign=stored, ends_on__isnull=True):
        row.ends_on = max(row.starts_on, on - timedelta(days=1))
        row.save(update_fields=["ends_on"])
    version_row = _move(stored, Campaign.State.PUBLISHED, "", on, by)
    _tell_all(stored, _("活动恢复：%(name)s") % {"name": stored.name}, version_row, by)
    audit.record(by=by, action="campaign.resume", target=stored, after={"on": on})
    return version_row


@transaction.atomic
def close(*, campaign: Campaign, reason: str, version: int, by, on: date) -> CampaignVersion:
    """End a campaign: what units still carry ends with the day, what they carried stays to be read."""
    _needs_reason(reason)
    stored = _locked(campaign, Campaign.State.CLOSED, version)
    units = carrying(campaign=stored)
    for row in CampaignPause.objects.filter(campaign=stored, ends_on__isnull=True):
        row.ends_on = max(row.starts_on, on)
        row.save(update_fields=["ends_on"])
    open_shares = Assignment.objects.filter(task__campaign=stored, state=Assignment.State.ACTIVE)
    ended = open_shares.update(state=Assignment.State.ENDED, until=on, reason=reason.strip()[:200])
    version_row = _move(stored, Campaign.State.CLOSED, reason, on, by)
    _tell_all(stored, _("活动结束：%(name)s") % {"name": stored.name}, version_row, by, units)
    audit.record(by=by, action="campaign.close", target=stored, after={"ended": ended, "on": on}, reason=reason)
    return version_row


@transaction.atomic
def archive(*, campaign: Campaign, version: int, by, on: date) -> CampaignVersion:
    """Put a closed campaign away. Nobody is told: for the units it ended before."""
    stored = _locked(campaign, Campaign.State.ARCHIVED, version)
    version_row = _move(stored, Campaign.State.ARCHIVED, "", on, by)
    audit.record(by=by, action="campaign.archive", target=stored, after={"on": on})
    return version_row


def moves_of(campaign: Campaign) -> list[str]:
    """Names of the moves that its state allows, in the order of the page; publishing a draft is the wizard's."""
    names = {
        Campaign.State.PAUSED: "pause",
        Campaign.State.PUBLISHED: "resume",
        Campaign.State.CLOSED: "close",
        Campaign.State.ARCHIVED: "archive",
    }
    if campaign.is_draft:
        return []
    allowed = Campaign.MOVES[Campaign.State(campaign.state)]
    return [name for state, name in names.items() if state in allowed]


def _locked(campaign: Campaign, to: str, version: int) -> Campaign:
    """State first: who closes what somebody closed already is told so, not that the version is old."""
    state = Campaign.objects.only("state").get(pk=campaign.pk).state
    if to not in Campaign.MOVES[Campaign.State(state)] or state == Campaign.State.DRAFT:
        raise ValidationError(_("活动现在是“%(state)s”，不能这样处理。") % {"state": Campaign.State(state).label})
    return lock_version(instance=campaign, version=version)


def _move(campaign: Campaign, to: str, reason: str, valid_from: date, by) -> CampaignVersion:
    before, campaign.state = campaign.state, to
    campaign.save(update_fields=["state"])
    with in_official_words():
        change = Change(_("状态"), str(Campaign.State(before).label), str(Campaign.State(to).label))
    return freeze(campaign=campaign, changes=[change], reason=reason, by=by, valid_from=valid_from)


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("请写明理由。")})


def _tell_all(campaign: Campaign, subject: str, version: CampaignVersion, by, units=None) -> None:
    changes = [Change(**change) for change in version.changes]
    found = carrying(campaign=campaign) if units is None else units
    tell(campaign=campaign, units=found, subject=subject, changes=changes, reason=version.reason, by=by)
