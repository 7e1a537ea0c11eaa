"""Marks by hand, vetoes, and objections."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.models import Assessment, AssessmentStep, ManualScore, Objection, VetoDecision
from organizations.models import AuditEntry, Evidence, Notice, NoticeUnit
from tests.assessments.steps import acting, run_again
from tests.days import TODAY
from tests.organizations.files import pdf


def mark(county, unit="stone", **values):
    return {f"{getattr(county.units, unit).public_id}:{name}": value for name, value in values.items()}


def again(county_a, inside_a):
    """The next run, by hand."""
    with inside_a():
        row = Assessment.objects.get(pk=county_a.extra.assessment.pk)
        run = run_again(row, acting(county_a, "county_office"))
        return {one.unit_id: one for one in run.results.all()}


def test_an_assessor_finds_what_to_mark_and_sees_no_results(as_role, county_a, pages):
    assessor = as_role("assessor")
    listed = assessor.get(reverse("assessments:marking")).content.decode()
    assert pages("marks") in listed
    assert reverse("assessments:marking") in assessor.get("/", follow=True).content.decode(), "in the navigation"
    assert assessor.get(pages("marks")).status_code == 200
    assert assessor.get(pages("result")).status_code == 403


def test_a_count_of_events_is_kept_and_the_next_run_counts_it(as_role, county_a, pages, inside_a):
    before = again(county_a, inside_a)[county_a.units.maple.pk].bonus
    response = as_role("assessor").post(
        pages("marks"), mark(county_a, "maple", city="2", reason="两次现场会"), follow=True
    )
    assert "下次测算计入" in response.content.decode()
    assert again(county_a, inside_a)[county_a.units.maple.pk].bonus == before + 2
    with inside_a():
        entry = AuditEntry.objects.filter(action="mark.set").latest("pk")
        assert "两次现场会" in entry.payload


def test_taken_away_again_it_counts_no_more(as_role, county_a, pages, inside_a):
    browser = as_role("county_office")
    data = mark(county_a, city="", province="", national="", reason="")
    assert browser.post(pages("marks"), data).status_code == 302
    with inside_a():
        assert not ManualScore.objects.filter(assessment=county_a.extra.assessment).exists()
        assert AuditEntry.objects.filter(action="mark.remove").exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [({"city": "2", "reason": " "}, "请写明理由"), ({"city": "-1", "reason": "好"}, "大于或等于"), ({"city": "两次", "reason": "好"}, "输入整数")],
)  # fmt: skip
def test_a_mark_that_cannot_be_is_refused_and_stays_on_the_page(as_role, county_a, pages, inside_a, values, words):
    data = mark(county_a, "maple", **values) | mark(county_a, city="1", reason="市级现场会推介一次")
    response = as_role("assessor").post(pages("marks"), data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "市级现场会推介一次" in response.content.decode()
    with inside_a():
        assert not ManualScore.objects.filter(unit=county_a.units.maple).exists()


def test_one_wrong_mark_keeps_none(as_role, county_a, pages, inside_a):
    data = mark(county_a, "maple", city="2", reason="") | mark(county_a, city="3", reason="三次现场会")
    assert as_role("assessor").post(pages("marks"), data).status_code == 422
    with inside_a():
        assert ManualScore.objects.get(unit=county_a.units.stone).counts == {"city": 1}


def veto(county, **changes):
    return {
        "unit": str(county.units.stone.public_id), "key": "false", "reason": "报送数据不实", "document_number": "岚督〔2026〕3号",
        "decided_on": TODAY.isoformat(), **changes,
    }  # fmt: skip


def test_a_veto_lowers_the_grade_and_leaves_the_points(as_role, county_a, pages, inside_a):
    before = again(county_a, inside_a)[county_a.units.stone.pk]
    assert as_role("assessor").post(pages("vetoes"), veto(county_a)).status_code == 302
    after = again(county_a, inside_a)[county_a.units.stone.pk]
    assert (after.total, after.grade) == (before.total, "poor")
    lift = pages("veto-lift", veto=_stored(county_a, inside_a).public_id)
    assert as_role("assessor").post(lift, {"reason": "查无此事"}).status_code == 302
    assert again(county_a, inside_a)[county_a.units.stone.pk].grade == before.grade
    with inside_a():
        assert VetoDecision.objects.filter(unit=county_a.units.stone).count() == 1, "the lifted one stays in the list"


def _stored(county_a, inside_a):
    with inside_a():
        return VetoDecision.objects.get(unit=county_a.units.stone, lifted_on__isnull=True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"document_number": ""}, "这个字段是必填项"),
        ({"decided_on": (TODAY + datetime.timedelta(2)).isoformat()}, "还没有到"),
        ({"key": "nothing"}, "选择一个有效的选项"),
    ],
)
def test_a_veto_without_its_paper_is_refused(as_role, county_a, pages, inside_a, changes, words):
    response = as_role("assessor").post(pages("vetoes"), veto(county_a, **changes))
    assert response.status_code == 422
    assert words in response.content.decode()
    with inside_a():
        assert not VetoDecision.objects.filter(unit=county_a.units.stone).exists()


def test_the_same_veto_twice_is_refused(as_role, county_a, pages):
    browser = as_role("assessor")
    assert browser.post(pages("vetoes"), veto(county_a)).status_code == 302
    response = browser.post(pages("vetoes"), veto(county_a))
    assert response.status_code == 422
    assert "已经登记" in response.content.decode()


@pytest.mark.parametrize("state", ["review", "notice", "final"])
def test_what_is_on_its_way_to_be_signed_takes_no_marks(as_role, county_a, pages, inside_a, state):
    with inside_a():
        Assessment.objects.filter(pk=county_a.extra.assessment.pk).update(state=state)
    browser = as_role("county_office")
    assert browser.post(pages("marks"), mark(county_a, city="3", reason="又一次")).status_code == 422
    assert browser.post(pages("vetoes"), veto(county_a)).status_code == 422
    with inside_a():
        assert ManualScore.objects.get(unit=county_a.units.stone).counts == {"city": 1}


def asked(**changes):
    return {"item": "extra.praise", "claim": "现场会应为两次", "reason": "六月还有一次", **changes}


def test_a_township_asks_and_is_answered(as_role, county_a, pages, inside_a):
    town, office = as_role("township_lead"), as_role("county_office")
    data = asked(upload=SimpleUploadedFile("现场会通知.pdf", pdf(), "application/pdf"))
    response = town.post(pages("objection-new"), data, follow=True)
    assert "现场会应为两次" in response.content.decode()
    with inside_a():
        row = Objection.objects.get(key="extra.praise")
        assert (row.state, row.unit, row.run) == ("asked", county_a.units.stone, county_a.extra.assessment.run)
        assert row.evidence == Evidence.objects.latest("pk")
        told = NoticeUnit.objects.get(notice=Notice.objects.latest("pk"))
        assert told.unit.kind == "county_office"
    answer = reverse("assessments:objection-answer", args=[row.public_id])
    refused = office.post(answer, {"decision": "uphold", "answer": " "})
    assert refused.status_code == 422
    assert office.post(answer, {"decision": "uphold", "answer": "已核实，补记一次"}).status_code == 302
    assert "已核实，补记一次" in town.get(pages("objections")).content.decode()
    with inside_a():
        row.refresh_from_db()
        assert (row.state, row.answered_by) == ("upheld", county_a.people["county_office"])
        assert NoticeUnit.objects.get(notice=Notice.objects.latest("pk")).unit == county_a.units.stone
    twice = office.post(answer, {"decision": "refuse", "answer": "再想一想"})
    assert twice.status_code == 422
    assert "已经答复" in twice.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"claim": " "}, "必填"), ({"reason": ""}, "必填"), ({"item": "reporting.late"}, "正在等待答复")],
)
def test_an_objection_that_cannot_be_is_refused(as_role, county_a, pages, inside_a, changes, words):
    response = as_role("township_lead").post(pages("objection-new"), asked(**changes))
    assert response.status_code == 422
    assert words in response.content.decode()
    with inside_a():
        assert not Objection.objects.filter(key="extra.praise").exists()


def test_after_the_result_is_final_the_page_says_until_when(as_role, county_a, pages, inside_a):
    day = TODAY + datetime.timedelta(5)
    with inside_a():
        row = county_a.extra.assessment
        people = {"made_by": county_a.people["county_leader"], "first_by": county_a.people["county_office"]}
        AssessmentStep.objects.create(
            assessment=row, run=row.run, kind="notice", until=day, happened_on=TODAY, **people
        )
        Assessment.objects.filter(pk=row.pk).update(state="final")
    town = as_role("township_lead")
    assert day.isoformat() in town.get(f"{pages('objection-new')}?item=extra.praise").content.decode()
    response = town.post(pages("objection-new"), asked())
    assert response.status_code == 422
    assert day.isoformat() in response.content.decode()


def test_only_the_own_objections_are_seen(as_role, county_a, pages, inside_a):
    with inside_a():
        Objection.objects.filter(pk=county_a.extra.objection.pk).update(unit=county_a.units.maple)
    assert county_a.extra.objection.claim not in as_role("township_lead").get(pages("objections")).content.decode()
    assert county_a.extra.objection.claim in as_role("county_office").get(pages("objections")).content.decode()
