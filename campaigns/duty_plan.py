"""Which duties one share of a task brings with it, from the task's cadences, dates and measures. No models, no clock.

- A cadence is a report for each of its periods.
- A written day is due once. The latest 完成时限 or 时间段 asks for the outcome (final); what comes before is a milestone.
- A task with a number to report but without a cadence is reported in the county's default rhythm: without figures nobody
  sees that it falls behind. A task without a number is filed by completion, once, at its day; a monthly "in progress"
  would be paper for nobody.
- A task for which all this gives nothing is due once, on the campaign's last day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.due_words import LAST_DAY, due_rule
from campaigns.periods import OneOff, PeriodSettings, Rhythm, periods, single_periods
from campaigns.spans import Span, shared

REPORT, MILESTONE, FINAL = "report", "milestone", "final"
END = "end"  # key of the outcome that is due on the campaign's last day


@dataclass(frozen=True)
class CadenceFacts:
    every: str
    times: int = 1
    day: str = ""


@dataclass(frozen=True)
class DateFacts:
    """A written date. `name` is its public id, so that an amended day keeps its history."""

    name: str
    kind: str
    ends_on: date | None = None
    starts_on: date | None = None
    words: str = ""


@dataclass(frozen=True)
class TaskFacts:
    """What a task says about when and what. `measured`: it has a number that is reported, not held."""

    cadences: tuple[CadenceFacts, ...] = ()
    dates: tuple[DateFacts, ...] = ()
    measured: bool = False


@dataclass(frozen=True)
class DutyWanted:
    kind: str
    key: str
    title: str
    starts_on: date
    ends_on: date
    due_on: date


def wanted_duties(
    task: TaskFacts, campaign: Span, since: date, settings: PeriodSettings, *,
    pauses: Sequence[Span] = (), default_cadence: str = "",
) -> list[DutyWanted]:  # fmt: skip
    """All duties of the whole campaign for a unit that carries the task since a day, in order of their due days."""
    final = _final(task.dates)
    rhythms = _rhythms(task, default_cadence)
    dated = [found for found in task.dates if found.kind != "open"]
    once = [
        OneOff(found.ends_on, found.starts_on or campaign.first, f"date:{found.name}")
        for found in dated
        if found.ends_on
    ]
    if not once and not rhythms and campaign.last:
        once = [OneOff(campaign.last, campaign.first, END)]
    singles = single_periods(once, Span(since), settings, pauses=pauses)
    titles = {f"date:{found.name}": found.words for found in dated}
    final_key = f"date:{final.name}" if final else END
    result = [
        DutyWanted(FINAL if one.key == final_key else MILESTONE, one.key,
                   "" if one.key == final_key else titles[one.key], one.first, one.last, one.due)
        for one in singles
    ]  # fmt: skip
    # The outcome says all that the report of the same day would say.
    taken = {duty.due_on for duty in result if duty.kind == FINAL}
    span = shared(campaign, _window(task.dates, final), Span(since))
    if span is not None:
        for rhythm in rhythms:
            for period in periods(rhythm, span, settings, pauses=pauses):
                if period.due not in taken:
                    key = f"{rhythm.every}:{period.key}"
                    result.append(DutyWanted(REPORT, key, "", period.first, period.last, period.due))
    return sorted(result, key=lambda duty: (duty.due_on, duty.key))


def _final(dates: Sequence[DateFacts]) -> DateFacts | None:
    ends = [found for found in dates if found.kind in ("due", "window") and found.ends_on]
    return max(ends, key=lambda found: found.ends_on or date.min, default=None)


def _window(dates: Sequence[DateFacts], final: DateFacts | None) -> Span | None:
    """When reports are asked for: from the earliest beginning the plan names to the outcome; a 长期 task has no end."""
    starts = [found.starts_on for found in dates if found.kind == "window" and found.starts_on]
    first = min(starts, default=date.min)
    last = final.ends_on if final and all(found.kind != "open" for found in dates) else None
    return Span(min(first, last or first), last)


def _rhythms(task: TaskFacts, default_cadence: str) -> list[Rhythm]:
    """One report for each frequency: two monthly cadences of a task are one item in the month's filing, due on the day
    that is written first. A day in words that cannot be read falls on the period's last day."""
    found: dict[str, Rhythm] = {}
    for cadence in task.cadences:
        due = due_rule(cadence.every, cadence.day) or LAST_DAY
        found.setdefault(cadence.every, Rhythm(cadence.every, cadence.times, due))
    if not found and task.measured and default_cadence:
        found[default_cadence] = Rhythm(default_cadence)
    return list(found.values())
