"""A score sheet that was read, as a scheme: what it says takes the place of the items, grades and quotas stay. Pure.

Nobody feeds the items yet, so all of them are entered by hand at first; an item that counts a figure is marked by its own
words until it is fed from a task. What the sheet leaves open is asked and holds the scheme back, never guessed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from assessments.rubric_sheet import Question, SheetItem, SheetReading, read_sheet
from assessments.scheme import Bands, Item, Manual, Scheme, ShareOfTarget, Veto
from assessments.sheet_rows import columns_of

NAME_LENGTH = 200
MOST_ROWS, MOST_COLUMNS = 500, 30
Rows = Sequence[tuple[int, Sequence[str]]]


def read_rows(rows: Rows) -> SheetReading:
    """Rows that hold anything, with the numbers the user sees."""
    known = dict(rows)
    if not known:
        return read_sheet([])
    last = max(known)
    return read_sheet([known.get(number, ()) for number in range(1, last + 1)])


def has_headings(rows: Rows) -> bool:
    return columns_of([list(cells) for _number, cells in rows]) is not None


def scheme_of(reading: SheetReading, stands: Scheme) -> tuple[Scheme, tuple[Question, ...]]:
    """The scheme with the sheet's items, and all that is still to be said. Points that the sheet does not give are 0, which
    keeps the scheme from being put into force until somebody fills them in."""
    asked = list(reading.questions)
    base = _items(reading.base, "s", asked)
    lowest = stands.grades[-1].key if stands.grades else ""
    vetoes = tuple(
        Veto(f"v{place}", one.name[:NAME_LENGTH], lowest) for place, one in enumerate(reading.vetoes, 1) if lowest
    )
    wanted = replace(
        stands, base=base, bonus=_items(reading.bonus, "b", asked), bonus_cap=None,
        deduction=_items(reading.deduction, "d", asked), deduction_cap=None, vetoes=vetoes or stands.vetoes,
        ties=tuple(item.key for item in base[:2]),
    )  # fmt: skip
    return wanted, tuple(sorted(asked, key=lambda one: one.row))


def _items(items: Iterable[SheetItem], prefix: str, asked: list[Question]) -> tuple[Item, ...]:
    made = []
    for place, one in enumerate(items, 1):
        key = f"{prefix}{place}"
        name = one.name[:NAME_LENGTH]
        below = _items(one.items, f"{key}.", asked)
        points = one.points if one.points is not None else Decimal(0)
        method = None if below else one.method or Manual((one.text,) if one.text else ())
        if isinstance(method, ShareOfTarget | Bands):
            asked.append(Question(one.row, "counts_by_hand", name))
            method = Manual((one.text,) if one.text else ())
        made.append(Item(key, name, points, method, below, basis=one.text if below else ""))
    return tuple(made)
