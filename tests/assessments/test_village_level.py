"""Villages are assessed as townships are, and out of their scores comes the year of their first secretaries."""

import datetime
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.explained import number
from assessments.frozen import thawed
from assessments.models import Assessment, ManualScore, Objection, UnitResult
from assessments.selectors.secretary_years import secretary_years
from assessments.services import assessments, publication
from cadres.models import Posting, PostingKind
from campaigns.models import Assignment, Duty, Indicator
from organizations.models import Notice, Unit
from organizations.services.rules import set_rule
from organizations.services.units import merge_unit
from tests.assessments.steps import acting, computed, run_again
from tests.days import COUNTED

D = datetime.date
FIRST = D(COUNTED.year, 1, 1)


@pytest.fixture
def villages(county_a, inside_a, office):
    """渡口村, 岭上村 of 石桥镇 and 竹园村 carry a task with one duty each: accepted, filed, open."""
    units, task = county_a.units, county_a.extra.tasks[1]
    with inside_a():
        # 渡口村 carries the first task already, and has done all of it.
        Duty.objects.filter(unit=units.ford).update(state="accepted", filed_on=FIRST, returned=False, waived_reason="")
        Indicator.objects.update(value=None)  # measured by what was due and accepted
        for unit, state in ((units.ford, "accepted"), (units.ridge, "filed"), (units.bamboo, "open")):
            share = Assignment.objects.create(
                task=task, unit=unit, role="responsible", through=unit.name, since=FIRST, order=50
            )
            Duty.objects.create(
                campaign=task.campaign, assignment=share, unit=unit, kind="report", period_key="month:v", starts_on=FIRST, ends_on=FIRST,
                due_on=FIRST + datetime.timedelta(20), state=state, filed_on=None if state == "open" else FIRST,
            )  # fmt: skip
        return assessments.create(
            campaign=task.campaign, year=COUNTED.year + 1, level="village", name="岚溪县村级年度考核", starts_on=FIRST,
            ends_on=D(COUNTED.year, 12, 31), groups=[], by=office,
        )  # fmt: skip


def totals(run) -> dict[str, Decimal]:
    return dict(UnitResult.objects.filter(run=run).values_list("unit__name", "total"))


def test_villages_that_carry_tasks_are_scored_and_ranked(county_a, inside_a, villages, office):
    with inside_a():
        run = computed(villages, office)
        found = totals(run)
        assert set(found) == {"渡口村", "岭上村", "竹园村"}, "of the four, one carries nothing"
        assert found["渡口村"] > found["岭上村"] >= found["竹园村"]


def test_a_township_sees_its_villages_and_no_others(county_a, as_role, inside_a, villages, office):
    with inside_a():
        computed(villages, office)
    page = reverse("assessments:result", args=[villages.public_id])
    body = as_role("township_lead").get(page).content.decode()
    assert "渡口村" in body
    assert "岭上村" in body
    assert "竹园村" not in body
    units = county_a.units

    def score(unit, role):
        return (
            as_role(role).get(reverse("assessments:result-unit", args=[villages.public_id, unit.public_id])).status_code
        )

    assert score(units.ford, "township_lead") == 200
    assert score(units.bamboo, "township_lead") == 404
    assert score(units.bamboo, "county_office") == 200
    assert (
        as_role("township_lead").get(reverse("assessments:secretaries", args=[villages.public_id])).status_code == 404
    )


def test_of_villages_their_townships_are_told(county_a, inside_a, villages, office, leader):
    with inside_a():
        computed(villages, office)
        row = publication.send_to_review(assessment=villages, version=villages.version, by=office, on=COUNTED)
        publication.give_notice(
            assessment=row,
            until=COUNTED + datetime.timedelta(5),
            document_number="",
            version=row.version,
            by=leader,
            on=COUNTED,
        )
        told = Notice.objects.latest("id")
        assert {row.unit.kind for row in told.units.all()} == {"township"}
        assert county_a.units.stone.pk in {row.unit_id for row in told.units.all()}


def named(rows, person):
    return next(row for row in rows if row.person == person)


def test_who_changed_villages_in_june_has_the_days_of_both(county_a, inside_a, villages, office):
    """Half a year in each: the mean by days, in a sum that can be worked out by hand."""
    person, units = county_a.people["village"], county_a.units
    change = D(COUNTED.year, 6, 30)
    with inside_a():
        run = computed(villages, office)
        old = county_a.extra.posting
        Posting.objects.filter(pk=old.pk).update(in_charge_to=change, ended_on=change, end_reason="transfer")
        Posting.objects.create(
            person=person, unit=units.ridge, kind=PostingKind.FIRST_SECRETARY, starts_on=change + datetime.timedelta(1),
            in_charge_from=change + datetime.timedelta(1),
        )  # fmt: skip
        row = named(secretary_years(Assessment.objects.get(pk=villages.pk)), person)
        score = totals(run)
        early, late = (change - FIRST).days + 1, (run.on - change).days
        exact = (score["渡口村"] * early + score["岭上村"] * late) / (early + late)
        assert row.weighted.days == early + late
        assert abs(row.weighted.score - exact) <= Decimal("0.05")
        assert [one.unit.name for one in row.stretches] == ["渡口村", "岭上村"]
        assert row.rank == 1
        assert f"{number(score['渡口村'])} × {early} ÷ {early + late}" in row.words[0][1]


@pytest.mark.parametrize(("least", "ranked"), [(183, False), (30, True)])
def test_less_than_half_a_year_is_scored_and_not_ranked(county_a, as_role, inside_a, villages, office, least, ranked):
    person = county_a.people["village"]
    since = COUNTED - datetime.timedelta(days=40)
    with inside_a():
        computed(villages, office)
        Posting.objects.filter(pk=county_a.extra.posting.pk).update(in_charge_from=since)
        if least != 183:
            set_rule(
                key="postings.ranked_from_days", value=least, effective_from=FIRST, today=COUNTED, reason="县里办法", source="岚组发〔2026〕1号",
                by=acting(county_a, "county_admin"),
            )  # fmt: skip
        row = named(secretary_years(Assessment.objects.get(pk=villages.pk)), person)
        assert row.weighted.days == 41
        assert row.weighted.score is not None
        assert (row.rank is not None) is ranked
    body = as_role("county_office").get(reverse("assessments:secretaries", args=[villages.public_id])).content.decode()
    assert str(person) in body
    assert "测算中，未定稿" in body


def test_a_merged_village_counts_as_its_successor_and_one_that_is_not_assessed_not_at_all(
    county_a, as_role, inside_a, villages, office
):  # fmt: skip
    person, units = county_a.people["village"], county_a.units
    with inside_a():
        computed(villages, office)
        merge_unit(
            unit=units.ford,
            into=units.ridge,
            by=acting(county_a, "county_admin"),
            on=D(COUNTED.year, 6, 30),
            paper="岚民〔2026〕4号",
        )
        run = run_again(villages, office)
        assert set(totals(run)) == {"岭上村", "竹园村"}
        row = named(secretary_years(Assessment.objects.get(pk=villages.pk)), person)
        assert row.weighted.score == totals(run)["岭上村"]
        assert [(one.unit.name, one.scored.name) for one in row.stretches] == [("渡口村", "岭上村")]
        later = D(COUNTED.year, 7, 1)
        Posting.objects.filter(pk=county_a.extra.posting.pk).update(in_charge_to=D(COUNTED.year, 6, 30))
        other = Posting.objects.create(
            person=person, unit=units.spring, kind=PostingKind.FIRST_SECRETARY, starts_on=later, in_charge_from=later
        )
        row = named(secretary_years(Assessment.objects.get(pk=villages.pk)), person)
        assert [one.scored and one.scored.name for one in row.stretches] == ["岭上村", None]
        assert row.weighted.days == 181
    page = reverse("assessments:secretaries", args=[villages.public_id])
    assert "没有参加考核" in as_role("county_office").get(page).content.decode()
    with inside_a():
        Posting.objects.filter(pk=county_a.extra.posting.pk).update(
            unit=units.bamboo, in_charge_from=None, in_charge_to=None
        )
        assert person not in [row.person for row in secretary_years(Assessment.objects.get(pk=villages.pk))]
        assert other.unit == units.spring


def test_a_township_asks_for_its_village_and_is_answered(county_a, as_role, inside_a, villages, office):
    units, lead = county_a.units, as_role("township_lead")
    with inside_a():
        computed(villages, office)
    page = reverse("assessments:result-unit", args=[villages.public_id, units.ford.public_id])
    body = lead.get(page, {"item": "reporting.late"}).content.decode()
    link = re.search(r'href="([^"]*/objections/new/[^"]*)"', body)[1].replace("&amp;", "&")
    assert lead.get(link).status_code == 200
    data = {"item": "reporting.late", "claim": "迟报不应计入", "reason": "当日断网"}
    assert lead.post(link, data).status_code == 302
    with inside_a():
        asked = Objection.objects.get(assessment=villages)
        assert asked.unit == units.ford
    assert "迟报不应计入" in lead.get(reverse("assessments:objections", args=[villages.public_id])).content.decode()
    answer = reverse("assessments:objection-answer", args=[asked.public_id])
    assert as_role("county_office").post(answer, {"decision": "refuse", "answer": "断网另有记录"}).status_code == 302
    with inside_a():
        told = Notice.objects.latest("id")
        assert [row.unit_id for row in told.units.all()] == [units.stone.pk]
    foreign = reverse("assessments:objection-new", args=[villages.public_id])
    for unit in (units.bamboo, units.spring, units.maple):
        assert lead.get(foreign, {"item": "reporting.late", "unit": str(unit.public_id)}).status_code == 404
    assert lead.get(foreign, {"item": "reporting.late", "unit": "x"}).status_code == 404


def test_a_campaign_of_a_township_is_assessed_by_its_villages_only(county_a, as_role, inside_a):
    office, campaign = as_role("county_office"), county_a.extra.town_campaign
    data = {
        "campaign": str(campaign.public_id), "year": COUNTED.year, "level": "township", "name": "石桥镇村级考核",
        "starts_on": FIRST.isoformat(), "ends_on": COUNTED.isoformat(),
    }  # fmt: skip
    address = reverse("assessments:assessment-new")
    refused = office.post(address, data)
    assert refused.status_code == 422
    assert "考核对象只能是村" in refused.content.decode()
    assert office.post(address, {**data, "level": "village"}).status_code == 302
    with inside_a():
        made = Assessment.objects.get(campaign=campaign)
        assert [leaf.key for leaf in thawed(made.draft.body).base if leaf.key.startswith("action")]


def test_marks_of_many_villages_are_a_form_a_page(county_a, as_role, inside_a, villages, office):
    """Six hundred villages in one form would be more fields than the server takes."""
    units, task = county_a.units, county_a.extra.tasks[1]
    with inside_a():
        more = Unit.objects.bulk_create(
            Unit(
                kind="village", code=f"V{n:03d}", name=f"第{n}村", parent=units.stone, path=f"{units.stone.path}V{n:03d}/",
                valid_from=FIRST, order=100 + n,
            )
            for n in range(60)
        )  # fmt: skip
        Assignment.objects.bulk_create(
            Assignment(task=task, unit=unit, role="responsible", through=unit.name, since=FIRST, order=100)
            for unit in more
        )
        computed(villages, office)
    page = reverse("assessments:marks", args=[villages.public_id])
    client = as_role("assessor")
    first, second = (client.get(page, {"item": "extra.praise", "page": n}).context["form"] for n in (1, 2))
    assert len(first.units) == 50
    assert {unit.pk for unit in first.units} & {unit.pk for unit in second.units} == set()
    assert len(second.units) == 13
    one, other = first.units[0], second.units[0]
    for place, unit in ((1, one), (2, other)):
        data = {f"{unit.public_id}:city": 1, f"{unit.public_id}:reason": "现场会"}
        answer = client.post(f"{page}?item=extra.praise&page={place}", data)
        assert answer.status_code == 302
        assert f"page={place}" in answer["Location"]
    with inside_a():
        marked = ManualScore.objects.filter(assessment=villages, key="extra.praise").values_list("unit", flat=True)
        assert set(marked) == {one.pk, other.pk}, "saving one page leaves the marks of the other"
