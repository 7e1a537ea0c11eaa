"""Duties are opened from the plan, and follow what happens to a campaign: amended, paused, carriers ended or merged.

Opening compares what is owed with what is there, by key, and adds what is missing: run twice, late, or on a clock that was
set back, it changes nothing that is right. What has begun stays as it was opened, for a unit has planned by it; what has
not begun follows the amendment. Filings are not made here: the first entry of a unit makes its own, so that a county's
700,000 open duties do not become as many empty drafts.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from campaigns.duty_plan import REPORT, DutyWanted
from campaigns.models import Assignment, Campaign, Duty, Filing, FilingItem
from campaigns.periods import landing
from campaigns.selectors.duty_facts import DutyFacts, duty_facts
from campaigns.spans import Span
from organizations.services import audit, clock, outbox

RUNNING = (Campaign.State.PUBLISHED, Campaign.State.PAUSED)
STATE = Duty.State
BATCH = 2000


@dataclass
class Moves:
    """What one run is going to do."""

    new: list[Duty] = field(default_factory=list)
    dropped: list[Duty] = field(default_factory=list)
    waived: list[Duty] = field(default_factory=list)
    reopened: list[Duty] = field(default_factory=list)
    postponed: list[Duty] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        found = {
            "opened": len(self.new), "dropped": len(self.dropped), "waived": len(self.waived),
            "reopened": len(self.reopened), "postponed": len(self.postponed),
        }  # fmt: skip
        return {name: number for name, number in found.items() if number}


@transaction.atomic
def open_duties(*, campaign: Campaign, on: date) -> int:
    """Open all duties whose period has begun or begins within the county's days ahead; how many are new.

    Also lets duties follow: those of shares that ended are waived with the reason, those that have not begun are made
    anew when the plan was amended, those whose last day lies in a pause get the first working day after it.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.state not in RUNNING:
        return 0
    waived = _waive_with_shares(campaign, on)
    facts = duty_facts(campaign=campaign, on=on)
    present: dict[int, dict[str, Duty]] = {share.pk: {} for share in facts.shares}
    for duty in Duty.objects.filter(campaign=campaign):
        present[duty.assignment_id][duty.period_key] = duty
    moves, begun = Moves(), _begun_early(campaign, on)
    for share in facts.shares:
        _compare(share, present[share.pk], facts, on, begun, moves)
    for duty in moves.new:
        duty.campaign = campaign
    _write(campaign, moves)
    moves.waived += waived
    if moves.counts():
        audit.record(by=None, action="duty.open", target=campaign, after=moves.counts())
    return len(moves.new)


@transaction.atomic
def follow_change(*, campaign: Campaign, mark: str, on: date) -> None:
    """What publishing and every later change of a campaign calls in its own transaction; `mark` names the version.

    Duties of shares that ended are waived at once: nobody is reminded of what he no longer owes. Opening is work by
    the thousand and goes through the outbox, so that the page answers whatever the size of the campaign.
    """
    _waive_with_shares(campaign, on)
    _open_soon(campaign, mark, day=on.isoformat(), or_today=True)


def open_campaign_duties(*, campaign_id: int, day: str, or_today: bool = False) -> None:
    """Outbox: one campaign as of a day. A change that holds since a day in the past is followed as of today: what fell due
    in between was owed by the plan as everybody knew it, and stays, with its lateness."""
    on = date.fromisoformat(day)
    if or_today:
        on = max(on, clock.now().date())
    campaign = Campaign.objects.filter(pk=campaign_id).first()
    if campaign is not None:
        open_duties(campaign=campaign, on=on)


def open_county_duties(*, period: str) -> None:
    """Outbox, daily: a job for each running campaign, so that one in trouble does not hold up the others."""
    for campaign in Campaign.objects.filter(state__in=RUNNING).order_by("pk"):
        _open_soon(campaign, f"day:{period}", day=period)


def _open_soon(campaign: Campaign, mark: str, **payload) -> None:
    outbox.enqueue(
        kind="open_campaign_duties", key=f"duties:{campaign.public_id}:{mark}",
        payload={"campaign_id": campaign.pk, **payload},
    )  # fmt: skip


def _compare(
    share: Assignment, own: dict[str, Duty], facts: DutyFacts, on: date, begun: set[int], moves: Moves
) -> None:
    wanted = facts.wanted_of(share)
    finished = max((duty.accepted_on for duty in own.values() if duty.accepted_on and _is_finished(duty)), default=None)
    active = share.state == Assignment.State.ACTIVE
    kept = set(own)
    for key, duty in own.items():
        if duty.state == STATE.WAIVED:
            if duty.waived_with_share and active and key in wanted and duty.due_on >= on and not _over(duty, finished):
                moves.reopened.append(duty)
            continue
        if duty.state == STATE.OPEN and _over(duty, finished):
            moves.waived.append(_waived(duty, _("任务已经完成")))
            continue
        ahead = duty.state == STATE.OPEN and duty.starts_on > on and duty.pk not in begun
        if ahead and not _same(duty, wanted.get(key)):
            moves.dropped.append(duty)
            kept.remove(key)
            continue
        until = _after_pause(duty, facts)
        if until is not None:
            duty.extended_to = until
            moves.postponed.append(duty)
    last_start = on + timedelta(days=facts.ahead)
    for key, found in wanted.items():
        if key not in kept and found.starts_on <= last_start and not _over(found, finished):
            moves.new.append(Duty(assignment=share, unit_id=share.unit_id, **_values(found)))


def _is_finished(duty: Duty) -> bool:
    return duty.kind == Duty.Kind.FINAL and duty.state == STATE.ACCEPTED


def _over(duty: Duty | DutyWanted, finished: date | None) -> bool:
    """After the outcome was accepted nothing is left to report."""
    return finished is not None and duty.kind == REPORT and duty.due_on > finished


def _same(duty: Duty, found: DutyWanted | None) -> bool:
    return found is not None and all(getattr(duty, name) == value for name, value in _values(found).items())


def _values(found: DutyWanted) -> dict:
    values = asdict(found)
    values["period_key"] = values.pop("key")
    values["title"] = values["title"][:120]
    return values


def _after_pause(duty: Duty, facts: DutyFacts) -> date | None:
    """The new last day of a duty that a pause has caught; its due day, and with it its filing, stays where it was."""
    if not any(stop.last and stop.has(duty.must_by) for stop in facts.pauses):
        return None
    return landing(duty.must_by, facts.settings, [Span(stop.first, stop.last) for stop in facts.pauses])


def _begun_early(campaign: Campaign, on: date) -> set[int]:
    """Duties of periods to come on which somebody has worked already: they stay whatever the amendment says."""
    touched = FilingItem.objects.filter(duty__campaign=campaign, duty__starts_on__gt=on)
    touched = touched.filter(~Q(state=FilingItem.State.BLANK) | Q(saved_at__isnull=False))
    return set(touched.values_list("duty", flat=True))


def _waive_with_shares(campaign: Campaign, on: date) -> list[Duty]:
    """Open duties that a share leaves behind: all that fall due after its last day, for an exempt one from the day on."""
    share = Assignment.State
    left = Q(assignment__state=share.EXEMPT, due_on__gte=on) | Q(
        assignment__state__in=(share.ENDED, share.MOVED), due_on__gt=F("assignment__until")
    )
    found = list(Duty.objects.filter(left, campaign=campaign, state=STATE.OPEN).select_related("assignment"))
    rows = [_waived(duty, duty.assignment.reason or duty.assignment.get_state_display()) for duty in found]
    _update(rows, "state", "waived_reason", "waived_with_share")
    return rows


def _waived(duty: Duty, reason: str) -> Duty:
    duty.state, duty.waived_reason, duty.waived_with_share = STATE.WAIVED, reason[:200], True
    return duty


def _write(campaign: Campaign, moves: Moves) -> None:
    if moves.dropped:
        _drop(campaign, moves.dropped)
    Duty.objects.bulk_create(moves.new, ignore_conflicts=True, batch_size=BATCH)
    for duty in moves.reopened:
        duty.state, duty.waived_reason, duty.waived_with_share = STATE.OPEN, "", False
    _update([*moves.waived, *moves.reopened], "state", "waived_reason", "waived_with_share")
    _update(moves.postponed, "extended_to")


def _drop(campaign: Campaign, duties: Iterable[Duty]) -> None:
    """With the blank items, and the filings that hold nothing any more and have no history."""
    ids = [duty.pk for duty in duties]
    items = FilingItem.objects.filter(duty__in=ids)
    filings = list(items.values_list("filing", flat=True))
    items.delete()
    Duty.objects.filter(pk__in=ids).delete()
    empty = Filing.objects.filter(pk__in=filings, state=Filing.State.DRAFT, number="")
    empty.filter(items__isnull=True, events__isnull=True, extensions__isnull=True).delete()


def _update(duties: list[Duty], *fields: str) -> None:
    if duties:
        Duty.objects.bulk_update(duties, fields, batch_size=BATCH)
