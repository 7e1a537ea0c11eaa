"""What stands on the pages of urging: what a unit owes a campaign, whether it may be urged now, and the desk's lines."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Duty, Urge
from campaigns.wording import day_words
from organizations.models import Unit
from organizations.roles import reach_of
from organizations.rules import rule_value
from organizations.selectors.desk import DeskLine
from organizations.services.calendar import county_workdays
from organizations.services.notices import sending_time
from organizations.workdays import ONE_DAY


@dataclass(frozen=True)
class Urging:
    """`refusal` says why the unit cannot be urged now, and '' that it can; `text` is proposed."""

    duties: list[Duty]
    late: int
    last: Urge | None
    refusal: str
    text: str


def urging(campaign: Campaign, unit: Unit, moment: datetime) -> Urging:
    on = timezone.localdate(moment)
    duties = list(
        Duty.objects.open().with_last_day().filter(campaign=campaign, unit=unit, due_on__lte=on, assignment__state="active")
        .select_related("assignment__task").order_by("last_day", "id")
    )  # fmt: skip
    late = [duty for duty in duties if duty.must_by < on]
    last = Urge.objects.filter(campaign=campaign, unit=unit).order_by("-day").first()
    return Urging(
        duties, len(late), last, _refusal(campaign, duties, last, moment), _proposal(campaign, duties, len(late), on)
    )


def _proposal(campaign: Campaign, duties: list[Duty], late: int, on: date) -> str:
    if not duties:
        return ""
    facts = {"name": campaign.name, "n": len(duties), "late": late, "day": day_words(duties[0].must_by, on)}
    if late:
        return _("%(name)s有 %(n)s 项还没有报，其中逾期 %(late)s 项，最早的 %(day)s 到期。请尽快填报。") % facts
    return _("%(name)s有 %(n)s 项还没有报，%(day)s 到期。请按时填报。") % facts


def _refusal(campaign: Campaign, duties: list[Duty], last: Urge | None, moment: datetime) -> str:
    on = timezone.localdate(moment)
    if campaign.state != Campaign.State.PUBLISHED:
        return _("活动没有在进行，不能催办。")
    if not duties:
        return _("这个单位没有到期未报的事项，不用催办。")
    if last is not None and last.day >= on:
        return _("今天已经催过这个单位，一天只催一次。")
    hours = sending_time(moment=moment)
    if not hours.open:
        return _("现在不是工作时间，%(day)s 上班后再催。") % {
            "day": timezone.localtime(hours.again).strftime("%Y-%m-%d %H:%M")
        }
    if last is not None:
        again = _next_day(last.day, rule_value("urging.cooldown_days", on=on))
        if on < again:
            return _("%(last)s 刚催过，请给单位时间办理，%(again)s 起可以再催。") % {
                "last": last.day.isoformat(), "again": again.isoformat(),
            }  # fmt: skip
    return ""


def _next_day(day: date, working_days: int) -> date:
    """The working day so many working days after `day`."""
    workdays = county_workdays()
    for _n in range(working_days):
        day = workdays.next_working(day + ONE_DAY)
    return day


def urge_list(campaign: Campaign, membership):
    """Latest first; a unit sees its own and those of the units below it, whoever made the campaign all of it."""
    urges = Urge.objects.filter(campaign=campaign).select_related("unit", "made_by", "answered_by")
    if membership and campaign.owner.path.startswith(membership.unit.path):
        return urges.order_by("-id")
    return urges.visible_to(membership).order_by("-id")


def desk_lines(account, on: date) -> list[DeskLine]:
    """The own unit's urges that nobody has answered."""
    membership = account.membership
    if membership is None or reach_of(membership, "campaigns.file_progress") is None:
        return []
    waiting = Urge.objects.filter(Q(answer=""), unit=membership.unit_id, campaign__state=Campaign.State.PUBLISHED)
    return [
        DeskLine(
            _("催办：%(name)s") % {"name": urge.campaign.name}, reverse("campaigns:urge-answer", args=[urge.public_id]), _("答复催办"),
            "late", urge.text,
        )
        for urge in waiting.select_related("campaign").order_by("-id")[:5]
    ]  # fmt: skip
