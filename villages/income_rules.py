"""Collective income of villages: what counts, which band, how far to the next one, where the year is heading.

Pure: entries in, figures out; money in yuan as Decimal. A line that nobody reported is not there, which is not 0.
Meaning of the lines and the accounts: 收益分配统计表 of the rural economy statistics; the year's accounts hold instead of
the sum of the quarterly reports.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

ACCOUNTS = 0
QUARTERS = (1, 2, 3, 4)
TEN_THOUSAND = Decimal(10_000)
ZERO = Decimal(0)


class Entry(NamedTuple):
    """One line of one village in one quarter (0: the year's accounts). `one_off` is the part that will not come again."""

    quarter: int
    line: str
    amount: Decimal
    one_off: Decimal = ZERO


@dataclass(frozen=True)
class Counted:
    """A year's income of a village by the lines that count. `value` is None when none of them was reported."""

    value: Decimal | None
    one_off: Decimal
    from_accounts: bool
    quarters: tuple[int, ...]  # of which something was reported, whatever the line


def count(entries: Iterable[Entry], lines: Collection[str]) -> Counted:
    """The year's income. Once the accounts are there they hold, even where a quarter said otherwise."""
    entries = list(entries)
    accounts = [entry for entry in entries if entry.quarter == ACCOUNTS]
    counting = [entry for entry in (accounts or entries) if entry.line in lines]
    return Counted(
        value=sum((entry.amount for entry in counting), ZERO) if counting else None,
        one_off=sum((entry.one_off for entry in counting), ZERO),
        from_accounts=bool(accounts),
        quarters=tuple(sorted({entry.quarter for entry in entries} - {ACCOUNTS})),
    )


def by_line(entries: Iterable[Entry]) -> dict[str, Decimal]:
    """The year's amount of each line that was reported; from the accounts once they are there."""
    entries = list(entries)
    accounts = [entry for entry in entries if entry.quarter == ACCOUNTS]
    found: dict[str, Decimal] = {}
    for entry in accounts or entries:
        found[entry.line] = found.get(entry.line, ZERO) + entry.amount
    return found


def band_of(value: Decimal, floors: Sequence[Decimal]) -> int:
    """How many of the ascending floors the value has reached: exactly the floor is reached."""
    return sum(value >= floor for floor in floors)


def next_band(value: Decimal, floors: Sequence[Decimal]) -> tuple[Decimal, Decimal] | None:
    """The next floor above and what is missing to it; None above the last."""
    above = next((floor for floor in floors if value < floor), None)
    return None if above is None else (above, above - value)


def reached(values: Mapping[int, Decimal | None], threshold: Decimal) -> tuple[int, int]:
    """How many villages are at or over the threshold, of how many. One that reported nothing has not reached it."""
    return sum(value is not None and value >= threshold for value in values.values()), len(values)


def is_empty_shell(value: Decimal | None, floor: Decimal) -> bool | None:
    """空壳村: reported, and below the floor. None when nothing was reported: that is not known to be empty."""
    return None if value is None else value < floor


@dataclass(frozen=True)
class Forecast:
    """Where the year ends if the recurring part goes on as in the quarters known. `missing` are past quarters without a
    report: the forecast stands on the others."""

    value: Decimal
    recurring: Decimal
    one_off: Decimal
    missing: tuple[int, ...]


def forecast(entries: Iterable[Entry], lines: Collection[str], *, past_quarters: int) -> Forecast | None:
    """None without any quarter, and once the accounts are there: then there is nothing left to guess."""
    entries = list(entries)
    if any(entry.quarter == ACCOUNTS for entry in entries):
        return None
    known = sorted({entry.quarter for entry in entries})
    if not known:
        return None
    counting = [entry for entry in entries if entry.line in lines]
    one_off = sum((entry.one_off for entry in counting), ZERO)
    steady = sum((entry.amount - entry.one_off for entry in counting), ZERO)
    recurring = (steady * len(QUARTERS) / len(known)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    missing = tuple(quarter for quarter in QUARTERS[:past_quarters] if quarter not in known)
    return Forecast(recurring + one_off, recurring, one_off, missing)


NEGATIVE, JUMPED, FELL = "negative", "jumped", "fell"


def warnings(
    amount: Decimal | None, before: Sequence[Decimal | None], *, jump_times: Decimal, fall_share: Decimal
) -> list[str]:
    """What somebody should look at again. `before`: the same quarter of last year and the quarter before, None unknown.

    Jumped: at least `jump_times` one of them (the decimal point). Fell: by at least `fall_share` (0–1) against each of them.
    """
    if amount is None:
        return []
    found = [NEGATIVE] if amount < 0 else []
    known = [value for value in before if value is not None and value > 0]
    if any(amount >= value * jump_times for value in known):
        found.append(JUMPED)
    elif known and amount >= 0 and all(amount <= value * (1 - fall_share) for value in known):
        found.append(FELL)
    return found


def in_ten_thousands(yuan: Decimal) -> Decimal:
    """万元 to two places, half up; the one rounding of every page and paper."""
    return (yuan / TEN_THOUSAND).quantize(Decimal("0.01"), ROUND_HALF_UP)
