"""A year of postings by township: who came, who left and why, what became of them, how many seats stood empty at its end."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from cadres.models import Posting
from cadres.selectors.needs import needs
from cadres.selectors.posting_pages import seats_of
from organizations.models import Unit


@dataclass
class YearLine:
    """`unit` is a township; None is the sum."""

    unit: Unit | None
    must: int = 0
    vacant: int = 0
    posted: int = 0
    came: int = 0
    left: int = 0
    reasons: Counter = field(default_factory=Counter)
    outcomes: Counter = field(default_factory=Counter)

    def add(self, other: "YearLine") -> None:
        for name in ("must", "vacant", "posted", "came", "left"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.reasons += other.reasons
        self.outcomes += other.outcomes

    @property
    def by_reason(self) -> list[int]:
        return [self.reasons[key] for key in Posting.EndReason.values]

    @property
    def by_outcome(self) -> list[int]:
        return [self.outcomes[key] for key in Posting.Outcome.values if key]


def year_lines(*, membership, year: int, on: date) -> tuple[list[YearLine], YearLine]:
    """Lines in official order and their sum. Seats are those of the year's last day, or of today in the running year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    day = min(last, on)
    units = list(seats_of(membership, day))
    asked = needs(units=units, on=day)
    lines: dict[int | None, YearLine] = {}
    for unit in units:
        line = lines.setdefault(unit.parent_id, YearLine(unit.parent))
        line.must += unit.pk in asked.must
        line.vacant += unit.pk in asked.vacant
    seen = Posting.objects.visible_to(membership).filter(starts_on__lte=day).exclude(ended_on__lt=first)
    loose: dict[int | None, list[Posting]] = defaultdict(list)
    for posting in seen.for_rows():
        loose[posting.unit.parent_id].append(posting)
    for key, postings in loose.items():
        line = lines.setdefault(key, YearLine(postings[0].unit.parent))
        for posting in postings:
            line.posted += posting.ended_on is None or posting.ended_on >= day
            line.came += posting.starts_on >= first
            if posting.ended_on and posting.ended_on <= day:
                line.left += 1
                line.reasons[posting.end_reason] += 1
                if posting.outcome:
                    line.outcomes[posting.outcome] += 1
    rows = sorted(lines.values(), key=lambda line: (line.unit.order, line.unit.code) if line.unit else (0, ""))
    total = YearLine(None)
    for line in rows:
        total.add(line)
    return rows, total
