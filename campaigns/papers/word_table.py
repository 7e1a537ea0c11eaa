"""A Word table written as XML: python-docx looks every cell up anew, which takes minutes for a few hundred tasks."""

from collections.abc import Iterable, Sequence

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from campaigns.papers.gb9704 import TABLE_HEAD, TABLE_TEXT
from campaigns.papers.texts import clean


def add_table(
    document: Document, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]], centred: frozenset[int]
) -> None:
    """`columns` are name and width in mm; `centred` are the places of short cells. The head repeats, no row splits."""
    widths = [Mm(width).twips for _, width in columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblStyle w:val='TableGrid'/><w:tblW w:w='{sum(widths)}' w:type='dxa'/>"
        f"<w:tblLayout w:type='fixed'/><w:tblCellMar><w:left w:w='57' w:type='dxa'/><w:right w:w='57' w:type='dxa'/>"
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid></w:tbl>"
    )
    text, head = (document.styles[name].style_id for name in (TABLE_TEXT, TABLE_HEAD))
    table.append(_row([name for name, _ in columns], widths, head, "<w:cantSplit/><w:tblHeader/>"))
    for row in rows:
        table.append(_row(row, widths, text, "<w:cantSplit/>", centred))
    document.element.body.insert_element_before(table, "w:sectPr")


def _row(cells: Sequence[str], widths: list[int], style: str, marks: str, centred: frozenset[int] = frozenset()):
    row = OxmlElement("w:tr")
    row.append(parse_xml(f"<w:trPr {nsdecls('w')}>{marks}</w:trPr>"))
    for place, (value, width) in enumerate(zip(cells, widths, strict=True)):
        row.append(_cell(value, width, style, in_the_middle=place in centred))
    return row


def _cell(value: str, width: int, style: str, *, in_the_middle: bool):
    cell = parse_xml(
        f"<w:tc {nsdecls('w')}><w:tcPr><w:tcW w:w='{width}' w:type='dxa'/><w:vAlign w:val='center'/></w:tcPr></w:tc>"
    )
    for line in clean(value).split("\n"):
        centre = "<w:jc w:val='center'/>" if in_the_middle else ""
        paragraph = parse_xml(
            f"<w:p {nsdecls('w')}><w:pPr><w:pStyle w:val='{style}'/>{centre}</w:pPr>"
            "<w:r><w:rPr><w:rFonts w:hint='eastAsia'/></w:rPr><w:t xml:space='preserve'></w:t></w:r></w:p>"
        )
        paragraph.find(f".//{qn('w:t')}").text = line
        cell.append(paragraph)
    return cell
