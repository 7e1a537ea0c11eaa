"""Postings: who is sent, who takes charge, who leaves; what stands empty; recalls and the fixed helpers."""

import datetime
import threading
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cadres.models import Posting, PostingKind, Recall, Supporter
from cadres.selectors.needs import must_have, vacancies
from cadres.selectors.supporter_matrix import matrix
from cadres.services import postings as services
from organizations.models import AuditEntry, Notice, Person
from organizations.services import people, rules
from organizations.services import units as unit_services
from organizations.tenancy.context import tenant
from villages.models import Village

DAY = datetime.timedelta(days=1)
TODAY = timezone.localdate()


@pytest.fixture
def send(as_role, county_a):
    """`send(**fields)` posts the form of a new posting to 岭上村 as the office."""

    def post(replaces=None, role="county_office", **more):
        data = {
            "unit": str(county_a.units.ridge.public_id), "kind": "first_secretary",
            "person": str(county_a.people["plain"].public_id), "sending_unit": str(county_a.units.farming.public_id),
            "document": "岚组发〔2026〕6号", "starts_on": str(TODAY - 10 * DAY), "in_charge_from": str(TODAY - 10 * DAY),
        }  # fmt: skip
        address = reverse("cadres:posting-new")
        if replaces is not None:
            address += f"?replaces={replaces.public_id}"
        return as_role(role).post(address, data | {key: str(value) for key, value in more.items()})

    return post


@pytest.fixture
def must(county_a, inside_a):
    """`must("ridge")`: the village once was poor, so it must have a first secretary."""

    def make(name: str, **facts):
        with inside_a():
            unit = getattr(county_a.units, name)
            Village.objects.filter(unit=unit).delete()
            Village.objects.create(unit=unit, **(facts or {"was_poor": True}))

    return make


def _page(browser, name, *args, **query) -> str:
    return browser.get(reverse(f"cadres:{name}", args=args), query).content.decode()


def test_a_posting_without_a_last_day_lasts_the_countys_term(send, inside_a, county_a):
    with inside_a():
        rules.set_rule(
            by=county_a.accounts["county_admin"], key="postings.term_years", value=3,
            effective_from=TODAY, source="岚组发〔2025〕1号", today=TODAY,
        )  # fmt: skip
    assert send(starts_on=datetime.date(2026, 3, 1), in_charge_from=datetime.date(2026, 3, 1)).status_code == 302
    with inside_a():
        row = Posting.objects.latest("id")
        assert row.ends_on == datetime.date(2029, 2, 28)
        assert AuditEntry.objects.filter(action="posting.post", target_id=str(row.public_id)).exists()
        told = {unit.unit_id for unit in Notice.objects.latest("id").units.all()}
    assert told == {county_a.units.ridge.pk, county_a.units.stone.pk, county_a.units.farming.pk}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"unit": "ford"}, "主持渡口村的工作，主持时间不能重叠"),
        ({"person": "village"}, "一个人不能同时主持两个村"),
        ({"kind": "team_member"}, "只有第一书记登记主持工作的日期"),
        ({"starts_on": TODAY, "in_charge_from": TODAY - DAY}, "主持工作的日期早于到任日期"),
        ({"ends_on": TODAY - 20 * DAY}, "任期届满日早于到任日期"),
        ({"starts_on": TODAY + 400 * DAY, "in_charge_from": ""}, "请核对年份"),
        ({"starts_on": "哪天"}, "有错误"),
        ({"starts_on": ""}, "有错误"),
        ({"unit": "stone"}, "有错误"),
        ({"person": "gone"}, "有错误"),
        ({"kind": "captain"}, "有错误"),
    ],
)
def test_what_is_refused_says_why(send, inside_a, county_a, more, words):
    with inside_a():
        gone = county_a.extra.member
        Person.objects.filter(pk=gone.pk).update(left_on=TODAY - DAY)
        before = Posting.objects.count()
    if "unit" in more:
        more["unit"] = getattr(county_a.units, more["unit"]).public_id
    if "person" in more:
        more["person"] = {"village": county_a.people["village"], "gone": gone}[more["person"]].public_id
    answer = send(**more)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with inside_a():
        assert Posting.objects.count() == before


def test_the_database_refuses_two_in_charge_whoever_writes(inside_a, county_a):
    """By SQL, as the app's own role: the service is not asked."""
    units, plain = county_a.units, county_a.people["plain"]
    facts = {"kind": PostingKind.FIRST_SECRETARY, "starts_on": TODAY, "in_charge_from": TODAY}
    with inside_a():
        for unit, person, name in (
            (units.ford, plain, "posting_one_in_charge_of_a_village"),
            (units.bamboo, county_a.people["village"], "posting_in_charge_of_one_village"),
        ):
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                Posting.objects.bulk_create([Posting(unit=unit, person=person, **facts)])
        Posting.objects.bulk_create([Posting(unit=units.ford, person=plain, kind="first_secretary", starts_on=TODAY)])


def test_in_a_handover_two_are_posted_and_one_is_in_charge(send, as_role, inside_a, county_a):
    old = county_a.extra.posting
    assert send(unit=county_a.units.ford.public_id, in_charge_from="", replaces=old).status_code == 302
    with inside_a():
        new = Posting.objects.latest("id")
        assert new.replaces_id == old.pk
    office = as_role("county_office")
    assert "交接中" in _page(office, "posting", new.public_id)
    charge = reverse("cadres:posting-charge", args=[new.public_id])
    assert office.post(charge, {"since": TODAY + DAY, "version": 1}).status_code == 422
    assert office.post(charge, {"since": TODAY, "version": 9}).status_code == 409
    assert office.post(charge, {"since": TODAY, "version": 1}).status_code == 302
    with inside_a():
        old.refresh_from_db()
        new.refresh_from_db()
        assert (old.in_charge_to, old.ended_on, new.in_charge_from) == (TODAY - DAY, None, TODAY)
        assert list(Posting.objects.in_charge(TODAY).filter(unit=county_a.units.ford)) == [new]
    assert "移交主持工作" not in _page(office, "posting", new.public_id)


def test_a_handover_list_is_kept_ticked_and_shortened(as_role, inside_a, county_a):
    office, row = as_role("county_office"), county_a.extra.posting
    address = reverse("cadres:posting-handover", args=[row.public_id])
    assert "村情和户情台账" in office.get(address).content.decode()  # the county's list to begin with
    assert office.post(address, {"more": "台账\n项目\n台账\n", "version": 1}).status_code == 302
    assert office.post(address, {"done": ["1"], "drop": ["0"], "more": "印章", "version": 2}).status_code == 302
    with inside_a():
        row.refresh_from_db()
    assert row.handover == [{"what": "项目", "done": True}, {"what": "印章", "done": False}]
    assert "还有 1 项没有交接" in office.get(reverse("cadres:posting", args=[row.public_id])).content.decode()
    assert office.post(address, {"more": "字" * 101, "version": 3}).status_code == 422


def test_who_leaves_leaves_an_empty_seat_until_somebody_follows(as_role, must, send, inside_a, county_a):
    must("ford")
    must("ridge", was_poor=False)
    office, row = as_role("county_office"), county_a.extra.posting
    end = reverse("cadres:posting-end", args=[row.public_id])
    data = {"ended_on": TODAY - 5 * DAY, "reason": "transfer", "outcome": "promoted", "words": "", "version": 1}
    for wrong in ({"ended_on": TODAY + DAY}, {"ended_on": "2020-01-01"}, {"reason": "recall"}, {"reason": "other"}):
        assert office.post(end, data | wrong).status_code == 422
    assert office.post(end, data | {"version": 7}).status_code == 409
    assert office.post(end, data).status_code == 302
    with inside_a():
        row.refresh_from_db()
        assert (row.in_charge_to, row.outcome) == (TODAY - 5 * DAY, "promoted")
        found = vacancies(units=[county_a.units.ford, county_a.units.ridge], on=TODAY)
    assert [(one.unit.pk, one.since, one.days(TODAY)) for one in found] == [
        (county_a.units.ford.pk, TODAY - 4 * DAY, 5)
    ]
    for role in ("county_office", "township_lead", "village"):
        assert "待派" in _page(as_role(role), "postings", tab="vacant")
    assert "个村第一书记空岗" in office.get("/").content.decode()
    village = reverse("villages:village", args=[county_a.units.ford.public_id])
    assert "空岗，待派" in office.get(village).content.decode()
    assert "待派" not in _page(as_role("unit_liaison"), "postings", tab="vacant")
    assert send(unit=county_a.units.ford.public_id, replaces=row).status_code == 422  # before the other one left
    first = TODAY - 3 * DAY
    answer = send(unit=county_a.units.ford.public_id, replaces=row, starts_on=first, in_charge_from=first)
    assert answer.status_code == 302
    assert "待派" not in _page(office, "postings", tab="vacant")
    assert "个村第一书记空岗" not in office.get("/").content.decode()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"was_poor": True}, True),
        ({"weak_organization": True}, True),
        ({"priority": "key"}, True),
        ({"priority": "demonstration"}, False),
        ({}, False),
        ({"was_poor": True, "must_have_first_secretary": False}, False),
        ({"must_have_first_secretary": True}, True),
    ],
)
def test_which_villages_must_have_one(inside_a, county_a, facts, expected):
    with inside_a():
        unit = county_a.units.bamboo
        Village.objects.filter(unit=unit).delete()
        Village.objects.create(unit=unit, **facts)
        assert (unit.pk in must_have(units=[unit], on=TODAY)) is expected
        if expected and "must_have_first_secretary" not in facts:
            rules.set_rule(
                by=county_a.accounts["county_admin"], key="postings.must_have", value="示范村", effective_from=TODAY,
                source="岚组发〔2026〕9号", today=TODAY,
            )  # fmt: skip
            assert unit.pk not in must_have(units=[unit], on=TODAY)


def test_a_unit_sees_whom_it_sent_and_nobody_else(as_role, send, inside_a, county_a):
    assert send().status_code == 302  # by the farming department
    with inside_a():
        other = Posting.objects.latest("id")
    liaison = as_role("unit_liaison")  # of the finance department
    assert liaison.get(reverse("cadres:posting", args=[county_a.extra.posting.public_id])).status_code == 200
    assert liaison.get(reverse("cadres:posting", args=[other.public_id])).status_code == 404
    text = _page(liaison, "postings")
    assert county_a.people["village"].name in text
    assert county_a.people["plain"].name not in text


def test_a_recall_goes_its_four_steps_and_says_what_follows(as_role, must, send, inside_a, county_a):
    must("ford")
    lead, office, row = as_role("township_lead"), as_role("county_office"), county_a.extra.posting
    propose = reverse("cadres:recall-propose", args=[row.public_id])
    assert "1 年内不提拔" in lead.get(propose).content.decode()
    assert as_role("village").get(propose).status_code == 403
    assert lead.post(propose, {"reason": "slack", "words": ""}).status_code == 422
    assert lead.post(propose, {"reason": "slack", "words": "项目三个月没有进展"}).status_code == 302
    assert lead.post(propose, {"reason": "slack", "words": "又一次"}).status_code == 422  # it is under way
    with inside_a():
        recall = Recall.objects.get(posting=row)
    step = reverse("cadres:recall-step", args=[recall.public_id])
    assert lead.post(step, {"step": "verify", "verified_on": TODAY, "version": 1}).status_code == 403
    decide = {"step": "decide", "decided_on": TODAY, "document": "部务会纪要第 3 期"}
    assert office.post(step, decide | {"version": 1}).status_code == 422  # not verified yet
    assert office.post(step, {"step": "verify", "verified_on": TODAY + DAY, "version": 1}).status_code == 422
    assert office.post(step, {"step": "verify", "verified_on": TODAY, "version": 1}).status_code == 302
    assert office.post(step, decide | {"version": 1}).status_code == 409
    assert office.post(step, decide | {"document": "", "version": 2}).status_code == 422
    assert office.post(step, decide | {"version": 2}).status_code == 302
    with inside_a():
        row.refresh_from_db()
        assert (row.end_reason, row.ended_on) == ("recall", TODAY)
        told = {unit.unit_id for unit in Notice.objects.latest("id").units.all()}
        assert {county_a.units.stone.pk, county_a.units.finance.pk, county_a.units.office.pk} <= told
        assert [one.recalled for one in vacancies(units=[county_a.units.ford], on=TODAY + DAY)] == [True]
    page = _page(office, "recall", recall.public_id)
    assert "当年不得评优" in page
    assert f"到 {TODAY.replace(year=TODAY.year + 1)} 前不提拔" in page
    answer = send(unit=county_a.units.ford.public_id, replaces=row, starts_on=TODAY + DAY, in_charge_from=TODAY + DAY)
    assert answer.status_code == 302
    with inside_a():
        recall.refresh_from_db()
        assert (recall.state, recall.replaced_on) == ("replaced", TODAY + DAY)


def test_a_proposal_that_is_not_followed_stays_readable(as_role, inside_a, county_a):
    office, recall = as_role("county_office"), county_a.extra.recall
    step = reverse("cadres:recall-step", args=[recall.public_id])
    assert office.post(step, {"step": "drop", "words": "", "version": 1}).status_code == 422
    assert office.post(step, {"step": "drop", "words": "查无实据", "version": 1}).status_code == 302
    assert "不予召回" in _page(office, "recalls", show="all")
    assert "没有正在办理的召回" in _page(office, "recalls")
    with inside_a():
        assert "查无实据" in AuditEntry.objects.get(action="recall.drop").payload


def test_helpers_of_a_weak_village_and_the_gaps(as_role, must, inside_a, county_a):
    must("ford", weak_organization=True)
    lead, ford = as_role("township_lead"), county_a.units.ford

    def gaps():
        with inside_a():
            [line] = matrix(units=[ford], on=TODAY)
        return [cell.kind for cell in line.cells if cell.gap]

    assert gaps() == ["township_leader"]  # the cast gave it the others; an adviser is not asked for
    assert "四个一" in lead.get("/").content.decode()
    edit = reverse("cadres:supporter-edit", args=[ford.public_id, "township_leader"])
    wrong = {"person": county_a.people["plain"].public_id, "starts_on": TODAY}  # of another township
    assert lead.post(edit, wrong).status_code == 422
    data = {"person": county_a.people["township_lead"].public_id, "starts_on": TODAY}
    assert lead.post(edit, data | {"starts_on": TODAY + DAY}).status_code == 422
    assert lead.post(edit, data).status_code == 302
    assert gaps() == []
    assert lead.post(edit, data).status_code == 422  # the same one again
    other = reverse("cadres:supporter-edit", args=[county_a.units.bamboo.public_id, "township_leader"])
    assert lead.post(other, data).status_code == 404  # another township's village
    with inside_a():
        people.let_person_leave(
            person=county_a.people["county_leader"], on=TODAY - DAY, reason="调离", by=county_a.accounts["county_admin"],
            today=TODAY,
        )  # fmt: skip
        assert "包联的村要换人" in Notice.objects.latest("id").subject
    assert gaps() == ["county_leader"]
    assert "缺" in _page(as_role("county_office"), "supporters", gaps="gaps")


def test_a_posted_person_who_leaves_is_an_alarm_and_not_an_end(as_role, inside_a, county_a):
    with inside_a():
        people.let_person_leave(
            person=county_a.extra.member, on=TODAY - 2 * DAY, reason="辞职", by=county_a.accounts["county_admin"],
            today=TODAY,
        )  # fmt: skip
        county_a.extra.member_posting.refresh_from_db()
        assert county_a.extra.member_posting.ended_on is None
        assert "派驻要登记离任和补派" in Notice.objects.latest("id").subject
    assert "人已离开，派驻还没有登记离任" in as_role("county_office").get("/").content.decode()
    assert "本人已离开" in _page(as_role("county_office"), "postings")


def test_a_merged_village_ends_its_postings_and_a_merged_unit_passes_its_people_on(inside_a, county_a):
    units, admin = county_a.units, county_a.accounts["county_admin"]
    with inside_a():
        unit_services.merge_unit(unit=units.finance, into=units.farming, on=TODAY, paper="岚编〔2026〕1号", by=admin)
        county_a.extra.posting.refresh_from_db()
        assert county_a.extra.posting.sending_unit_id == units.farming.pk
        unit_services.merge_unit(unit=units.ford, into=units.ridge, on=TODAY, paper="岚民〔2026〕2号", by=admin)
        county_a.extra.posting.refresh_from_db()
        county_a.extra.recall.refresh_from_db()
        assert (county_a.extra.posting.ended_on, county_a.extra.posting.end_reason) == (TODAY, "other")
        assert county_a.extra.recall.state == "dropped"
        assert not Supporter.objects.filter(unit=units.ford, ended_on__isnull=True).exists()


def test_the_years_table_counts_who_came_and_left(as_role, inside_a, county_a):
    with inside_a():
        Posting.objects.filter(pk=county_a.extra.ended_posting.pk).update(outcome="promoted")
    text = _page(as_role("county_office"), "posting-year", 2025)
    assert "2025年派驻汇总" in text
    total = text.split("合计")[1].split("</tr>")[0]
    assert [part.split("<")[0] for part in total.split('class="r num">')[1:]][2:6] == ["2", "2", "1", "1"]
    assert as_role("county_office").get(reverse("cadres:posting-year", args=[1999])).status_code == 404


def test_a_stale_correction_shows_both_and_saves_neither(as_role, inside_a, county_a):
    office, row = as_role("county_office"), county_a.extra.posting
    edit = reverse("cadres:posting-edit", args=[row.public_id])
    data = {
        "kind": "first_secretary", "sending_unit": str(county_a.units.finance.public_id), "document": "甲文",
        "starts_on": "2025-07-01", "ends_on": "2027-06-30", "in_charge_from": "2025-07-01", "version": "1",
    }  # fmt: skip
    assert office.post(edit, data).status_code == 302
    late = office.post(edit, data | {"document": "乙文"})
    assert late.status_code == 409
    assert "甲文" in late.content.decode()
    with inside_a():
        row.refresh_from_db()
    assert row.document == "甲文"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_leave_one_in_charge(county_a):
    """Two people post to the same village in the same moment, on two connections."""
    barrier, outcomes = threading.Barrier(2), []
    values = {
        "unit": county_a.units.bamboo, "kind": PostingKind.FIRST_SECRETARY, "starts_on": TODAY, "in_charge_from": TODAY,
    }  # fmt: skip

    def work(person):
        try:
            with tenant(county_a.county.id):
                barrier.wait(timeout=20)
                services.post(values={**values, "person": person}, by=county_a.accounts["county_office"], on=TODAY)
                outcomes.append("posted")
        except ValidationError as error:
            outcomes.append(str(error))
        finally:
            connection.close()

    workers = [
        threading.Thread(target=work, args=(person,))
        for person in (county_a.people["plain"], county_a.people["township"])
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert len(outcomes) == 2, outcomes
    assert outcomes.count("posted") == 1, outcomes
    assert any("主持竹园村的工作，主持时间不能重叠" in one for one in outcomes), outcomes


def test_the_list_leaves_as_a_table_with_what_it_shows(as_role, inside_a, county_a):
    answer = as_role("county_office").post("/export/postings/", {})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content)).active
    names = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value}
    assert {county_a.people["village"].name, county_a.extra.member.name, "派驻干部名册"} <= names
    assert county_a.extra.ended_posting.person.name not in names
    with inside_a():
        assert AuditEntry.objects.filter(payload__contains="postings").exists()
    own = as_role("unit_liaison").post("/export/postings/?tab=ended", {})
    text = load_workbook(BytesIO(b"".join(own.streaming_content) if own.streaming else own.content)).active
    names = {str(cell.value) for row in text.iter_rows() for cell in row if cell.value}
    assert county_a.extra.ended_posting.person.name in names
    year = as_role("county_office").post("/export/posting-year/?year=2025", {})
    sheet = load_workbook(BytesIO(year.content)).active
    assert sheet["A1"].value == "2025年派驻汇总"
    assert "合计" in {cell.value for cell in sheet["A"]}
