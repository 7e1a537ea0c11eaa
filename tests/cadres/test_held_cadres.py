"""Held figures on first secretaries against plain counts, what a unit answers for, and the counts on the overview."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from cadres.models import Posting, Supporter
from cadres.selectors import held, held_postings
from cadres.selectors.presence import presence_of
from cadres.selectors.standing_counts import standing_counts
from organizations.models import Unit
from organizations.services import units as unit_services
from villages import held as village_held
from villages.models import Village

TODAY = timezone.localdate()
ANY = SimpleNamespace(held_with={}, year=None)


@pytest.fixture
def must(county_a, inside_a):
    """渡口村 has a first secretary and 岭上村 has none; both must have one."""
    with inside_a():
        for unit in (county_a.units.ford, county_a.units.ridge):
            Village.objects.update_or_create(unit=unit, defaults={"was_poor": True})
        Village.objects.exclude(unit__in=[county_a.units.ford.pk, county_a.units.ridge.pk]).update(
            was_poor=False, priority=""
        )
    return county_a.units


def plain_counts(path: str) -> tuple[int, int]:
    """Villages below the path that must have a first secretary, and those that have one: by loops, not by our queries."""
    wanted = [
        row.unit for row in Village.objects.select_related("unit") if row.was_poor and row.unit.path.startswith(path)
    ]
    posted = {
        row.unit_id for row in Posting.objects.filter(kind="first_secretary")
        if row.starts_on <= TODAY and (row.ended_on is None or row.ended_on >= TODAY)
    }  # fmt: skip
    return len(wanted), sum(unit.pk in posted for unit in wanted)


def test_shares_and_vacancies_are_plain_counts(must, inside_a):
    with inside_a():
        units = [must.root, must.stone, must.ford]
        shares, empty = (
            held_postings.first_secretary_share(ANY, units, TODAY),
            held_postings.vacancies(ANY, units, TODAY),
        )
        for unit in units:
            whole, part = plain_counts(unit.path)
            assert (shares[unit.pk].value, shares[unit.pk].whole) == (part, whole)
            assert empty[unit.pk].value == whole - part
        assert held_postings.vacancies(ANY, [must.maple], TODAY) == {}, (
            "no village that must have one: no figure, not 0"
        )


def test_a_county_level_unit_answers_for_the_whole_county_in_every_register(must, inside_a):
    with inside_a():
        office = Unit.objects.filter(kind="department").first()
        for source in (
            held_postings.first_secretary_share, held_postings.vacancies, held_postings.team_share, held.days_reached_share,
            village_held.both_posts_share,
        ):  # fmt: skip
            found = source(ANY, [must.root, office], TODAY)
            assert found.get(office.pk) == found.get(must.root.pk), source.__name__
        assert held_postings.vacancies(ANY, [office], TODAY)[office.pk].value == 1


def test_days_reached_is_a_plain_count(must, inside_a, county_a):
    with inside_a():
        first, last = held.last_whole_month(TODAY)
        figure = held.days_reached_share(ANY, [must.ford], TODAY)[must.ford.pk]
        days = presence_of(
            [Posting.objects.select_related("unit").get(pk=county_a.extra.posting.pk)], first=first, last=last
        )
        reached = days[county_a.extra.posting.pk].count.days >= 20
        assert (figure.value, figure.whole) == (Decimal(reached), 1)


def test_a_village_that_is_merged_away_has_no_posting_left_and_is_no_vacancy(must, inside_a, county_a):
    with inside_a():
        admin = county_a.accounts["county_admin"]
        unit_services.merge_unit(unit=must.ford, into=must.ridge, by=admin, on=TODAY, paper="民政〔2026〕1号")
        posting = Posting.objects.get(pk=county_a.extra.posting.pk)
        assert (posting.ended_on, posting.end_reason) == (TODAY, "other")
        assert "并入" in posting.end_words
        assert not Supporter.objects.filter(unit=must.ford, ended_on__isnull=True).exists()
        later = TODAY + datetime.timedelta(days=1)
        assert must.ford.pk not in {unit.pk for unit in Unit.objects.valid_on(later)}
        assert held_postings.vacancies(ANY, [must.stone], later)[must.stone.pk].value == 1, "岭上村 only"


def test_a_closed_sender_stays_in_the_history(must, inside_a, county_a):
    with inside_a():
        sender = Unit.objects.create(
            kind="department", code=f"{county_a.county.code}-77", name="县粮食局", parent=must.root, path=f"{must.root.path}77/",
            valid_from=datetime.date(2020, 1, 1),
        )  # fmt: skip
        Posting.objects.filter(pk=county_a.extra.posting.pk).update(sending_unit=sender)
        Supporter.objects.create(unit=must.ridge, kind="unit", helping_unit=sender, starts_on=datetime.date(2025, 1, 1))
        unit_services.close_unit(unit=sender, by=county_a.accounts["county_admin"], on=TODAY, paper="编办〔2026〕1号")
        posting = Posting.objects.get(pk=county_a.extra.posting.pk)
        assert (posting.sending_unit, posting.ended_on) == (sender, None)
        assert not Supporter.objects.filter(helping_unit=sender, ended_on__isnull=True).exists()


@pytest.mark.parametrize("role", ["county_office", "county_leader", "township"])
def test_the_counts_on_the_overview_are_those_of_the_list(role, must, as_role, inside_a, county_a):
    from organizations.models import Membership

    with inside_a():
        membership = Membership.objects.select_related("unit").filter(account=county_a.accounts[role]).first()
        counts = standing_counts(membership, TODAY)
    browser = as_role(role)
    for tab, number in (("vacant", counts.vacant), ("ending", counts.ending), ("leave", counts.away)):
        page = browser.get("/postings/", {"tab": tab})
        assert page.context["page"].paginator.count == number, tab
    body = browser.get(f"/c/{county_a.extra.campaign.slug}/").content.decode()
    assert f"空岗 {counts.vacant}" in body


def test_short_teams_are_listed_with_what_is_missing_and_leave_as_a_table(must, as_role, inside_a, county_a):
    """渡口村 has two of three, 岭上村 none; who is added is off the list when the number is reached."""
    office = as_role("county_office")
    with inside_a():
        on_ford = Posting.objects.filter(
            unit=must.ford, ended_on=None, kind__in=("first_secretary", "team_member")
        ).count()
    page = office.get("/postings/", {"tab": "short"})
    found = {team.unit.name: (team.have, team.missing) for team in page.context["short"]}
    assert found == {"渡口村": (on_ford, 3 - on_ford), "岭上村": (0, 3)}
    text = office.post("/export/postings/?tab=short", {"format": "csv"}).content.decode("utf-8-sig")
    assert "岭上村,0,3,3" in text
    with inside_a():
        person = county_a.people["plain"]
        for _n in range(3 - on_ford):
            Posting.objects.create(person=person, unit=must.ford, kind="team_member", starts_on=TODAY)
    assert [team.unit.name for team in office.get("/postings/", {"tab": "short"}).context["short"]] == ["岭上村"]


def test_why_somebody_was_not_recalled_stands_on_the_page(as_role, county_a):
    office, recall = as_role("county_office"), county_a.extra.recall
    answer = office.post(
        f"/recalls/{recall.public_id}/step/",
        {"step": "drop", "words": "群众评议良好，情况不实", "version": recall.version},
    )
    assert answer.status_code == 302
    assert "群众评议良好，情况不实" in office.get(f"/recalls/{recall.public_id}/").content.decode()
