"""Examples of postings in 渡口村: the first secretary (the cast's village account), a team member, one who left; leave in
three states, a finding with an objection, a recall in its first step, helpers."""

import datetime

from django.utils import timezone

from cadres.models import Finding, Leave, Posting, PostingKind, Recall, Supporter
from organizations.models import Person
from organizations.pinyin import search_keys, sort_key
from tests.cast import Cast

STARTED, ENDS = datetime.date(2025, 7, 1), datetime.date(2027, 6, 30)


def add(cast: Cast, mark: str) -> None:
    """Call it inside the county."""
    extra, units, people = cast.extra, cast.units, cast.people
    extra.posting = Posting.objects.create(
        person=people["village"],
        unit=units.ford,
        kind=PostingKind.FIRST_SECRETARY,
        sending_unit=units.finance,
        document=f"{mark}岚组发〔2025〕6号",
        starts_on=STARTED,
        ends_on=ENDS,
        in_charge_from=STARTED,
    )
    extra.member = _person(f"{mark}路随舟", units.finance)
    extra.member_posting = Posting.objects.create(
        person=extra.member,
        unit=units.ford,
        kind=PostingKind.TEAM_MEMBER,
        sending_unit=units.finance,
        starts_on=STARTED,
        ends_on=ENDS,
    )
    extra.ended_posting = Posting.objects.create(
        person=_person(f"{mark}程远志", units.finance),
        unit=units.ridge,
        kind=PostingKind.FIRST_SECRETARY,
        sending_unit=units.finance,
        starts_on=datetime.date(2023, 7, 1),
        ends_on=datetime.date(2025, 6, 30),
        in_charge_from=datetime.date(2023, 7, 1),
        in_charge_to=datetime.date(2025, 6, 30),
        ended_on=datetime.date(2025, 6, 30),
        end_reason=Posting.EndReason.TERM,
        handover=[{"what": f"{mark}村务台账", "done": True}],
    )
    extra.waiting_posting = Posting.objects.create(  # posted, and nobody is in charge of 竹园村 yet
        person=_person(f"{mark}晏清和", units.farming),
        unit=units.bamboo,
        kind=PostingKind.FIRST_SECRETARY,
        sending_unit=units.farming,
        starts_on=timezone.localdate(),
    )
    extra.leave = _leave(cast, mark, datetime.date(2026, 6, 10), 3, Leave.State.ASKED, Leave.Tier.TOWNSHIP)
    extra.long_leave = _leave(cast, mark, datetime.date(2026, 7, 6), 5, Leave.State.ASKED, Leave.Tier.COUNTY)
    extra.approved_leave = _leave(cast, mark, datetime.date(2026, 5, 11), 2, Leave.State.APPROVED, Leave.Tier.TOWNSHIP)
    extra.finding = Finding.objects.create(
        posting=extra.posting,
        unit=units.ford,
        found_on=datetime.date(2026, 4, 8),
        kind=Finding.Kind.ABSENT,
        words=f"{mark}上午到村未见本人",
        state=Finding.State.OBJECTED,
        objection=f"{mark}当日在镇里开会",
        found_by=people["county_office"],
    )
    extra.open_finding = Finding.objects.create(
        posting=extra.posting,
        unit=units.ford,
        found_on=datetime.date(2026, 6, 3),
        kind=Finding.Kind.UNREPORTED_LEAVE,
        words=f"{mark}下午离村未请假",
        found_by=people["county_office"],
    )
    extra.recall = Recall.objects.create(
        posting=extra.member_posting,
        unit=units.ford,
        reason=Recall.Reason.SLACK,
        words=f"{mark}多次不参加走访",
        proposed_on=datetime.date(2026, 6, 1),
        made_by=people["township_lead"],
    )
    extra.supporter = Supporter.objects.create(
        unit=units.ford, kind=Supporter.Kind.COUNTY_LEADER, person=people["county_leader"], starts_on=STARTED
    )
    Supporter.objects.create(unit=units.ford, kind=Supporter.Kind.UNIT, helping_unit=units.finance, starts_on=STARTED)


def _leave(cast: Cast, mark: str, first: datetime.date, days: int, state: str, tier: str) -> Leave:
    return Leave.objects.create(
        posting=cast.extra.posting,
        person=cast.people["village"],
        unit=cast.units.ford,
        kind=Leave.Kind.PERSONAL,
        starts_on=first,
        ends_on=first + datetime.timedelta(days=days - 1),
        days=days,
        reason=f"{mark}家里有事",
        stand_in=f"{mark}石满仓",
        state=state,
        tier=tier,
        asked_by=cast.people["village"],
    )


def _person(name: str, unit) -> Person:
    return Person.objects.create(name=name, pinyin=sort_key(name), search_keys=search_keys(name), unit=unit)
