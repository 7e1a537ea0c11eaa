"""Task tables: 序号 | 任务 | 责任单位 | 完成时限. Real tables come with rows; flattened ones are rebuilt before.

The header names the columns. A first text column whose cells are merged over several rows groups the tasks: it is the
action. A cell that is empty because merged with the one above keeps that one's units, marked ``merged``.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from campaigns.plans import cadences, carriers, lexer, targets, times
from campaigns.plans.model import Action, Leader, Place, Role, Task, Unit
from campaigns.plans.source import Block, Cell
from campaigns.plans.tasks import distinct, in_cell
from campaigns.plans.wrappers import Reading

# The first pattern that fits a heading names the column; so the narrow ones come first.
_COLUMNS = (
    ("ordinal", r"^(?:序号|编号|号|项次|No\.?)$"),
    ("note", r"备注|督[查办导]|考核|分值|得分|联系|电话|进展|完成情况|依据|来源"),
    ("lead", r"(?:牵头|主办|主责)(?!领导|人|县领导)"),
    ("support", r"配合|协办|协助|协同|参与|参加|协作"),
    ("responsible", r"责任(?:单位|部门|主体|科室)|承办|落实单位|实施单位|实施主体|(?:负责|主管|承担)(?:单位|部门|科室)|^单位$|^部门$|责任分工"),
    ("leader", r"领导|责任人|负责人|联系人|牵头人|包联"),
    ("due", r"时限|时间|期限|节点|时段|完成日期"),
    ("target", r"^(?:.{0,4}指标|目标值?|年度目标|量化.*|预期目标|工作目标|目标要求|成效|预期成果)$"),
    ("group", r"^(?:类别|类型|分类|领域|行动|板块|项目类别|工作类别|一级.*|专项行动|任务类别)$"),
    ("task", r"任务|事项|项目|内容|工作|措施|举措|实事|清单|问题|要求|名称"),
)  # fmt: skip
_ROLES: dict[str, Role] = {"lead": "lead", "support": "support", "responsible": "responsible"}
_NUMBERED = re.compile(r"^\s*(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)|\d{1,3}[.、])\s*")
_CAPTION_TAIL = re.compile(r"(?:目标)?(?:任务)?(?:责任)?(?:分解|分工)?(?:一览)?(?:清单|台账|表)$")


@dataclass
class TaskTable:
    """A table that was recognised: the kind of each column, and its rows below the header."""

    block: Block
    index: int
    columns: list[str]
    rows: list[tuple[int, tuple[Cell, ...]]]


@dataclass
class _Rows:
    """Actions and tasks collected while going down the table."""

    actions: list[tuple[Cell | None, str | None, list[Task]]] = field(default_factory=list)

    def open(self, cell: Cell | None, name: str | None) -> None:
        if not self.actions or self.actions[-1][1] != name:
            self.actions.append((cell, name, []))


def recognise(reading: Reading, block: Block, index: int) -> TaskTable | None:
    """The table as a task table, or None where no row of its first five names a task and a carrier or a date."""
    for position, row in enumerate(block.rows[:5]):
        columns = [column_kind(reading.source.folded[cell.start : cell.end]) for cell in row]
        known = set(columns)
        if known & {"task", "group"} and known & {"lead", "support", "responsible", "due", "leader"}:
            if "task" not in columns:
                columns[columns.index("group")] = "task"
            below = position + 1
            while below < len(block.rows) and _second_header(reading, row, block.rows[below], columns):
                below += 1
            return TaskTable(block, index, columns, list(enumerate(block.rows))[below:])
    return None


def _second_header(reading: Reading, first: tuple[Cell, ...], row: tuple[Cell, ...], columns: list[str]) -> bool:
    """A row of narrower headings under wide ones (责任单位 over 牵头 and 配合): it corrects ``columns``."""
    kinds = [column_kind(_text(reading, cell)) for cell in row]
    fresh = [c for c, cell in enumerate(row) if not cell.merged and _text(reading, cell)]
    wide = any(a == b for a, b in pairwise(first))
    if not wide or not fresh or len(row) != len(columns) or any(kinds[c] == "other" for c in fresh):
        return False
    for c in fresh:
        columns[c] = kinds[c]
    return True


def column_kind(heading: str) -> str:
    """What a column holds by the words of its heading; ``other`` where no word is known."""
    text = re.sub(r"\s", "", heading)
    if not text or len(text) > 16:
        return "other"
    return next((kind for kind, pattern in _COLUMNS if re.search(pattern, text)), "other")


def read_table(reading: Reading, table: TaskTable, year: int | None, caption: str | None) -> list[Action]:
    """The actions of one task table. ``caption`` names the action where the table itself has no grouping."""
    text_columns = [c for c, kind in enumerate(table.columns) if kind in ("task", "group")]
    group, title, detail = _text_columns(reading, table, text_columns)
    collected = _Rows()
    previous: dict[int, tuple[Unit, ...]] = {}
    group_cell: Cell | None = None
    number: str | None = None
    for r, row in table.rows:
        filled = [c for c, cell in enumerate(row) if _text(reading, cell) and not cell.merged]
        if not filled:
            continue
        if _is_section_row(reading, row, filled):
            cell = row[filled[0]]
            collected.open(cell, _group_name(reading, cell))
            group_cell = cell
            continue
        if group is not None and group < len(row) and _text(reading, row[group]) and not row[group].merged:
            group_cell = row[group]
            collected.open(group_cell, _group_name(reading, group_cell))
        if title >= len(row) or not _text(reading, row[title]) or row[title].merged:
            continue
        ordinal = next(
            (_text(reading, row[c]) for c, kind in enumerate(table.columns[: len(row)]) if kind == "ordinal"), ""
        )
        number = ordinal or number
        if not collected.actions:
            collected.open(group_cell, caption and (_CAPTION_TAIL.sub("", caption) or caption))
        collected.actions[-1][2].append(_row_task(reading, table, r, row, (title, detail), number, previous, year))
    return [
        Action(
            _action_place(cell, tasks),
            0.85,
            "table_group" if cell else "table",
            ordinal=None,
            name=name,
            tasks=tuple(tasks),
        )
        for cell, name, tasks in collected.actions
        if tasks
    ]


def _text(reading: Reading, cell: Cell) -> str:
    return reading.source.folded[cell.start : cell.end].strip()


def _group_name(reading: Reading, cell: Cell) -> str:
    """一、产业振兴（5项） → 产业振兴."""
    return re.sub(r"\(\d+[项件个]\)$", "", _NUMBERED.sub("", _text(reading, cell)))


def _action_place(cell: Cell | None, tasks: list[Task]) -> Place:
    return Place(cell.start, cell.end) if cell else Place(tasks[0].place.start, tasks[-1].place.end)


def _text_columns(reading: Reading, table: TaskTable, columns: list[int]) -> tuple[int | None, int, int | None]:
    """(grouping column, title column, detail column): the first column groups if it is merged or left empty below."""
    if len(columns) == 1:
        return None, columns[0], None
    first, second = columns[0], columns[1]
    cells = [(row[first], row[second]) for _, row in table.rows if max(first, second) < len(row)]
    shared = any((a.merged or not _text(reading, a)) and _text(reading, b) and not b.merged for a, b in cells)
    if shared or table.columns[first] == "group":
        return first, second, columns[2] if len(columns) > 2 else None
    return None, first, second


def _is_section_row(reading: Reading, row: tuple[Cell, ...], filled: list[int]) -> bool:
    """One wide cell over the whole row: 一、产业振兴（5项）."""
    spans = {(row[c].start, row[c].end) for c in filled}
    if len(row) < 3 or len(spans) != 1:
        return False
    return len(filled) >= len(row) - 1 or (filled[0] <= 1 and bool(_NUMBERED.match(_text(reading, row[filled[0]]))))


def _row_task(
    reading: Reading,
    table: TaskTable,
    r: int,
    row: tuple[Cell, ...],
    text_columns: tuple[int, int | None],
    number: str | None,
    previous: dict[int, tuple[Unit, ...]],
    year: int | None,
) -> Task:
    title_column, _detail_column = text_columns
    title = row[title_column]
    own = [cell for cell in row if not cell.merged]
    place = Place(min(cell.start for cell in own), max(cell.end for cell in own), (table.index, r, title_column))
    prose = [
        (row[c].start, row[c].end)
        for c, kind in enumerate(table.columns[: len(row)])
        if kind in ("task", "target") and c >= title_column and not row[c].merged
    ]
    cell_reading = Reading(reading.source, reading.source.folded, ())
    found = [in_cell(t, (table.index, r, title_column)) for t in targets.targets(cell_reading, prose)]
    dues = [
        in_cell(
            times.of_value(cell_reading, *lexer.trim(reading.source.folded, row[c].start, row[c].end), year),
            (table.index, r, c),
        )
        for c, kind in enumerate(table.columns[: len(row)])
        if kind == "due" and _text(reading, row[c])
    ]
    own_number = _NUMBERED.match(_text(reading, title))
    start, end = _title_span(reading, title)
    return Task(
        place, 0.9, "table_row", ordinal=number or (own_number.group().strip(" 、.") if own_number else None),
        title=cell_reading.words(start, end),
        units=_units(cell_reading, table, r, row, previous), leaders=_leaders(cell_reading, table, r, row),
        deadlines=distinct([*dues, *times.deadlines(cell_reading, prose, year)]),
        cadences=distinct(cadences.cadences(cell_reading, prose)), targets=distinct(found),
    )  # fmt: skip


def _title_span(reading: Reading, cell: Cell) -> lexer.Span:
    folded = reading.source.folded
    start, end = lexer.trim(folded, cell.start, cell.end)
    if mark := _NUMBERED.match(folded[start:end]):
        start += mark.end()
    stop = re.search(r"[。\n]", folded[start:end])
    if stop and stop.start() >= 4:
        end = start + stop.start()
    return lexer.trim(folded, start, end, "。;:,")


def _units(
    reading: Reading, table: TaskTable, r: int, row: tuple[Cell, ...], previous: dict[int, tuple[Unit, ...]]
) -> tuple[Unit, ...]:
    units: dict[str, Unit] = {}
    for c, kind in enumerate(table.columns[: len(row)]):
        if kind not in _ROLES:
            continue
        if row[c].merged and c in previous:
            found = tuple(_merged(unit) for unit in previous[c])
        else:
            found = tuple(
                in_cell(unit, (table.index, r, c))
                for unit in carriers.read_units(reading, (row[c].start, row[c].end), _ROLES[kind], "table_cell")
            )
            previous[c] = found
        for unit in found:
            units.setdefault(unit.name, unit)
    return tuple(units.values())


def _merged(unit: Unit) -> Unit:
    return replace(unit, merged=True, confidence=0.85)


def _leaders(reading: Reading, table: TaskTable, r: int, row: tuple[Cell, ...]) -> tuple[Leader, ...]:
    folded = reading.source.folded
    return tuple(
        Leader(Place(a, b, (table.index, r, c)), 0.9, "table_cell", text=reading.words(a, b))
        for c, kind in enumerate(table.columns[: len(row)])
        if kind == "leader"
        for a, b in lexer.split_list(folded, row[c].start, row[c].end, "、,;\n")
    )
