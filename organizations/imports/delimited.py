"""Text tables: .csv in UTF-8 or GB18030, and cells pasted from Excel (divided by tabs)."""

import csv
import io

from organizations.imports.limits import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, ROWS_AROUND, Refused
from organizations.imports.sheets import Book, Cell, Sheet


def read_csv(data: bytes) -> Book:
    text, encoding = decode(data)
    return Book([_sheet(text, _divider(text))], source=encoding)


def decode(data: bytes) -> tuple[str, str]:
    """Strict UTF-8 first, then GB18030; anything else is refused rather than guessed."""
    unreadable = "文字编码读不懂。请用 Excel 打开，另存为 .xlsx 后再上传。"
    if b"\x00" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(unreadable)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise Refused(unreadable)


def _divider(text: str) -> str:
    start = text[:4000]
    if "\t" in start:
        return "\t"
    return max(",;，", key=start.count) if any(sign in start for sign in ",;，") else ","


def _sheet(text: str, divider: str) -> Sheet:
    sheet = Sheet("")
    try:
        for number, fields in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=divider), 1):
            if not any(field.strip() for field in fields):
                continue
            while fields and not fields[-1].strip():
                fields.pop()
            if len(sheet.rows) >= MOST_ROWS + ROWS_AROUND:
                raise Refused(f"超过 {MOST_ROWS} 行。请分成几个文件，一次不超过 {MOST_ROWS} 行。")
            if len(fields) > MOST_COLUMNS:
                raise Refused(f"第 {number} 行有内容在第 {MOST_COLUMNS} 列以后。请删去右边多余的列后再上传。")
            if any(len(field) > LONGEST_CELL for field in fields):
                raise Refused(f"有单元格超过 {LONGEST_CELL} 字，不像登记表的内容。请删去长文字后再上传。")
            cells: list[Cell] = [field or None for field in fields]
            sheet.rows.append((number, cells))
    except csv.Error as error:
        raise Refused("这个 .csv 读不懂。请用 Excel 打开，另存为 .xlsx 后再上传。") from error
    return sheet
