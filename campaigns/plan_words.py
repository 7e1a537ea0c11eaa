"""How dates, cadences, indicators and carriers read in words: in previews, versions and messages.

What is frozen in a version is Chinese whatever language the person works in: the papers made from it are.
"""

from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from campaigns.models import Assignment, Cadence, CarrierRole, Indicator, TaskDate

OFFICIAL_LANGUAGE = "zh-hans"


def in_official_words():
    """Context: gettext answers in the language of the papers."""
    return translation.override(OFFICIAL_LANGUAGE)


def day_words(day: date | str | None) -> str:
    return str(day) if day else ""


def date_words(row: TaskDate) -> str:
    span = "—".join(filter(None, (day_words(row.starts_on), day_words(row.ends_on))))
    return " ".join(filter(None, (str(row.get_kind_display()), row.what, span, _in_brackets(row.words))))


def cadence_words(row: Cadence) -> str:
    times = _("%(times)s 次") % {"times": row.times}
    return " ".join(filter(None, (str(row.get_every_display()), times, row.day, _in_brackets(row.words))))


def indicator_words(row: Indicator) -> str:
    value = f"{plain_number(row.value)}{row.unit_word}" if row.value is not None else _("数待定")
    year = _("%(year)s年") % {"year": row.year} if row.year else ""
    parts = (
        row.name,
        year,
        str(row.get_level_display()),
        str(row.get_comparator_display()),
        value,
        _("（%(way)s）") % {"way": row.get_aggregation_display()},
    )
    return " ".join(filter(None, parts))


def assignment_words(row: Assignment) -> str:
    """Only its standing; the unit's name is the label beside it."""
    role = role_word(row.role)
    if row.state == Assignment.State.ACTIVE:
        return role
    state = str(row.get_state_display())
    return f"{state}（{row.reason}）" if row.reason else state


def role_word(role: str) -> str:
    return str(CarrierRole(role).label)


def plain_number(value: Decimal | int) -> str:
    """200.0000 → 200, 0.5000 → 0.5; never 2E+2."""
    return f"{Decimal(value).normalize():f}"


def _in_brackets(words: str) -> str:
    return f"（{words}）" if words else ""
