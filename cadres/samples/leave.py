"""Half a year of leave and a few spot checks for the sample county's postings, whichever there are.

Written in bulk; what stands in the rows is what the services would have written, and a test asks them about each.
"""

import uuid
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from cadres.attendance import Away, away, in_days, overlap
from cadres.models import Finding, Leave, Posting
from organizations.models import County, Membership, Person
from organizations.roles import Role
from organizations.rules import rule_value
from organizations.samples.plan import SAMPLE, CountyPlan
from organizations.tenancy.context import tenant

DAY = timedelta(days=1)
BACK = 180  # days
WAITING, AWAY_NOW = 6, 5  # of all postings
REASONS = {
    "personal": ("家中老人住院陪护", "办理子女入学手续", "房屋修缮", ""),
    "sick": ("感冒发热就诊", "复查", ""),
    "annual": ("", "休年休假"),
    "family": ("办理丧事", "参加婚礼"),
    "official": ("到县里跑项目", "送检农产品样品", "到县林业部门办手续"),
    "training": ("县委党校培训", "乡村振兴专题培训"),
    "meeting": ("参加全县调度会", "参加乡镇季度例会"),
}
# Kind, shortest, longest: how often each is drawn is how often it stands here.
DRAWN = (
    *[("personal", 1, 3)] * 5, *[("official", 1, 2)] * 4, *[("meeting", 1, 1)] * 3, *[("training", 3, 5)] * 3,
    *[("sick", 1, 4)] * 2, ("annual", 4, 8), ("family", 2, 5),
)  # fmt: skip
STAND_INS = ("村委会主任", "村党支部副书记", "工作队员", "村党支部委员")
FOUND = ("上午到村，村委会大门未开，电话联系在县城", "入户时群众反映当天未见本人", "下午抽查不在村，未履行请假手续")
OBJECTIONS = ("当天陪同群众到县医院就诊，有就诊记录", "当天在镇里参加会议，有签到表")


def add_leave(county: County, plan: CountyPlan) -> None:
    """For the sample county only, after its postings."""
    if plan.facts.code == SAMPLE.code:
        with tenant(county.id):
            _Writer(county, plan.today).write()


class _Writer:
    def __init__(self, county: County, on: date):
        self.on = on
        self.random = Random(f"leave {county.code}")  # noqa: S311  the same county each time, not a secret
        self.short = rule_value("leave.township_days", on=on)
        self.taken: dict[int, list[Away]] = defaultdict(list)
        self.leaves: list[Leave] = []
        self.asked_at: list[datetime] = []

    def write(self) -> None:
        postings = list(
            Posting.objects.filter(starts_on__lte=self.on).exclude(ended_on__lt=self.on - BACK * DAY)
            .select_related("person", "unit").order_by("unit__code", "kind", "id")
        )  # fmt: skip
        if not postings:
            return
        self._deciders()
        present = [posting for posting in postings if posting.ended_on is None]
        for posting in postings:
            for _n in range(self.random.choice((0, 1, 1, 2, 2, 3, 4))):
                self._past(posting)
        for posting in self._some(present, AWAY_NOW):
            kind, days = self.random.choice((("personal", 3), ("training", 5), ("annual", 6), ("official", 2)))
            self._add(posting, kind, self.on - self.random.randrange(days) * DAY, days, "approved")
        for number, posting in enumerate(self._some(present, WAITING)):
            self._add(posting, "personal", self.on + (2 + number) * DAY, (2, 3, 5, 1, 4, 3)[number % 6], "asked")
        self._store()
        self._findings(present)

    def _deciders(self) -> None:
        people = {row.account_id: row for row in Person.objects.filter(account__isnull=False)}
        self.leads: dict[int, Person] = {}
        self.office: Person | None = None
        for row in Membership.objects.valid_on(self.on).order_by("id"):
            person = people.get(row.account_id)
            if person and row.role == Role.TOWNSHIP_LEAD:
                self.leads.setdefault(row.unit_id, person)
            if person and row.role == Role.COUNTY_OFFICE and self.office is None:
                self.office = person

    def _some(self, postings: list[Posting], number: int) -> list[Posting]:
        return self.random.sample(postings, min(number, len(postings)))

    def _past(self, posting: Posting) -> None:
        kind, shortest, longest = self.random.choice(DRAWN)
        days = self.random.randint(shortest, longest)
        state = "refused" if self.random.random() < 0.04 else "withdrawn" if self.random.random() < 0.03 else "approved"
        self._add(posting, kind, self.on - self.random.randrange(days + 12, BACK) * DAY, days, state)

    def _add(self, posting: Posting, kind: str, first: date, days: int, state: str) -> None:
        last = first + (days - 1) * DAY
        half = "am" if days > 1 and self.random.random() < 0.15 else "pm"
        span = away(kind=kind, starts_on=first, ends_on=last, ends_half=half)
        # A day to each side, so that no two touch: then the length alone says who decided.
        room = Away(kind, span.start - 1, span.end + 1)
        if any(overlap(room, other) for other in self.taken[posting.person_id]):
            return
        if first < posting.starts_on or (posting.ended_on and last > posting.ended_on):
            return
        self.taken[posting.person_id].append(span)
        length = in_days(span.halves)
        tier = Leave.Tier.TOWNSHIP if length <= self.short else Leave.Tier.COUNTY
        asked = self._at(min(first - 2 * DAY, self.on - DAY), 9)
        decided = state in ("approved", "refused")
        decider = self.leads.get(posting.unit.parent_id or 0) if tier == Leave.Tier.TOWNSHIP else self.office
        early = state == "approved" and days >= 4 and last < self.on and self.random.random() < 0.3
        answer = "汛期值守，请改期" if state == "refused" else ""
        self.leaves.append(
            Leave(
                public_id=uuid.UUID(int=self.random.getrandbits(128), version=4), posting=posting, person=posting.person,
                unit=posting.unit, kind=kind, starts_on=first, ends_on=last, ends_half=half, days=Decimal(length),
                reason=self.random.choice(REASONS[kind]), stand_in=self.random.choice((*STAND_INS, *STAND_INS, "")),
                state=state, tier=tier, asked_by=posting.person, decided_at=asked + timedelta(hours=6) if decided else None,
                decided_by=decider if decided else None, answer=answer, back_on=last if early else None,
                back_half="am" if early else "", version=1 + decided + early,
            )
        )  # fmt: skip
        self.asked_at.append(asked)

    def _at(self, day: date, hour: int) -> datetime:
        return timezone.make_aware(datetime.combine(day, time(hour, self.random.randrange(60))))

    def _store(self) -> None:
        rows = Leave.objects.bulk_create(self.leaves, batch_size=500)
        for row, asked in zip(rows, self.asked_at, strict=True):
            row.asked_at = asked  # bulk_create has put the moment of writing there
        Leave.objects.bulk_update(rows, ["asked_at"], batch_size=500)

    def _findings(self, postings: list[Posting]) -> None:
        """Eight people with one, one of them with a second; an objection that waits and one that was right."""
        chosen = self._some(postings, 8)
        states = ["found", "objected", "dropped", "upheld", "found", "found", "found", "found"]
        rows: list[Finding] = []
        for posting, state in zip([*chosen, *chosen[:1]], [*states[: len(chosen)], "found"], strict=True):
            day = self._free_day(posting, {row.found_on for row in rows if row.posting_id == posting.pk})
            if day is None:
                continue
            objected = state != "found"
            answered = state in ("dropped", "upheld")
            rows.append(
                Finding(
                    public_id=uuid.UUID(int=self.random.getrandbits(128), version=4), posting=posting, unit=posting.unit,
                    found_on=day, kind=self.random.choice(("absent", "absent", "unreported_leave")),
                    words=self.random.choice(FOUND), state=state, found_by=self.office,
                    objection=self.random.choice(OBJECTIONS) if objected else "",
                    objected_at=self._at(day + DAY, 10) if objected else None,
                    objected_by=posting.person if objected else None,
                    answer=("核实属实，撤销" if state == "dropped" else "签到表没有本人签名") if answered else "",
                    answered_at=self._at(day + 3 * DAY, 15) if answered else None,
                    answered_by=self.office if answered else None, version=1 + objected + answered,
                )
            )  # fmt: skip
        Finding.objects.bulk_create(rows)

    def _free_day(self, posting: Posting, used: set[date]) -> date | None:
        """A working day of this posting without leave and without another finding."""
        for _n in range(20):
            day = self.on - self.random.randrange(10, BACK) * DAY
            span = away(kind="personal", starts_on=day, ends_on=day)
            free = not any(overlap(span, other) for other in self.taken[posting.person_id])
            if free and day.weekday() < 5 and day >= posting.starts_on and day not in used:
                return day
        return None
