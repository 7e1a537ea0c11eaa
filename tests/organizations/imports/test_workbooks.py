"""Workbooks as counties have them and as attackers make them, one for each trap, each with its written answer.

The files that are refused go through the child process as an upload does, and one that is read; the others are read
here, which is the same code without the second it takes to start a process. No database is asked.
"""

import datetime
import io
import time
import zipfile

import pytest

from organizations.imports.checking import check_table
from organizations.imports.child import read_here, read_in_child
from organizations.imports.columns import Column, known_names, match
from organizations.imports.limits import Refused
from organizations.imports.registers import Register
from organizations.imports.tables import find_table
from organizations.imports.values import Known
from tests.organizations.imports.workbooks import rewritten, with_sheet_xml, xlsx

ON = datetime.date(2026, 6, 30)
COLUMNS = [
    Column("code", "代码", "code", required=True, synonyms=("区划代码",)),
    Column("name", "村名", required=True, synonyms=("行政村", "村", "村（社区）")),
    Column("town", "乡镇", "unit", synonyms=("所属乡镇",), group=True),
    Column("income", "年收入", "decimal", money="万元", synonyms=("经营收入",)),
    Column("homes", "户数", "integer", minimum=0, synonyms=("总户数",)),
    Column("since", "任职时间", "date"),
    Column("both", "一肩挑", "yesno"),
    Column("kind", "类型", "choice", choices=(("plain", "一般村"), ("poor", "脱贫村")), words={"贫困村": "poor"}),
    Column("phone", "电话", "phone", synonyms=("联系电话",)),
    Column("citizen", "身份证号", "citizen"),
    Column("share", "占比", "decimal", formula_ok=True),
    Column("note", "备注"),
]
TOWNS = {"石桥镇": [("101", "石桥镇")], "枫林乡": [("102", "枫林乡")], "新民": [("103", "新民乡"), ("104", "新民街道")]}


class Probe(Register):
    slug = "probe"
    columns = COLUMNS  # type: ignore[assignment]

    def keys_of(self, existing):
        return [existing.values["code"]]

    def key_of(self, values):
        return [values["code"]] if values.get("code") else []


def read(data: bytes, sheet: int = 0):
    """Table, matching and checked rows of a file."""
    book = read_here(data)
    table = find_table(book.sheets[sheet], known_names(COLUMNS, {}))
    matching = match(table.headings, COLUMNS, {})
    known = Known(on=ON, units=dict(TOWNS), date1904=book.date1904)
    rows = check_table(Probe(), table, matching.places, known=known, existing=[], on=ON)
    return book, table, matching, rows


def test_the_child_reads_what_is_read_here():
    data = one("年收入", "2.5")
    assert read_in_child(data) == read_here(data)


def one(column: str, value, **more) -> bytes:
    """A table of one row whose interesting cell stands in the third column."""
    return xlsx(["代码", "村名", column], ["530101", "渡口村", value], **more)


def formatted(column: str, value, number_format: str) -> bytes:
    def edit(sheet):
        sheet["C2"].number_format = number_format

    return one(column, value, edit=edit)


def raw(column: str, xml: str) -> bytes:
    """The cell C2 exactly as written."""

    def change(text: str) -> str:
        start = text.index('<c r="C2"')
        end = text.index("</c>", start) + 4 if "</c>" in text[start : start + 200] else text.index("/>", start) + 2
        return text[:start] + xml + text[end:]

    return with_sheet_xml(one(column, "X"), change)


# id: (workbook, column, value or None, state, words)
CELLS = {
    "code_as_number": (one("户数", 5), "homes", 5, "ok", ""),
    "full_width_digits": (one("户数", "１２３"), "homes", 123, "ok", ""),
    "text_number": (one("户数", "123"), "homes", 123, "ok", ""),
    "thousands": (one("年收入", "1,234.5"), "income", "1234.5", "ok", ""),
    "wrong_thousands": (one("年收入", "12,34"), "income", None, "refused", "只填数字"),
    "scientific_text": (one("年收入", "1e3"), "income", None, "refused", "只填数字"),
    "not_a_number": (one("年收入", "NaN"), "income", None, "refused", "只填数字"),
    "infinity": (one("年收入", "Infinity"), "income", None, "refused", "只填数字"),
    "float_dust": (one("年收入", 0.1 + 0.2), "income", "0.3", "ok", ""),
    "exactly_five": (one("年收入", 5.0), "income", "5", "ok", ""),
    "zero_is_zero": (one("年收入", 0), "income", "0", "ok", ""),
    "blank_is_not_zero": (one("年收入", None), "income", None, "ok", ""),
    "wan_in_wan": (one("年收入", "2.8万"), "income", None, "refused", "应填 2.8"),
    "yuan_in_wan": (one("年收入", "28000元"), "income", None, "refused", "应填 2.8"),
    "heading_in_yuan": (one("年收入（元）", 28000), "income", "2.8", "ok", ""),
    "heading_in_wan": (one("年收入（万元）", 2.8), "income", "2.8", "ok", ""),
    "about": (one("户数", "约120户"), "homes", None, "refused", "只填数字"),
    "half_a_household": (one("户数", 12.5), "homes", None, "refused", "应为整数"),
    "negative_households": (one("户数", -3), "homes", None, "refused", "不能小于 0"),
    "true_in_a_figure": (one("户数", True), "homes", None, "refused", "真/假"),
    "error_value": (raw("户数", '<c r="C2" t="e"><v>#REF!</v></c>'), "homes", None, "refused", "#REF!"),
    "formula_without_result": (one("户数", "=1+1"), "homes", None, "refused", "公式没有结果"),
    "formula_with_result": (raw("户数", '<c r="C2"><f>1+1</f><v>2</v></c>'), "homes", None, "refused", "粘贴为数值"),
    "formula_where_allowed": (raw("占比", '<c r="C2"><f>1/2</f><v>0.5</v></c>'), "share", "0.5", "check", "公式的结果"),
    "formula_text": (raw("备注", '<c r="C2" t="str"><f>A1</f><v>甲</v></c>'), "note", None, "refused", "公式"),
    "dotted_date": (one("任职时间", "2026.3.5"), "since", "2026-03-05", "ok", ""),
    "chinese_date": (one("任职时间", "2025年12月1日"), "since", "2025-12-01", "ok", ""),
    "slashed_date": (one("任职时间", "2025/12/1"), "since", "2025-12-01", "ok", ""),
    "compact_date": (one("任职时间", 20260305), "since", "2026-03-05", "ok", ""),
    "full_width_date": (one("任职时间", "２０２６．３．５"), "since", "2026-03-05", "ok", ""),
    "month_only": (one("任职时间", "2026年3月"), "since", "2026-03-01", "check", "没写到日"),
    "month_as_number": (one("任职时间", 2026.3), "since", "2026-03-01", "check", "没写到日"),
    "real_date": (one("任职时间", datetime.date(2026, 3, 5)), "since", "2026-03-05", "ok", ""),
    "chinese_date_format": (formatted("任职时间", 46086, 'yyyy"年"m"月"d"日"'), "since", "2026-03-05", "ok", ""),
    "serial_without_format": (one("任职时间", 46086), "since", None, "refused", "是不是 2026-03-05"),
    "serial_60": (formatted("任职时间", 60, "yyyy-mm-dd"), "since", None, "refused", "1900 年到 2100 年"),
    "serial_negative": (raw("任职时间", '<c r="C2"><v>-1</v></c>'), "since", None, "refused", "是数字不是日期"),
    "day_or_month": (one("任职时间", "12/1"), "since", None, "refused", "分不清"),
    "american_date": (one("任职时间", "12/1/2025"), "since", None, "refused", "分不清"),
    "thirtieth_of_february": (one("任职时间", "2026-2-30"), "since", None, "refused", "没有这一天"),
    "words_for_a_date": (one("任职时间", "去年"), "since", None, "refused", "不是日期"),
    "tick": (one("一肩挑", "√"), "both", True, "ok", ""),
    "yes": (one("一肩挑", "是"), "both", True, "ok", ""),
    "no": (one("一肩挑", "否"), "both", False, "ok", ""),
    "excel_true": (one("一肩挑", True), "both", True, "ok", ""),
    "maybe": (one("一肩挑", "拟"), "both", None, "refused", "请填“是”或“否”"),
    "choice": (one("类型", "脱贫村"), "kind", "poor", "ok", ""),
    "choice_synonym": (one("类型", "贫困村"), "kind", "poor", "ok", ""),
    "choice_unknown": (one("类型", "脱贫寸"), "kind", None, "refused", "是不是“脱贫村”"),
    "unit": (one("乡镇", "石桥镇"), "town", "101", "ok", ""),
    "unit_with_spaces": (one("乡镇", " 石 桥镇"), "town", "101", "ok", ""),
    "unit_misspelt": (one("乡镇", "石侨镇"), "town", None, "refused", "没有这个乡镇。是不是“石桥镇”？"),
    "unit_ambiguous": (one("乡镇", "新民"), "town", None, "refused", "有 2 个单位"),
    "phone_as_number": (one("电话", 13912345678), "phone", "13912345678", "ok", ""),
    "phone_with_spaces": (one("电话", "139 1234-5678"), "phone", "13912345678", "ok", ""),
    "phone_too_short": (one("电话", "1380000"), "phone", None, "refused", "11 位"),
    "phone_as_mask": (one("电话", "139****5678"), "phone", None, "refused", "掩码"),
    "citizen_as_number": (one("身份证号", 110105194912310000), "citizen", None, "refused", "丢失末尾数字"),
    "citizen_wrong_check": (one("身份证号", "11010519491231002Y"), "citizen", None, "refused", "校验码"),
    "citizen_full_width": (one("身份证号", "１１０１０５１９４９１２３１００２Ｘ"), "citizen", "11010519491231002X", "ok", ""),
    "zero_width_and_nbsp": (one("备注", "\u200b甲\xa0"), "note", "甲", "ok", ""),
    "free_text_keeps_its_signs": (one("备注", "①面积㎡"), "note", "①面积㎡", "ok", ""),
    "direction_sign": (one("备注", "甲\u202e乙"), "note", None, "refused", "控制字符"),
    "formula_lookalike": (one("备注", "＝1+1"), "note", "＝1+1", "ok", ""),
    "line_break": (one("备注", "甲\n乙"), "note", "甲 乙", "ok", ""),
    "too_long": (one("备注", "长" * 300), "note", None, "refused", "超过 200 字"),
    "date_in_a_text": (one("备注", datetime.date(2026, 3, 5)), "note", None, "refused", "日期格式"),
    "escaped_sign": (raw("备注", '<c r="C2" t="inlineStr"><is><t>甲_x0041_</t></is></c>'), "note", "甲A", "ok", ""),
    "rich_text_with_readings": (
        raw("备注", '<c r="C2" t="inlineStr"><is><r><t>渡</t></r><r><t>口</t></r><rPh sb="0" eb="1"><t>du</t></rPh></is></c>'),
        "note", "渡口", "ok", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CELLS)
def test_a_cell(name):
    data, column, value, state, words = CELLS[name]
    _book, table, _matching, rows = read(data)
    assert len(rows) == 1
    level, reason, _proposal = rows[0].messages.get(column, ("ok", "", ""))
    assert (rows[0].values.get(column), level) == (value, state), reason
    assert words in reason
    assert not table.left_out


@pytest.mark.parametrize(
    ("value", "number_format", "wanted", "words"),
    [
        (370101, "General", "370101", ""),
        (370101.0, "General", "370101", ""),
        (12, "0000", "0012", ""),
        ("0012", "@", "0012", ""),
        ("５３０１０１", "General", "530101", ""),
        ("'530101", "General", "530101", ""),
        (530101101201, "0.00E+00", "530101101201", ""),
        (5301011012011234567, "General", None, "超过 15 位"),
        ("5.301E+11", "General", None, "科学记数"),
        (12.5, "General", None, "小数"),
        (None, "General", None, "没填代码"),
    ],
)
def test_a_code(value, number_format, wanted, words):
    def edit(sheet):
        sheet["A2"].number_format = number_format

    _book, _table, _matching, rows = read(xlsx(["代码", "村名", "户数"], [value, "渡口村", 3], edit=edit))
    assert rows[0].values.get("code") == wanted
    assert words in rows[0].messages.get("code", ("", "", ""))[1]


def numbers(rows, state=None):
    return [row.number for row in rows if state is None or row.state == state]


ROW = ["530101", "渡口村", 5]


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [("年收入（元）", "28000"), ("年收入（万元）", "2.8"), ("年收入", "2.8"), ("年收入（亿元）", "0.00028")],
)
def test_an_amount_is_proposed_in_the_unit_of_its_column(heading, wanted):
    _book, _table, _matching, rows = read(one(heading, "2.8万元"))
    level, reason, proposal = rows[0].messages["income"]
    assert (level, proposal) == ("refused", wanted)
    assert f"应填 {wanted}" in reason


def test_title_unit_line_blank_rows_totals_and_notes():
    data = xlsx(
        ["岚溪县村级集体经济收入统计表"], ["单位：元"], ["代码", "村名", "年收入"], ["530101", "渡口村", 50000], [], ["530102", "岭上村", 200000],
        ["小计", "", 250000], ["合计", "", 250000], ["填表人：某某", "", "审核人：某某"], ["注：收入为全年数，不含补助资金。"],
    )  # fmt: skip
    _book, table, _matching, rows = read(data)
    assert numbers(rows) == [4, 6]
    assert [row.values["income"] for row in rows] == ["5", "20"], "the unit line says 元, the register keeps 万元"
    assert [number for number, _why in table.left_out] == [7, 8, 9, 10]


def test_three_rows_of_merged_headings_are_joined():
    data = xlsx(
        ["代码", "村名", "集体经济", None, "备注"], [None, None, "收入情况", None, None], [None, None, "经营收入", "总户数", None], ["530101", "渡口村", 5, 88, "甲"],
        merges=["A1:A3", "B1:B3", "E1:E3", "C1:D1", "C2:D2"],
    )  # fmt: skip
    _book, table, matching, rows = read(data)
    assert table.header_rows == [1, 2, 3]
    assert table.headings[2] == "集体经济/收入情况/经营收入"
    assert matching.places == {"code": 0, "name": 1, "income": 2, "homes": 3, "note": 4}
    assert rows[0].values == {"code": "530101", "name": "渡口村", "income": "5", "homes": 88, "note": "甲"}


def test_two_rows_of_headings_merged_downwards():
    data = xlsx(
        ["代码", "村名", "干部", None],
        [None, None, "电话", "任职时间"],
        [*ROW[:2], "13912345678", "2026.1.1"],
        merges=["A1:A2", "B1:B2", "C1:D1"],
    )
    _book, table, _matching, rows = read(data)
    assert table.header_rows == [1, 2]
    assert numbers(rows) == [3]
    assert rows[0].values["since"] == "2026-01-01"


def test_a_merged_township_is_filled_down_and_no_other_column():
    data = xlsx(
        ["代码", "村名", "乡镇", "户数"],
        ["1", "甲村", "石桥镇", 5],
        ["2", "乙村", None, None],
        merges=["C2:C3", "D2:D3"],
    )
    _book, _table, _matching, rows = read(data)
    assert [row.values.get("town") for row in rows] == ["101", "101"]
    assert "合并单元格" in rows[1].messages["homes"][1]


def test_headings_with_spaces_stars_brackets_and_line_breaks():
    _book, _table, matching, rows = read(
        xlsx(["代 码*", "村\n名", "户数（户）", "联系电话："], ["1", "甲村", 3, "13912345678"])
    )
    assert matching.places == {"code": 0, "name": 1, "homes": 2, "phone": 3}
    assert rows[0].state == "new"


def test_a_heading_that_stands_twice_is_matched_by_nobody():
    _book, _table, matching, _rows = read(xlsx(["代码", "村名", "户数", "户数"], ["1", "甲村", 3, 4]))
    assert matching.doubled == ["homes"]
    assert "homes" not in matching.places


def test_unknown_columns_are_listed_and_running_numbers_are_not():
    _book, _table, matching, _rows = read(xlsx(["序号", "代码", "村名", "海拔"], [1, "1", "甲村", 1800]))
    assert matching.unmatched == {3: "海拔"}


def test_a_row_of_column_numbers_and_a_repeated_heading_are_left_out():
    data = xlsx(
        ["代码", "村名", "户数"], ["1", "2", "3"], ["11", "甲村", 5], ["代码", "村名", "户数"], ["12", "乙村", 6]
    )
    _book, table, _matching, rows = read(data)
    assert numbers(rows) == [3, 5]
    assert table.left_out == [(2, "栏次行"), (4, "重复的表头")]


def test_hidden_rows_columns_and_sheets_are_told():
    def hide_row(sheet):
        sheet.row_dimensions[2].hidden = True

    def hide_column(sheet):
        sheet.column_dimensions["C"].hidden = True

    def hide_sheet(sheet):
        sheet.parent.create_sheet("看得见")
        sheet.sheet_state = "hidden"
        sheet.parent.active = 1

    table = [["代码", "村名", "户数"], ROW]
    assert read(xlsx(*table, edit=hide_row))[1].hidden
    assert read(xlsx(*table, edit=hide_column))[1].hidden
    assert not read(xlsx(*table))[1].hidden
    assert read(xlsx(*table, edit=hide_sheet))[0].sheets[0].hidden


def test_doubles_name_the_other_row():
    _book, _table, _matching, rows = read(xlsx(["代码", "村名"], ["1", "甲村"], ["2", "乙村"], ["1", "甲村"]))
    assert numbers(rows, "refused") == [4]
    assert rows[2].messages["code"][1] == "与第 2 行重复"


def test_all_errors_of_a_row_at_once():
    _book, _table, _matching, rows = read(xlsx(["代码", "村名", "户数", "电话"], ["1", None, "多", "1380000"]))
    assert set(rows[0].messages) == {"name", "homes", "phone"}


def test_dates_count_from_1904_where_the_file_says_so():
    data = formatted("任职时间", 44624, "yyyy-mm-dd")
    old = rewritten(data, {"xl/workbook.xml": lambda text: text.replace("<workbookPr", '<workbookPr date1904="1"', 1)})
    assert read(old)[3][0].values["since"] == "2026-03-05"


@pytest.mark.parametrize("reference", ["A1", "A1:XFD1048576", "A1:B1"])
def test_the_stated_dimension_is_not_believed(reference):
    import re

    data = xlsx(["代码", "村名", "户数"], *[[str(n), f"村{n}", n] for n in range(10)])
    lying = with_sheet_xml(data, lambda text: re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{reference}"', text))
    assert len(read(lying)[3]) == 10


def test_cells_and_rows_without_their_addresses_are_read_in_order():
    import re

    data = xlsx(["代码", "村名", "户数"], ROW)
    bare = with_sheet_xml(data, lambda text: re.sub(r'<(c|row) r="[^"]*"', r"<\1", text))
    assert read(bare)[3][0].values == {"code": "530101", "name": "渡口村", "homes": 5}


def test_rows_shorter_than_the_heading_are_padded():
    _book, _table, _matching, rows = read(xlsx(["代码", "村名", "户数", "备注"], ["1", "甲村"]))
    assert rows[0].values == {"code": "1", "name": "甲村", "homes": None, "note": None}


def test_shared_strings_and_absolute_targets():
    data = xlsx(["代码", "村名"], ["1", "甲村"])
    absolute = rewritten(
        data,
        {"xl/_rels/workbook.xml.rels": lambda text: text.replace('Target="worksheets/', 'Target="/xl/worksheets/')},
    )
    assert len(read(absolute)[3]) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("divider", [",", "\t", ";"])
def test_text_tables(encoding, divider):
    text = f"代码{divider}村名{divider}户数\r\n0012{divider}渡口村{divider}５\r\n"
    _book, _table, _matching, rows = read(text.encode(encoding))
    assert rows[0].values == {"code": "0012", "name": "渡口村", "homes": 5}
    assert rows[0].number == 2


def test_quoted_fields_may_hold_dividers():
    _book, _table, _matching, rows = read('代码,村名,备注\n1,甲村,"一，二,三"\n'.encode())
    assert rows[0].values["note"] == "一，二,三"


def bomb(member: str, content: bytes) -> bytes:
    return rewritten(xlsx(["代码", "村名"], ["1", "甲村"]), {}, {member: content})


def sparse(place: str) -> bytes:
    number = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    far = f'<row r="{number}"><c r="{place}"><v>1</v></c></row></sheetData>'
    return with_sheet_xml(xlsx(["代码", "村名"], ["1", "甲村"]), lambda text: text.replace("</sheetData>", far))


def many_members() -> bytes:
    return rewritten(xlsx(["代码"], ["1"]), {}, {f"xl/media/{n}.bin": b"" for n in range(600)})


def long_table(rows: int, columns: int = 3) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["代码", "村名", *[f"列{n}" for n in range(columns - 2)]])
    for n in range(rows):
        sheet.append([f"C{n}", f"村{n}", *[n] * (columns - 2)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def overlapping() -> bytes:
    data = bytearray(xlsx(["代码"], ["1"]))
    start = data.rindex(b"PK\x01\x02")
    first = data.index(b"PK\x01\x02")
    data[start + 42 : start + 46] = data[first + 42 : first + 46]
    return bytes(data)


ATTACKS = {
    "cell_at_the_last_corner": (lambda: sparse("XFD1048576"), "列以后"),
    "cell_in_the_last_column": (lambda: sparse("XFD3"), "列以后"),
    "whitespace_bomb": (lambda: bomb("xl/sharedStrings2.xml", b" " * 60_000_000), "压缩方式"),
    "declared_bomb": (lambda: bomb("xl/media/a.bin", b"\0" * 106_000_000), "展开后太大"),
    "one_long_text": (lambda: one("备注", "长" * 5000), "超过 4000 字"),
    "macro": (lambda: bomb("xl/vbaProject.bin", b"x"), "宏"),
    "embedded_object": (lambda: bomb("xl/embeddings/o.bin", b"x"), "嵌入"),
    "external_link": (lambda: bomb("xl/externalLinks/externalLink1.xml", b"<x/>"), "引用了别的工作簿"),
    "many_members": (many_members, "部件太多"),
    "overlapping_members": (overlapping, "已损坏"),
    "entities": (lambda: with_sheet_xml(one("备注", "X"), lambda text: '<!DOCTYPE a [<!ENTITY b "c">]>' + text), "文档类型"),
    "broken_xml": (lambda: with_sheet_xml(one("备注", "X"), lambda text: text[:-30]), "读不懂"),
    "string_out_of_range": (lambda: raw("备注", '<c r="C2" t="s"><v>99</v></c>'), "读不懂"),
    "word_document": (lambda: _zip({"word/document.xml": b"<w/>"}), "不是 Excel"),
    "old_or_encrypted": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧版 .xls"),
    "html_named_xlsx": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "不是 Excel"),
    "pdf": (lambda: b"%PDF-1.7 ...", "不是 Excel"),
    "half_a_file": (lambda: one("备注", "X")[:600], "已损坏"),
    "utf_16": (lambda: "代码,村名".encode("utf-16"), "编码读不懂"),
    "empty": (lambda: b"", "文件是空的"),
    "too_many_rows": (lambda: long_table(10_100), "超过 10000 行"),
    "too_many_columns": (lambda: long_table(2, 61), "列以后"),
    "too_many_sheets": (lambda: xlsx(["代码"], ["1"], sheets=[(f"表{n}", [["代码"]]) for n in range(31)]), "工作表超过"),
}  # fmt: skip


def _zip(members: dict) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("name", ATTACKS)
def test_what_is_refused(name):
    make, words = ATTACKS[name]
    data = make()
    started = time.monotonic()
    with pytest.raises(Refused) as refusal:
        read_in_child(data)
    assert words in str(refusal.value), str(refusal.value)
    assert time.monotonic() - started < 8


def test_a_million_styled_empty_rows_end_soon():
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 300_000))
    data = with_sheet_xml(
        xlsx(["代码", "村名"], ["1", "甲村"]), lambda text: text.replace("</sheetData>", rows + "</sheetData>")
    )
    started = time.monotonic()
    assert len(read(data)[3]) == 1
    assert time.monotonic() - started < 8


def test_ten_thousand_rows_are_read_and_checked():
    started = time.monotonic()
    _book, _table, _matching, rows = read(long_table(10_000, 20))
    assert len(rows) == 10_000
    assert time.monotonic() - started < 30
