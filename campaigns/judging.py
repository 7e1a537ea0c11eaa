"""From the rows of one assignment to its light: which duty counts on which day, how far the figures are, what stands still.

Pure: `selectors.standings` reads the rows in bulk and asks here, a test asks with rows it made up.

The light of a month is that of the duties due in it. The running month also shows what fell due last and was never
filed, until the next duty falls due: a report due on the 31st would otherwise be red on no page but an old one. A
milestone or an outcome has no next period, so it stays until it is filed, and an accepted outcome closes the assignment.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from campaigns.lights import DutyFacts, DutyState, Kind, Light, LightSettings, light, overridden, worst
from campaigns.progress import (
    Part,
    Step,
    duties_progress,
    expected_on,
    indicator_progress,
    mean_of_indicators,
    step_on,
    time_passed,
)
from campaigns.spans import Span, Stretch, month_end

PER = {"%": 100, "‰": 1000}


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty as the light needs it."""

    id: int
    kind: str
    starts_on: date
    due_on: date
    extended_to: date | None
    state: str
    filed_on: date | None
    returned: bool

    @property
    def must_by(self) -> date:
        return max(self.due_on, self.extended_to) if self.extended_to else self.due_on

    def is_filed(self, on: date) -> bool:
        return self.filed_on is not None and self.filed_on <= on

    @property
    def is_single(self) -> bool:
        return self.kind != "report"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure that was submitted and not sent back, with the days of its duty; or, `held`, the one a register knows,
    which goes before all that was ever submitted and is no report of a period."""

    indicator: int
    due: date
    filed: date
    value: Decimal | None
    whole: Decimal | None
    held: bool = False


@dataclass(frozen=True)
class Measure:
    """An indicator of a task as one unit has to reach it; several years of one name are steps of one staircase."""

    ids: tuple[int, ...]
    name: str
    comparator: str
    aggregation: str
    cumulative: bool
    unit_word: str
    target: Decimal | None
    steps: tuple[Step, ...] = ()

    def value(self, figures: Sequence[FigureRow], on: date) -> Decimal | None:
        """As known at the end of the day: the newest of a running total or a rate, else the periods added up."""
        known = sorted(
            (row for row in figures if row.indicator in self.ids and row.filed <= on),
            key=lambda row: (row.held, row.due),
        )
        values = [(row.value, row.whole) for row in known if row.value is not None]
        if not values:
            return None
        if self.aggregation == "share":
            top, whole = values[-1]
            return top * PER.get(self.unit_word, 1) / whole if whole else top if whole is None else None
        if self.cumulative or self.aggregation in ("latest", "average"):
            return values[-1][0]
        return sum((value for value, _whole in values), Decimal(0))

    def target_of(self, year: int | None) -> Decimal | None:
        """Of one step of the staircase, or of the whole where there are no steps."""
        return next((step.target for step in self.steps if step.due.year == year), self.target)

    def target_on(self, on: date) -> Decimal | None:
        step = step_on(self.steps, on)
        return step.target if step else self.target


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """A light set by hand; the newest one that holds on a day counts."""

    id: int
    kind: str
    reason: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Case:
    """All rows of one assignment."""

    span: Span
    duties: Sequence[DutyRow] = ()
    measures: Sequence[Measure] = ()
    figures: Sequence[FigureRow] = ()
    overrides: Sequence[OverrideRow] = ()
    pauses: Sequence[Span] = ()

    def measure_of(self, indicator: int) -> Measure | None:
        return next((one for one in self.measures if indicator in one.ids), None)

    def override_on(self, day: date) -> OverrideRow | None:
        holding = [row for row in self.overrides if row.starts_on <= day <= row.ends_on]
        return max(holding, key=lambda row: row.id, default=None)


def month_of(day: date) -> Stretch:
    return Stretch(day.replace(day=1), month_end(day.year, day.month))


def duties_of(case: Case, month: Stretch, on: date) -> list[DutyRow]:
    """Those that make the light of the month, as explained above; none when nothing is due in sight."""
    due = [duty for duty in case.duties if month.first <= duty.due_on <= month.last]
    if not month.first <= on <= month.last:
        return due
    earlier = [duty for duty in case.duties if duty.due_on < month.first]
    singles = [duty for duty in earlier if duty.is_single and _unsettled(duty, on)]
    reports = [duty for duty in earlier if not duty.is_single]
    last = max(reports, key=lambda duty: duty.due_on, default=None)
    passed = any(duty.must_by < on and not duty.is_single for duty in due)
    carried = [last] if last is not None and not passed and _unsettled(last, on) else []
    if due or singles or carried:
        return [*singles, *carried, *due]
    closed = [duty for duty in earlier if duty.kind == "final" and duty.state == "accepted"]
    later = [duty for duty in case.duties if duty.due_on > month.last and duty.starts_on <= on]
    return closed[-1:] or sorted(later, key=lambda duty: duty.due_on)[:1]


def _unsettled(duty: DutyRow, on: date) -> bool:
    return duty.state == "open" and (not duty.is_filed(on) or duty.returned)


def progress_on(case: Case, day: date) -> Part:
    """By the indicators, or else by the accepted ones of the duties that were due."""
    if case.measures:
        parts = [
            indicator_progress(one.comparator, one.value(case.figures, day), one.target_on(day), one.name)
            for one in case.measures
        ]
        found = mean_of_indicators(parts)
        if found.why != "no_target":
            return found
    due = [duty for duty in case.duties if duty.due_on <= day and duty.state != "waived"]
    accepted = sum(duty.state == "accepted" and duty.is_filed(day) for duty in due)
    return duties_progress(accepted, len(due))


def pace_on(case: Case, day: date) -> Fraction | None:
    """序时: the days that have passed; on a staircase what its step asks for by the day, as a part of the step."""
    paces = []
    for one in case.measures:
        expected = expected_on(one.steps, case.span, day, pauses=case.pauses) if one.steps else None
        if expected is not None and expected.step.target > 0:
            paces.append(max(Fraction(0), expected.value / Fraction(expected.step.target)))
    if paces:
        return sum(paces, Fraction(0)) / len(paces)
    return time_passed(case.span, day, case.pauses).ratio


def asked_by(case: Case, measure: Measure, day: date) -> Fraction | None:
    """The figure that 序时 asks for by the day: the target's part of the days that have passed, or what the staircase
    asks. None without a target and for figures of a period, which no day asks a part of."""
    target = measure.target_on(day)
    if target is None or not measure.cumulative:
        return None
    expected = expected_on(measure.steps, case.span, day, pauses=case.pauses) if measure.steps else None
    if expected is not None:
        return expected.value
    passed = time_passed(case.span, day, case.pauses).ratio
    return None if passed is None else Fraction(target) * passed


def as_filed(
    case: Case, duties: Collection[int], on: date, figures: Sequence[FigureRow] = (), *, state: str = "filed"
) -> Case:
    """The case as it will be once these duties are filed, or accepted. `figures`: what they bring with them. The first
    day of filing stays, as it does in the rows."""
    new = {(row.indicator, row.due) for row in figures}
    return replace(
        case,
        duties=[
            replace(duty, state=state, filed_on=duty.filed_on or on, returned=False) if duty.id in duties else duty
            for duty in case.duties
        ],
        figures=[*(row for row in case.figures if row.held or (row.indicator, row.due) not in new), *figures],
    )


def judge(case: Case, month: Stretch, on: date, settings: LightSettings) -> Light:
    """The light of the assignment in the month, as it is known at the end of `on`."""
    day = min(on, month.last)
    progress, pace = (progress_on(case, day).ratio, pace_on(case, day)) if is_measured(case, day) else (None, None)
    paused = any(span.has(day) for span in case.pauses)
    chosen = duties_of(case, month, on)
    facts = [_facts(duty, progress, pace, paused) for duty in chosen] or [
        DutyFacts(None, progress=progress, pace=pace, paused=paused)
    ]
    found = worst([light(one, settings, on) for one in facts])
    override = case.override_on(day)
    if override is None:
        return found
    return overridden(found, Kind(override.kind), until=override.ends_on, words=override.reason)


def is_measured(case: Case, day: date) -> bool:
    """Only figures can be behind 序时: duties that were accepted say how much was due, not how far the work is. A unit
    that has reported no figure yet is judged by its day."""
    return any(one.target_on(day) is not None and one.value(case.figures, day) is not None for one in case.measures)


def _facts(duty: DutyRow, progress: Fraction | None, pace: Fraction | None, paused: bool) -> DutyFacts:
    state = DutyState(duty.state)
    return DutyFacts(
        due=duty.due_on, opens=duty.starts_on, filed_on=duty.filed_on, state=state, returned=duty.returned,
        progress=progress, pace=pace, paused=paused, extended_until=duty.extended_to,
        finished=duty.kind == "final" and state is DutyState.ACCEPTED,
    )  # fmt: skip


def still_periods(case: Case, on: date) -> int:
    """How many periods in a row, up to the newest, brought no change of any figure; 0 while the figures move, once the
    demand is met, and for tasks without figures."""
    by_due: dict[date, dict[int, tuple]] = {}
    for row in case.figures:
        if row.filed <= on and not row.held:
            by_due.setdefault(row.due, {})[row.indicator] = (row.value, row.whole)
    if len(by_due) < 2 or progress_on(case, on).ratio == 1:
        return 0
    running = {index for one in case.measures if one.cumulative for index in one.ids}
    dues = sorted(by_due)
    count = 0
    for former, later in reversed(list(zip(dues, dues[1:], strict=False))):
        if not _same(by_due[former], by_due[later], running):
            break
        count += 1
    return count


def _same(former: Mapping[int, tuple], later: Mapping[int, tuple], running: set[int]) -> bool:
    """A running total that stayed; of a figure for the period only a zero is no progress."""
    return bool(later) and all(
        former.get(index) == pair if index in running else not pair[0] for index, pair in later.items()
    )
