"""The sample county's leave: what the services would have written, the same each time, in no time."""

import datetime
from collections import Counter, defaultdict

import pytest

from cadres.attendance import in_days, overlap
from cadres.models import Finding, Leave, Posting, PostingKind
from cadres.samples.leave import add_leave
from cadres.selectors.presence import as_away
from organizations.models import Membership, Person
from organizations.samples.plan import SAMPLE, plan_county
from organizations.tenancy.context import tenant
from tests.sample_county import fill

pytestmark = pytest.mark.deep
TODAY = datetime.date(2026, 11, 20)


@pytest.fixture
def sample(db):
    """The sample county with leave; postings made here where nobody else writes any."""
    county, _ = fill(TODAY)
    with tenant(county.id):
        if not Posting.objects.exists():
            people = Person.objects.filter(unit__kind="village").select_related("unit").order_by("id")
            for person in people[:60]:
                Posting.objects.create(
                    person=person, unit=person.unit, kind=PostingKind.TEAM_MEMBER, starts_on=datetime.date(2026, 1, 5)
                )
            add_leave(county, plan_county(SAMPLE, today=TODAY))
        yield county


def test_every_row_is_one_that_the_services_would_write(sample):
    leaves = list(Leave.objects.select_related("posting", "decided_by", "unit"))
    assert len(leaves) > 60
    by_person = defaultdict(list)
    for leave in leaves:
        span = as_away(leave)
        posting = leave.posting
        assert leave.days >= in_days(span.halves) > 0
        assert leave.starts_on >= posting.starts_on
        assert posting.ended_on is None or leave.ends_on <= posting.ended_on
        assert leave.tier == ("township" if leave.days <= 3 else "county")
        assert bool(leave.decided_at) == (leave.state in ("approved", "refused"))
        assert leave.state != "refused" or leave.answer
        if leave.decided_by:
            roles = Membership.objects.filter(account__person=leave.decided_by).values_list("role", flat=True)
            assert ("township_lead" if leave.tier == "township" else "county_office") in roles
        if leave.state in ("asked", "approved"):
            by_person[leave.person_id].append(span)
    for spans in by_person.values():
        assert not any(overlap(one, other) for i, one in enumerate(spans) for other in spans[i + 1 :])
    states = Counter(leave.state for leave in leaves)
    assert states["asked"] >= 3
    assert any(leave.starts_on <= TODAY <= leave.ends_on for leave in leaves if leave.state == "approved")
    assert any(leave.back_on for leave in leaves)


def test_findings_stand_on_days_without_leave(sample):
    rows = list(Finding.objects.select_related("posting"))
    assert {"found", "objected", "dropped"} <= {row.state for row in rows}
    assert max(Counter(row.posting_id for row in rows).values()) >= 2
    for row in rows:
        assert bool(row.objection) == (row.state != "found")
        assert bool(row.answer) == (row.state in ("dropped", "upheld"))
        granted = Leave.objects.approved().touching(row.found_on, row.found_on).filter(posting=row.posting)
        assert not granted.exists()


def test_the_same_each_time(sample):
    before = list(Leave.objects.order_by("id").values_list("public_id", "starts_on", "days", "state"))
    Finding.objects.all().delete()
    Leave.objects.all().delete()
    add_leave(sample, plan_county(SAMPLE, today=TODAY))
    assert list(Leave.objects.order_by("id").values_list("public_id", "starts_on", "days", "state")) == before
