"""Dates of last year's campaign moved by whole years. Pure: no database, no clock."""

import calendar
import re
from datetime import date
from typing import overload


@overload
def shift_years(day: date, years: int) -> date: ...
@overload
def shift_years(day: None, years: int) -> None: ...
def shift_years(day: date | None, years: int) -> date | None:
    """The same day other years on; 29 February becomes 28 where there is none, the last of February stays the last."""
    if day is None:
        return None
    year = day.year + years
    last = calendar.monthrange(year, day.month)[1]
    if day.month == 2 and day.day == calendar.monthrange(day.year, 2)[1]:
        return date(year, 2, last)
    return date(year, day.month, min(day.day, last))


def shift_words(words: str, years: int) -> str:
    """Years of the plan's wording moved along: 2026年底前 → 2027年底前. A document number 〔2026〕 is no date and stays."""
    return re.sub(r"(?<!\d)(20\d\d)(?=\s*年)", lambda found: str(int(found[1]) + years), words)
