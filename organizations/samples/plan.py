"""One invented county as a whole, and the list of counties that the command makes."""

from dataclasses import dataclass
from datetime import date
from random import Random

from organizations.roles import Role
from organizations.samples import bodies, people, places
from organizations.samples.names import Names

CODE, CANARY_CODE = "539901", "539902"
CANARY, CANARY_ASCII = "琉璃禁", "zqcanary"
PASSWORD = "Lanxi-2026-trial"  # noqa: S105  printed by the command; the trial is not for real data
FULL = places.Shape(townships=17, villages=239, departments=30, first_secretaries=100, team_members=100)
TINY = places.Shape(
    townships=2, villages=4, departments=2, first_secretaries=1, team_members=1, with_history=False
)  # fmt: skip


@dataclass(frozen=True)
class CountyFacts:
    """What stands in the platform's table; only the owner of the database can write it."""

    code: str
    name: str
    shape: places.Shape
    mark: str = ""
    ascii_mark: str = ""

    @property
    def department_name(self) -> str:
        return f"{self.name}委组织部"


@dataclass(frozen=True)
class CountyPlan:
    facts: CountyFacts
    today: date
    units: list[places.PlannedUnit]
    people: list[people.PlannedPerson]
    groups: list[bodies.PlannedGroup]
    bodies: list[bodies.PlannedBody]
    days: list[tuple[date, bool, str]]
    rules: list[tuple[str, object, date, str]]
    notices: list[bodies.PlannedNotice]


SAMPLE = CountyFacts(CODE, "岚溪县", FULL)
CANARY_COUNTY = CountyFacts(CANARY_CODE, f"{CANARY}县", TINY, CANARY, CANARY_ASCII)


MOST_COUNTIES = 900  # as many codes as nobody else has


def counties(more: int = 0) -> list[CountyFacts]:
    """The sample county, the canary county, and as many more of varying size as asked for."""
    return [SAMPLE, CANARY_COUNTY, *[_another(number) for number in range(more)]]


def _another(number: int) -> CountyFacts:
    # 5390 to 5399 is no prefecture's; counted downwards, past the two codes above.
    code = 539999 - number if number < 97 else 539998 - 1 - number
    random = Random(code)  # noqa: S311  names, not secrets
    shape = places.Shape(
        townships=random.randint(9, 26), villages=random.randint(90, 420), departments=random.randint(20, 36),
        first_secretaries=random.randint(40, 140), team_members=random.randint(20, 140),
    )  # fmt: skip
    return CountyFacts(f"{code:06d}", Names(random).town() + "县", shape)


def plan_county(facts: CountyFacts, *, today: date) -> CountyPlan:
    random = Random(f"county {facts.code}")  # noqa: S311  names, not secrets
    names, mark = Names(random, facts.mark), facts.mark
    units = places.plan_units(
        code=facts.code, county_name=facts.name, shape=facts.shape, random=random, names=names, today=today
    )
    staff = people.plan_people(
        units=units, shape=facts.shape, random=random, names=names, ascii_mark=facts.ascii_mark, today=today
    )
    return CountyPlan(
        facts=facts, today=today, units=units, people=staff, groups=bodies.plan_groups(units, mark),
        bodies=bodies.plan_bodies(units, staff, mark, today), days=bodies.plan_days(mark, today),
        rules=bodies.plan_rules(mark, today), notices=bodies.plan_notices(mark),
    )  # fmt: skip


def shown_accounts(plan: CountyPlan) -> list[tuple[Role, people.PlannedPerson]]:
    """One account for every role, and the one that must change its password first."""
    shown, roles = [], set()
    for person in plan.people:
        role = person.seats[0][0] if person.seats else None
        if role and (role not in roles or person.must_change_password):
            roles.add(role)
            shown.append((role, person))
    order = list(Role)
    return sorted(shown, key=lambda row: (order.index(row[0]), row[1].must_change_password))
