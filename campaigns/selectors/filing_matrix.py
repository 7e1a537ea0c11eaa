"""Who has filed: expected, filed, on time, returned in a month, and one row for each unit and due day, worst first.

Expected are the duties due in the month that were not waived; filed those with a submitted filing; on time those submitted
by the end of the last day, which an extension moves.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from campaigns.models import Campaign, Duty, Extension, Filing, FilingItem
from campaigns.selectors.contacts import told_units
from campaigns.selectors.filing_titles import filing_title
from organizations.models import Person, Unit
from organizations.rules import rule_value

STATES = ("overdue", "returned", "due_soon", "open", "waiting", "passed")


@dataclass
class Counts:
    expected: int = 0
    filed: int = 0
    on_time: int = 0
    returned: int = 0

    @property
    def missing(self) -> int:
        return self.expected - self.filed

    def add(self, duty: Duty) -> None:
        self.expected += 1
        if duty.filed_on is not None or duty.returned:
            self.filed += 1
        self.on_time += duty.filed_on is not None and duty.filed_on <= duty.must_by
        self.returned += duty.returned


@dataclass
class Row:
    """What one unit owes on one due day."""

    unit: Unit
    due_on: date
    duties: list[Duty] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    filing: Filing | None = None
    title: str = ""
    filled: int = 0
    contact: Person | None = None
    reminded_on: date | None = None
    asked: Extension | None = None
    state: str = "open"
    late_days: int = 0
    may_review: bool = False
    is_own: bool = False
    may_urge: bool = False

    @property
    def last_day(self) -> date:
        return max(duty.must_by for duty in self.duties)

    @property
    def extended(self) -> bool:
        return any(duty.extended_to for duty in self.duties)

    @property
    def open_duties(self) -> list[Duty]:
        """What may still be waived: not filed, or sent back."""
        return [duty for duty in self.duties if duty.state == Duty.State.OPEN]

    def is_due(self, on: date) -> bool:
        """Something of it may be urged: its day has come, and it is not filed."""
        return any(duty.due_on <= on for duty in self.open_duties)

    @property
    def may_ask(self) -> bool:
        return self.is_own and self.asked is None and any(duty.state == Duty.State.OPEN for duty in self.duties)


@dataclass
class Matrix:
    counts: Counts
    rows: list[Row]

    def of(self, state: str) -> list[Row]:
        return [row for row in self.rows if row.state == state]

    @property
    def units_missing(self) -> int:
        return len({row.unit.pk for row in self.rows if row.state in ("overdue", "due_soon", "open")})

    @property
    def units(self) -> int:
        return len({row.unit.pk for row in self.rows})


def filing_matrix(campaign: Campaign, membership, month: date, on: date, *, action: str = "", review=None) -> Matrix:
    """The month's duties that the role may see. `action`: public id of an action to narrow to."""
    first = month.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    duties = (
        Duty.objects.visible_to(membership)
        .filter(campaign=campaign, due_on__gte=first, due_on__lt=after)
        .exclude(state=Duty.State.WAIVED)
        .select_related("unit", "assignment__task")
        .order_by("due_on", "assignment__task__number", "id")
    )
    if action:
        duties = duties.filter(assignment__task__action__public_id=action)
    counts = Counts()
    rows: dict[tuple[int, date], Row] = {}
    soon = rule_value("lights.yellow_days", on=on)
    for duty in duties:
        row = rows.setdefault((duty.unit_id, duty.due_on), Row(duty.unit, duty.due_on))
        row.duties.append(duty)
        row.counts.add(duty)
        counts.add(duty)
    _fill(rows, campaign, membership, on)
    for row in rows.values():
        row.title = filing_title(row.filing or Filing(due_on=row.due_on), row.duties)
        row.state = _state(row, on, soon)
        row.late_days = _late_days(row, on)
        row.is_own = membership is not None and row.unit.pk == membership.unit_id
        row.may_review = bool(review and row.filing and row.state == "waiting" and review(row.filing))
    ordered = sorted(
        rows.values(),
        key=lambda row: (STATES.index(row.state), -row.late_days, row.due_on, row.unit.order, row.unit.pk),
    )
    return Matrix(counts, ordered)


def months_with_duties(campaign: Campaign, membership) -> list[date]:
    """First days of the months in which something is due, for the switch."""
    days = Duty.objects.visible_to(membership).filter(campaign=campaign).order_by()
    return list(days.dates("due_on", "month"))


def _fill(rows: dict[tuple[int, date], Row], campaign: Campaign, membership, on: date) -> None:
    units = {unit for unit, _day in rows}
    days = {day for _unit, day in rows}
    filings = Filing.objects.filter(campaign=campaign, unit__in=units, due_on__in=days).select_related("unit")
    by_pk = {}
    for filing in filings:
        row = rows.get((filing.unit_id, filing.due_on))
        if row is not None:
            row.filing, by_pk[filing.pk] = filing, row
    shown = {duty.pk for row in rows.values() for duty in row.duties}
    for filing_id, duty_id, state in FilingItem.objects.filter(filing__in=by_pk).values_list("filing", "duty", "state"):
        if duty_id in shown:
            by_pk[filing_id].filled += state != FilingItem.State.BLANK
    for asked in Extension.objects.filter(filing__in=by_pk, state=Extension.State.ASKED):
        by_pk[asked.filing_id].asked = asked
    told = told_units(campaign=campaign, units=units, membership=membership, on=on)
    people = Person.objects.in_bulk([one.contact_id for one in told.values() if one.contact_id])
    for (unit, _day), row in rows.items():
        row.contact = people.get(told[unit].contact_id)
        row.reminded_on = told[unit].reminded_on


def _state(row: Row, on: date, soon: int) -> str:
    open_ones = [duty for duty in row.duties if duty.state == Duty.State.OPEN]
    fresh = [duty for duty in open_ones if not duty.returned]
    if any(duty.must_by < on for duty in fresh):
        return "overdue"
    if len(fresh) < len(open_ones):
        return "returned"
    if fresh:
        return "due_soon" if any((duty.must_by - on).days <= soon for duty in fresh) else "open"
    return "waiting" if any(duty.state == Duty.State.FILED for duty in row.duties) else "passed"


def _late_days(row: Row, on: date) -> int:
    """Of the unfiled to this day, of the filed to their day: lateness stays."""
    days = []
    for duty in row.duties:
        until = duty.filed_on or (on if duty.state == Duty.State.OPEN and not duty.returned else None)
        days.append((until - duty.must_by).days if until else 0)
    return max(0, *days) if days else 0
