"""From a table and the county's rows to checked rows: what is new, what changes, what is wrong, all at once."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from organizations.imports.columns import money_unit
from organizations.imports.registers import Checked, Existing, Register
from organizations.imports.sheets import is_blank
from organizations.imports.tables import Row, Table
from organizations.imports.values import CHECK, KEEP, OK, REFUSED, Known, read
from organizations.imports.words import shown

NEW, CHANGED, SAME, ASK, WRONG = "new", "changed", "same", "check", "refused"
_MERGED = "合并单元格，只有第一行有内容。请拆开后逐行填写"


def check_table(
    register: Register, table: Table, places: Mapping[str, int], *, known: Known, existing: list[Existing], on: date
) -> list[Checked]:
    """Every row of the table against the county's rows."""
    columns = {column.name: column for column in register.columns if column.name in places}
    known.money = {
        name: money_unit(table.headings.get(place, "")) or table.money_unit for name, place in places.items()
    }
    known.above = table.above
    rows = [_raw(row, places, known) for row in table.rows]
    register.prepare(known, [row.raw for row in rows])
    for checked, row in zip(rows, table.rows, strict=True):
        for name, column in columns.items():
            cell = row.cell(places[name])
            if is_blank(cell) and places[name] in row.merged and not is_blank(row.merged[places[name]]):
                if not column.group:
                    checked.refuse(name, _MERGED)
                    continue
                cell = row.merged[places[name]]
                checked.raw[name] = shown(cell, known.date1904)
            value = read(column, cell, known)
            if value.state != OK:
                checked.messages[name] = (value.state, value.reason, value.proposal)
            if value.state != REFUSED:
                checked.values[name] = value.value
    _find_targets(register, rows, existing)
    for checked in rows:
        _compare(checked)
    register.examine(rows, existing, on)
    for checked in rows:
        checked.state = _state(checked)
    return rows


def counts_of(rows: list[Checked]) -> dict[str, int]:
    found = Counter(row.state for row in rows)
    return {"all": len(rows), **{state: found[state] for state in (NEW, CHANGED, SAME, ASK, WRONG)}}


def _raw(row: Row, places: Mapping[str, int], known: Known) -> Checked:
    return Checked(row.number, {name: shown(row.cell(place), known.date1904) for name, place in places.items()})


def _find_targets(register: Register, rows: list[Checked], existing: list[Existing]) -> None:
    by_key: dict[str, list[Existing]] = {}
    for one in existing:
        for key in register.keys_of(one):
            by_key.setdefault(key, []).append(one)
    first: dict[str, int] = {}
    for row in rows:
        keys = register.key_of(row.values)
        if not keys:
            continue
        row.key = keys[0]
        column = next(iter(row.raw))
        if row.key in first:
            row.refuse(column, f"与第 {first[row.key]} 行重复")
        first.setdefault(row.key, row.number)
        found = next((by_key[key] for key in keys if key in by_key), [])
        if len(found) > 1:
            row.refuse(column, f"有 {len(found)} 条记录都叫“{found[0].label}”，分不清是哪一条。请填编号或代码")
        elif found:
            row.target = found[0]
    targets: dict[object, int] = {}
    for row in rows:
        if row.target is not None:
            other = targets.setdefault(row.target.public_id, row.number)
            if other != row.number and not any(level == REFUSED for level, *_rest in row.messages.values()):
                row.refuse(next(iter(row.raw)), f"与第 {other} 行是同一条记录")


def _compare(row: Checked) -> None:
    for name, value in list(row.values.items()):
        if value == KEEP:
            del row.values[name]
            if row.target is None:
                row.refuse(name, "号码是掩码，请填完整号码")
            continue
        if row.target is None:
            continue
        stored = row.target.values.get(name)
        if (value if value not in (None, "") else None) == (stored if stored not in (None, "") else None):
            continue
        words = row.target.words.get(name, "")
        row.changes[name] = (stored, words)
        if value in (None, ""):
            row.ask(name, f"原来是“{words[:40]}”，这里是空的，导入后会清空")


def _state(row: Checked) -> str:
    levels = {level for level, _reason, _proposal in row.messages.values()}
    if REFUSED in levels:
        return WRONG
    if row.target is not None and not row.changes:
        return SAME
    if CHECK in levels:
        return ASK
    return CHANGED if row.target is not None else NEW
