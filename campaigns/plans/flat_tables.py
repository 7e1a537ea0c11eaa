"""Tables that lost their lines: one cell a line under a header of one cell a line, or cells between | or tabs (U9).

They are rebuilt into real tables before anything else reads them. The running number opens a row; a text with a date
or a unit after it opens a row without a number (its cell was merged).
"""

import re
from collections.abc import Iterator

from campaigns.plans import dates, tables, times, unit_names
from campaigns.plans.source import Block, Cell
from campaigns.plans.wrappers import Reading

_ENDS_IN = re.compile(r"[。;!?:]$")
_DUE_CELL = re.compile(r"^(?:持续|长期|常年|全年|年底|年内|上半年|下半年|[一二三四]季度|第[一二三四]季度)")
_SPLIT = re.compile(r"\s*\|\s*|\t+")


def rebuild(reading: Reading) -> Reading:
    """The reading with flattened tables as table blocks; their lines are blanked out of the prose."""
    blocks, result, at = reading.blocks, [], 0
    spans: list[tuple[int, int]] = []
    while at < len(blocks):
        made = _separated(reading, at) or _one_cell_a_line(reading, at)
        if made:
            table, at = made
            result.append(table)
            spans.append((table.start, table.end))
        else:
            result.append(blocks[at])
            at += 1
    if not spans:
        return reading
    parts, done = [], 0
    for start, end in spans:
        parts += [reading.folded[done:start], " " * (end - start)]
        done = end
    return Reading(reading.source, "".join([*parts, reading.folded[done:]]), tuple(result))


def _separated(reading: Reading, at: int) -> tuple[Block, int] | None:
    """Lines of cells between | or tabs, the first of them a header."""
    header = _cells_of(reading, reading.blocks[at])
    if len(header) < 3 or not _is_header([_words(reading, cell) for cell in header]):
        return None
    rows, position = [header], at + 1
    while position < len(reading.blocks):
        cells = _cells_of(reading, reading.blocks[position])
        if len(cells) < 2:
            break
        if not all(set(_words(reading, cell)) <= set("-: ") for cell in cells):
            rows.append(cells)
        position += 1
    if len(rows) < 2:
        return None
    width = max(map(len, rows))
    padded = [tuple(row + [Cell(row[-1].end, row[-1].end)] * (width - len(row))) for row in rows]
    return Block(reading.blocks[at].start, reading.blocks[position - 1].end, rows=tuple(padded)), position


def _cells_of(reading: Reading, block: Block) -> list[Cell]:
    if block.is_table:
        return []
    line, cells, start = reading.folded[block.start : block.end], [], 0
    if "|" not in line and "\t" not in line:
        return []
    for match in [*_SPLIT.finditer(line), None]:
        stop = match.start() if match else len(line)
        cells.append(Cell(block.start + start, block.start + stop))
        start = match.end() if match else stop
    if line.lstrip().startswith("|") and cells:
        cells = cells[1:]
    if line.rstrip().endswith("|") and cells:
        cells = cells[:-1]
    return cells


def _words(reading: Reading, cell: Cell) -> str:
    return reading.folded[cell.start : cell.end].strip()


def _is_header(words: list[str]) -> bool:
    kinds = [tables.column_kind(word) for word in words]
    named = set(kinds) - {"other", "note"}
    return (
        len(named) >= 2
        and bool(named & {"task", "group"})
        and bool(named & {"lead", "support", "responsible", "due", "leader"})
        and all(len(word) <= 16 for word in words)
    )


def _one_cell_a_line(reading: Reading, at: int) -> tuple[Block, int] | None:
    """序号 / 任务 / 责任单位 / 完成时限, a line each, then the cells, a line each."""
    if tables.column_kind(_line(reading, at)) != "ordinal":
        return None
    end = at
    while end < len(reading.blocks) and end - at < 10 and not re.fullmatch(r"\d{1,3}", _line(reading, end)):
        if len(_line(reading, end)) > 16:
            break
        end += 1
    header = [_line(reading, k) for k in range(at, end)]
    if len(header) < 3 or not _is_header(header):
        return None
    columns = [tables.column_kind(word) for word in header]
    rows = [tuple(_cell(reading, k) for k in range(at, end))]
    position = end
    for row, position in _rows(reading, end, columns):  # noqa: B007  # the last position says where the table ends
        rows.append(row)
    if len(rows) < 2:
        return None
    return Block(reading.blocks[at].start, reading.blocks[position - 1].end, rows=tuple(rows)), position


def _line(reading: Reading, at: int) -> str:
    block = reading.blocks[at]
    return "" if block.is_table else reading.folded[block.start : block.end].strip()


def _cell(reading: Reading, at: int) -> Cell:
    return Cell(reading.blocks[at].start, reading.blocks[at].end)


def _rows(reading: Reading, at: int, columns: list[str]) -> Iterator[tuple[tuple[Cell, ...], int]]:
    """Rows by the running number; the lines of one row are dealt to the columns by what they say."""
    expected, position = 1, at
    while position < len(reading.blocks) and not reading.blocks[position].is_table:
        start = position
        if _line(reading, position) == str(expected):
            expected += 1
            position += 1
        elif not _continues(reading, position, columns):
            return
        body = position
        while position < len(reading.blocks) and not reading.blocks[position].is_table:
            if _line(reading, position) == str(expected) or position - body > 12:
                break
            if position > body and _closes(reading, position - 1) and not _nature(_line(reading, position)):
                break
            position += 1
        yield _deal(reading, start, body, position, columns), position


def _continues(reading: Reading, at: int, columns: list[str]) -> bool:
    """A text line followed by a unit or a date is a row whose number was merged with the one above."""
    if _nature(_line(reading, at)) or at + 1 >= len(reading.blocks) or len(_line(reading, at)) > 200:
        return False
    return bool(_nature(_line(reading, at + 1)))


def _closes(reading: Reading, at: int) -> bool:
    return _nature(_line(reading, at)) == "due"


def _nature(line: str) -> str | None:
    """due or unit for a line that can be nothing else, else None."""
    if len(line) > 24 or _ENDS_IN.search(line):
        return None
    window = times.WINDOW.match(line)
    day = dates.DAY.match(line)
    if _DUE_CELL.match(line) or (window and window.start() == 0) or (day and len(line) <= 16) or re.match(r"\d{4}年", line):
        return "due"
    if unit_names.looks_like_unit(line) or unit_names.is_group(line):
        return "unit"
    return None


def _deal(reading: Reading, start: int, body: int, end: int, columns: list[str]) -> tuple[Cell, ...]:
    """As many lines as columns: one each. Otherwise by nature: dates, units, and the rest is the text."""
    if end - start == len(columns):
        return tuple(_cell(reading, k) for k in range(start, end))
    natures = [(k, _nature(_line(reading, k)) if k > body else None) for k in range(body, end)]
    units = [k for k, nature in natures if nature == "unit"]
    dues = [k for k, nature in natures if nature == "due"]
    texts = [k for k, nature in natures if nature is None]
    empty = Cell(reading.blocks[start].start, reading.blocks[start].start)
    carrier_columns = [c for c, kind in enumerate(columns) if kind in ("lead", "support", "responsible")]
    row = []
    for c, kind in enumerate(columns):
        lines: list[int] = []
        if kind == "ordinal" and body > start:
            lines = [start]
        elif kind == "due":
            lines = dues
        elif c in carrier_columns:
            if len(carrier_columns) == 1:
                lines = units
            else:  # the first unit leads, the others support: the lines between the cells are lost
                lines = units[:1] if c == carrier_columns[0] else units[1:] if c == carrier_columns[1] else []
        elif kind in ("task", "group") and texts:
            last = [k for k, other in enumerate(columns) if other in ("task", "group")][-1] == c
            lines = texts if last else texts[:1]
            texts = [] if last else texts[1:]
        row.append(Cell(reading.blocks[lines[0]].start, reading.blocks[lines[-1]].end) if lines else empty)
    return tuple(row)
