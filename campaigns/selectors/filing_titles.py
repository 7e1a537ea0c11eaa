"""What a filing and its items are called."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from campaigns.models import Duty, Filing, FilingItem
from campaigns.period_words import period_words


def filing_title(filing: Filing, duties: Iterable[Duty]) -> str:
    return title_on(filing.due_on, duties)


def title_on(day: date, duties: Iterable[Duty]) -> str:
    """3月填报 when all duties of the day are of one period; else by the day, which is always right."""
    words = {period_words(duty.period_key) for duty in duties}
    only = words.pop() if len(words) == 1 else ""
    return only or _("%(month)s月%(day)s日到期的填报") % {"month": day.month, "day": day.day}


def item_title(item: FilingItem) -> str:
    task = item.duty.assignment.task
    return f"{task.number}. {task.title}" if task.number else task.title
