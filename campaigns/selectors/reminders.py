"""What units owe and who hears of it: the reading side of the daily digest."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Max, Q, Sum
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Duty, Reminder
from campaigns.reminding import LOOK_BACK, Offsets
from organizations.models import Membership, Message, Unit
from organizations.roles import Role
from organizations.rules import rule_value
from organizations.services.calendar import county_workdays

# Who is told for a unit; the county office only as the last deputy.
REPORTERS = (Role.UNIT_LIAISON, Role.TOWNSHIP_LEAD, Role.TOWNSHIP, Role.VILLAGE)
MOST_NAMES = 15
# Above this many ids, reading the county's rows costs less than naming each id to the database.
MOST_LISTED = 500


@dataclass
class Owed:
    """What one unit owes on a day, by campaign: [all, of these late]."""

    unit_id: int
    by_campaign: dict[int, list[int]] = field(default_factory=dict)

    @property
    def duties(self) -> int:
        return sum(row[0] for row in self.by_campaign.values())

    @property
    def late(self) -> int:
        return sum(row[1] for row in self.by_campaign.values())


def offsets_on(on: date) -> Offsets:
    return Offsets(
        before=rule_value("reminders.days_before", on=on),
        on_the_day=rule_value("reminders.on_the_day", on=on),
        late_every=rule_value("reminders.late_every", on=on),
    )


def units_to_remind(on: date) -> dict[int, Owed]:
    """{unit id: what it owes} for units in which a duty asks for a reminder and that have had none on this day.

    Only what is open counts: who has filed is left alone. One grouped query over the open duties that are near or late.
    """
    offsets, workdays = offsets_on(on), county_workdays()
    limit = on + timedelta(days=offsets.before)
    last = dict(
        Reminder.objects.filter(day__gte=on - LOOK_BACK).values_list("unit_id").annotate(day=Max("day")).order_by()
    )
    rows = (
        Duty.objects.open()
        .with_last_day()
        .filter(due_on__lte=limit, last_day__lte=limit, campaign__state=Campaign.State.PUBLISHED)
        .filter(Q(unit__valid_to__isnull=True) | Q(unit__valid_to__gte=on), assignment__state="active")
        .values_list("unit_id", "campaign_id", "last_day")
        .annotate(n=Count("id"))
        .order_by()
    )
    owed: dict[int, Owed] = {}
    asking: set[int] = set()
    answers: dict[tuple[date, date], bool] = {}
    for unit_id, campaign_id, must_by, number in rows:
        since = max(last.get(unit_id, on - LOOK_BACK), on - LOOK_BACK)
        if since >= on:
            continue
        line = owed.setdefault(unit_id, Owed(unit_id)).by_campaign.setdefault(campaign_id, [0, 0])
        line[0] += number
        line[1] += number if must_by < on else 0
        if (must_by, since) not in answers:
            answers[must_by, since] = offsets.asks(must_by, since=since, on=on, workdays=workdays)
        if answers[must_by, since]:
            asking.add(unit_id)
    return {unit_id: row for unit_id, row in owed.items() if unit_id in asking}


def accounts_of(unit_ids: Iterable[int], on: date, roles: Iterable[str] = REPORTERS) -> dict[int, set[int]]:
    """{unit id: ids of the active accounts with one of these roles in it on the day}."""
    wanted = set(unit_ids)
    rows = Membership.objects.valid_on(on).filter(role__in=list(roles), account__is_active=True)
    if len(wanted) <= MOST_LISTED:
        rows = rows.filter(unit__in=wanted)
    found: dict[int, set[int]] = defaultdict(set)
    for unit_id, account_id in rows.values_list("unit_id", "account_id"):
        if unit_id in wanted:
            found[unit_id].add(account_id)
    return found


def told_today(on: date) -> set[int]:
    """Accounts that had a digest on this day already: nobody gets two."""
    reminded = Reminder.objects.filter(day=on).values("unit_id")
    digests = Message.objects.filter(
        notice__sender__isnull=True, notice__units__unit__in=reminded, notice__delivered_at__date=on
    )
    return set(digests.values_list("account_id", flat=True))


def group_text(on: date) -> str:
    """What the group robots tell of the day: names of units and counts, nothing about persons. '' for nothing."""
    sums = Reminder.objects.filter(day=on).aggregate(units=Count("id"), duties=Sum("duties"), late=Sum("late"))
    if not sums["units"]:
        return ""
    names = Reminder.objects.filter(day=on).select_related("unit").order_by("-late", "-duties", "unit__order", "id")
    lines = [_("今日填报提醒：%(units)s 个单位有 %(duties)s 项待报，其中逾期 %(late)s 项。") % sums]
    for row in names[:MOST_NAMES]:
        facts = {"unit": row.unit, "n": row.duties, "late": row.late}
        lines.append((_("%(unit)s %(n)s 项，逾期 %(late)s 项") if row.late else _("%(unit)s %(n)s 项")) % facts)
    if sums["units"] > MOST_NAMES:
        lines.append(_("其余 %(n)s 个单位见系统内消息。") % {"n": sums["units"] - MOST_NAMES})
    lines.append(_("已报的单位请忽略。"))
    return "\n".join(lines)


def unit_names(unit_ids: Iterable[int]) -> dict[int, str]:
    """As `str(unit)` says them."""
    wanted = set(unit_ids)
    rows = Unit.objects.filter(pk__in=wanted) if len(wanted) <= MOST_LISTED else Unit.objects.all()
    return {pk: short or name for pk, short, name in rows.values_list("pk", "short_name", "name") if pk in wanted}
