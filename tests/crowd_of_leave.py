"""Postings, leave and findings in many villages, for the count of queries."""

import datetime

from cadres.models import Finding, Leave, Posting, PostingKind
from organizations.models import Person, Unit, UnitKind
from tests.cast import Cast

SINCE = datetime.date(2026, 1, 1)


def add_leave(cast: Cast, units: list[Unit]) -> None:
    """One first secretary a village, some of them gone; leave that waits and leave that was granted; a finding each."""
    day = datetime.timedelta(days=1)
    villages = [unit for unit in units if unit.kind == UnitKind.VILLAGE]
    people = Person.objects.bulk_create(
        [Person(name=f"驻村{n}", unit=cast.units.finance, search_keys=f"驻村{n}") for n in range(len(villages))]
    )
    postings = Posting.objects.bulk_create(
        [
            Posting(
                person=people[n], unit=unit, kind=PostingKind.FIRST_SECRETARY, sending_unit=cast.units.finance,
                starts_on=SINCE, ended_on=SINCE + 120 * day if n % 3 == 0 else None,
            )
            for n, unit in enumerate(villages)
        ]
    )  # fmt: skip
    Leave.objects.bulk_create(
        [
            Leave(
                posting=posting, person=posting.person, unit=posting.unit, kind="personal", starts_on=SINCE + n * day,
                ends_on=SINCE + (n + 2) * day, days=3, state=state, tier="township" if n % 2 else "county",
            )
            for n, posting in enumerate(postings)
            for state in ("asked", "approved")
        ]
    )  # fmt: skip
    Finding.objects.bulk_create(
        [
            Finding(
                posting=posting, unit=posting.unit, found_on=SINCE + n * day, kind="absent", words="未见本人",
                state="objected" if n % 2 else "found",
            )
            for n, posting in enumerate(postings)
        ]
    )  # fmt: skip
