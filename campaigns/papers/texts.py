"""Text that Excel and Word can hold, dates and numerals as papers write them, and names for files."""

import re
import unicodedata
from datetime import date, datetime

EXCEL_LONGEST = 32_767  # UTF-16 units in a cell; a longer text makes Excel call the whole file damaged
CUT_MARK = "……（内容过长，后文从略）"
LONGEST_NAME = 80
# What XML 1.0 cannot write: control signs except tab and line ends, halves of surrogate pairs, non-characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*;\s]+')
_DIGITS = "〇一二三四五六七八九"


def clean(text: object) -> str:
    """Without signs that break the file; line ends are all `\\n`."""
    return _UNWRITABLE.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))


def fits_cell(text: str) -> str:
    """Clean text cut to what one Excel cell holds, and saying so."""
    text = clean(text)
    if _units(text) <= EXCEL_LONGEST:
        return text
    # Cut in UTF-16, where Excel counts; "ignore" drops half an emoji at the cut.
    room = 2 * (EXCEL_LONGEST - _units(CUT_MARK))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT_MARK


def _units(text: str) -> int:
    return len(text) + sum(sign > "\uffff" for sign in text)


def chinese_day(day: date | str | None) -> str:
    """2026年3月1日; the snapshot keeps days as ISO text."""
    if not day:
        return ""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{found.year}年{found.month}月{found.day}日"


def chinese_moment(at: datetime) -> str:
    return f"{chinese_day(at.date())}{at:%H:%M}"


def chinese_span(start: str | None, end: str | None) -> str:
    """2026年3月1日至3月31日: the year is said once when it is the same."""
    first, last = chinese_day(start), chinese_day(end)
    if first == last or not first or not last:
        return first or last
    year = f"{first.partition('年')[0]}年"
    return f"{first}至{last.removeprefix(year)}"


def chinese_number(number: int) -> str:
    """一 to 九十九 for headings; beyond that figures."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def file_name(stem: str, ending: str) -> str:
    """A name for any disk: one line, no path, no hidden signs that would turn the ending around."""
    visible = "".join(sign for sign in unicodedata.normalize("NFC", stem) if unicodedata.category(sign)[0] != "C")
    kept = _NOT_IN_NAMES.sub("_", visible)[:LONGEST_NAME].strip("._ ")
    return f"{kept or 'paper'}.{ending}"
