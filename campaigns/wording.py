"""Roles, dates, cadences and indicators of a task in words, as pages and papers say them."""

from dataclasses import dataclass
from datetime import date

from django.utils import dateformat
from django.utils.translation import gettext as _

from campaigns.models import Cadence, Indicator, TaskDate


def day_words(day: date, on: date) -> str:
    """6月30日; with the year when it is another year than that of `on`."""
    return dateformat.format(day, _("n月j日") if day.year == on.year else _("Y年n月j日"))


def span_words(first: date | None, last: date | None, on: date) -> str:
    if first and last:
        return f"{day_words(first, on)}—{day_words(last, on)}"
    return day_words(first or last, on) if first or last else ""  # type: ignore[arg-type]


def left_words(day: date, on: date) -> str:
    """还有 3 天, 今天到期, 已过 3 天."""
    days = (day - on).days
    if days == 0:
        return _("今天到期")
    return _("还有 %(n)s 天") % {"n": days} if days > 0 else _("已过 %(n)s 天") % {"n": -days}


def date_words(row: TaskDate, on: date) -> str:
    """What holds, in one line: the date, or the plan's words where there is no date."""
    return span_words(row.starts_on, row.ends_on, on) or row.words or str(row.get_kind_display())


def cadence_words(row: Cadence) -> str:
    every = str(row.get_every_display())
    words = _("%(every)s %(n)s 次") % {"every": every, "n": row.times} if row.times > 1 else every
    return f"{words}（{row.day}）" if row.day else words


def indicator_words(row: Indicator) -> str:
    """轮训支部书记：全县合计不少于 200 人次. An open value is said to be open, it is never 0."""
    amount = f"{row.value.normalize():f} {row.unit_word}".strip() if row.value is not None else _("待定")
    demand = f"{row.get_comparator_display()} {amount}"
    if row.name.startswith("每"):  # the plan's own subject says whose figure it is
        return _("%(name)s%(demand)s") % {"name": row.name, "demand": demand}
    how = str(row.get_aggregation_display()) if row.level == Indicator.Level.COUNTY else ""
    return _("%(name)s：%(whose)s%(how)s%(demand)s") % {
        "name": row.name, "whose": row.get_level_display(), "how": how, "demand": demand,
    }  # fmt: skip


@dataclass(frozen=True)
class DueDay:
    """The next day on which a task is due: when, how pressing, whether the plan said so."""

    day: date
    assumed: bool

    def kind(self, on: date, soon: int) -> str:
        """A tag's kind: nothing here is red, since a passed day says nothing about the work before there are reports."""
        return "warn" if on <= self.day and (self.day - on).days <= soon else "idle" if self.day < on else "open"


def next_due(dates: list[TaskDate], on: date) -> DueDay | None:
    """The nearest day to come, else the last one that passed."""
    days = sorted((row.ends_on, row.assumed) for row in dates if row.ends_on)
    coming = [pair for pair in days if pair[0] >= on]
    chosen = coming[0] if coming else days[-1] if days else None
    return DueDay(*chosen) if chosen else None
