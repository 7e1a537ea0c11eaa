"""People of an invented county and their accounts: every role, every township, every department."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from organizations.models import UnitKind
from organizations.pinyin import sort_key
from organizations.roles import Role
from organizations.samples.names import Names
from organizations.samples.places import PlannedUnit, Shape

# Set aside for examples: nobody is called by a number of this block here.
FICTIONAL_PHONES = "1380000"
# The first of each role has a log-in name that can be remembered.
PLAIN_LOGINS = {
    Role.COUNTY_ADMIN: "admin", Role.COUNTY_OFFICE: "office", Role.COUNTY_LEADER: "leader",
    Role.UNIT_LIAISON: "liaison", Role.TOWNSHIP_LEAD: "lead", Role.TOWNSHIP: "township",
    Role.VILLAGE: "village", Role.ASSESSOR: "assessor", Role.AUDITOR: "auditor",
}  # fmt: skip
NEWCOMER = "newcomer"
LEADERS = ("县委书记", "县委副书记", "县委常委、组织部部长", "县委常委、统战部部长", "副县长")
OFFICE_SEATS = (
    (Role.COUNTY_ADMIN, "组织部信息中心主任"), (Role.COUNTY_OFFICE, "组织部副部长"),
    (Role.COUNTY_OFFICE, "组织科科长"), (Role.COUNTY_ADMIN, "组织部信息中心干部"), (Role.COUNTY_OFFICE, "组织科干部"),
    (Role.COUNTY_OFFICE, "干部科科长"), (Role.COUNTY_OFFICE, "干部科干部"), (Role.COUNTY_OFFICE, "组织部办公室干部"),
)  # fmt: skip


@dataclass(frozen=True)
class PlannedPerson:
    """A person to be written. `seats` are (role, code of the unit); without any there is no account."""

    name: str
    title: str
    unit: str
    phone: str
    staff_no: str
    login: str = ""
    seats: tuple[tuple[Role, str], ...] = ()
    must_change_password: bool = False
    left_on: date | None = None


class Register:
    """Hands out staff numbers, phones and log-in names while people are planned."""

    def __init__(self, names: Names, ascii_mark: str):
        self.names, self.ascii_mark = names, ascii_mark
        self.people: list[PlannedPerson] = []
        self._logins: set[str] = set()

    def add(self, title: str, unit: PlannedUnit, role: Role | None = None, *, login: str = "", **facts) -> None:
        number, name = len(self.people) + 1, self.names.person()
        seats = facts.pop("seats", ((role, unit.code),) if role else ())
        self.people.append(
            PlannedPerson(
                name=name,
                title=self.names.mark + title,
                unit=unit.code,
                phone=f"{FICTIONAL_PHONES}{number % 10000:04d}",
                staff_no=f"{self.ascii_mark}S{number:04d}",
                login=self._login(login or (PLAIN_LOGINS[role] if role else ""), name) if role else "",
                seats=seats,
                **facts,
            )
        )

    def _login(self, wanted: str, name: str) -> str:
        spoken = sort_key(name.removeprefix(self.names.mark)).replace(" ", "")
        choices = [wanted, spoken, *[f"{spoken}{number}" for number in range(2, 100)]]
        login = next(self.ascii_mark + text for text in choices if self.ascii_mark + text not in self._logins)
        self._logins.add(login)
        return login


def plan_people(
    *, units: list[PlannedUnit], shape: Shape, random: Random, names: Names, ascii_mark: str, today: date
) -> list[PlannedPerson]:
    register = Register(names, ascii_mark)
    valid = [unit for unit in units if unit.valid_to is None]
    of_kind = {kind: [unit for unit in valid if unit.kind == kind] for kind in UnitKind}
    [root], [office] = of_kind[UnitKind.COUNTY], of_kind[UnitKind.COUNTY_OFFICE]
    departments, townships = of_kind[UnitKind.DEPARTMENT], of_kind[UnitKind.TOWNSHIP]
    for title in LEADERS if shape.with_history else LEADERS[:1]:
        register.add(title, root, Role.COUNTY_LEADER)
    for role, title in OFFICE_SEATS if shape.with_history else OFFICE_SEATS[:2]:
        register.add(title, office, role)
    _departments(register, departments, shape)
    for township in townships if shape.with_history else townships[:1]:
        body = "党工委" if township.name.endswith("街道") else "党委"
        register.add(f"{body}书记", township, Role.TOWNSHIP_LEAD)
        register.add("党建办干事", township, Role.TOWNSHIP)
        register.add(f"{body}组织委员", township)
    _villages(register, of_kind[UnitKind.VILLAGE], departments, shape, random)
    if shape.with_history:
        for number, township in enumerate(townships[:3]):
            register.add(
                "原党建办干事", township, Role.TOWNSHIP, login=f"former{number + 1}",
                left_on=today - timedelta(days=60 + 30 * number),
            )  # fmt: skip
    return register.people


def _departments(register: Register, departments: list[PlannedUnit], shape: Shape) -> None:
    for number, department in enumerate(departments if shape.with_history else departments[:1]):
        seats: tuple[tuple[Role, str], ...] = ((Role.UNIT_LIAISON, department.code),)
        if shape.with_history and number in (2, 3):  # some liaisons also sit in the inspection team
            seats = (*seats, (Role.ASSESSOR, department.code))
        register.add("联络员", department, Role.UNIT_LIAISON, seats=seats)
        register.add("主要负责人", department)
    for department in departments[: 6 if shape.with_history else 1]:
        register.add("考核组成员", department, Role.ASSESSOR)
    register.add("安全审计员", departments[-1], Role.AUDITOR)


def _villages(register, villages, departments, shape: Shape, random: Random) -> None:
    chosen = sorted(random.sample(villages, min(shape.first_secretaries, len(villages))), key=lambda unit: unit.code)
    for number, village in enumerate(chosen):
        sender = departments[number % len(departments)]
        sender_name = sender.name.removeprefix(register.names.mark)
        last = shape.with_history and number == len(chosen) - 1
        register.add(
            f"驻村第一书记（{sender_name}选派）", village, Role.VILLAGE, login=NEWCOMER if last else "",
            must_change_password=last,
        )  # fmt: skip
        if number < shape.team_members:
            register.add(f"驻村工作队员（{sender_name}选派）", village)
