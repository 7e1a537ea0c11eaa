"""A small cast for the tests: two counties, people of every role, one example of everything.

County A is where the tests work. County B is the other one, which nobody of A may ever see: every text in it carries
CANARY, so that one search through an answer shows a leak.
"""

import datetime
from dataclasses import dataclass, field
from types import SimpleNamespace

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from django.utils import timezone

from organizations.models import (
    Account,
    County,
    Membership,
    Person,
    Unit,
    UnitEvent,
    UnitGrant,
    UnitGroup,
    UnitKind,
    WorkingGroup,
    WorkingGroupMember,
)  # fmt: skip
from organizations.pinyin import search_keys, sort_key
from organizations.roles import Role
from organizations.tenancy.context import tenant

CANARY = "琉璃禁"
CANARY_ASCII = "zqcanary"
PASSWORD = "Lanxi-2026-ok"
CODES = ("530901", "530902")
STARTED = datetime.date(2020, 1, 1)


@dataclass
class Cast:
    """Everything a test may need of one county. `extra` is filled by the parts that own further tables."""

    county: County
    units: SimpleNamespace
    accounts: dict[str, Account]
    people: dict[str, Person]
    extra: SimpleNamespace = field(default_factory=SimpleNamespace)


def build(*, code: str, mark: str = "", ascii_mark: str = "") -> Cast:
    """One county with an office, two departments, two townships of two villages each, and an account for every role."""
    from tests.cast_parts import (  # they take the Cast from here
        async_part,
        cadres_part,
        campaigns_part,
        exports_part,
        imports_part,
        loop_part,
        results_part,
        villages_part,
    )

    county = County.objects.filter(code=code).first() or _county(code, mark)

    with tenant(county.id):
        units = _units(code, mark)
        accounts, people = _people(county, units, mark, ascii_mark)
        cast = Cast(county, units, accounts, people)
        _groups(cast, mark)
        async_part.add(cast, mark)
        campaigns_part.add(cast, mark, ascii_mark)
        loop_part.add(cast, mark)
        imports_part.add(cast, mark)
        exports_part.add(cast, mark)
        villages_part.add(cast, mark)
        cadres_part.add(cast, mark)
        results_part.add(cast, mark)
    return cast


def _county(code: str, mark: str) -> County:
    # Counties are made by the platform's operator; the app's role only reads them.
    from tests.roles import make_county

    # A county stays when its test is rolled back: one that is only measured must not share the name that others log in by.
    name = "岚溪县" if code in CODES else f"量测县{code}"
    return make_county(code=code, name=f"{mark}{name}", department_name=f"{mark}{name}委组织部")


def _units(code: str, mark: str) -> SimpleNamespace:
    def unit(kind, number, name, parent=None, order=0, short=""):
        row = Unit(
            kind=kind, code=number, name=f"{mark}{name}", short_name=f"{mark}{short}" if short else "", parent=parent,
            path=f"{parent.path if parent else ''}{number}/", order=order, valid_from=STARTED,
            search_keys=search_keys(f"{mark}{name}"),
        )  # fmt: skip
        row.save()
        UnitEvent.objects.create(unit=row, kind=UnitEvent.Kind.OPENED, on=STARTED, after={"name": row.name})
        return row

    root = unit(UnitKind.COUNTY, code, "岚溪县")
    office = unit(UnitKind.COUNTY_OFFICE, f"{code}-001", "县委组织部", root, 1)
    finance = unit(UnitKind.DEPARTMENT, f"{code}-010", "县财政局", root, 10)
    farming = unit(UnitKind.DEPARTMENT, f"{code}-011", "县农业农村局", root, 11)
    stone = unit(UnitKind.TOWNSHIP, f"{code}101000", "石桥镇", root, 101, "石桥")
    maple = unit(UnitKind.TOWNSHIP, f"{code}102000", "枫林乡", root, 102, "枫林")
    return SimpleNamespace(
        root=root, office=office, finance=finance, farming=farming, stone=stone, maple=maple,
        ford=unit(UnitKind.VILLAGE, f"{code}101201", "渡口村", stone, 1),
        ridge=unit(UnitKind.VILLAGE, f"{code}101202", "岭上村", stone, 2),
        spring=unit(UnitKind.VILLAGE, f"{code}102201", "泉眼村", maple, 1),
        bamboo=unit(UnitKind.VILLAGE, f"{code}102202", "竹园村", maple, 2),
    )  # fmt: skip


def _people(county, units, mark, ascii_mark):
    seats = {
        Role.COUNTY_ADMIN: (units.office, "管信"),
        Role.COUNTY_OFFICE: (units.office, "祝明远"),
        Role.COUNTY_LEADER: (units.root, "段书棠"),
        Role.UNIT_LIAISON: (units.finance, "柏知秋"),
        Role.TOWNSHIP_LEAD: (units.stone, "厉长河"),
        Role.TOWNSHIP: (units.stone, "苗青禾"),
        Role.VILLAGE: (units.ford, "牧野舟"),
        Role.ASSESSOR: (units.farming, "衡准"),
        Role.AUDITOR: (units.farming, "鉴心"),
    }
    accounts, people = {}, {}
    hashed = make_password(PASSWORD)
    for number, (role, (unit, name)) in enumerate(seats.items(), 1):
        account = Account.objects.create(
            county=county, login_name=f"{ascii_mark}{role.value}", password=hashed, must_change_password=False,
            password_changed_at=timezone.now(),
        )  # fmt: skip
        person = Person.objects.create(
            name=f"{mark}{name}", pinyin=sort_key(name), search_keys=search_keys(name), unit=unit, account=account,
            staff_no=f"{ascii_mark}S{number:03d}", title=f"{mark}干部", phone=f"1380000{number:04d}",
        )  # fmt: skip
        Membership.objects.create(account=account, unit=unit, role=role, valid_from=STARTED)
        accounts[role.value], people[role.value] = account, person
    people["plain"] = Person.objects.create(
        name=f"{mark}白无名",
        pinyin=sort_key("白无名"),
        search_keys=search_keys("白无名"),
        unit=units.maple,
        phone="13800009999",
    )
    return accounts, people


def _groups(cast: Cast, mark: str) -> None:
    cast.extra.unit_group = UnitGroup.objects.create(name=f"{mark}各乡镇党委", rule_kind=UnitKind.TOWNSHIP)
    cast.extra.working_group = WorkingGroup.objects.create(
        kind=WorkingGroup.Kind.LEADING_GROUP,
        name=f"{mark}活动领导小组",
        host_unit=cast.units.office,
        valid_from=STARTED,
    )
    cast.extra.group_member = WorkingGroupMember.objects.create(
        group=cast.extra.working_group, post=WorkingGroupMember.Post.HEAD, person=cast.people["county_leader"]
    )
    # Guardian's row by hand: the county's administrators are not made yet who could give it.
    cast.extra.grant = UnitGrant.objects.create(
        user=cast.accounts["assessor"], content_object=cast.units.maple, reason=f"{mark}临时代管",
        permission=Permission.objects.get(codename="edit_unit", content_type__app_label="organizations"),
    )  # fmt: skip
