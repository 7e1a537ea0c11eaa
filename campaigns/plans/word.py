"""Word documents: paragraphs with their automatic numbers written out, headings, tables with merged cells.

Word keeps 一、 and （一） out of the text when they are automatic; without them the reader would see no structure. Text
is taken from the XML itself, because python-docx leaves out inserted text under revision and content controls.
"""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from campaigns.plans.numbering import Numbering
from campaigns.plans.source import GridCell, SourceBuilder

_SKIPPED = {qn("w:del"), qn("w:txbxContent"), qn("w:pPr"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_TITLE_LEVEL = 0


def read_word(data: bytes) -> SourceBuilder:
    """The body of a .docx in reading order. The container must have passed ``limits.open_container``."""
    document = docx.Document(io.BytesIO(data))
    builder = SourceBuilder()
    numbering = Numbering(document)
    headings = _heading_levels(document)
    for element in _blocks(document.element.body):
        if element.tag == qn("w:p"):
            _paragraph(builder, element, numbering, headings)
        else:
            builder.table(_rows(element, numbering))
    return builder


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, content controls opened; a table of contents is left out."""
    for child in parent.iterchildren():
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag == qn("w:sdt") and not _is_contents(child):
            content = child.find(qn("w:sdtContent"))
            if content is not None:
                yield from _blocks(content)
        elif child.tag in (qn("w:ins"), qn("w:smartTag"), qn("w:customXml")):
            yield from _blocks(child)


def _is_contents(control: Any) -> bool:
    return any("Table of Contents" in (e.get(qn("w:val")) or "") for e in control.iter(qn("w:docPartGallery")))


def _paragraph(builder: SourceBuilder, element: Any, numbering: Numbering, headings: dict[str, int]) -> None:
    style = _value(element, "w:pPr", "w:pStyle")
    if style and style.lower().startswith("toc"):
        return
    level = headings.get(style or "")
    outline = _value(element, "w:pPr", "w:outlineLvl")
    if level is None and outline is not None and outline.isdigit() and int(outline) < 9:
        level = int(outline) + 1
    text = text_of(element)
    label = numbering.label(element, style) if text.strip() else ""
    for position, line in enumerate(text.split("\n")):
        builder.paragraph(label + line if position == 0 else line, level if position == 0 else None)


def text_of(element: Any) -> str:
    """All visible text below an element: inserted text too, deleted text and text boxes not."""
    parts: list[str] = []
    for child in element.iterchildren():
        if child.tag in _SKIPPED:
            continue
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag == qn("w:tab"):
            parts.append(" ")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            parts.append("\n" if child.get(qn("w:type")) in (None, "textWrapping") else "")
        elif child.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        else:
            parts.append(text_of(child))
    return "".join(parts)


def _rows(table: Any, numbering: Numbering) -> list[list[GridCell]]:
    """The rows of a table; a vertically merged cell says that it continues the one above."""
    rows = []
    for row in table.iter(qn("w:tr")):
        if next(row.iterancestors(qn("w:tbl"))) is not table:
            continue  # a row of a table inside a cell
        cells = [GridCell("") for _ in range(_number(row, "w:trPr", "w:gridBefore"))]
        for cell in row.iter(qn("w:tc")):
            if next(cell.iterancestors(qn("w:tr"))) is not row:
                continue
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            continues = merge is not None and merge.get(qn("w:val")) in (None, "continue")
            lines = []
            for paragraph in cell.iter(qn("w:p")):
                text = text_of(paragraph)
                lines.append((numbering.label(paragraph, _value(paragraph, "w:pPr", "w:pStyle")) if text.strip() else "") + text)
            text = "\n".join(line for line in lines if line.strip())
            cells.append(GridCell(text.strip(), max(1, min(_number(cell, "w:tcPr", "w:gridSpan"), 60)), continues))
        rows.append(cells)
    return rows


def _heading_levels(document: Any) -> dict[str, int]:
    """Style id → heading level; the Title style is level 0."""
    levels = {}
    for style in document.styles.element.iter(qn("w:style")):
        name = (_value(style, "w:name") or "").lower()
        identity = style.get(qn("w:styleId")) or ""
        if name.startswith("heading ") and name[8:9].isdigit():
            levels[identity] = int(name[8:9])
        elif name == "title":
            levels[identity] = _TITLE_LEVEL
    return levels


def _value(element: Any, *path: str) -> str | None:
    found = element.find("/".join(qn(tag) for tag in path))
    return None if found is None else found.get(qn("w:val"))


def _number(element: Any, *path: str) -> int:
    value = _value(element, *path)
    return int(value) if value and value.isdigit() else 0
