"""Workbooks made in the tests: written with openpyxl, or by hand where a library would not write such a thing."""

import io
import zipfile

from openpyxl import Workbook

HEAD = ["代码", "全称", "简称", "类别", "上级单位", "排序"]


def xlsx(*rows, name="名册", merges=(), edit=None, sheets=()) -> bytes:
    """A workbook of these rows; `edit(sheet)` may do more to the first sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for place in merges:
        sheet.merge_cells(place)
    if edit:
        edit(sheet)
    for title, others in sheets:
        more = book.create_sheet(title)
        for row in others:
            more.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(data: bytes, changes: dict, extra: dict | None = None) -> bytes:
    """The same container with members changed: name → function of its text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            if member in changes:
                content = changes[member](content.decode()).encode()
            new.writestr(member, content)
        for member, content in (extra or {}).items():
            new.writestr(member, content)
    return out.getvalue()


def with_sheet_xml(data: bytes, change) -> bytes:
    return rewritten(data, {"xl/worksheets/sheet1.xml": change})
