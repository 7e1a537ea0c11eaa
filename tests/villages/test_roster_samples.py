"""The sample county's village registers: size, sense, gaps on purpose, the same each time."""

import datetime
import re
from collections import Counter

import pytest

from organizations.models import Unit, UnitKind
from organizations.samples.plan import SAMPLE, plan_county
from organizations.samples.write import fill_county
from organizations.tenancy.context import tenant
from tests.roles import make_county
from villages.models import OfficerPost, Village, VillageOfficer, VillageYear
from villages.samples.roster import add_roster
from villages.selectors.roster import roster

pytestmark = pytest.mark.deep
TODAY = datetime.date(2026, 11, 20)


@pytest.fixture
def county(db):
    made = make_county(code=SAMPLE.code, name=f"{SAMPLE.name}（样例）", department_name=SAMPLE.department_name)
    plan = plan_county(SAMPLE, today=TODAY)
    fill_county(county=made, plan=plan, password_hash="!")  # noqa: S106  nobody logs in here
    add_roster(made, plan)
    return made


def test_the_registers_of_239_villages(county):
    with tenant(county.id):
        villages = Unit.objects.filter(kind=UnitKind.VILLAGE)
        lines = roster(villages.valid_on(TODAY).select_related("parent"), TODAY)
        assert len(lines) == 239
        assert sum(line.facts.village is None for line in lines) == 3, "of three nothing was ever written down"
        assert sum(not line.secretary for line in lines) == 6
        assert 160 <= sum(line.both_posts for line in lines) <= 215
        assert {line.pay_check.is_enough for line in lines} == {True, False, None}
        assert any(line.facts.year.year == 2025 for line in lines if line.facts.year), "not all have reported this year"
        jumps = [line.name for line in lines if (line.party_members or 0) * 8 > (line.residents or 0) > 0]
        assert len(jumps) == 1, "one slip of ten times"
        assert Village.objects.filter(weak_organization=True).exists()
        gone = villages.filter(valid_to__isnull=False)
        assert VillageYear.objects.filter(unit__in=gone).count() >= 3
        assert not VillageOfficer.objects.filter(unit__in=gone, ended_on__isnull=True).exists()
        posts = Counter(VillageOfficer.objects.in_post(TODAY).values_list("post", flat=True))
        assert set(posts) == set(OfficerPost.values)
        phones = [row.phone.open() for row in VillageOfficer.objects.all() if row.phone]
        assert all(re.fullmatch(r"1380000\d{4}", phone) for phone in phones)
        assert len(set(phones)) == len(phones)
        first = VillageOfficer.objects.secretaries().in_post(TODAY).order_by("unit__code").first()
        assert (first.name, first.started_on) == ("秦衍之", datetime.date(2026, 3, 10)), "the same county each time"
