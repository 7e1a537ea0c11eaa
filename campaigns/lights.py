"""The light of one unit's duty in one period, and why it is so.

Later is never better: a duty filed late stays yellow for its period and a closed one keeps the word 逾期; a new period
starts clean, because nothing of the former one is asked here. The reasons are codes with parameters, so that the
trail, the page and the paper say the same thing; `light_words` puts them into words. No models and no clock here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from campaigns.progress import percent


class Kind(Enum):
    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    CLOSED = "closed"
    NOT_DUE = "not_due"
    PAUSED = "paused"


class DutyState(Enum):
    """States of a duty; lateness is none of them but a fact of its days."""

    OPEN = "open"
    FILED = "filed"
    ACCEPTED = "accepted"
    WAIVED = "waived"


@dataclass(frozen=True)
class LightSettings:
    """The county's rules on the day of the light (`lights.*` in `organizations.rules`)."""

    days_before_yellow: int = 7
    behind_red: int = 10


@dataclass(frozen=True)
class DutyFacts:
    """All that the light depends on. `filed_on` is the first submission; `progress` and `pace` (序时) are None when the
    task cannot be measured; `finished` when the whole matter was accepted as done (销号)."""

    due: date | None
    opens: date | None = None
    filed_on: date | None = None
    state: DutyState = DutyState.OPEN
    returned: bool = False
    progress: Fraction | None = None
    pace: Fraction | None = None
    paused: bool = False
    extended_until: date | None = None
    finished: bool = False

    @property
    def last_day(self) -> date | None:
        """The due day, or the later one that was granted. An extension never shortens."""
        if self.due is None or self.extended_until is None:
            return self.due
        return max(self.due, self.extended_until)


@dataclass(frozen=True)
class Reason:
    """A code of `light_words.REASONS` with what its sentence needs."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Light:
    """The first reason decides, the others hold as well. `late` is the mark that stays for the period."""

    kind: Kind
    reasons: tuple[Reason, ...]
    late: bool = False


def light(facts: DutyFacts, settings: LightSettings, on: date) -> Light:
    """The light at the end of the day `on`; a filing of a later day has not happened yet."""
    if facts.state is DutyState.WAIVED:
        return Light(Kind.NOT_DUE, (Reason("waived"),))
    last = facts.last_day
    filed = facts.filed_on if facts.filed_on is not None and facts.filed_on <= on else None
    late_days = (max(0, ((filed or on) - last).days)) if last is not None else 0
    late = late_days > 0
    late_reason = Reason("filed_late", {"days": late_days, "due": last, "filed": filed})
    if filed is not None and facts.finished and facts.state is DutyState.ACCEPTED and not facts.returned:
        return Light(Kind.CLOSED, (Reason("finished"), *([late_reason] if late else [])), late)
    if facts.paused:
        return Light(Kind.PAUSED, (Reason("paused"),), late)
    if filed is None and facts.due != last and last is not None and on <= last:
        return Light(Kind.PAUSED, (Reason("extended", {"until": last, "due": facts.due}),))
    if filed is None and facts.opens is not None and on < facts.opens:
        return Light(Kind.NOT_DUE, (Reason("not_open", {"opens": facts.opens}),))
    red: list[Reason] = []
    yellow: list[Reason] = []
    if filed is None and late:
        red.append(Reason("overdue", {"days": late_days, "due": last}))
    behind = _behind(facts)
    if behind > 0:
        reason = Reason("behind", {"points": behind, "progress": facts.progress, "pace": facts.pace})
        (red if behind >= settings.behind_red else yellow).append(reason)
    if filed is not None and facts.returned:
        yellow.append(Reason("returned"))
    if filed is not None and late:
        yellow.append(late_reason)
    if filed is None and last is not None and 0 <= (last - on).days <= settings.days_before_yellow:
        yellow.append(Reason("due_soon", {"days": (last - on).days, "due": last}))
    if red or yellow:
        return Light(Kind.RED if red else Kind.YELLOW, (*red, *yellow), late)
    return _quiet(facts, filed, last)


def overridden(light: Light, kind: Kind, *, until: date, words: str) -> Light:
    """The light set by hand. What the rule says stays among the reasons and lateness stays a fact: a late duty is not
    made green, the best it can become is yellow."""
    if kind is Kind.GREEN and light.late:
        kind = Kind.YELLOW
    return Light(kind, (Reason("override", {"until": until, "words": words}), *light.reasons), light.late)


SEVERITY = {Kind.RED: 5, Kind.YELLOW: 4, Kind.PAUSED: 3, Kind.GREEN: 2, Kind.CLOSED: 1, Kind.NOT_DUE: 0}


def worst(lights: Sequence[Light]) -> Light:
    """One lamp for several duties of the same time: the gravest decides, lateness of any of them stays."""
    gravest = max(lights, key=lambda one: SEVERITY[one.kind])
    late = any(one.late for one in lights)
    kind = Kind.YELLOW if late and gravest.kind is Kind.GREEN else gravest.kind
    return Light(kind, gravest.reasons, late)


def _behind(facts: DutyFacts) -> Decimal:
    """In 百分点, from the percentages as they are shown: whoever subtracts the two on the page must come to the same light."""
    if facts.progress is None or facts.pace is None:
        return Decimal(0)
    return max(Decimal(0), percent(facts.pace) - percent(facts.progress))


def _quiet(facts: DutyFacts, filed: date | None, last: date | None) -> Light:
    """Nothing wrong. Green is for what can be seen to go well; a duty with nothing filed and nothing measured is not
    due yet, and praise for it would be empty."""
    if filed is not None:
        code = "accepted" if facts.state is DutyState.ACCEPTED else "filed"
        return Light(Kind.GREEN, (Reason(code, {"filed": filed}),))
    if facts.progress is not None and facts.pace is not None:
        return Light(Kind.GREEN, (Reason("on_pace", {"progress": facts.progress, "pace": facts.pace}),))
    if last is None:
        return Light(Kind.NOT_DUE, (Reason("no_day"),))
    return Light(Kind.NOT_DUE, (Reason("not_due", {"due": last}),))
