"""Word, Excel and hostile files built for the tests; every name in them is invented."""

import io
import zipfile

import docx
import openpyxl
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from campaigns.plans.intake import read_bytes
from campaigns.plans.source import Source

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FORMS = (
    ("chineseCounting", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircle", "%4"),
)


class WordPlan:
    """A Word document whose numbers are automatic: 一、 （一） 1. ① for levels 0 to 3."""

    def __init__(self, title: str) -> None:
        self.document = docx.Document()
        self.document.add_paragraph(title, style="Title")
        levels = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for i, (form, text) in enumerate(_FORMS)
        )
        part = self.document.part.numbering_part.element
        part.insert(0, parse_xml(f'<w:abstractNum {_W} w:abstractNumId="90">{levels}</w:abstractNum>'))
        part.append(parse_xml(f'<w:num {_W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))

    def line(self, text: str, level: int | None = None, style: str | None = None) -> None:
        paragraph = self.document.add_paragraph(text, style=style)
        if level is not None:
            number = OxmlElement("w:numPr")
            for tag, value in (("w:ilvl", level), ("w:numId", 90)):
                element = OxmlElement(tag)
                element.set(qn("w:val"), str(value))
                number.append(element)
            paragraph._p.get_or_add_pPr().append(number)

    def table(self, rows: list[list[str]], merges: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()) -> None:
        table = self.document.add_table(rows=len(rows), cols=len(rows[0]))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        for (r, c), (to_r, to_c) in merges:
            table.cell(r, c).merge(table.cell(to_r, to_c))

    def bytes(self) -> bytes:
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()

    def source(self) -> Source:
        return read_bytes(self.bytes(), "方案.docx")


def workbook(rows: list[list[object]], merges: tuple[str, ...] = (), hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for merge in merges:
        sheet.merge_cells(merge)
    if hidden:
        book.create_sheet("旧表").sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """The same container with one member more, or another content for it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member.filename, old.read(member))
        new.writestr(name, content)
    return stream.getvalue()
