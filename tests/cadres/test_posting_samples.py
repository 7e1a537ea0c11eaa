"""The sample county's postings: every village that must have a first secretary has one, but two; one recall waits for
its replacement, one is proposed, one handover is under way."""

import datetime
from collections import Counter

import pytest

from cadres.models import Posting, PostingKind, Recall, Supporter
from cadres.selectors.needs import is_ending, needs, vacancies
from cadres.selectors.supporter_matrix import matrix
from organizations.models import Unit, UnitKind
from organizations.tenancy.context import tenant
from tests.sample_county import fill

pytestmark = pytest.mark.deep
TODAY = datetime.date(2026, 11, 20)


@pytest.mark.django_db
def test_the_sample_countys_postings():
    county, _ = fill(TODAY)
    with tenant(county.id):
        units = list(Unit.objects.filter(kind=UnitKind.VILLAGE).valid_on(TODAY).order_by("code"))
        empty = vacancies(units=units, on=TODAY)
        assert [one.recalled for one in sorted(empty, key=lambda one: one.since, reverse=True)] == [True, False]
        asked = needs(units=units, on=TODAY)
        assert len(asked.must) > 80
        kinds = Counter(Posting.objects.on_day(TODAY).values_list("kind", flat=True))
        assert kinds[PostingKind.FIRST_SECRETARY] >= 100
        assert kinds[PostingKind.TEAM_MEMBER] >= 90
        charge = Counter(Posting.objects.in_charge(TODAY).values_list("unit_id", flat=True))
        assert set(charge.values()) == {1}
        waiting = Posting.objects.on_day(TODAY).filter(kind="first_secretary", in_charge_from__isnull=True)
        assert [row.replaces.ended_on for row in waiting.select_related("replaces")] == [None]
        assert Counter(Recall.objects.values_list("state", flat=True)) == {"decided": 1, "proposed": 1}
        assert 3 <= Posting.objects.filter(is_ending(TODAY, 30)).count() <= 12
        assert not Posting.objects.filter(person__left_on__isnull=False, ended_on__isnull=True).exists()
        gaps = [line.gaps for line in matrix(units=units, on=TODAY) if line.wanted]
        assert 0 < sum(bool(number) for number in gaps) < len(gaps)
        assert Supporter.objects.count() > 20
        starts = Posting.objects.order_by("starts_on").values_list("starts_on", flat=True)
        assert starts[0] > TODAY - datetime.timedelta(days=1000)
