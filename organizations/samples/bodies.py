"""What else a county has: groups of units, working groups, calendar days, rules, notices. Own wording throughout."""

from dataclasses import dataclass
from datetime import date, timedelta

from organizations.models import UnitKind, WorkingGroup, WorkingGroupMember
from organizations.roles import Role
from organizations.samples.people import PlannedPerson
from organizations.samples.places import PlannedUnit

Post = WorkingGroupMember.Post


@dataclass(frozen=True)
class PlannedGroup:
    name: str
    aliases: tuple[str, ...] = ()
    rule_kind: str = ""
    members: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class PlannedBody:
    """A working group; `members` are (post, staff number or '', code of the unit or '', duty)."""

    kind: str
    name: str
    parent: str = ""
    host: str = ""
    paper: str = ""
    members: tuple[tuple[str, str, str, str], ...] = ()
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedNotice:
    subject: str
    body: str
    days_ago: int
    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    link: str = ""


def plan_groups(units: list[PlannedUnit], mark: str) -> list[PlannedGroup]:
    departments = [unit for unit in units if unit.kind == UnitKind.DEPARTMENT and unit.valid_to is None]
    farming = ("农业农村局", "财政局", "自然资源局", "水利局", "林业和草原局", "商务局", "供销社")
    return [
        PlannedGroup(f"{mark}各乡镇党委", (f"{mark}各乡镇", f"{mark}各乡镇（街道）党（工）委"), UnitKind.TOWNSHIP),
        PlannedGroup(f"{mark}各村党支部", (f"{mark}各村党组织", f"{mark}各村"), UnitKind.VILLAGE),
        PlannedGroup(f"{mark}县直各单位", (f"{mark}县直各部门",), UnitKind.DEPARTMENT),
        PlannedGroup(
            f"{mark}县直各派出单位", (f"{mark}各选派单位",), members=tuple(unit.code for unit in departments[:22]),
            note=f"{mark}选派第一书记和工作队员的单位",
        ),
        PlannedGroup(
            f"{mark}涉农部门", members=tuple(unit.code for unit in departments if unit.name.endswith(farming)),
        ),
    ]  # fmt: skip


def plan_bodies(units: list[PlannedUnit], people: list[PlannedPerson], mark: str, today: date) -> list[PlannedBody]:
    office = next(unit for unit in units if unit.kind == UnitKind.COUNTY_OFFICE)
    departments = [unit for unit in units if unit.kind == UnitKind.DEPARTMENT and unit.valid_to is None]
    townships = [unit for unit in units if unit.kind == UnitKind.TOWNSHIP and unit.valid_to is None]
    leaders = [person.staff_no for person in people if (Role.COUNTY_LEADER) in dict(person.seats)]
    staff = [person.staff_no for person in people if Role.COUNTY_OFFICE in dict(person.seats)]
    leading = f"{mark}抓党建促振兴活动领导小组"
    paper = f"{mark}岚办字〔{today.year}〕8号"
    heads = [(post, leader, "", "") for post, leader in zip((Post.FIRST_HEAD, Post.HEAD), leaders, strict=False)]
    deputies = [(Post.DEPUTY, leader, "", "") for leader in leaders[2:]]
    members = [(Post.MEMBER, "", unit.code, "") for unit in departments]
    bodies = [
        PlannedBody(WorkingGroup.Kind.LEADING_GROUP, leading, "", office.code, paper, (*heads, *deputies, *members)),
        PlannedBody(
            WorkingGroup.Kind.OFFICE, f"{mark}活动领导小组办公室", leading, office.code, paper,
            ((Post.HEAD, leaders[-1], "", f"{mark}主持办公室工作"), *[(Post.MEMBER, one, "", "") for one in staff]),
        ),
    ]  # fmt: skip
    for name, duty in (("村集体经济发展专班", "项目、收入和分配"), ("软弱涣散村党组织整顿专班", "排查、整顿和验收")):
        bodies.append(
            PlannedBody(
                WorkingGroup.Kind.SPECIAL,
                f"{mark}{name}",
                leading,
                office.code,
                paper,
                ((Post.HEAD, leaders[0], "", mark + duty), *members[:4]),
            )  # fmt: skip
        )
    for number, name in enumerate(("东部片区指挥部", "中部片区指挥部", "西部片区指挥部")):
        areas = tuple(unit.code for unit in townships[number::3])
        head = (Post.HEAD, leaders[number % len(leaders)], "", f"{mark}联系片区各乡镇")
        bodies.append(PlannedBody(WorkingGroup.Kind.AREA_COMMAND, f"{mark}{name}", leading, "", paper, (head,), areas))
    return bodies


def plan_days(mark: str, today: date) -> list[tuple[date, bool, str]]:
    """A local feast on a Monday some weeks ahead, and the Saturday before it worked in exchange."""
    monday = today + timedelta(days=28 - today.weekday())
    return [(monday - timedelta(days=2), True, f"{mark}县庆调休"), (monday, False, f"{mark}县庆放假")]


def plan_rules(mark: str, today: date) -> list[tuple[str, object, date, str]]:
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return [
        ("evidence.max_megabytes", 15, date(today.year, 1, 1), f"{mark}岚组通〔{today.year}〕2号"),
        ("people.reveals_per_hour", 20, next_month, f"{mark}组织部部务会议纪要（{today.year}年第9期）"),
    ]


def plan_notices(mark: str) -> list[PlannedNotice]:
    return [
        PlannedNotice(
            f"{mark}系统启用",
            f"{mark}本县基层党建活动管理系统今天启用。请先核对本单位名称、联系人和手机号，有误的告诉县委组织部。",
            21, (UnitKind.DEPARTMENT, UnitKind.TOWNSHIP, UnitKind.VILLAGE), (),
        ),
        PlannedNotice(
            f"{mark}请核对驻村人员名册",
            f"{mark}各乡镇对照名册，看第一书记和工作队员有没有漏登、错登。更正不用另报表格，直接联系系统管理员。",
            9, (UnitKind.TOWNSHIP,), (Role.TOWNSHIP_LEAD, Role.TOWNSHIP),
        ),
        PlannedNotice(
            f"{mark}县庆放假安排",
            f"{mark}县庆当天休息，前一个星期六上班。到期日已按新的工作日历计算，可在工作日历中查看。",
            2, (UnitKind.DEPARTMENT, UnitKind.TOWNSHIP), (),
        ),
    ]  # fmt: skip
