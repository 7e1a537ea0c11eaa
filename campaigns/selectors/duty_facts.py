"""What the opening of duties has to know of one campaign, read in a handful of queries whatever its size."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from campaigns.duty_plan import CadenceFacts, DateFacts, DutyWanted, TaskFacts, wanted_duties
from campaigns.models import Assignment, Cadence, Campaign, CampaignPause, CarrierRole, Indicator, TaskDate
from campaigns.periods import PeriodSettings
from campaigns.spans import Span
from organizations.rules import rule_values
from organizations.services.calendar import county_workdays

RULES = (
    "due.move_to_working_day", "due.days_after_period", "periods.least_share", "duties.ahead_days", "duties.default_cadence",
    "duties.support_units_file",
)  # fmt: skip


@dataclass
class DutyFacts:
    """One campaign, its shares and what each of them owes. Shares of the same task since the same day owe the same, so
    that is worked out once."""

    campaign: Span
    owner: int
    shares: list[Assignment]
    tasks: dict[int, TaskFacts]
    pauses: list[Span]
    settings: PeriodSettings
    ahead: int
    default_cadence: str
    filing_roles: frozenset[str]
    _worked_out: dict[tuple[int, date], list[DutyWanted]] = field(default_factory=dict)

    def wanted_of(self, share: Assignment) -> dict[str, DutyWanted]:
        """By key. A share that ended owes what was due until its last day; an exempt one owes nothing, and the unit that
        runs the campaign does not report to itself: it has nobody to send it to, and would be overdue for ever."""
        if share.role not in self.filing_roles or share.state == Assignment.State.EXEMPT or share.unit_id == self.owner:
            return {}
        begun = self._begun(share)
        place = (share.task_id, begun)
        if place not in self._worked_out:
            self._worked_out[place] = wanted_duties(
                self.tasks[share.task_id], self.campaign, begun, self.settings, pauses=self.pauses,
                default_cadence=self.default_cadence,
            )  # fmt: skip
        return {
            duty.key: duty
            for duty in self._worked_out[place]
            if duty.due_on >= share.since and (share.until is None or duty.due_on <= share.until)
        }

    def _begun(self, share: Assignment) -> date:
        """A successor goes on where the former unit stopped: the period in which units merge is owed by one of them, not
        by neither because each had it for less than half."""
        former = {row.moved_to_id: row for row in self.shares if row.moved_to_id}
        begun, seen = share.since, {share.pk}
        row = former.get(share.pk)
        while row is not None and row.pk not in seen and row.until is not None and row.until < share.since:
            begun = min(begun, row.since)
            seen.add(row.pk)
            row = former.get(row.pk)
        return begun


def duty_facts(*, campaign: Campaign, on: date) -> DutyFacts:
    rules = rule_values(*RULES, on=on)
    shares = list(Assignment.objects.filter(task__campaign=campaign).order_by("id"))
    roles = {CarrierRole.LEAD, CarrierRole.RESPONSIBLE}
    if rules["duties.support_units_file"]:
        roles.add(CarrierRole.SUPPORT)
    return DutyFacts(
        campaign=Span(campaign.starts_on, campaign.ends_on),
        owner=campaign.owner_id,
        shares=shares,
        tasks=_tasks(campaign, {share.task_id for share in shares}),
        pauses=[Span(row.starts_on, row.ends_on) for row in CampaignPause.objects.filter(campaign=campaign)],
        settings=PeriodSettings(
            least_share=Fraction(rules["periods.least_share"], 100),
            days_after=rules["due.days_after_period"],
            calendar=county_workdays() if rules["due.move_to_working_day"] else None,
        ),
        ahead=rules["duties.ahead_days"],
        default_cadence="" if rules["duties.default_cadence"] == "none" else rules["duties.default_cadence"],
        filing_roles=frozenset(roles),
    )


def _tasks(campaign: Campaign, ids: set[int]) -> dict[int, TaskFacts]:
    cadences: dict[int, list[CadenceFacts]] = defaultdict(list)
    for row in Cadence.objects.filter(task__campaign=campaign):
        cadences[row.task_id].append(CadenceFacts(row.every, max(1, row.times), row.day))
    dates: dict[int, list[DateFacts]] = defaultdict(list)
    for date_row in TaskDate.objects.filter(task__campaign=campaign):
        words = date_row.what or date_row.words
        dates[date_row.task_id].append(
            DateFacts(str(date_row.public_id), date_row.kind, date_row.ends_on, date_row.starts_on, words)
        )
    reported = Indicator.objects.filter(task__campaign=campaign, held_by="").values_list("task", flat=True)
    measured = set(reported)
    return {pk: TaskFacts(tuple(cadences[pk]), tuple(dates[pk]), pk in measured) for pk in ids}
