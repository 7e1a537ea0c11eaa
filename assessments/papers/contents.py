"""What the papers of a result print: the ranked rows with their explained scores, and where they come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assessments.explained import Result
from assessments.scheme import Item, Scheme

NOT_FINAL = "测算中，未定稿"


@dataclass(frozen=True)
class PaperRow:
    """`rank` None: something is awaited. `movement` against last year, None where there was none."""

    unit: str
    rank: int | None
    movement: int | None
    grade: str
    vetoed: bool
    result: Result

    @property
    def place(self) -> str:
        return "" if self.rank is None else str(self.rank)

    @property
    def moved(self) -> str:
        by = self.movement
        return "" if by is None else "持平" if by == 0 else f"{'上升' if by > 0 else '下降'}{abs(by)}位"


@dataclass(frozen=True)
class ResultPaper:
    """`groups` are name ("" when all are ranked together) and rows in the order of the ranking. `rules`: for each leaf its
    rule and source in words. `edition` is 0 while the result is not final. Moments are local and without a zone."""

    name: str
    campaign: str
    owner: str
    level: str
    starts_on: date
    ends_on: date
    edition: int
    document_number: str
    run: int
    on: date
    scheme: Scheme
    scheme_number: int
    scheme_document: str
    tie_rule: str
    rules: dict[str, tuple[str, str]]
    inputs_hash: str
    results_hash: str
    groups: Sequence[tuple[str, Sequence[PaperRow]]]
    made_at: datetime
    exported_at: datetime
    exported_by: str

    @property
    def mark(self) -> str:
        """Stands on every page while the result is not final."""
        return "" if self.edition else NOT_FINAL

    @property
    def units(self) -> int:
        return sum(len(rows) for _name, rows in self.groups)


def beside(scheme: Scheme) -> list[tuple[str, str, Sequence[Item]]]:
    """What stands beside the base: key, name and items, also where there are none."""
    return [("bonus", "加分", scheme.bonus), ("deduction", "扣分", scheme.deduction)]
