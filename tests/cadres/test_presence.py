"""Day counts of many postings against the same question asked of the database in its own words."""

import datetime
import random

import pytest
from django.db import connection

from cadres.models import Leave, Posting, PostingKind
from cadres.selectors.held import days_reached_share
from cadres.selectors.presence import presence
from organizations.models import Unit
from organizations.services import rules

# Halves of a day as rows; away when a granted leave of a kind that does not count covers the half.
ORACLE = """
    SELECT p.id, count(*) FILTER (WHERE NOT EXISTS (
        SELECT 1 FROM cadres_leave l WHERE l.posting_id = p.id AND l.state = 'approved'
        AND l.kind NOT IN ('official', 'training', 'meeting')
        AND (l.starts_on < d.day OR (l.starts_on = d.day AND (l.starts_half = 'am' OR h.half = 'pm')))
        AND (l.ends_on > d.day OR (l.ends_on = d.day AND (l.ends_half = 'pm' OR h.half = 'am')))
        AND (l.back_on IS NULL OR l.back_on > d.day
             OR (l.back_on = d.day AND l.back_half = 'pm' AND h.half = 'am'))
    )) / 2.0
    FROM cadres_posting p
    CROSS JOIN LATERAL (
        SELECT generate_series(%(first)s::date, %(last)s::date, '1 day')::date AS day
    ) d
    CROSS JOIN (VALUES ('am'), ('pm')) AS h (half)
    WHERE p.county_id = %(county)s AND d.day >= p.starts_on AND (p.ended_on IS NULL OR d.day <= p.ended_on)
    GROUP BY p.id
"""


@pytest.fixture
def many(county_a, inside_a):
    """Postings that begin and end anywhere, with leave of all kinds, states and halves."""
    dice, day = random.Random(7), datetime.timedelta(days=1)
    start = datetime.date(2025, 12, 1)
    with inside_a():
        member = county_a.extra.member
        villages = list(Unit.objects.filter(kind="village"))
        for number in range(24):
            unit = villages[number % len(villages)]
            first = start + dice.randrange(90) * day
            posting = Posting.objects.create(
                person=member, unit=unit, kind=PostingKind.TEAM_MEMBER, starts_on=first,
                ended_on=first + dice.randrange(150) * day if dice.random() < 0.5 else None,
            )  # fmt: skip
            for _n in range(dice.randrange(6)):
                begin = start + dice.randrange(200) * day
                end = begin + dice.randrange(12) * day
                back = begin + dice.randrange(12) * day if dice.random() < 0.3 else None
                Leave.objects.create(
                    posting=posting, person=member, unit=unit, kind=dice.choice(Leave.Kind.values), starts_on=begin,
                    starts_half=dice.choice(["am", "pm"]), ends_on=end, ends_half=dice.choice(["am", "pm"]), days=1,
                    state=dice.choice(Leave.State.values), tier="township", back_on=back,
                    back_half=dice.choice(["am", "pm"]) if back else "",
                )  # fmt: skip
        yield


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-02-01", "2026-02-28"),
        ("2025-12-01", "2025-12-31"),
        ("2026-01-01", "2026-03-31"),
        ("2025-10-01", "2026-09-30"),
    ],
)
def test_equals_the_database(many, county_a, inside_a, first, last):
    first, last = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    with inside_a():
        found = presence(units=Unit.objects.all(), first=first, last=last)
        with connection.cursor() as cursor:
            cursor.execute(ORACLE, {"first": first, "last": last, "county": county_a.county.pk})
            wanted = dict(cursor.fetchall())
    assert {key: row.count.days for key, row in found.items()} == wanted
    assert len(wanted) > 10


def test_queries_stay_few(many, inside_a, django_assert_max_num_queries):
    with inside_a(), django_assert_max_num_queries(3):
        presence(units=Unit.objects.all(), first=datetime.date(2026, 1, 1), last=datetime.date(2026, 12, 31))


def test_the_share_of_first_secretaries_with_their_days(county_a, inside_a):
    """渡口村's reached May (31 days less 2 of leave, 20 asked); with 30 asked it did not. 竹园村 has nobody: no figure."""
    units, on = county_a.units, datetime.date(2026, 6, 15)
    asked = [units.ford, units.stone, units.root, units.bamboo]
    with inside_a():
        found = days_reached_share(None, asked, on)
        assert {key: (row.value, row.whole) for key, row in found.items()} == {
            units.ford.pk: (1, 1), units.stone.pk: (1, 1), units.root.pk: (1, 1),
        }  # fmt: skip
        assert "2026年5月" in found[units.ford.pk].words
        admin = county_a.accounts["county_admin"]
        rules.set_rule(
            key="attendance.month_days", value=30, effective_from=datetime.date(2026, 5, 1), by=admin,
            source="试行办法", today=datetime.date(2026, 5, 1),
        )  # fmt: skip
        assert days_reached_share(None, asked, on)[units.root.pk][:2] == (0, 1)
