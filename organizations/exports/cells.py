"""One value as the XML of a cell. Text is always typed as text, so that nothing in it can become a formula."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

LONGEST_TEXT = 32_767  # of a cell; Excel calls a longer one damage
MOST_DIGITS = 15  # Excel loses what comes after them
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_MARKUP = re.compile(r"[&<>]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# What XML cannot carry stands as _xHHHH_, and so does text that looks like that.
_SPECIAL = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def xml_text(text: str) -> str:
    if _MARKUP.search(text):
        text = _MARKUP.sub(lambda found: _ENTITIES[found[0]], text)
    if _SPECIAL.search(text):
        text = _SPECIAL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text


def text_cell(style: int) -> Callable[[Any], str]:
    head, empty = f' s="{style}" t="inlineStr"><is><t xml:space="preserve">', f' s="{style}"/>'

    def cell(value: Any) -> str:
        if value is None or value == "":
            return empty
        text = value if isinstance(value, str) else value_words(value)
        if len(text) > LONGEST_TEXT:
            text = text[: LONGEST_TEXT - 1] + "…"
        return f"{head}{xml_text(text)}</t></is></c>"

    return cell


def number_cell(style: int, text_style: int) -> Callable[[Any], str]:
    head, empty, as_text = f' s="{style}"><v>', f' s="{style}"/>', text_cell(text_style)

    def cell(value: Any) -> str:
        if value is None or value == "":
            return empty
        shown = number_words(value)
        return as_text(value) if shown is None else f"{head}{shown}</v></c>"

    return cell


def date_cell(style: int, moment_style: int, text_style: int) -> Callable[[Any], str]:
    as_text = text_cell(text_style)

    def cell(value: Any) -> str:
        if value is None or value == "":
            return f' s="{style}"/>'
        if not isinstance(value, date) or _day(value) < _FIRST_DAY:
            return as_text(value)
        serial = value.toordinal() - _EPOCH
        if isinstance(value, datetime):
            minutes = value.hour * 60 + value.minute
            return f' s="{moment_style}"><v>{serial + minutes / 1440:.8f}</v></c>'
        return f' s="{style}"><v>{serial}</v></c>'

    return cell


def number_words(value: Any) -> str | None:
    """A number as Excel keeps it; None when it is none, or has more digits than Excel keeps."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value) if abs(value) < 10**MOST_DIGITS else None
    if isinstance(value, float):
        value = Decimal(repr(value))
    if not isinstance(value, Decimal) or not value.is_finite():
        return None
    return format(value, "f") if len(value.as_tuple().digits) <= MOST_DIGITS and abs(value) < 10**MOST_DIGITS else None


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def value_words(value: Any) -> str:
    """Any value as people read it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)
