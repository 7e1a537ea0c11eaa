"""The builders of the task table: what a reader's Excel and Word find in the file."""

import io
import time
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree

from campaigns.papers import gb9704, task_table_docx, task_table_xlsx
from campaigns.papers.rows import strands_of
from campaigns.papers.texts import EXCEL_LONGEST, chinese_number, file_name, fits_cell
from tests.campaigns.papers_sample import (
    cadence,
    carrier,
    date,
    imprint,
    indicator,
    snapshot,
    task,
    titled,
    unit,
)

HEADER = ["序号", "行动", "任务", "具体事项", "牵头单位", "责任/配合单位", "完成时限", "频次", "指标", "备注"]
BUILDERS = [task_table_xlsx.build, task_table_docx.build]
# Bad text → what the reader must find.
BAD_TEXTS = [
    ("=1+1", "=1+1"),
    ("==1+1", "==1+1"),
    ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    ("+1", "+1"),
    ("-2", "-2"),
    ("@SUM(1)", "@SUM(1)"),
    ("007", "007"),
    ("https://example.com/x", "https://example.com/x"),
    ("坏\x00\x07\x1b字", "坏字"),
    ("不是字\ufffe\uffff", "不是字"),
    ("_x0041_", "_x0041_"),
    ("党建🚩引领", "党建🚩引领"),
    ("“强支部”‘活动’—…", "“强支部”‘活动’—…"),
    ("a & b <c> ]]>", "a & b <c> ]]>"),
]


def workbook(plain, **more):
    return openpyxl.load_workbook(io.BytesIO(task_table_xlsx.build(plain, imprint(), **more)))


def document(plain, **more):
    return docx.Document(io.BytesIO(task_table_docx.build(plain, imprint(), **more)))


def row_of(**more):
    """The table's row of one task."""
    return strands_of(snapshot(actions=[{"ordinal": "", "name": "行动", "tasks": [task(1, "任务", **more)]}]))[0].rows[
        0
    ]


def words_in(paper) -> str:
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in paper.paragraphs] + cells)


# Excel


def test_the_sheet_holds_the_plan_with_actions_merged_down():
    sheet = workbook(snapshot())["任务分解表"]
    assert [cell.value for cell in sheet[4]] == HEADER
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A1:J1", "A2:J2", "A3:J3", "B5:B6"}
    assert sheet["A1"].value == "“强支部、兴产业”活动任务分解表"
    assert "岚组发〔2026〕5号" in sheet["A2"].value
    assert "第1版，2026年1月5日发布" in sheet["A2"].value
    assert sheet["A3"].value == "本表列出全部任务，共2个行动、3项任务。"
    assert [cell.value for cell in sheet[5]] == [
        1, "支部提升行动", "整顿后进村党组织", "（1）逐村制定整改措施\n（2）选派第一书记", "县委组织部", "各乡镇党委", "年底前（2026年12月31日）",
        None, None, "牵头领导：段书棠\n免除：云岭镇（没有后进村）",
    ]  # fmt: skip
    assert [sheet["B7"].value, sheet["A7"].value, sheet["A7"].data_type] == ["产业带动行动", 3, "n"]
    assert sheet["C5"].alignment.wrap_text
    assert sheet["C5"].number_format == "@"


def test_the_sheet_prints_on_landscape_a4_with_its_head_on_every_page():
    sheet = workbook(snapshot())["任务分解表"]
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (int(sheet.page_setup.fitToWidth or 1), int(sheet.page_setup.fitToHeight)) == (1, 0)
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.print_area == "'任务分解表'!$A$1:$J$7"
    assert sheet.freeze_panes == "A5"
    assert "&P" in sheet.oddFooter.center.text


def test_the_second_sheet_says_where_the_table_comes_from():
    made = task_table_xlsx.build(
        snapshot(), imprint(version=3, reason="机构改革，部门更名", limited_to="石桥镇"), frozenset({1})
    )
    about = dict(openpyxl.load_workbook(io.BytesIO(made))["说明"].iter_rows(values_only=True))
    assert about["版次"] == "第3版"
    assert about["变更理由"] == "机构改革，部门更名"
    assert about["导出人"] == "苗青禾"
    assert about["导出时间"] == "2026年1月5日09:30"
    assert about["范围"] == "本表只列石桥镇及下级单位承担的任务，共1个行动、1项任务，不是全表。"


@pytest.mark.parametrize(("written", "read"), BAD_TEXTS)
def test_text_stays_text(written, read):
    made = task_table_xlsx.build(titled(written), imprint())
    sheet = openpyxl.load_workbook(io.BytesIO(made))["任务分解表"]
    for place in ("B5", "C5"):
        # openpyxl reads the escape _x005F_ as it stands; Excel shows what was written.
        assert sheet[place].value.replace("_x005F_", "_") == read
        assert sheet[place].data_type == "s"
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name), name
            assert b"hyperlink" not in archive.read(name), name
    assert read in words_in(document(titled(written)))


@pytest.mark.parametrize("text", ["长" * 40_000, "🚩" * 20_000, "长" * 32_767])
def test_a_text_longer_than_a_cell_is_cut_and_says_so(text):
    value = workbook(titled(text))["任务分解表"]["C5"].value
    assert len(value.encode("utf-16-le")) // 2 <= EXCEL_LONGEST
    assert value.endswith("（内容过长，后文从略）") == (fits_cell(text) != text)
    assert fits_cell("长" * 32_767) == "长" * 32_767


@pytest.mark.parametrize("build", BUILDERS)
def test_the_same_version_makes_the_same_bytes(build, monkeypatch):
    first = build(snapshot(), imprint())
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert build(snapshot(), imprint()) == first


@pytest.mark.parametrize("build", BUILDERS)
def test_five_hundred_tasks_are_made_at_once(build):
    started = time.perf_counter()
    build(titled("整顿后进村党组织", 500), imprint())
    # Well above what it takes (0.4 s), well below what a look-up for each cell would take (minutes).
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize("build", BUILDERS)
def test_a_version_of_an_older_shape_and_one_without_tasks_can_be_printed(build):
    old = snapshot(phases=[], actions=[])
    del old["basis"]
    assert build(old, imprint())


# Word


def test_the_page_follows_the_standard():
    paper = document(snapshot())
    upright, sideways = paper.sections
    assert [round(length.mm) for length in (upright.page_width, upright.page_height)] == [210, 297]
    margins = [upright.top_margin, upright.bottom_margin, upright.left_margin, upright.right_margin]
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    grid = upright._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert 22 * int(grid.get(qn("w:linePitch"))) / 20 <= Mm(297 - 37 - 35).pt
    # The table's pages are the same page turned: its type area is 225 × 156 mm.
    assert sideways.orientation == 1
    area = sideways.page_width - sideways.left_margin - sideways.right_margin
    assert round(area / Mm(1)) == sum(width for _, width in task_table_docx.COLUMNS) == 225


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("Body Text", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
    ],
)
def test_the_look_is_in_the_styles(style, font, size):
    found = document(snapshot()).styles[style]
    fonts = found.element.rPr.find(qn("w:rFonts"))
    assert fonts.get(qn("w:eastAsia")) == font
    assert fonts.get(qn("w:eastAsiaTheme")) is None
    assert found.font.size == Pt(size)
    if style in ("Normal", "Body Text"):
        assert found.paragraph_format.line_spacing == Pt(28.95)
    if style == "Title":
        assert found.paragraph_format.alignment == 1
    if style == "Heading 3":
        assert found.font.bold


def test_the_text_is_titled_and_headed_by_styles_not_by_hand():
    paper = document(snapshot())
    told = [(paragraph.style.name, paragraph.text) for paragraph in paper.paragraphs]
    assert told[0] == ("Title", "“强支部、兴产业”活动任务分解表")
    assert ("Body Text", "依据：《中国共产党农村基层组织工作条例》。") in told
    assert [row for row in told if row[0].startswith("Heading")] == [
        ("Heading 1", "一、阶段安排"),
        ("Heading 2", "（一）动员部署（2026年3月1日至3月31日）"),
        ("Heading 1", "二、任务分解"),
        ("Heading 2", "（一）支部提升行动"),
        ("Heading 2", "（二）产业带动行动"),
    ]
    for paragraph in paper.paragraphs:
        for run in paragraph.runs:
            assert run.font.size is None
            assert run.font.bold is None


def test_table_heads_repeat_and_rows_stay_whole():
    tables = document(snapshot()).tables
    assert len(tables) == 2
    for table in tables:
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert [cell.text for cell in first.cells][:2] == ["序号", "任务"]
        assert others
        for row in table.rows:
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None
        assert not any(row._tr.trPr.find(qn("w:tblHeader")) is not None for row in others)
    assert [cell.text for cell in tables[0].rows[2].cells][:5] == ["2", "开展轮训", "", "", "配合：县财政局"]


def test_page_numbers_stand_at_the_outer_edge():
    paper = document(snapshot())
    assert paper.settings.odd_and_even_pages_header_footer
    first = paper.sections[0]
    for footer, side in ((first.footer, 2), (first.even_page_footer, 0)):
        paragraph = footer.paragraphs[0]
        assert paragraph.text.replace("1", "") == "—  —"
        assert paragraph._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
        assert paragraph.style.paragraph_format.alignment == side
        assert paragraph.style.font.size == Pt(14)
    assert paper.sections[1].footer.is_linked_to_previous


def test_no_property_is_set_twice():
    """Word calls a file damaged in which a property stands twice or a paragraph is missing at the end of a cell."""
    with zipfile.ZipFile(io.BytesIO(task_table_docx.build(snapshot(), imprint()))) as archive:
        parts = [
            archive.read(name) for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")
        ]
    for element in (element for part in parts for element in etree.fromstring(part).iter()):
        if element.tag in {qn(f"w:{name}") for name in ("rPr", "pPr", "tcPr", "trPr", "tblPr")}:
            tags = [child.tag for child in element]
            assert len(tags) == len(set(tags)), etree.tostring(element)
        if element.tag == qn("w:tc"):
            assert element[-1].tag == qn("w:p")
        if element.tag == qn("w:body"):
            assert element[-1].tag == qn("w:sectPr")


def test_fonts_are_named_with_a_stand_in_and_not_shipped():
    with zipfile.ZipFile(io.BytesIO(task_table_docx.build(snapshot(), imprint()))) as archive:
        assert not [
            name for name in archive.namelist() if "font" in name.lower() and not name.endswith("fontTable.xml")
        ]
        table = archive.read("word/fontTable.xml").decode()
    for font, other in gb9704.INSTEAD.items():
        assert f'w:name="{font}"><w:altName w:val="{other}"' in table


# Both


def test_a_narrowed_table_keeps_the_plans_numbers_and_tells_nothing_of_the_rest():
    only = frozenset({3})
    sheet = workbook(snapshot(), only=only)["任务分解表"]
    assert [sheet["A5"].value, sheet["B5"].value, sheet["A6"].value] == [3, "产业带动行动", None]
    text = words_in(document(snapshot(), only=only))
    assert "（二）产业带动行动" in text
    assert "整顿后进村" not in text
    exempt = words_in(document(snapshot(), only=frozenset({1})))
    assert "整顿后进村" in exempt
    assert "云岭镇" not in exempt


@pytest.mark.parametrize(
    ("given", "leads", "others"),
    [
        # The first named became the lead when the groups were opened.
        ({"carriers": [carrier("甲局", "responsible"), carrier("乙局", "responsible")],
          "units": [unit("甲局", "lead"), unit("乙局", "responsible")]}, "甲局", "乙局"),
        ({"carriers": [carrier("甲局", "responsible"), carrier("乙局", "support")],
          "units": [unit("甲局", "responsible"), unit("乙局", "support")]}, "", "责任：甲局\n配合：乙局"),
        # Merged before publishing: the successor stands in the paper.
        ({"carriers": [carrier("甲局", "lead")], "units": [unit("丙局", "lead", "甲局")]}, "丙局", ""),
        # A unit added by a change, one exempt, one that ended.
        ({"carriers": [carrier("甲局", "lead")],
          "units": [unit("甲局", "lead"), unit("丁局", "support", "变更增加"), unit("戊局", "support", state="ended")]},
         "甲局", "配合：丁局"),
    ],
)  # fmt: skip
def test_carriers_stand_under_the_role_they_were_given(given, leads, others):
    row = row_of(**given)
    assert (row.leads, row.others) == (leads, others)


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        (date("due", "年底前", end="2026-12-31"), "年底前（2026年12月31日）"),
        (date("due", "12月31日前", end="2026-12-31"), "12月31日前"),
        (date("due", end="2026-12-31", assumed=True), "2026年12月31日前（默认）"),
        (date("window", start="2026-03-01", end="2026-06-30"), "2026年3月1日至6月30日"),
        (date("window", start="2025-12-01", end="2026-06-30"), "2025年12月1日至2026年6月30日"),
        (date("milestone", end="2026-06-30", what="完成摸排"), "完成摸排：2026年6月30日"),
        (date("open"), "长期"),
        (date("open", "长期坚持"), "长期坚持"),
    ],
)
def test_dates_are_printed_in_the_plans_words_with_the_day(given, printed):
    assert row_of(dates=[given]).due == printed


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        (indicator("200", "不少于200人次"), "不少于200人次"),
        (indicator("2E+2"), "轮训支部书记不少于200人次"),
        (indicator("80", "达到X%", unit="%", comparator="="), "达到80%"),
        (indicator("5", "村均达到XX万元", unit="万元"), "村均达到5万元"),
        (indicator("200", "不少于两百人次"), "不少于两百人次（不少于200人次）"),
        (indicator("20", "不少于200人次"), "不少于200人次（不少于20人次）"),
        (indicator(None, "达到X%"), "达到X%"),
        (indicator("2.5", level="village"), "轮训支部书记每个村不少于2.5人次"),
    ],
)
def test_targets_are_printed_with_their_number(given, printed):
    assert row_of(indicators=[given]).measures == printed


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        (cadence("quarter", "每季度一次"), "每季度一次"),
        (cadence("half_year", times=2), "每半年2次"),
        (cadence("month", "定期", assumed=True), "每月（默认；方案写“定期”）"),
    ],
)
def test_cadences_say_what_was_assumed(given, printed):
    assert row_of(cadences=[given]).cadence == printed


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("强支部/兴产业 活动", "强支部_兴产业_活动.xlsx"),
        ("a\u202egpj", "agpj.xlsx"),
        ("..\\..\\x", "x.xlsx"),
        ("\r\nSet-Cookie: a", "Set-Cookie_a.xlsx"),
        ("", "paper.xlsx"),
    ],
)
def test_file_names_are_safe(stem, name):
    assert file_name(stem, "xlsx") == name


def test_numerals_of_headings():
    assert [chinese_number(n) for n in (1, 9, 10, 11, 20, 21, 99, 100)] == [
        "一", "九", "十", "十一", "二十", "二十一", "九十九", "100",
    ]  # fmt: skip
