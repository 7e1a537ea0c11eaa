"""Writes an .xlsx row by row into a stream: the memory it needs does not grow with the table.

Own XML, because the libraries were measured: the fast one keeps everything in memory, the frugal ones are five times
slower. What is written is what a form needs: title, merged heading, borders, typed cells, print set-up.
"""

import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from organizations.exports.cells import date_cell, number_cell, text_cell, xml_text
from organizations.exports.styles import (
    DATE,
    FOOT,
    FOOT_RIGHT,
    HEAD,
    MOMENT,
    NUMBER,
    SEQ,
    TEXT,
    TITLE,
    decimal_style,
    styles_xml,
)
from organizations.exports.tables import ExportColumn, ExportTable, heading_grid

MOST_ROWS = 1_000_000  # a sheet ends at 1,048,576
_FLUSH = 500
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
)
_ROOT = (
    f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_PARTS = (
    f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>'
)


def write_workbook(out: BinaryIO, table: ExportTable, rows: Iterable[Any]) -> int:
    """The table with these rows; how many there were."""
    columns = table.numbered_columns()
    above = _lines_above(table, len(columns))
    grid, merges = heading_grid(columns)
    first_heading, last_heading = len(above) + 1, len(above) + len(grid)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _ROOT),
            ("xl/workbook.xml", _workbook(table.title, first_heading, last_heading)),
            ("xl/_rels/workbook.xml.rels", _PARTS),
            ("xl/styles.xml", styles_xml()),
        ):
            # A fixed date: the same table is the same file.
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
        sheet = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        sheet.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(sheet, "w") as stream:
            stream.write(_head(columns, last_heading).encode())
            stream.write("".join([*above, *_heading(grid, first_heading)]).encode())
            last = _body(stream, columns, rows, last_heading)
            stream.write("".join(_foot(table.footer, last + 1)).encode())
            spans = [
                (1, 0, 1, len(columns) - 1),
                *((top + first_heading, left, low + first_heading, right) for top, left, low, right in merges),
            ]
            spans += [(last + 1 + n, 0, last + 1 + n, len(columns) - 1) for n in range(len(table.footer))]
            stream.write(_tail(spans, table).encode())
    return last - last_heading


def _body(stream, columns: Sequence[ExportColumn], rows: Iterable[Any], number: int) -> int:
    """The rows of data, and the number of the last one."""
    plan = [(f'<c r="{letters(place)}', column.value, _maker(column)) for place, column in enumerate(columns)]
    first, waiting = number, []
    for row in rows:
        number += 1
        waiting.append(f'<row r="{number}">')
        for head, value, make in plan:
            waiting.append(f'{head}{number}"{make(value(row)) if make else _seq(number - first)}')
        waiting.append("</row>")
        if (number - first) % _FLUSH == 0:
            stream.write("".join(waiting).encode())
            waiting.clear()
    stream.write("".join(waiting).encode())
    return number


def _seq(number: int) -> str:
    return f' s="{SEQ}"><v>{number}</v></c>'


def _maker(column: ExportColumn):
    if column.kind == "seq":
        return None
    if column.kind == "number":
        return number_cell(NUMBER if column.decimals is None else decimal_style(column.decimals), TEXT)
    return date_cell(DATE, MOMENT, TEXT) if column.kind == "date" else text_cell(TEXT)


def _lines_above(table: ExportTable, width: int) -> list[str]:
    """Title; who took it out and by which filter; date at the left and unit at the right."""
    lines = [_line(1, [(0, table.title, TITLE)], 28)]
    if table.made_line:
        lines.append(_line(len(lines) + 1, [(0, table.made_line, FOOT)]))
    if table.date_line or table.unit_line:
        lines.append(
            _line(len(lines) + 1, [(0, table.date_line, FOOT), (max(width - 1, 1), table.unit_line, FOOT_RIGHT)])
        )
    return lines


def _heading(grid: Sequence[Sequence[str]], first: int) -> list[str]:
    return [
        _line(first + level, [(place, word, HEAD) for place, word in enumerate(words)], 24)
        for level, words in enumerate(grid)
    ]


def _foot(notes: Sequence[str], first: int) -> list[str]:
    return [_line(first + n, [(0, note, FOOT)]) for n, note in enumerate(notes)]


def _line(number: int, cells: Sequence[tuple[int, str, int]], height: int = 18) -> str:
    made = "".join(f'<c r="{letters(place)}{number}"{text_cell(style)(text)}' for place, text, style in cells)
    return f'<row r="{number}" ht="{height}" customHeight="1">{made}</row>'


def _head(columns: Sequence[ExportColumn], last_heading: int) -> str:
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{column.width}" customWidth="1"/>'
        for place, column in enumerate(columns, 1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">'
        f'<pane ySplit="{last_heading}" topLeftCell="A{last_heading + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="18"/><cols>{widths}</cols><sheetData>'
    )


def _tail(spans: Sequence[tuple[int, int, int, int]], table: ExportTable) -> str:
    wide = [span for span in spans if span[:2] != span[2:]]
    merged = "".join(f'<mergeCell ref="{letters(left)}{top}:{letters(right)}{low}"/>' for top, left, low, right in wide)
    merged = f'<mergeCells count="{len(wide)}">{merged}</mergeCells>' if wide else ""
    turned = "landscape" if table.is_landscape else "portrait"
    mark = xml_text(table.made_line.replace("&", "&&")[:160])
    return (
        f'</sheetData>{merged}<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" orientation="{turned}" fitToWidth="1" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>&amp;L&amp;8{' ' if mark[:1].isdigit() else ''}{mark}&amp;R第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"
    )


def _workbook(title: str, first_heading: int, last_heading: int) -> str:
    name = "".join("　" if sign in "[]:*?/\\'" else sign for sign in title)[:31] or "表"
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets><sheet name="{xml_text(name)}" sheetId="1" r:id="rId1"/></sheets>'
        f'<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">\'{xml_text(name)}\'!${first_heading}:${last_heading}'
        "</definedName></definedNames></workbook>"
    )


def letters(place: int) -> str:
    """The letters over a column: 0 is A."""
    found, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found
