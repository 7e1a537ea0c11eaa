"""The months behind a sample campaign: what its units filed, what was sent back, what is late and what is still open.

Written in bulk, for two thousand items through the services would take minutes; what stands in the rows is what the
services would have written, and a test walks all of them. Without a unit's own account nothing is filed for it.
"""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Duty, Filing, FilingEvent, FilingFigure, FilingItem
from campaigns.samples import history_words
from campaigns.samples.amounts import Amounts
from campaigns.samples.fates import DAY, JUST_DUE, RUNNING, Fate, Pace, paces, past, present
from campaigns.selectors.filing_sheet import plain
from campaigns.services.duties import open_duties
from organizations.models import Membership, Person, Unit, UnitKind
from organizations.roles import Role

SENDERS = (Role.TOWNSHIP_LEAD, Role.UNIT_LIAISON, Role.VILLAGE)
NEXT_DUE, LAST_DUE, OPEN_FINAL = 12, 20, 60  # days around the sample's own in which filings are shown half done
MORNING, NOON = 8, 14


@dataclass
class Told:
    """One filing with what became of it."""

    filing: Filing
    duties: list[Duty]
    fate: Fate
    unit: Unit
    items: list[FilingItem] = field(default_factory=list)
    sittings: dict[tuple[date, int], datetime] = field(default_factory=dict)


class History:
    """Writes one campaign's past; what it wrote stays at hand for the incidents that hang on it."""

    def __init__(self, campaign: Campaign, on: date, reviewer: Person | None):
        self.campaign, self.on, self.last, self.reviewer = campaign, on, on - DAY, reviewer
        self.kind = UnitKind.VILLAGE if campaign.owner.kind == UnitKind.TOWNSHIP else UnitKind.TOWNSHIP
        self.random = Random(f"history {campaign.owner.code}")  # noqa: S311  the same county each time, not a secret
        self.told: list[Told] = []
        self.figures: list[FilingFigure] = []
        self.events: list[FilingEvent] = []
        self.paces: dict[int, Pace] = {}
        self.senders: dict[int, Person] = {}
        self.fillers: dict[int, Person] = {}

    def write(self) -> None:
        self._people()
        self.amounts = Amounts(self.campaign)
        self.amounts.divide()
        open_duties(campaign=self.campaign, on=self.on)
        duties = Duty.objects.filter(campaign=self.campaign).exclude(state=Duty.State.WAIVED)
        found: dict[tuple[date, int], list[Duty]] = defaultdict(list)
        units: dict[int, Unit] = {}
        for duty in duties.select_related("assignment__task", "unit").order_by(
            "due_on", "unit__order", "unit__code", "id"
        ):
            found[duty.due_on, duty.unit_id].append(duty)
            units[duty.unit_id] = duty.unit
        self._set_paces(list(units.values()))
        for (day, unit), own in self._decided(found).items():
            self._tell(units[unit], day, *own)
        self._store()

    def _people(self) -> None:
        accounts = {row.account_id: row for row in Person.objects.filter(account__isnull=False)}
        for row in Membership.objects.valid_on(self.on).order_by("id"):
            person = accounts.get(row.account_id)
            if person and row.role in SENDERS:
                self.senders.setdefault(row.unit_id, person)
            if person and row.role == Role.TOWNSHIP:
                self.fillers.setdefault(row.unit_id, person)

    def _set_paces(self, units: list[Unit]) -> None:
        """Townships (villages in a township's campaign) differ; departments keep pace."""
        chosen = sorted((unit for unit in units if unit.kind == self.kind), key=lambda unit: (unit.order, unit.code))
        drawn = paces(len(chosen), self.random)
        self.paces = {unit.pk: Pace.ON_PACE for unit in units} | {
            unit.pk: pace for unit, pace in zip(chosen, drawn, strict=True)
        }

    def _decided(self, found) -> dict[tuple[date, int], tuple[list[Duty], Fate]]:
        """What was begun at all, in order of time."""
        result: dict[tuple[date, int], tuple[list[Duty], Fate]] = {}
        turns: dict[bool, int] = defaultdict(
            int
        )  # the carriers the campaign is about, and the others, each from the start
        showing, kinds = self._showing({day for day, _unit in found}, found)
        for (day, unit), duties in found.items():
            if unit not in self.senders:
                continue
            begun = max(self.campaign.starts_on, max(duty.starts_on for duty in duties))
            fate: Fate | None = None
            main = duties[0].unit.kind == self.kind
            if day == showing:
                fate = present(kinds[turns[main] % len(kinds)], day, begun, self.last, self.random)
                turns[main] += 1
            elif day < self.on and not self._stays_open(day, unit, duties):
                fate = past(day, begun, self.paces[unit], self.last, self.random)
            if fate is not None:
                result[day, unit] = (duties, fate)
        return result

    def _showing(self, days: set[date], found) -> tuple[date | None, tuple[str, ...]]:
        """The due day whose filings are shown in all states: the next one when it is near, else the last one."""
        coming = [
            day
            for day in sorted(days)
            if 0 <= (day - self.on).days <= NEXT_DUE
            and any(duty.kind == Duty.Kind.REPORT and duty.starts_on < self.last
                    for key, own in found.items() if key[0] == day for duty in own)
        ]  # fmt: skip
        if coming:
            return coming[0], RUNNING
        gone = [day for day in sorted(days) if 0 < (self.on - day).days <= LAST_DUE]
        return (gone[-1] if gone else None), JUST_DUE

    def _stays_open(self, day: date, unit: int, duties: list[Duty]) -> bool:
        """Who is behind has not brought every outcome yet."""
        behind = self.paces[unit] in (Pace.BEHIND, Pace.STILL) and (self.on - day).days <= OPEN_FINAL
        return behind and all(duty.kind == Duty.Kind.FINAL for duty in duties) and self.random.random() < 0.5

    def _id(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128), version=4)

    def at(self, told: Told, day: date, hour: int) -> datetime:
        """Some minute of three hours, the same for all that was done in one sitting: mornings for the units, afternoons
        for who reviews."""
        if (day, hour) not in told.sittings:
            clock = time(hour + self.random.randint(0, 2), self.random.randint(0, 59))
            told.sittings[day, hour] = timezone.make_aware(datetime.combine(day, clock))
        return told.sittings[day, hour]

    def _tell(self, unit: Unit, day: date, duties: list[Duty], fate: Fate) -> None:
        sent = fate.sent or fate.first
        filing = Filing(
            campaign=self.campaign, unit=unit, due_on=day, state=fate.state, public_id=self._id(), version=2
        )
        told = Told(filing, duties, fate, unit)
        if sent:
            filing.submitted_at, filing.submitted_by = self.at(told, sent, MORNING), self.senders[unit.pk]
        # Filed again after it was sent back, it waits to be opened anew.
        if fate.opened and fate.state != Filing.State.SUBMITTED:
            filing.opened_at, filing.opened_by = self.at(told, fate.opened, NOON), self.reviewer
        back = self.random.randrange(len(duties)) if fate.sent_back else None
        ready = len(duties) if fate.first else int(len(duties) * fate.filled)
        for number, duty in enumerate(duties):
            told.items.append(self._item(told, duty, number < ready, number == back, number))
        self.told.append(told)

    def _item(self, told: Told, duty: Duty, filled: bool, was_back: bool, number: int) -> FilingItem:
        fate, filer = told.fate, self.fillers.get(told.unit.pk) or self.senders[told.unit.pk]
        item = FilingItem(filing=told.filing, duty=duty, public_id=self._id())
        if not filled:
            return item
        item.state, item.version, item.saved_by = FilingItem.State.FILLED, 2, filer
        wrote = fate.first or max(duty.starts_on, self.last)
        item.saved_at = self.at(told, min(wrote, self.last), MORNING)
        self._content(item, duty, wrote, told.unit)
        if fate.first:
            self._judge(told, item, was_back, number)
        return item

    def _content(self, item: FilingItem, duty: Duty, day: date, unit: Unit) -> None:
        task, pace = duty.assignment.task, self.paces[unit.pk]
        figures, same = [], True
        for indicator in self.amounts.of(task.pk):
            value, stayed = self.amounts.on(indicator, unit, min(day, duty.ends_on), pace, duty.kind == Duty.Kind.FINAL)
            figures.append((indicator, value))
            same = same and stayed
        self.figures += [FilingFigure(item=item, indicator=indicator, value=value) for indicator, value in figures]
        if figures and same:
            item.no_change = True
            return
        words = self.random.choice(history_words.sentences(task.title))
        item.words = words.format(n=f"{plain(figures[0][1])}{figures[0][0].unit_word}" if figures else "")
        if self.random.random() < 0.03:
            item.help_wanted = self.random.choice(history_words.HELP)

    def _judge(self, told: Told, item: FilingItem, was_back: bool, number: int) -> None:
        """State of item and duty. While a review is open its decisions stand in the items only."""
        fate, duty = told.fate, item.duty
        duty.filed_on, duty.state = fate.first, Duty.State.FILED
        judged = (fate.passed if was_back else fate.sent_back) or fate.passed
        if was_back and fate.state == Filing.State.RETURNED:
            duty.state, duty.returned = Duty.State.OPEN, True
            item.state, judged = FilingItem.State.RETURNED, fate.sent_back
        elif judged:
            duty.state, duty.accepted_on = Duty.State.ACCEPTED, judged
            item.state = FilingItem.State.ACCEPTED
        elif fate.state == Filing.State.IN_REVIEW and number % 2 == 0:
            item.state, judged = FilingItem.State.ACCEPTED, fate.opened
        if was_back and not fate.passed:
            item.return_reason = self._reason(item)
        if judged:
            item.reviewed_at, item.reviewed_by = self.at(told, judged, NOON), self.reviewer

    def _reason(self, item: FilingItem) -> str:
        """The first of the reasons is about a number."""
        measured = bool(self.amounts.of(item.duty.assignment.task_id))
        return self.random.choice(history_words.BACK[0 if measured else 1 :])

    def _events(self, told: Told) -> list[FilingEvent]:
        kind, fate, filing, found = FilingEvent.Kind, told.fate, told.filing, []

        def add(
            what: str, day: date, hour: int, by: Person | None, item: FilingItem | None = None, text: str = ""
        ) -> None:
            found.append(
                FilingEvent(
                    filing=filing,
                    item=item,
                    kind=what,
                    text=text,
                    by=by,
                    at=self.at(told, day, hour),
                    public_id=self._id(),
                )
            )

        if fate.first is None:
            return []
        sender, late = self.senders[told.unit.pk], (fate.first - told.filing.due_on).days
        add(kind.SUBMITTED, fate.first, MORNING, sender, text=_("逾期 %(n)s 天") % {"n": late} if late > 0 else "")
        if fate.sent_back:
            back = next(item for item in told.items if item.duty.accepted_on != fate.sent_back)
            reason = self._reason(back)
            add(kind.OPENED, fate.sent_back, NOON, self.reviewer)
            for item in told.items:
                is_back = item is back
                add(kind.RETURNED if is_back else kind.ACCEPTED, fate.sent_back, NOON, self.reviewer, item,
                    (item.return_reason or reason) if is_back else "")  # fmt: skip
            add(kind.RETURNED, fate.sent_back, NOON, self.reviewer)
            if fate.sent:
                add(kind.SUBMITTED, fate.sent, MORNING, sender)
        if fate.opened and fate.state in (Filing.State.IN_REVIEW, Filing.State.ACCEPTED):
            add(kind.OPENED, fate.opened, NOON, self.reviewer)
            for item in told.items:
                if item.state == FilingItem.State.ACCEPTED and not (
                    fate.sent_back and item.duty.accepted_on == fate.sent_back
                ):
                    add(kind.ACCEPTED, fate.opened, NOON, self.reviewer, item)
            if fate.passed:
                add(kind.ACCEPTED, fate.passed, NOON, self.reviewer)
        return found

    def _store(self) -> None:
        Filing.objects.bulk_create([told.filing for told in self.told])
        numbered = [told.filing for told in self.told if told.fate.first]
        for told in self.told:
            if told.fate.first:
                told.filing.number = f"{told.fate.first.year}-{told.filing.pk:06d}"
        Filing.objects.bulk_update(numbered, ["number"], batch_size=500)
        FilingItem.objects.bulk_create([item for told in self.told for item in told.items])
        FilingFigure.objects.bulk_create(self.figures)
        FilingEvent.objects.bulk_create([event for told in self.told for event in self._events(told)])
        moved = [duty for told in self.told for duty in told.duties if duty.filed_on]
        Duty.objects.bulk_update(moved, ["state", "filed_on", "accepted_on", "returned"], batch_size=500)
