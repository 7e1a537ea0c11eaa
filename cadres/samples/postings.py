"""Postings of the sample county: whoever the register of people names as sent, two seats that stand empty, one handover,
one recall under way, some tours that end soon, and helpers of the weak villages with a few gaps. Written in bulk."""

import uuid
from datetime import date, timedelta
from random import Random

from cadres.models import Posting, PostingKind, Recall, Supporter
from cadres.selectors.needs import must_have
from organizations.models import County, Person, Unit, UnitKind
from organizations.samples.plan import SAMPLE, CountyPlan
from organizations.tenancy.context import tenant
from villages.models import Village

DAY = timedelta(days=1)
SECRETARY, MEMBER = "驻村第一书记", "驻村工作队员"
EMPTY = 2  # villages whose first secretary left and nobody followed
SOON = 4  # tours that end within the month
ITEMS = ("村情和户情台账", "在办项目和资金", "帮扶物资和固定资产", "未办结的群众诉求", "工作资料和印章证照")


def add_postings(county: County, plan: CountyPlan) -> None:
    if plan.facts.code == SAMPLE.code:
        with tenant(county.id):
            _Writer(county, plan.today).write()


class _Writer:
    def __init__(self, county: County, today: date):
        self.random = Random(f"postings {county.code}")  # noqa: S311  the same county each time, not a secret
        self.today = today
        self.rows: list[Posting] = []

    def write(self) -> None:
        units = Unit.objects.filter(kind=UnitKind.VILLAGE).valid_on(self.today).order_by("code")
        sent = Person.objects.filter(left_on__isnull=True, unit__in=units).select_related("unit")
        sent = sent.order_by("unit__code", "title", "pk")
        self.senders = list(Unit.objects.filter(kind=UnitKind.DEPARTMENT).valid_on(self.today).order_by("code"))
        by_name = {unit.name: unit for unit in self.senders}
        secretaries = [person for person in sent if person.title.startswith(SECRETARY)]
        members = [person for person in sent if person.title.startswith(MEMBER)]
        for person in secretaries:
            self._post(person, person.unit, PostingKind.FIRST_SECRETARY, self._sender(person, by_name))
        for person in members:
            self._post(person, person.unit, PostingKind.TEAM_MEMBER, self._sender(person, by_name))
        self._others_who_must(list(units), {row.unit_id for row in self.rows})
        first = [row for row in self.rows if row.kind == PostingKind.FIRST_SECRETARY]
        for number, row in enumerate(first[10 : 10 + SOON]):
            row.ends_on = self.today + (3 + 7 * number) * DAY
        waiting = self._gone(first)
        after = self._handover(first)
        Posting.objects.bulk_create(self.rows, batch_size=500)
        Posting.objects.bulk_create([after], batch_size=1)
        self._recalls(first, waiting)
        self._supporters()

    def _id(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128), version=4)

    def _sender(self, person: Person, by_name: dict[str, Unit]) -> Unit:
        return next((unit for name, unit in by_name.items() if name in person.title), self.senders[0])

    def _post(self, person: Person, unit: Unit, kind: str, sender: Unit) -> None:
        starts = self.today - self.random.randint(60, 600) * DAY
        first = kind == PostingKind.FIRST_SECRETARY
        self.rows.append(
            Posting(
                person=person, unit=unit, kind=kind, sending_unit=sender, starts_on=starts,
                ends_on=starts + 730 * DAY, in_charge_from=starts if first else None, public_id=self._id(),
                document=f"岚组发〔{starts.year}〕{self.random.randint(3, 28)}号",
            )
        )  # fmt: skip

    def _others_who_must(self, units: list[Unit], held: set[int]) -> None:
        """Villages that must have one and got nobody from the register of people: staff of the departments."""
        missing = sorted(must_have(units=units, on=self.today) - held)
        staff = Person.objects.filter(left_on__isnull=True, unit__kind=UnitKind.DEPARTMENT).select_related("unit")
        free = list(staff.order_by("pk"))
        by_pk = {unit.pk: unit for unit in units}
        for number, pk in enumerate(missing):
            if number < len(free):
                person = free[number]
                self._post(person, by_pk[pk], PostingKind.FIRST_SECRETARY, person.unit)

    def _gone(self, first: list[Posting]) -> list[Posting]:
        """The first of them was recalled."""
        must = must_have(units=[row.unit for row in first], on=self.today)
        gone = [row for row in first[20:] if row.unit_id in must][:EMPTY]
        reasons = (Posting.EndReason.RECALL, Posting.EndReason.TRANSFER)
        for number, row in enumerate(gone):
            row.ended_on = self.today - (17 + 20 * number) * DAY
            row.starts_on = min(row.starts_on, row.ended_on - 200 * DAY)
            row.in_charge_from, row.in_charge_to = row.starts_on, row.ended_on
            row.end_reason, row.end_words = reasons[number], ("工作不力、群众反映大", "调回原单位")[number]
        return gone

    def _handover(self, first: list[Posting]) -> Posting:
        """One who ends soon, with the next already in the village and not yet in charge."""
        old = first[10]
        old.handover = [{"what": what, "done": number < 3} for number, what in enumerate(ITEMS)]
        old.ends_on = self.today + 5 * DAY
        taken = [row.person_id for row in self.rows]
        person = Person.objects.filter(left_on__isnull=True, unit__kind=UnitKind.DEPARTMENT).exclude(pk__in=taken)
        starts = self.today - 2 * DAY
        return Posting(
            person=person.order_by("-pk")[0], unit=old.unit, kind=PostingKind.FIRST_SECRETARY, sending_unit=old.sending_unit,
            starts_on=starts, ends_on=starts + 730 * DAY, replaces=old, public_id=self._id(), document=old.document,
        )  # fmt: skip

    def _recalls(self, first: list[Posting], gone: list[Posting]) -> None:
        old, running = gone[0], first[30]
        decided = old.ended_on or self.today
        if running in gone:
            running = first[33]
        Recall.objects.bulk_create(
            [
                Recall(
                    posting=old, unit=old.unit, reason=Recall.Reason.SLACK, words="项目推进慢，群众多次反映", public_id=self._id(),
                    state=Recall.State.DECIDED, proposed_on=decided - 5 * DAY, verified_on=decided - 2 * DAY,
                    decided_on=decided, document="部务会纪要第 14 期",
                ),
                Recall(
                    posting=running, unit=running.unit, reason=Recall.Reason.ABSENT, words="驻村时间不够，两次抽查不在岗",
                    proposed_on=self.today - 4 * DAY, public_id=self._id(),
                ),
            ]
        )  # fmt: skip

    def _supporters(self) -> None:
        leaders = list(Person.objects.filter(left_on__isnull=True, unit__kind=UnitKind.COUNTY).order_by("pk"))
        towns: dict[int, list[Person]] = {}
        for person in Person.objects.filter(left_on__isnull=True, unit__kind=UnitKind.TOWNSHIP).order_by("pk"):
            towns.setdefault(person.unit_id, []).append(person)
        weak = Village.objects.filter(weak_organization=True, unit__valid_to__isnull=True).select_related("unit")
        start, rows = self.today - 240 * DAY, []
        for number, village in enumerate(weak.order_by("unit__code")):
            unit = village.unit
            if leaders and number % 6 != 5:
                rows.append(
                    self._held(unit, Supporter.Kind.COUNTY_LEADER, start, person=leaders[number % len(leaders)])
                )
            near = towns.get(unit.parent_id or 0, [])
            if near:
                rows.append(self._held(unit, Supporter.Kind.TOWNSHIP_LEADER, start, person=near[number % len(near)]))
            if number % 8 != 7:
                sender = self.senders[number % len(self.senders)]
                rows.append(self._held(unit, Supporter.Kind.UNIT, start, helping_unit=sender))
        Supporter.objects.bulk_create(rows)

    def _held(self, unit: Unit, kind: str, start: date, **whom) -> Supporter:
        return Supporter(unit=unit, kind=kind, starts_on=start, public_id=self._id(), **whom)
