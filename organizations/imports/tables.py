"""Finds the table inside a real sheet: below title and unit line, under one to three rows of headings, without totals
and notes. Whatever is left out is named with its row, so that nothing disappears in silence."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field

from organizations.imports.sheets import Cell, Sheet, is_blank, text_of

_SEARCHED_ROWS = 30
_MOST_HEADER_ROWS = 3
_TOTAL = re.compile(r"^(本页|全县|全乡|全镇|乡镇)?(合计|小计|总计|共计|累计)([（(].*)?[:：]?$")
_NOTE = re.compile(
    r"^(备\s*注|注|说明|填表说明|填写说明|填\s*表\s*人|制\s*表\s*人?|填报人|填报单位|审核人?|审\s*核|单位负责人|负责人|联系人|联系电话|日期|填表日期|数据来源)\s*[:：\d]"
)
_UNIT = re.compile(r"单\s*位\s*[:：]\s*(万元|元|亿元)|[（(](?:单位[:：])?\s*(万元|元|亿元)\s*[)）]")
_EXPLANATION = re.compile(r"[（(\[【].*?[)）\]】]|[*＊：:]")


@dataclass
class Row:
    """A row of the table with the number the user sees; `merged` are its columns that a merged cell above covers."""

    number: int
    cells: list[Cell]
    merged: dict[int, Cell] = field(default_factory=dict)

    def cell(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else None


@dataclass
class Table:
    """A table: headings by column, rows, and what was left out and why."""

    headings: dict[int, str]
    header_rows: list[int]
    rows: list[Row]
    left_out: list[tuple[int, str]] = field(default_factory=list)
    money_unit: str = ""
    above: str = ""  # the words over the rows: title, unit line, headings
    hidden: bool = False  # hidden rows or columns carry data


def plain(text: str) -> str:
    """A heading or name for comparison: no spaces, brackets, stars, width."""
    short = _EXPLANATION.sub("", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s　\u200b\ufeff]", "", short or text).lower()


def find_table(sheet: Sheet, known: Collection[str]) -> Table | None:
    """The table whose headings fit the known names best; None when the sheet holds nothing like a table."""
    rows = [(number, cells) for number, cells in sheet.rows if not all(is_blank(cell) for cell in cells)]
    if not rows:
        return None
    spread = _spread_sideways(sheet)
    best: tuple[int, int, int, dict[int, str]] | None = None  # score, start, depth; the fewest rows that fit as well
    for start in range(min(len(rows), _SEARCHED_ROWS)):
        for depth in range(1, _MOST_HEADER_ROWS + 1):
            if start + depth > len(rows):
                break
            block = rows[start : start + depth]
            if block[-1][0] - block[0][0] != depth - 1:  # a blank row ends a block of headings
                break
            headings = _join(block, spread)
            score = sum(_fits(text, known) for text in headings.values())
            if score and (best is None or (score, -depth) > (best[0], -best[2])):
                best = (score, start, depth, headings)
    if best is None:
        return _unknown_table(sheet, rows, spread)
    _score, start, depth, headings = best
    start, depth, headings = _grow(sheet, rows, start, depth, headings, known, spread)
    return _cut(sheet, rows, start, depth, headings)


def _unknown_table(sheet: Sheet, rows, spread) -> Table | None:
    """No heading is known: the first row of several words with another row below it, for the person to map."""
    for start, (_number, cells) in enumerate(rows[:_SEARCHED_ROWS]):
        words = [cell for cell in cells if isinstance(cell, str) and not is_blank(cell)]
        if len(words) >= 2 and start + 1 < len(rows):
            return _cut(sheet, rows, start, 1, _join(rows[start : start + 1], spread))
    return None


def _grow(sheet: Sheet, rows, start: int, depth: int, headings, known, spread):
    """A merged cell of the heading reaches into rows above or below the block: they belong to it."""
    for first, _left, last, _right in sheet.merges:
        top, bottom = rows[start][0], rows[start + depth - 1][0]
        if first <= bottom and last > bottom and first >= top and last - top < _MOST_HEADER_ROWS:
            extra = sum(1 for number, _cells in rows[start + depth :] if number <= last)
            depth += extra
            headings = _join(rows[start : start + depth], spread)
    return start, depth, headings


def _spread_sideways(sheet: Sheet) -> dict[int, dict[int, int]]:
    """Row → column → column whose text it repeats, for headings merged across several columns."""
    spread: dict[int, dict[int, int]] = {}
    for first, left, last, right in sheet.merges:
        if right > left and right - left < 60 and last - first <= _MOST_HEADER_ROWS:
            for number in range(first, last + 1):
                spread.setdefault(number, {}).update(dict.fromkeys(range(left + 1, right + 1), left))
    return spread


def _join(block, spread) -> dict[int, str]:
    """The headings of a block, the words of one column joined from top to bottom."""
    width = max(len(cells) for _number, cells in block)
    found: dict[int, str] = {}
    for column in range(width):
        words: list[str] = []
        for number, cells in block:
            source = spread.get(number, {}).get(column, column)
            text = text_of(cells[source]).strip() if source < len(cells) else ""
            text = re.sub(r"\s+", "", text)
            if text and text not in words:
                words.append(text)
        if words:
            found[column] = "/".join(words)
    return found


def _fits(text: str, known: Collection[str]) -> int:
    return any(plain(part) in known for part in (text, text.rpartition("/")[2], text.partition("/")[0]))


def _cut(sheet: Sheet, rows, start: int, depth: int, headings: dict[int, str]) -> Table:
    header = rows[start : start + depth]
    table = Table(headings, [number for number, _cells in header], [])
    above = " ".join(text_of(cell) for _number, cells in rows[: start + depth] for cell in cells if cell is not None)
    table.above = above
    unit = _UNIT.search(above)
    table.money_unit = next((part for part in unit.groups() if part), "") if unit else ""
    last_header = {plain(text.rpartition("/")[2]) for text in headings.values()}
    for number, cells in rows[start + depth :]:
        reason = _no_data(cells, headings, last_header)
        if reason:
            table.left_out.append((number, reason))
        else:
            table.rows.append(Row(number, cells))
    _mark_merged(sheet, table)
    numbers = {row.number for row in table.rows}
    table.hidden = bool(
        numbers & set(sheet.hidden_rows)
        or any(
            column in headings and any(not is_blank(row.cell(column)) for row in table.rows)
            for column in sheet.hidden_columns
        )
    )
    return table


def _no_data(cells: list[Cell], headings: dict[int, str], last_header: set[str]) -> str:
    """Why a row is no data; empty when it is data."""
    filled = [(column, text_of(cell).strip()) for column, cell in enumerate(cells) if not is_blank(cell)]
    words = [text for _column, text in filled]
    if any(_TOTAL.match(re.sub(r"\s", "", text)) for text in words[:3]):
        return "合计行"
    if _NOTE.match(words[0]) and len(words) <= 4:
        return "说明行"
    if len(words) == 1 and len(headings) > 2 and len(words[0]) > 12 and re.search(r"[，。；：:;,]", words[0]):
        return "说明行"
    names = {plain(text) for text in words}
    if len(names & last_header) >= max(2, len(words) - 1):
        return "重复的表头"
    if len(words) > 2 and words in ([str(n) for n in range(first, first + len(words))] for first in (0, 1)):
        return "栏次行"
    return ""


def _mark_merged(sheet: Sheet, table: Table) -> None:
    by_number = {row.number: row for row in table.rows}
    for first, left, last, right in sheet.merges:
        source = by_number.get(first)
        if source is None or last == first:
            continue
        for number in range(first + 1, last + 1):
            row = by_number.get(number)
            if row is not None:
                row.merged.update(dict.fromkeys(range(left, right + 1), source.cell(left)))
