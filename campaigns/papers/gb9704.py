"""An empty Word document in the layout of GB/T 9704-2012: page, grid, styles and page numbers.

Fonts are named, never shipped: they are not free. The file's font table tells Word what to take where one is missing.
"""

import zipfile
from datetime import datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm

TITLE_FONT, BODY_FONT, KAI, HEI, SONG = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
LATIN = "Times New Roman"
INSTEAD = {TITLE_FONT: "宋体", BODY_FONT: "仿宋", KAI: "楷体", HEI: "SimHei", SONG: "SimSun"}
# 22 lines on the 225 mm between the margins.
LINE = 28.95
# 28 signs on 156 mm are 0.21 pt narrower than the 16 pt of the body; Word counts in 1/4096 pt.
GRID_SIGN = -849
NUMBER_FROM_TYPE_AREA = Mm(7)
FOOTER_LINE = Mm(5)
ZIP_TIME = (1980, 1, 1, 0, 0, 0)

# style: (font, size in pt, exact line in pt or 0, further paragraph and run properties as XML)
INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
CENTRE, RIGHT, LEFT = (f'<w:jc w:val="{side}"/>' for side in ("center", "right", "left"))
BODY, SUBTITLE, TABLE_TEXT, TABLE_HEAD, REMARK = "Body Text", "Subtitle", "表格文字", "表格表头", "表注"
ODD_NUMBER, EVEN_NUMBER = "页码单页", "页码双页"
STYLES = {
    "Normal": (BODY_FONT, 16, LINE, "", ""),
    BODY: (BODY_FONT, 16, LINE, INDENT, ""),
    "Title": (TITLE_FONT, 22, 36, CENTRE, ""),
    SUBTITLE: (KAI, 16, LINE, CENTRE, ""),
    "Heading 1": (HEI, 16, LINE, INDENT + '<w:outlineLvl w:val="0"/>', ""),
    "Heading 2": (KAI, 16, LINE, INDENT + '<w:outlineLvl w:val="1"/>', ""),
    "Heading 3": (BODY_FONT, 16, LINE, INDENT + '<w:outlineLvl w:val="2"/>', "<w:b/><w:bCs/>"),
    TABLE_TEXT: (BODY_FONT, 10.5, 15, LEFT, ""),
    TABLE_HEAD: (HEI, 10.5, 15, CENTRE, ""),
    REMARK: (BODY_FONT, 12, 20, LEFT, ""),
    # The number stands at the outer edge, one sign away from it: right on odd pages, left on even ones.
    ODD_NUMBER: (SONG, 14, 0, '<w:ind w:rightChars="100" w:right="280"/>' + RIGHT, ""),
    EVEN_NUMBER: (SONG, 14, 0, '<w:ind w:leftChars="100" w:left="280"/>' + LEFT, ""),
}


def new_document(title: str, made_at: datetime) -> Document:
    """A4 upright, 37/35/28/26 mm, with the styles above and page numbers."""
    document = docx.Document()
    facts = document.core_properties
    facts.title, facts.author, facts.comments, facts.language = title[:255], "", "", "zh-CN"
    facts.created = facts.modified = made_at
    for name, style in STYLES.items():
        _define(document, name, *style)
    _defaults(document)
    _font_table(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = section.bottom_margin - NUMBER_FROM_TYPE_AREA - FOOTER_LINE
    _grid(section, f'w:type="linesAndChars" w:linePitch="{round(LINE * 20)}" w:charSpace="{GRID_SIGN}"')
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, document, ODD_NUMBER)
    _page_number(section.even_page_footer, document, EVEN_NUMBER)
    return document


def turn_sideways(document: Document) -> Section:
    """A new landscape section: the same page turned clockwise, so that its head lies at the binding."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    # The break moves into the last line of text: in an empty line of its own it could fall on an empty page.
    carrier = document.element.body.findall(qn("w:p"))[-1]
    carrier.getprevious().get_or_add_pPr().append(carrier.pPr.sectPr)
    document.element.body.remove(carrier)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.right_margin = Mm(28), Mm(37)
    section.bottom_margin, section.left_margin = Mm(26), Mm(35)
    section.footer_distance = section.bottom_margin - NUMBER_FROM_TYPE_AREA - FOOTER_LINE
    _grid(section, f'w:linePitch="{round(LINE * 20)}"')
    return section


def add_paragraph(document: Document, text: str, style: str) -> None:
    mark_chinese(document.add_paragraph(text, style=style))


def mark_chinese(paragraph) -> None:
    """Quotes, dashes and dots are in Latin and Chinese fonts alike; the hint draws them as Chinese ones."""
    for run in paragraph.runs:
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")


def to_bytes(document: Document) -> bytes:
    """The file; its zip entries carry no time, so that the same paper has the same bytes."""
    written, target = BytesIO(), BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            archive.writestr(zipfile.ZipInfo(entry.filename, ZIP_TIME), source.read(entry), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _define(document: Document, name: str, font: str, size: float, line: float, paragraph: str, run: str) -> None:
    """Give a style its look from scratch: the template's blue and theme fonts must not shine through."""
    names = {style.name for style in document.styles}
    style = document.styles[name] if name in names else document.styles.add_style(name, 1)
    element = style.element
    for tag in ("w:pPr", "w:rPr"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    keep = "<w:keepNext/><w:keepLines/>" if name.startswith("Heading") else ""
    exact = f'<w:spacing w:before="0" w:after="0" w:line="{round(line * 20)}" w:lineRule="exact"/>' if line else ""
    half_points = round(size * 2)
    element.append(parse_xml(f"<w:pPr {nsdecls('w')}>{keep}{exact}{paragraph}</w:pPr>"))
    element.append(
        parse_xml(
            f"<w:rPr {nsdecls('w')}>{_fonts(font)}{run}"
            f'<w:color w:val="000000"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
        )
    )


def _fonts(font: str) -> str:
    return f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{font}" w:cs="{LATIN}"/>'


def _defaults(document: Document) -> None:
    run = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for child in list(run):
        run.remove(child)
    filled = f"{_fonts(BODY_FONT)}<w:sz w:val='32'/><w:lang w:val='en-US' w:eastAsia='zh-CN' w:bidi='ar-SA'/>"
    for child in list(parse_xml(f"<w:rPr {nsdecls('w')}>{filled}</w:rPr>")):
        run.append(child)


def _font_table(document: Document) -> None:
    part = next(part for part in document.part.package.iter_parts() if str(part.partname) == "/word/fontTable.xml")
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in INSTEAD.items()
    )
    part._blob = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    ).encode()


def _grid(section: Section, attributes: str) -> None:
    element = section._sectPr
    for old in element.findall(qn("w:docGrid")):
        element.remove(old)
    element.append(parse_xml(f"<w:docGrid {nsdecls('w')} {attributes}/>"))


def _page_number(footer, document: Document, style: str) -> None:
    """— 1 —, as a field that Word counts."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style = document.styles[style]
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    paragraph._p.append(field)
    paragraph.add_run(" —")
    mark_chinese(paragraph)
