"""Spot checks: what a finding means for the year and why, objections, and what cannot be recorded."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cadres.models import Finding, Leave
from cadres.selectors.findings import year_findings
from organizations.models import AuditEntry, Notice
from organizations.rules import RULES
from organizations.services import rules

TODAY = timezone.localdate()
YEAR = datetime.date(2026, 12, 31)


@pytest.fixture
def record(as_role, county_a, inside_a):
    with inside_a():
        Finding.objects.all().delete()

    def send(day, kind="absent", words="上午到村未见本人", role="county_office", **more):
        data = {"posting": str(county_a.extra.posting.public_id), "found_on": str(day), "kind": kind, "words": words}
        return as_role(role).post(reverse("cadres:finding-new"), data | more)

    return send


@pytest.fixture
def year(county_a, inside_a):
    def read(on=YEAR):
        person = county_a.extra.posting.person_id
        with inside_a():
            return year_findings(people=[person], year=2026, on=on)[person]

    return read


@pytest.fixture
def post(as_role, inside_a):
    """`post(role, "object", **data)` for the newest finding, with its present version."""

    def send(role, what, **data):
        with inside_a():
            row = Finding.objects.latest("id")
        return as_role(role).post(
            reverse(f"cadres:finding-{what}", args=[row.public_id]), {"version": row.version, **data}
        )

    return send


def test_the_years_ceiling_says_why(record, year, as_role, county_a, inside_a):
    """One absence: no “excellent”; a second one lowers the ceiling; who lives far off is written down and not counted."""
    assert record("2026-04-08").status_code == 302
    assert year().why == "2026年1次无故不在岗 → 年度考核不得评为优秀"
    assert year().deductions == ["所在乡镇扣 0.1 分", "派出单位扣 0.1 分"]
    assert record("2026-04-09", kind="not_resident").status_code == 302
    assert year().counted == 1
    assert record("2026-05-20", kind="unreported_leave").status_code == 302
    assert year().why == "2026年2次无故不在岗 → 年度考核最高为基本称职"
    assert year().deductions == ["所在乡镇扣 0.2 分", "派出单位扣 0.1 分"]
    assert year(on=datetime.date(2026, 5, 1)).counted == 1
    for role in ("village", "township_lead", "unit_liaison", "county_office"):
        page = as_role(role).get(reverse("cadres:findings")).content.decode()
        assert "2026年2次无故不在岗 → 年度考核最高为基本称职" in page
    own = as_role("village").get(reverse("cadres:calendar-person", args=[county_a.extra.posting.public_id]))
    assert ("年度考核最高为基本称职" in own.content.decode()) == (TODAY.year == 2026)
    with inside_a():
        told = Notice.objects.latest("id")
        assert {row.unit_id for row in told.units.all()} == {
            county_a.units.ford.pk, county_a.units.stone.pk, county_a.units.finance.pk,
        }  # fmt: skip
        assert AuditEntry.objects.filter(action="finding.record").count() == 3


def test_the_consequence_is_the_countys(record, year, county_a, inside_a):
    with inside_a():
        rules.set_rule(
            by=county_a.accounts["county_admin"], key="findings.consequences", value="2=不得评优并约谈",
            effective_from=datetime.date(2026, 1, 1), source="岚组发〔2026〕1号", today=datetime.date(2026, 1, 1),
        )  # fmt: skip
    record("2026-04-08")
    assert year().why == ""
    record("2026-04-10")
    assert year().why == "2026年2次无故不在岗 → 不得评优并约谈"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("findings.consequences", "不得评优"),
        ("findings.consequences", "0=不得评优"),
        ("findings.consequences", "1=不得评优/1=基本称职"),
        ("findings.consequences", "1="),
        ("findings.consequences", "/"),
        ("leave.counts_as_present", "公务外出/出差"),
        ("leave.counts_as_present", "/"),
        ("findings.counted", "迟到"),
    ],
)
def test_rules_that_code_could_not_read_are_refused(key, value):
    with pytest.raises(ValidationError):
        RULES[key].clean(value)


def test_rules_as_people_type_them():
    assert RULES["findings.consequences"].clean("1＝不得评优／3=不称职")
    assert RULES["leave.counts_as_present"].clean("培训／会议")


@pytest.mark.parametrize(
    ("day", "more", "words"),
    [
        ("2099-01-01", {}, "还没有到"),
        ("2025-06-30", {}, "不在派驻期内"),
        ("2026-05-11", {}, "已批准请假"),
        ("2026-04-08", {"words": "  "}, "情况"),
        ("2026-04-08", {"words": "长" * 301}, "300"),
        ("2026-04-08", {"kind": "late"}, "情形"),
        ("四月", {}, "检查日期"),
        ("2026-04-08", {"posting": "nonsense"}, "驻村干部"),
    ],
)
def test_refused(record, inside_a, day, more, words):
    answer = record(day, **more)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with inside_a():
        assert not Finding.objects.exists()


def test_once_a_day(record):
    assert record("2026-04-08").status_code == 302
    answer = record("2026-04-08", kind="not_resident")
    assert answer.status_code == 422
    assert "已登记过" in answer.content.decode()


def test_half_a_day_of_leave_does_not_excuse_the_day(record, county_a, inside_a):
    with inside_a():
        Leave.objects.filter(pk=county_a.extra.approved_leave.pk).update(ends_half="am")
    assert record("2026-05-12").status_code == 302


def test_objection_and_answer(record, year, post, as_role, inside_a):
    record("2026-04-08")
    assert post("village", "object", objection="").status_code == 422
    assert post("county_office", "answer", decision="drop", answer="核实").status_code == 422  # nobody objected yet
    assert post("village", "object", objection="当日在镇里开会").status_code == 302
    assert "其中 1 次有异议待核" in year().why
    assert "条抽查异议待答复" in as_role("county_office").get("/").content.decode()
    assert post("unit_liaison", "object", objection="再提一次").status_code == 422
    assert post("county_office", "answer", decision="drop", answer=" ").status_code == 422
    assert post("county_office", "answer", decision="drop", answer="会议签到有本人").status_code == 302
    assert (year().counted, year().why) == (0, "")
    with inside_a():
        row = Finding.objects.latest("id")
        assert row.state == "dropped"
        assert Notice.objects.latest("id").subject.endswith("已撤销")
    page = as_role("village").get(reverse("cadres:finding", args=[row.public_id])).content.decode()
    assert "会议签到有本人" in page
    assert post("county_office", "answer", decision="uphold", answer="改主意").status_code == 422


def test_upheld_goes_on_counting(record, year, post):
    record("2026-04-08")
    assert post("unit_liaison", "object", objection="当日在单位办事").status_code == 302
    assert post("county_office", "answer", decision="uphold", answer="没有请假").status_code == 302
    assert year().why == "2026年1次无故不在岗 → 年度考核不得评为优秀"


def test_two_at_once(record, as_role, inside_a, post):
    record("2026-04-08")
    assert post("village", "object", objection="当日在镇里开会").status_code == 302
    with inside_a():
        row = Finding.objects.latest("id")
    stale = as_role("county_office").post(
        reverse("cadres:finding-answer", args=[row.public_id]), {"decision": "drop", "answer": "核实", "version": 1}
    )
    assert stale.status_code == 409
