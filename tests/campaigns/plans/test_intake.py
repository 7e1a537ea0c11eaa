import io
import zipfile

import pytest

from campaigns.plans import limits, read_plan
from campaigns.plans.intake import read_bytes, read_pasted
from campaigns.plans.limits import Refused
from tests.campaigns.plans.documents import WordPlan, with_member, workbook

PLAN = "云溪县茶园管护方案\n一、修剪茶园。（责任单位：县农业农村局）"


@pytest.fixture(scope="module")
def word():
    plan = WordPlan("云溪县2025年就业服务方案")
    plan.line("为做好就业服务，制定本方案。")
    plan.line("总体要求", 0, "Heading 1")
    plan.line("坚持就业优先。")
    plan.line("重点任务", 0, "Heading 1")
    plan.line("拓宽渠道", 1, "Heading 2")
    plan.line("举办招聘会。全年提供岗位3000个。（牵头单位：县人社局；配合单位：县工商联、各乡镇）", 2)
    plan.line("开展培训。（责任单位：县人社局、教育局）", 2)
    plan.line("优化服务", 1, "Heading 2")
    plan.line("建设零工市场。9月底前建成2个。（责任单位：县住建局）", 2)
    plan.line("保障措施", 0, "Heading 1")
    plan.line("加强组织领导。", 1)
    plan.line("附件")
    plan.line("驿站建设任务分解表")
    plan.table(
        [["序号", "任务", "责任单位", "完成时限"], ["1", "新建驿站5个", "县总工会", "6月底"], ["", "改造驿站3个", "", "11月底"], ["2", "发放手册", "县人社局\n县妇联", "长期"]],
        merges=(((1, 0), (2, 0)), ((1, 2), (2, 2))),
    )  # fmt: skip
    return plan


def test_word_numbers_headings_and_merged_cells(word):
    plan = read_plan(word.source())
    assert plan.title == "云溪县2025年就业服务方案"
    assert [(a.ordinal, a.name, [t.title for t in a.tasks]) for a in plan.actions] == [
        ("(一)", "拓宽渠道", ["举办招聘会", "开展培训"]),
        ("(二)", "优化服务", ["建设零工市场"]),
        (None, "驿站建设", ["新建驿站5个", "改造驿站3个", "发放手册"]),
    ]
    rows = plan.actions[2].tasks
    assert [[(u.name, u.merged) for u in t.units] for t in rows] == [
        [("县总工会", False)], [("县总工会", True)], [("县人社局", False), ("县妇联", False)],
    ]  # fmt: skip
    assert [t.ordinal for t in rows] == ["1", "1", "2"]
    assert rows[2].units[0].place.cell == (0, 3, 2)


def test_word_inserted_text_is_read_and_deleted_text_is_not():
    plan = WordPlan("方案")
    plan.line("一、甲项任务。")
    xml = plan.document.paragraphs[-1]._p
    from docx.oxml import parse_xml

    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    xml.append(parse_xml(f"<w:ins {namespace}><w:r><w:t>（责任单位：县林业局）</w:t></w:r></w:ins>"))
    xml.append(parse_xml(f"<w:del {namespace}><w:r><w:delText>旧话</w:delText></w:r></w:del>"))
    source = plan.source()
    assert "旧话" not in source.text
    assert [u.name for u in read_plan(source).tasks[0].units] == ["县林业局"]


def test_excel_table_with_title_merges_and_two_headers():
    rows = [
        ["云溪县2026年重点任务分解表"],
        ["序号", "类别", "任务", "责任单位", None, "完成时限"],
        [None, None, None, "牵头单位", "配合单位", None],
        [1, "产业", "新建茶园500亩", "县农业农村局", "县林业局", "2026年3月底"],
        [2, None, "改造厂房2座", "县工信局", None, "长期推进"],
        [3, "民生", "改造公厕12座", "县城管局", "各乡镇", "11月"],
    ]
    data = workbook(rows, ("A1:F1", "D2:E2", "A2:A3", "B2:B3", "C2:C3", "F2:F3", "B4:B5"), hidden=True)
    plan = read_plan(read_bytes(data, "分解表.xlsx"))
    assert [(a.name, [t.title for t in a.tasks]) for a in plan.actions] == [
        ("产业", ["新建茶园500亩", "改造厂房2座"]),
        ("民生", ["改造公厕12座"]),
    ]
    assert [(u.name, u.role) for u in plan.tasks[0].units] == [("县农业农村局", "lead"), ("县林业局", "support")]
    assert plan.tasks[0].deadlines[0].end == "2026-03-31"
    assert plan.notes == ("工作表“旧表”是隐藏的，没有读取。",)


def test_excel_values_read_as_people_see_them():
    import datetime

    rows = [
        ["任务", "责任单位", "完成时限"],
        ["植树", "县林业局", datetime.datetime(2026, 4, 30)],
        ["修路", "县交通局", 2026.0],
    ]
    plan = read_plan(read_bytes(workbook(rows), "表.xlsx"))
    assert [t.deadlines[0].text for t in plan.tasks] == ["2026年4月30日", "2026"]


def test_html_paste_with_table_and_script():
    page = (
        "<html><head><title>通知公告</title><script>alert(1)</script></head><body><h1>云溪县绿化任务清单</h1>"
        "<p>一、甲项任务。（责任单位：县林业局）</p><table><tr><th>序号</th><th>任务</th><th>责任单位</th></tr>"
        "<tr><td>1</td><td>新增行道树2000株</td><td rowspan='2'>县交通局<br>县林业局</td></tr><tr><td>2</td><td>修枝</td></tr></table></body></html>"
    )
    source = read_pasted(page)
    assert "alert" not in source.text
    plan = read_plan(source)
    assert [t.title for t in plan.tasks] == ["甲项任务", "新增行道树2000株", "修枝"]
    assert [(u.name, u.merged) for u in plan.tasks[2].units] == [("县交通局", True), ("县林业局", True)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_encodings(encoding):
    plan = read_plan(read_bytes(PLAN.encode(encoding), "方案.txt"))
    assert [u.name for u in plan.tasks[0].units] == ["县农业农村局"]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "方案.docx", "空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "方案.doc", "另存为.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "方案.wps", "WPS文字"),
        (b"%PDF-1.7", "方案.pdf", "PDF"),
        (b"\x89PNG\r\n", "方案.png", "图片"),
        (b"\xff\xd8\xff\xe0", "方案.jpg", "图片"),
        (b"{\\rtf1", "方案.doc", "RTF"),
        (b"\x00\x01\x02\x03", "方案.txt", "不是文字文件"),
        (b"\xff\xff\xfa\x81", "方案.txt", "编码"),
        (b"PK\x03\x04broken", "方案.docx", "损坏"),
        (b"   \n ", "方案.txt", "没有文字"),
        (b"a" * (limits.MOST_BYTES + 1), "方案.txt", "20MB"),
    ],
)
def test_refusals_say_what_to_do(data, name, words):
    with pytest.raises(Refused, match=words) as refusal:
        read_bytes(data, name)
    assert str(refusal.value).endswith("。")


def test_containers_with_macros_entities_or_bombs_are_refused(word):
    data = word.bytes()
    cases = {
        "宏": with_member(data, "word/vbaProject.bin", b"x"),
        "文档类型定义": with_member(data, "word/settings.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        "压缩方式": with_member(data, "word/media/a.bin", b"\x00" * 5_000_000),
        "部件太多": _many_members(),
    }
    for words, hostile in cases.items():
        with pytest.raises(Refused, match=words):
            read_bytes(hostile, "方案.docx")


def test_unpacked_size_is_counted():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("word/document.xml", b"<a>" + b" " * (limits.MOST_UNPACKED + 10))
    with pytest.raises(Refused, match="展开后太大"):
        read_bytes(stream.getvalue(), "方案.docx")


def test_a_zip_that_is_no_document_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as container:
        container.writestr("a.txt", "甲")
    with pytest.raises(Refused, match="不是Word文档"):
        read_bytes(stream.getvalue(), "方案.docx")


def test_damaged_documents_are_refused_with_a_sentence(word):
    for name in ("word/document.xml", "[Content_Types].xml"):
        with pytest.raises(Refused, match="损坏"):
            read_bytes(with_member(word.bytes(), name, b"<broken"), "方案.docx")


def _many_members() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as container:
        for number in range(limits.MOST_MEMBERS + 1):
            container.writestr(f"word/{number}.xml", "<a/>")
    return stream.getvalue()
