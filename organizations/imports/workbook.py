"""Reads .xlsx by its XML, cell by cell and within bounds: the stated dimension of a sheet is not believed.

The libraries were measured and failed each in its own way: one hangs on a sparse file, one aborts the process, one drops
formats, formulas and hidden rows without a word. What is kept here is just what the checks need.
"""

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from xml.etree import ElementTree  # noqa: S405  # the pre-scan has refused every document type

from organizations.imports.limits import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, ROWS_AROUND, Refused
from organizations.imports.sheets import Book, Cell, Sheet

_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_PLAIN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNREADABLE = "工作簿的结构读不懂。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"


def read_workbook(container: zipfile.ZipFile) -> Book:
    try:
        return _read(container)
    except (ElementTree.ParseError, KeyError, IndexError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(_UNREADABLE) from error


def _read(container: zipfile.ZipFile) -> Book:
    strings = list(_strings(container))
    formats = _formats(container)
    workbook = ElementTree.fromstring(container.read("xl/workbook.xml"))  # noqa: S314  # see above
    targets = _targets(container)
    date1904 = any(_name(item) == "workbookPr" and item.get("date1904") in ("1", "true") for item in workbook)
    sheets: list[Sheet] = []
    for item in workbook.iter():
        if _name(item) != "sheet":
            continue
        link = next((value for key, value in item.attrib.items() if key.endswith("}id")), "")
        target = targets.get(link, "")
        if "worksheets/" not in target:  # a chart sheet
            continue
        if len(sheets) >= MOST_SHEETS:
            raise Refused(f"工作表超过 {MOST_SHEETS} 张。请只保留要导入的表，另存后再上传。")
        sheet = Sheet(item.get("name", ""), hidden=item.get("state", "visible") != "visible")
        with container.open(target) as stream:
            _fill(sheet, stream, strings, formats)
        sheets.append(sheet)
    return Book(sheets, date1904)


def _targets(container: zipfile.ZipFile) -> dict[str, str]:
    root = ElementTree.fromstring(container.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    found = {}
    for item in root:
        target = item.get("Target", "")
        found[item.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _strings(container: zipfile.ZipFile) -> Iterator[str]:
    if "xl/sharedStrings.xml" not in container.namelist():
        return
    with container.open("xl/sharedStrings.xml") as stream:
        for _event, item in ElementTree.iterparse(stream):  # noqa: S314
            if _name(item) == "si":
                yield _rich_text(item)
                item.clear()


def _rich_text(item) -> str:
    """The runs of a text joined; readings printed above the characters are no part of it."""
    parts = []
    for child in item:
        name = _name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [part.text or "" for part in child if _name(part) == "t"]
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(parts))
    if len(text) > LONGEST_CELL:
        raise Refused(f"有单元格超过 {LONGEST_CELL} 字，不像登记表的内容。请删去长文字后再上传。")
    return text


def _formats(container: zipfile.ZipFile) -> list[str]:
    """The number format of each cell style: its code, ``date`` for the built-in dates."""
    if "xl/styles.xml" not in container.namelist():
        return []
    root = ElementTree.fromstring(container.read("xl/styles.xml"))  # noqa: S314
    own = {item.get("numFmtId", ""): item.get("formatCode", "") for item in root.iter() if _name(item) == "numFmt"}
    styles = next((item for item in root if _name(item) == "cellXfs"), None)
    found: list[str] = []
    for style in styles if styles is not None else ():
        number = style.get("numFmtId", "0")
        code = own.get(number, "")
        if number not in own and number.isdigit():
            code = "date" if int(number) in _DATE_FORMATS else {"9": "0%", "10": "0.00%", "49": "@"}.get(number, "")
        found.append(code)
    return found


def is_date_format(code: str) -> bool:
    return code == "date" or bool(re.search(r"[yYdDmMhHsS年月日]", _PLAIN.sub("", code).replace("General", "")))


def _fill(sheet: Sheet, stream, strings: list[str], formats: list[str]) -> None:
    """Row by row: only ends are listened to, which halves the time of a long sheet."""
    dates = [is_date_format(code) for code in formats]
    number = 0
    for _event, item in ElementTree.iterparse(stream):  # noqa: S314
        name = item.tag.rpartition("}")[2]
        if name == "row":
            number = int(item.get("r") or number + 1)
            if item.get("hidden") in ("1", "true"):
                sheet.hidden_rows.append(number)
            cells = _cells(item, number, strings, formats, dates)
            item.clear()  # a million empty rows must not stay in memory
            if cells:
                if len(sheet.rows) >= MOST_ROWS + ROWS_AROUND:
                    raise Refused(f"超过 {MOST_ROWS} 行。请分成几个文件，一次不超过 {MOST_ROWS} 行。")
                sheet.rows.append((number, cells))
        elif name == "col" and item.get("hidden") in ("1", "true"):
            first, last = int(item.get("min", "1")), int(item.get("max", "1"))
            sheet.hidden_columns += range(first - 1, min(last, MOST_COLUMNS))
        elif name == "mergeCell":
            first_place, _colon, last_place = item.get("ref", "").partition(":")
            first_at, last_at = _PLACE.fullmatch(first_place), _PLACE.fullmatch(last_place or first_place)
            if first_at and last_at and len(sheet.merges) < MOST_ROWS * 4:
                sheet.merges.append((int(first_at[2]), _column(first_at[1]), int(last_at[2]), _column(last_at[1])))


def _cells(row, number: int, strings: list[str], formats: list[str], dates: list[bool]) -> list[Cell]:
    cells: list[Cell] = []
    column = -1
    for item in row:
        place = item.get("r")
        column = _column(place.rstrip("0123456789")) if place else column + 1
        _put(cells, column, _cell(item, strings, formats, dates), number)
    return cells


def _put(cells: list[Cell], column: int, cell: Cell, number: int) -> None:
    if cell is None:
        return
    if column >= MOST_COLUMNS:
        raise Refused(f"第 {number} 行有内容在第 {MOST_COLUMNS} 列以后。请删去右边多余的列后再上传。")
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = cell


def _cell(item, strings: list[str], formats: list[str], dates: list[bool]) -> Cell:
    kind, raw, formula, inline = item.get("t", "n"), None, False, None
    for child in item:
        name = _name(child)
        if name == "v":
            raw = child.text
        elif name == "f":
            formula = True
        elif name == "is":
            inline = _rich_text(child)
    if kind == "inlineStr":
        return inline or None
    if raw is None or raw == "":
        return ["x", "", "", "f"] if formula else None
    tail = ["f"] if formula else []
    if kind == "s":
        return strings[int(raw)] or None
    if kind == "str":
        if len(raw) > LONGEST_CELL:
            raise Refused(f"有单元格超过 {LONGEST_CELL} 字，不像登记表的内容。请删去长文字后再上传。")
        return ["t", raw, "", "f"] if formula else raw
    if kind == "b":
        return ["b", raw, "", *tail]
    if kind == "e":
        return ["e", raw, "", *tail]
    if kind == "d":
        return ["i", raw, "", *tail]
    style = int(item.get("s", "0"))
    code = formats[style] if style < len(formats) else ""
    is_date = dates[style] if style < len(dates) else False
    return ["d" if is_date else "n", raw.strip(), code, *tail]


@cache
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _name(item) -> str:
    return item.tag.rpartition("}")[2]
