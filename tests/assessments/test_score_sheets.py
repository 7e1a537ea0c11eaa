"""A score sheet from Excel: looked at first, then it takes the place of the draft's items; nothing is guessed."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from assessments.frozen import thawed
from assessments.models import SchemeDraft
from assessments.rubric_sheet import SheetItem, SheetReading
from assessments.scheme import Bands, Deduction, Manual, PerEvent, Scheme, ShareOfTarget
from assessments.scheme_checks import check_scheme
from assessments.sheet_scheme import read_rows, scheme_of
from tests.assessments.score_sample import GRADES
from tests.assessments.steps import computed

D = Decimal
SHEET = [
    ["岚溪县乡镇党建工作考核评分表", None, None, None],
    ["考核项目", "分值", "考核内容", "评分办法"],
    ["一、班子建设", 40, None, None],
    ["专题研究", 20, "每年专题研究不少于4次", "每少一次扣0.5分，扣完为止"],
    ["村级收入", 20, "5万元以上的村达到80%以上", "按完成比例得分"],
    ["二、作用发挥", 60, None, None],
    ["群众评价", 60, "走访群众", "酌情打分"],
    ["加分项", 5, "经验推广", "市级每上1篇得1分，最高不超过5分"],
    ["一票否决", None, "发生重大安全事故", "取消评优资格"],
]


def book(rows, *, title="评分表", before=()) -> bytes:
    made = Workbook()
    for name in before:
        made.create_sheet(name).append(["说明"])
    sheet = made.active if not before else made.create_sheet(title)
    for row in rows:
        sheet.append(row)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def upload(data: bytes, name="评分表.xlsx") -> dict:
    return {"upload": SimpleUploadedFile(name, data)}


@pytest.fixture
def page(assessment):
    return reverse("assessments:scheme-import", args=[assessment.public_id])


def hidden(answer) -> dict:
    form = answer.context["replace"]
    return {name: form.initial[name] for name in ("rows", "version")}


def test_it_is_shown_first_and_then_replaces_the_items(as_role, inside_a, assessment, page, office):
    client = as_role("county_office")
    with inside_a():
        before = SchemeDraft.objects.get(assessment=assessment)
    shown = client.post(page, upload(book(SHEET, before=["填表说明"])))
    body = shown.content.decode()
    assert shown.status_code == 200
    assert "专题研究" in body
    assert "扣完为止：每少一次 0.5 分" in body
    assert "第 5 行" in body
    assert "“村级收入”要按数计分" in body
    with inside_a():
        assert SchemeDraft.objects.get(assessment=assessment).body == before.body, "looking writes nothing"
    assert client.post(page, hidden(shown)).status_code == 302
    with inside_a():
        draft = SchemeDraft.objects.get(assessment=assessment)
        scheme = thawed(draft.body)
        assert [(item.name, item.points) for item in scheme.base] == [("班子建设", 40), ("作用发挥", 60)]
        study, income = scheme.base[0].items
        assert isinstance(study.method, Deduction)
        assert isinstance(income.method, Manual)
        assert isinstance(scheme.bonus[0].method, PerEvent)
        assert [veto.name for veto in scheme.vetoes] == ["发生重大安全事故"]
        assert scheme.grades == thawed(before.body).grades
        assert check_scheme(scheme) == []
        assert set(draft.sources) == {leaf.key for leaf in scheme.leaves()}
        assessment.refresh_from_db()
        run = computed(assessment, office)
        assert run.results.count() == 2, "it can be put into force and computed"


def test_pasted_cells_do_as_well(as_role, page):
    text = "\n".join("\t".join(str(cell or "") for cell in row) for row in SHEET)
    shown = as_role("county_office").post(page, {"pasted": text})
    assert shown.status_code == 200
    assert len(shown.context["lines"]) == 6


def test_what_the_sheet_leaves_open_holds_the_scheme_back(as_role, inside_a, assessment, page):
    rows = [*SHEET[:3], ["专题研究", None, "每年专题研究不少于4次", ""], *SHEET[4:]]
    client = as_role("county_office")
    shown = client.post(page, upload(book(rows)))
    body = shown.content.decode()
    assert "“专题研究”没有可用的分值，请填写。" in body
    assert client.post(page, hidden(shown)).status_code == 302
    with inside_a():
        assert check_scheme(thawed(SchemeDraft.objects.get(assessment=assessment).body))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "请选择文件，或者粘贴表格"),
        (upload(b"%PDF-1.7 x", "a.pdf"), "不是 Excel 工作簿"),
        (upload(book([["姓名", "电话"], ["甲", "1"]])), "没有找到评分表的表头"),
        (upload(book([*SHEET[:2], *([["项目", 1, "内容", "酌情打分"]] * 500)])), "评分表超过 500 行"),
    ],
    ids=["nothing", "no table", "another sheet", "too long"],
)
def test_refused_in_words_and_nothing_is_lost(as_role, inside_a, assessment, page, sent, words):
    with inside_a():
        before = SchemeDraft.objects.get(assessment=assessment).body
    for part in sent.values():
        part.seek(0)
    answer = as_role("county_office").post(page, sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with inside_a():
        assert SchemeDraft.objects.get(assessment=assessment).body == before


@pytest.mark.parametrize("rows", ["", "x", "[[1]]", '[["a", []]]', "{}", "[[0, []]]", "[[999999999, []]]", "null"])
def test_rows_that_were_not_ours_are_refused(as_role, inside_a, assessment, page, rows):
    with inside_a():
        before = SchemeDraft.objects.get(assessment=assessment)
    answer = as_role("county_office").post(page, {"rows": rows, "version": before.version}, follow=True)
    assert "请重新上传评分表" in answer.content.decode()
    with inside_a():
        assert SchemeDraft.objects.get(assessment=assessment).body == before.body


def test_who_edited_in_between_is_not_overwritten(as_role, inside_a, assessment, page):
    client = as_role("county_office")
    shown = hidden(client.post(page, upload(book(SHEET))))
    client.post(page, hidden(client.post(page, upload(book(SHEET[:2] + SHEET[5:])))))
    with inside_a():
        stands = SchemeDraft.objects.get(assessment=assessment).body
    answer = client.post(page, shown)
    assert "刚才有人改过计分办法" in answer.content.decode()
    with inside_a():
        assert SchemeDraft.objects.get(assessment=assessment).body == stands


names = st.text("考核项目甲乙", min_size=1, max_size=6)
figures = st.one_of(st.none(), st.integers(0, 50).map(D))
methods = st.sampled_from([None, Manual(("好",)), ShareOfTarget(D(1)), Bands(()), PerEvent(())])
leaves = st.builds(SheetItem, st.integers(1, 99), names, figures, methods, st.just(()), names)
branches = st.builds(
    SheetItem, st.integers(1, 99), names, figures, st.none(), st.lists(leaves, max_size=3).map(tuple), names
)
readings = st.builds(
    SheetReading, st.lists(branches, max_size=4).map(tuple), st.lists(leaves, max_size=2).map(tuple),
    st.lists(leaves, max_size=2).map(tuple), st.lists(leaves, max_size=2).map(tuple),
)  # fmt: skip


@given(readings)
def test_every_item_has_its_own_key_and_can_be_entered_by_hand(reading):
    scheme, asked = scheme_of(reading, Scheme("考核", "1", base=(), grades=GRADES))
    keys = [item.key for item in scheme.walk()]
    assert len(keys) == len(set(keys))
    assert not any(isinstance(leaf.method, ShareOfTarget | Bands) for leaf in scheme.leaves())
    assert all(leaf.method is not None for leaf in scheme.leaves())
    assert [one.row for one in asked] == sorted(one.row for one in asked)
    assert len(scheme.base) == len(reading.base)


def test_blank_rows_keep_the_numbers_that_people_see():
    reading = read_rows([(3, ["考核项目", "分值", "评分办法"]), (7, ["班子", "", ""])])
    assert [question.row for question in reading.questions] == [7, 7]
