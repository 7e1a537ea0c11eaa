"""What the reader hands back: frozen records, each with its place in the source.

Words are kept as written; what was understood stands beside them. Dates are ISO strings (``2020-06-30``), numbers
are decimal strings, spans are character offsets into ``Plan.text`` (half open). A confidence runs from 0 to 1 and
means: how often such a find is right, not how important it is. ``rule`` names the rule of ``docs/plan-reader.md``.
"""

from dataclasses import dataclass
from typing import Literal

Role = Literal["lead", "support", "responsible"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where it stands: characters ``start`` to ``end`` of ``Plan.text``; ``cell`` is (table, row, column) from 0."""

    start: int
    end: int
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What every find carries."""

    place: Place
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Found):
    """A carrier as written. ``normalized`` holds the full names when a prefix or suffix carries over."""

    name: str
    role: Role
    normalized: tuple[str, ...] = ()
    group: bool = False
    open_list: bool = False
    inherited: bool = False
    merged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader(Found):
    """A person or post named as leading; never a unit."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(Found):
    """A date, month end, window, milestone or open end. ``start``/``end`` are ISO dates or None."""

    text: str
    kind: Literal["due", "window", "milestone", "open"]
    start: str | None = None
    end: str | None = None
    milestone: str | None = None
    placeholder: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence(Found):
    """A recurring duty. ``every`` is day, week, month, quarter, half_year, year, or None for 定期 and 适时."""

    text: str
    every: str | None
    times: str | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Found):
    """A number to reach. ``value`` is None where the plan has a placeholder; it is never read as 0."""

    text: str
    subject: str = ""
    comparator: str = "="
    value: str | None = None
    unit: str = ""
    threshold: str | None = None
    per_unit: str | None = None
    year: int | None = None
    placeholder: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubItem(Found):
    """A numbered part of a task: （1）, ①, 一是."""

    ordinal: str
    title: str
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Found):
    """The smallest item with its own carriers, or the numbered item where there are none."""

    ordinal: str | None
    title: str
    units: tuple[Unit, ...] = ()
    leaders: tuple[Leader, ...] = ()
    deadlines: tuple[Time, ...] = ()
    cadences: tuple[Cadence, ...] = ()
    targets: tuple[Target, ...] = ()
    subitems: tuple[SubItem, ...] = ()
    hints: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Found):
    """The direct parent of tasks."""

    ordinal: str | None
    name: str | None
    tasks: tuple[Task, ...] = ()
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase(Found):
    """A dated stage. ``start``/``end`` are ISO when the year is certain, else the words, else None."""

    ordinal: str | None
    name: str
    start: str | None
    end: str | None
    text: str
    units: tuple[Unit, ...] = ()
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Found):
    """Something a person must decide: ``kind`` for programs, ``text`` for people, ``readings`` the choices."""

    kind: str
    text: str
    readings: tuple[str, ...] = ()
    others: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The whole reading. ``text`` is the text that all places point into."""

    text: str
    title: str
    year: int | None
    kind: str = "plan"
    number: str | None = None
    issuer: str | None = None
    signed: str | None = None
    basis: tuple[str, ...] = ()
    goals: tuple[Task, ...] = ()
    actions: tuple[Action, ...] = ()
    phases: tuple[Phase, ...] = ()
    safeguards: tuple[Task, ...] = ()
    default_units: tuple[Unit, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_plan(self) -> bool:
        return self.kind == "plan"

    @property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(task for action in self.actions for task in action.tasks)
