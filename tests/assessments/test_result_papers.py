"""The papers of a result: what they say, their formulas worked out again, their mark."""

import re
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

import docx
import openpyxl
import pytest
from django.urls import reverse

from assessments.explained import MINUS, OVER, PLUS, TIMES, Formula, Term
from assessments.models import Assessment, AssessmentStep, ScoreLine, UnitResult
from assessments.papers.scores_xlsx import excel_formula
from organizations.models import AuditEntry


@pytest.fixture
def download(as_role, county_a):
    def take(name, assessment="assessment", role="county_office"):
        row = getattr(county_a.extra, assessment)
        return as_role(role).get(reverse(f"assessments:{name}", args=[row.public_id]))

    return take


def book(response, **how):
    return openpyxl.load_workbook(BytesIO(response.content), **how)


def work_out(sheet, cell, depth=0):
    """A small Excel: what the formula of a cell comes to, with exact decimals."""
    value = sheet[cell].value if isinstance(cell, str) else cell.value
    if value is None:
        return Decimal(0)
    if not isinstance(value, str) or not value.startswith("="):
        return Decimal(str(value))
    assert depth < 5

    def total(match):
        cells = sheet[match.group(1)]
        return f"Decimal('{sum((work_out(sheet, one, depth + 1) for row in cells for one in row), Decimal(0))}')"

    text = re.sub(r"SUM\(([A-Z]+\d+:[A-Z]+\d+)\)", total, value[1:])
    text = re.sub(r"\b([A-Z]{1,3}\d+)\b", lambda m: f"Decimal('{work_out(sheet, m.group(1), depth + 1)}')", text)
    text = re.sub(r"(?<![\w.'])(\d+(?:\.\d+)?)(?![\w.'])", r"Decimal('\1')", text)
    names = {
        "Decimal": Decimal, "MIN": min, "MAX": max,
        "ROUND": lambda number, places: Decimal(number).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP),
    }  # fmt: skip
    return eval(text, {"__builtins__": {}}, names)


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (Formula((Term(PLUS, Decimal(8)), Term(TIMES, Decimal("0.53"), True), Term(OVER, Decimal("0.8"), True))), "=ROUND(8*0.53/0.8,1)"),
        (Formula((Term(PLUS, Decimal(2)), Term(MINUS, Decimal("0.5")), Term(TIMES, Decimal(6))), low=Decimal(0)), "=MAX(0,ROUND(2-0.5*6,1))"),
        (Formula((Term(PLUS, Decimal(3)), Term(TIMES, Decimal(4))), high=Decimal(5)), "=MIN(5,ROUND(3*4,1))"),
    ],
)  # fmt: skip
def test_a_sum_is_written_as_excel_works_it_out(formula, text):
    assert excel_formula(formula) == text


def test_every_formula_comes_to_the_value_that_is_printed(download):
    """A24, on paper."""
    response = download("scores-xlsx")
    assert response.status_code == 200
    live, stored = book(response)["公式"], book(response, data_only=True)["公式"]
    values = book(response)["得分"]
    formulas = 0
    for row in live.iter_rows(min_row=6):
        for cell in row:
            shown = values[cell.coordinate].value
            assert stored[cell.coordinate].value == shown
            if isinstance(cell.value, str) and cell.value.startswith("="):
                formulas += 1
                assert work_out(live, cell) == Decimal(str(shown)), (cell.coordinate, cell.value)
    assert formulas >= 20


def test_the_values_are_those_of_the_result(download, county_a, inside_a):
    sheet = book(download("scores-xlsx"))["得分"]
    rows = {row[2]: row for row in sheet.iter_rows(min_row=6, values_only=True)}
    with inside_a():
        results = UnitResult.objects.filter(run=county_a.extra.assessment.run)
        assert {name: Decimal(str(row[3])) for name, row in rows.items()} == {
            row.unit_name: row.total for row in results
        }
        leaf = ScoreLine.objects.get(run=county_a.extra.assessment.run, unit=county_a.units.stone, key="reporting.late")
    heads = [cell.value for cell in sheet[5]]
    place = next(place for place, head in enumerate(heads) if head and head.startswith("按时报送"))
    assert Decimal(str(rows[county_a.units.stone.name][place])) == leaf.score


def test_what_is_not_final_says_so_on_every_page(download):
    file = book(download("scores-xlsx"))
    for name in ("得分", "公式", "计分办法"):
        assert "测算中" in file[name].oddHeader.center.text
    paper = docx.Document(BytesIO(download("result-paper").content))
    assert "测算中，未定稿" in "\n".join(line.text for line in paper.paragraphs)
    assert "%E6%B5%8B%E7%AE%97%E4%B8%AD" in download("result-paper")["Content-Disposition"]


def test_the_final_paper_names_its_edition_and_carries_no_mark(download, county_a, inside_a):
    with inside_a():
        row = county_a.extra.final_assessment
        people = {"made_by": county_a.people["county_leader"], "first_by": county_a.people["county_office"]}
        AssessmentStep.objects.create(
            assessment=row,
            run=row.run,
            kind="final",
            number=2,
            document_number="岚组发〔2026〕30号",
            happened_on=row.run.on,
            **people,
        )
    paper = docx.Document(BytesIO(download("result-paper", "final_assessment").content))
    words = "\n".join(line.text for line in paper.paragraphs)
    assert "第2版，岚组发〔2026〕30号" in words
    assert "测算中" not in words
    assert not book(download("scores-xlsx", "final_assessment"))["得分"].oddHeader.center.text


def test_the_circular_ranks_and_keeps_the_form(download, county_a):
    response = download("result-paper")
    paper = docx.Document(BytesIO(response.content))
    ranking, scores = paper.tables
    assert [cell.text for cell in ranking.rows[0].cells] == ["名次", "单位", "总分", "等次", "与上年比"]
    assert {row.cells[1].text for row in ranking.rows[1:]} == {county_a.units.stone.name, county_a.units.maple.name}
    assert len(scores.rows) == 3
    upright, turned = paper.sections
    assert (round(upright.page_width.mm), round(turned.page_width.mm)) == (210, 297)
    with zipfile.ZipFile(BytesIO(response.content)) as archive:
        assert "仿宋_GB2312" in archive.read("word/styles.xml").decode()


def test_who_took_it_is_written_down(download, inside_a, as_role, county_a):
    download("scores-xlsx")
    with inside_a():
        assert "xlsx" in AuditEntry.objects.filter(action="result.export").latest("seq").payload
        before = AuditEntry.objects.count()
    as_role("county_office").head(reverse("assessments:scores-xlsx", args=[county_a.extra.assessment.public_id]))
    with inside_a():
        assert AuditEntry.objects.count() == before


def test_a_text_that_looks_like_a_formula_stays_a_text(download, county_a, inside_a):
    with inside_a():
        Assessment.objects.filter(pk=county_a.extra.assessment.pk).update(name="=1+1")
    sheet = book(download("scores-xlsx"))["得分"]
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=1+1", "s")


def test_a_township_takes_no_papers(download):
    assert download("scores-xlsx", role="township_lead").status_code == 403
    assert download("result-paper", role="assessor").status_code == 403
