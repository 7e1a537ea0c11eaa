"""The plans of the sample moved to where the trial is: six months must lie behind it, whatever the season.

From August on the texts hold as they are written, from February to December. Earlier in the year the whole plan moves
back by months, days keep their place, and a month of another year than the paper's is written with its year.
"""

import re
from calendar import monthrange
from datetime import date

FIRST_MONTH = 8  # the first in which a plan that starts in February has run for half a year
WRITTEN = re.compile(r"(?<!\d)(\d{1,2})月(底|\d{1,2}日)")


def months_back(today: date) -> int:
    return max(0, FIRST_MONTH - today.month)


def moved(year: int, month: int, day: int, back: int) -> date:
    """A day of the written plan as many months earlier; the 31st becomes the last of a shorter month."""
    years, place = divmod(year * 12 + month - 1 - back, 12)
    return date(years, place + 1, min(day, monthrange(years, place + 1)[1]))


def moved_text(text: str, year: int, back: int) -> str:
    """The text with its dates moved; `{year}` is left for who fills it in with the year of the paper."""
    paper = moved(year, 2, 1, back).year

    def one(found: re.Match) -> str:
        day = 1 if found[2] == "底" else int(found[2].removesuffix("日"))
        # The last of a month stays the last of a month.
        if day == monthrange(year, int(found[1]))[1]:
            day = 31
        there = moved(year, int(found[1]), day, back)
        shown = f"{there.year}年" if there.year != paper else ""
        return f"{shown}{there.month}月" + ("底" if found[2] == "底" else f"{there.day}日")

    return WRITTEN.sub(one, text) if back else text
