"""The village registers of the sample county: register rows, three years of facts, committees and reserve. Invented,
the same each time, written in bulk. Some villages have gaps and slips, as real tables have."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from organizations.models import County, Membership, RuleSetting, Unit, UnitKind
from organizations.roles import Role
from organizations.samples.names import Names
from organizations.samples.people import FICTIONAL_PHONES
from organizations.samples.plan import SAMPLE, CountyPlan
from organizations.tenancy.context import tenant
from villages.models import OfficerPost, Village, VillageOfficer, VillageYear

YEARS = 3
RURAL_INCOME = 18650
ELECTED_EVERY = 5  # years; village committees were elected in 2021 and 2026
FIRST_PHONE = 5000  # the last four digits before that are the county's people's
UNKNOWN = 3  # villages of which nothing was ever written down
NO_SECRETARY = (17, 88, 171)
TEN_TIMES = 41  # somebody slipped: ten times the party members of the year before
PLACES = ("东头", "西坡", "河边", "山脚", "公路沿线")
EDUCATIONS = (("primary", 3), ("middle", 22), ("high", 40), ("college", 25), ("bachelor", 10))
PRIORITIES = (("", 72), ("key", 12), ("demonstration", 8), ("monitored", 6), ("relocation", 2))


def add_roster(county: County, plan: CountyPlan) -> None:
    """For the sample county only: the others are there to be measured or not to be seen."""
    if plan.facts.code != SAMPLE.code:
        return
    with tenant(county.id):
        _Roster(county, plan.today).write()


class _Roster:
    def __init__(self, county: County, today: date):
        self.random = Random(f"roster {county.code}")  # noqa: S311  invented facts, not secrets
        self.names = Names(self.random)
        self.today = today
        self.elected = _last_election(today)
        self.phones = 0
        self.villages: list[Village] = []
        self.years: list[VillageYear] = []
        self.officers: list[VillageOfficer] = []

    def write(self) -> None:
        villages = Unit.objects.filter(kind=UnitKind.VILLAGE).order_by("code")
        # One that ends on this very day is among those that went.
        standing = list(villages.valid_on(self.today).filter(valid_to__isnull=True))
        helped = set(Membership.objects.valid_on(self.today).filter(role=Role.VILLAGE).values_list("unit", flat=True))
        for number, unit in enumerate(standing[:-UNKNOWN]):
            self._village(unit, helped=unit.pk in helped)
            self._committee(unit, vacant=number in NO_SECRETARY)
            self._years(unit, until=self.today.year, slip=number == TEN_TIMES)
        for unit in villages.filter(valid_to__isnull=False):
            self._gone(unit)
        Village.objects.bulk_create(self.villages)
        VillageYear.objects.bulk_create(self.years)
        VillageOfficer.objects.bulk_create(self.officers)
        start = date(self.today.year, 1, 1)
        RuleSetting.objects.create(
            key="villages.rural_income", value=RURAL_INCOME, effective_from=start, source="县统计公报", public_id=self._id()
        )  # fmt: skip

    def _id(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128), version=4)

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    def _one_of(self, weighted: tuple[tuple[str, int], ...]) -> str:
        words, weights = zip(*weighted, strict=True)
        return self.random.choices(words, weights)[0]

    def _village(self, unit: Unit, *, helped: bool) -> None:
        """A village to which the county sent a first secretary was more often poor."""
        kind = self._one_of((("branch", 80), ("general_branch", 17), ("committee", 3)))
        words = Village.Organization(kind).label
        self.villages.append(
            Village(
                unit=unit, organization=kind, organization_name=f"{unit.name}{words}", was_poor=self._chance(0.6 if helped else 0.05),
                priority=self._one_of(PRIORITIES), weak_organization=self._chance(0.06), public_id=self._id(),
                note=f"村委会在{self.random.choice(PLACES)}" if self._chance(0.1) else "",
            )
        )  # fmt: skip

    def _committee(self, unit: Unit, *, vacant: bool) -> None:
        if vacant:
            self._officer(unit, OfficerPost.HEAD, pay=(26000, 34000))
        elif self._chance(0.82):
            self._officer(unit, OfficerPost.BOTH, pay=(35000, 52000))
        else:
            self._officer(unit, OfficerPost.SECRETARY, pay=(33000, 46000))
            self._officer(unit, OfficerPost.HEAD, pay=(30000, 40000))
        if self._chance(0.7):
            self._officer(unit, OfficerPost.DEPUTY, pay=(24000, 32000))
        for _number in range(self.random.randint(2, 4)):
            self._officer(unit, OfficerPost.MEMBER, pay=(20000, 28000))
        self._officer(unit, OfficerPost.SUPERVISOR)
        for _number in range(self.random.choices((0, 1, 2, 3), (6, 18, 60, 16))[0]):
            self._officer(unit, OfficerPost.RESERVE, ages=(23, 38))
        if self._chance(0.4):
            self._officer(unit, OfficerPost.SECRETARY, ages=(52, 66), ended_on=self.elected - timedelta(days=1))

    def _officer(
        self,
        unit: Unit,
        post: OfficerPost,
        *,
        ages: tuple[int, int] = (29, 60),
        pay: tuple[int, int] | None = None,
        ended_on: date | None = None,
    ) -> None:
        leads = post in (OfficerPost.SECRETARY, OfficerPost.BOTH, OfficerPost.HEAD)
        started = date(ended_on.year - ELECTED_EVERY, 3, 10) if ended_on else self.elected
        row = VillageOfficer(
            unit=unit, post=post, name=self.names.person(), sex="man" if self._chance(0.76 if leads else 0.6) else "woman",
            born_on=date(self.today.year - self.random.randint(*ages), self.random.randint(1, 12), 1),
            education=self._one_of(EDUCATIONS), started_on=started, ended_on=ended_on, public_id=self._id(),
        )  # fmt: skip
        if leads:
            row.entrepreneur = self._chance(0.55)
            if ended_on is None:
                row.phone = f"{FICTIONAL_PHONES}{FIRST_PHONE + self.phones:04d}"
                self.phones += 1
                if self._chance(0.03):  # not everybody has told birthday and education
                    row.born_on, row.education = None, ""
        if pay and not self._chance(0.02):
            row.yearly_pay = Decimal(self.random.randrange(*pay, 600))
        self.officers.append(row)

    def _years(self, unit: Unit, *, until: int, slip: bool = False) -> None:
        """Drifting from year to year. This year's figures have not come from everywhere yet."""
        households, party = self.random.randint(160, 780), self.random.uniform(0.024, 0.036)
        size, income = self.random.uniform(3.2, 3.9), self.random.randint(13500, 18800)
        poor = int(households * self.random.uniform(0.02, 0.2))
        groups = max(3, households // 60)
        farmland = Decimal(round(households * self.random.uniform(3.5, 8)))
        for year in range(until - YEARS + 1, until + 1):
            households = round(households * self.random.uniform(0.985, 1.012))
            if year == self.today.year and self._chance(0.15):
                return
            residents = round(households * size)
            members = round(residents * party)
            self.years.append(
                VillageYear(
                    unit=unit, year=year, households=households, residents=residents,
                    party_members=members * 10 if slip and year == self.today.year else members,
                    party_groups=max(1, members // 15), village_groups=groups, once_poor_households=poor,
                    monitored_households=int(poor * 0.1), farmland=farmland, public_id=self._id(),
                    # Income is counted after the end of the year.
                    income_per_head=Decimal(income) if year < self.today.year else None,
                )
            )  # fmt: skip
            income = round(income * self.random.uniform(1.05, 1.085))

    def _gone(self, unit: Unit) -> None:
        """A village that was merged keeps what was known of it until then."""
        ended = unit.valid_to
        if ended is None:
            return
        self._years(unit, until=ended.year - 1)
        started = _last_election(ended)
        row = VillageOfficer(
            unit=unit, post=OfficerPost.BOTH, name=self.names.person(), sex="man", education="middle",
            born_on=date(started.year - 51, 4, 1), started_on=started, ended_on=ended, public_id=self._id(),
        )  # fmt: skip
        self.officers.append(row)


def _last_election(on: date) -> date:
    day = date(on.year - (on.year - 1) % ELECTED_EVERY, 3, 10)
    return day if day <= on else date(day.year - ELECTED_EVERY, 3, 10)
