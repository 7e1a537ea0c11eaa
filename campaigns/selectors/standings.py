"""How every assignment stands on a day: its light and why, progress, 序时, the months before, what stands still.

One place for the matrix, the overview, the page of a light, the desk and later the papers: all of them show the same.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.db.models import QuerySet

from campaigns.judging import (
    Case,
    DutyRow,
    FigureRow,
    OverrideRow,
    as_filed,
    duties_of,
    is_measured,
    judge,
    month_of,
    pace_on,
    progress_on,
    still_periods,
)
from campaigns.light_words import explanation
from campaigns.lights import SEVERITY, Light, LightSettings
from campaigns.models import Assignment, Campaign
from campaigns.progress import Part
from campaigns.selectors.standing_rows import ShareRow, cases
from campaigns.spans import Stretch
from organizations.rules import RuleBook, rule_book

RULES = ("lights.yellow_days", "lights.red_points", "lights.still_periods")


@dataclass(frozen=True)
class Standing:
    """One assignment in one month, as known on a day."""

    share: ShareRow
    case: Case
    month: Stretch
    on: date
    rules: RuleBook

    @property
    def day(self) -> date:
        """Until when figures count: today, or the last day of a past month."""
        return min(self.on, self.month.last)

    @cached_property
    def light(self) -> Light:
        return judge(self.case, self.month, self.on, light_settings(self.rules, self.day))

    @cached_property
    def progress(self) -> Part:
        return progress_on(self.case, self.day)

    @cached_property
    def pace(self) -> Fraction | None:
        return pace_on(self.case, self.day)

    def once_filed(
        self, duties: Collection[int], figures: Sequence[FigureRow] = (), *, state: str = "filed"
    ) -> "Standing":
        """As it will stand when these duties are filed today, or accepted."""
        return replace(self, case=as_filed(self.case, duties, self.on, figures, state=state))

    @property
    def is_measured(self) -> bool:
        """By figures, so that it can be behind 序时."""
        return is_measured(self.case, self.day)

    @property
    def duties(self) -> list[DutyRow]:
        """Those that make the light."""
        return duties_of(self.case, self.month, self.on)

    @property
    def reasons(self) -> list[str]:
        return explanation(self.light)

    @property
    def override(self) -> OverrideRow | None:
        return self.case.override_on(self.day)

    @cached_property
    def still(self) -> int:
        """Periods without any progress, when they are as many as the county wants to be told."""
        count = still_periods(self.case, self.day)
        return count if count >= self.rules.value("lights.still_periods", self.day) else 0

    @property
    def history(self) -> list[tuple[Stretch, Light]]:
        """The months in which something was due, newest first. What was filed late stays yellow in its own month."""
        months = {month_of(duty.due_on) for duty in self.case.duties if duty.due_on <= self.on}
        months |= {month for month in [month_of(self.on)] if self.month.first <= month.first and self.case.duties}
        return [
            (month, judge(self.case, month, self.on, light_settings(self.rules, min(self.on, month.last))))
            for month in sorted(months, reverse=True)
        ]


@dataclass(frozen=True)
class Standings:
    """Standings of many assignments; found by task and unit."""

    month: Stretch
    on: date
    rules: RuleBook
    rows: list[Standing] = field(default_factory=list)

    def __iter__(self) -> Iterator[Standing]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def by_place(self) -> dict[tuple[int, int], Standing]:
        return {(row.share.task_id, row.share.unit_id): row for row in self.rows}

    @property
    def settings(self) -> LightSettings:
        return light_settings(self.rules, min(self.on, self.month.last))

    @cached_property
    def has_duties(self) -> bool:
        """Whether anything is or was ever due: before that the lights say nothing."""
        return any(row.case.duties for row in self.rows)

    @property
    def months(self) -> list[Stretch]:
        """Months of all duties up to the running one, oldest first."""
        found = {month_of(duty.due_on) for row in self.rows for duty in row.case.duties if duty.due_on <= self.on}
        return sorted(found | {month_of(self.on)}) if self.has_duties else []

    def by_severity(self) -> list[Standing]:
        """Worst first; the official order among equals."""
        return sorted(self.rows, key=lambda row: (-SEVERITY[row.light.kind], _days_late(row)))

    def by_unit(self) -> dict[int, list[Standing]]:
        found: dict[int, list[Standing]] = defaultdict(list)
        for row in self.rows:
            found[row.share.unit_id].append(row)
        return found


def _days_late(row: Standing) -> int:
    """Negative, so that the longest overdue comes first."""
    return min(((duty.must_by - row.on).days for duty in row.duties if not duty.is_filed(row.on)), default=0)


def light_settings(rules: RuleBook, on: date) -> LightSettings:
    return LightSettings(rules.value("lights.yellow_days", on), rules.value("lights.red_points", on))


def standings(
    *, campaign: Campaign, on: date, assignments: QuerySet[Assignment] | None = None, month: date | None = None
) -> Standings:
    """All living assignments of the campaign, or those of `assignments` (narrowed to who looks). `month` is any day of
    the month that is shown; without it the running one."""
    rows = Assignment.objects.all() if assignments is None else assignments
    return standings_of(rows.filter(task__campaign=campaign), on=on, month=month)


def standings_of(assignments: QuerySet[Assignment], *, on: date, month: date | None = None) -> Standings:
    """As `standings`, across campaigns."""
    living = assignments.filter(
        state=Assignment.State.ACTIVE, task__withdrawn_on__isnull=True, task__number__isnull=False
    )
    rules, shown = rule_book(*RULES), month_of(month or on)
    rows = [Standing(share, case, shown, on, rules) for share, case in cases(living, min(on, shown.last))]
    return Standings(shown, on, rules, rows)


def standings_due(assignments: QuerySet[Assignment], *, due: date, on: date) -> dict[int, Standing]:
    """By assignment id, in the month of a due day, for the pages where it is filed and reviewed. Ended shares too: what
    they owed is filed and judged like everything else."""
    rules, month = rule_book(*RULES), month_of(due)
    return {
        share.id: Standing(share, case, month, on, rules) for share, case in cases(assignments, min(on, month.last))
    }
