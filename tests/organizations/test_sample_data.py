"""The sample counties: size, sense, the same each time, and nobody real in them."""

import datetime
import hashlib
import io
import re
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from organizations.models import (
    Account,
    AuditEntry,
    CalendarDay,
    County,
    Membership,
    Message,
    Person,
    Unit,
    UnitEvent,
    UnitGroup,
    UnitKind,
    WorkingGroup,
)
from organizations.roles import ROLE_UNIT_KINDS, SEPARATE_ROLES, Role
from organizations.rules import RULES, rule_value
from organizations.samples import plan as plans
from organizations.samples.people import FICTIONAL_PHONES
from organizations.samples.plan import CANARY_COUNTY, SAMPLE, counties, plan_county
from organizations.services import unit_groups
from organizations.tenancy.context import tenant
from tests import cast
from tests.sample_county import fill

TODAY = datetime.date(2026, 11, 20)
# Changes with every name, code, title and log-in of the county. Changed a text on purpose? Put the new figure here.
FINGERPRINT = "0f95dfff8f3216f9"


@pytest.fixture(scope="module")
def plan():
    return plan_county(SAMPLE, today=TODAY)


@pytest.fixture
def filled(db):
    county, printed = fill(TODAY)
    return printed, county, County.objects.get(code=CANARY_COUNTY.code)


def test_fill_the_tables(filled):
    printed, county, canary = filled
    with tenant(county.id):
        _the_tree_is_sound()
        _the_people_are_sound()
        _the_rest_is_there()
    with tenant(canary.id):
        assert Unit.objects.count() == 10
        assert Counter(Membership.objects.values_list("role", flat=True)) == Counter(Role.values)
        for model, field in ((Unit, "name"), (Person, "name"), (UnitGroup, "name"), (WorkingGroup, "name")):
            assert all(name.startswith(plans.CANARY) for name in model.objects.values_list(field, flat=True))
    _all_roles_log_in(county)
    before = _counts(county)
    _county, again = fill(TODAY)
    assert again.count("已有数据，没有改动") == 2
    assert _counts(county) == before
    assert again.partition("\n\n")[2] == printed.partition("\n\n")[2]
    assert plans.PASSWORD in printed


def _the_tree_is_sound() -> None:
    valid = Unit.objects.valid_on(TODAY)
    kinds = Counter(valid.values_list("kind", flat=True))
    assert kinds == {"county": 1, "county_office": 1, "department": 30, "township": 17, "village": 239}
    for unit in Unit.objects.select_related("parent"):
        assert unit.path == (unit.parent.path if unit.parent else "") + unit.code + "/"
        assert unit.name in unit.search_keys
        if unit.kind in (UnitKind.TOWNSHIP, UnitKind.VILLAGE):
            assert re.fullmatch(r"539901\d{6}", unit.code)
        if unit.kind == UnitKind.VILLAGE:
            assert unit.code[:9] == unit.parent.code[:9]
            assert unit.parent.valid_to is None
    merged = Unit.objects.filter(merged_into__isnull=False)
    assert Counter(merged.values_list("kind", flat=True)) == {"department": 1, "township": 1, "village": 3}
    assert {kind for kind in UnitEvent.Kind if UnitEvent.objects.filter(kind=kind).exists()} >= {
        "opened", "renamed", "moved", "recoded", "merged", "absorbed",
    }  # fmt: skip
    assert not UnitEvent.objects.filter(on__gt=TODAY).exists()
    first = UnitEvent.objects.filter(kind="opened").values("unit").distinct().count()
    assert first == Unit.objects.count()
    assert Unit.objects.filter(name="向阳村").count() == 2


def _the_people_are_sound() -> None:
    assert 320 <= Person.objects.count() <= 345
    phones = [person.phone.open() for person in Person.objects.all()]
    assert all(re.fullmatch(FICTIONAL_PHONES + r"\d{4}", phone) for phone in phones)
    assert len(set(phones)) == len(phones)
    assert not any(person.citizen_number for person in Person.objects.all())
    seats = list(Membership.objects.valid_on(TODAY).values_list("role", "unit__kind", "account", "unit"))
    assert all(kind in ROLE_UNIT_KINDS[Role(role)] for role, kind, _account, _unit in seats)
    held = Counter(role for role, *_ in seats)
    assert held["township_lead"] == held["township"] == 17
    assert held["unit_liaison"] == 30
    assert held["village"] == 100
    assert set(held) == set(Role.values)
    for role in (Role.TOWNSHIP_LEAD, Role.TOWNSHIP):
        assert len({unit for one, _kind, _account, unit in seats if one == role}) == 17
    roles_of: dict[int, set[str]] = {}
    for role, _kind, account, _unit in seats:
        roles_of.setdefault(account, set()).add(role)
    assert not any(roles & SEPARATE_ROLES and len(roles) > 1 for roles in roles_of.values())
    assert any(len(roles) > 1 for roles in roles_of.values())


def _the_rest_is_there() -> None:
    group = UnitGroup.objects.get(name="各乡镇党委")
    assert len(unit_groups.open_group(group=group, on=TODAY)) == 17
    sending = UnitGroup.objects.get(name="县直各派出单位")
    assert len(unit_groups.open_group(group=sending, on=TODAY)) == 22
    kinds = Counter(WorkingGroup.objects.values_list("kind", flat=True))
    assert kinds == {"leading_group": 1, "office": 1, "special": 2, "area_command": 3}
    areas = [area.unit_id for body in WorkingGroup.objects.all() for area in body.areas.all()]
    assert len(areas) == len(set(areas)) == 17
    assert CalendarDay.objects.filter(day__gt=TODAY).count() == 2
    assert rule_value("evidence.max_megabytes", on=TODAY) == 15
    assert rule_value("people.reveals_per_hour", on=TODAY) == 30
    assert Message.objects.filter(read_at__isnull=True).exists()
    assert AuditEntry.objects.filter(action="sample.fill").count() == 1


def _all_roles_log_in(county: County) -> None:
    accounts = {account.login_name: account for account in Account.objects.filter(county=county)}
    for login in (*plans.people.PLAIN_LOGINS.values(), plans.people.NEWCOMER):
        browser = Client()
        browser.force_login(accounts[login], backend="organizations.permissions.RoleBackend")
        assert accounts[login].check_password(plans.PASSWORD)
    assert [name for name, account in accounts.items() if account.must_change_password] == ["newcomer"]
    assert sum(not account.is_active for account in accounts.values()) == 3


def _counts(county: County) -> list[int]:
    with tenant(county.id):
        models = (Unit, UnitEvent, Person, Membership, UnitGroup, WorkingGroup, CalendarDay, Message, AuditEntry)
        return [model.objects.count() for model in models]


def test_the_same_county_each_time(plan):
    facts = [(unit.code, unit.name, unit.aliases, unit.parent, unit.valid_to) for unit in plan.units]
    people = [(one.staff_no, one.name, one.title, one.unit, one.login) for one in plan.people]
    assert hashlib.sha256(repr((facts, people)).encode()).hexdigest()[:16] == FINGERPRINT
    assert plan_county(SAMPLE, today=TODAY) == plan


def test_dates_follow_today(plan):
    later = plan_county(SAMPLE, today=datetime.date(2028, 2, 29))
    assert [unit.name for unit in later.units] == [unit.name for unit in plan.units]
    assert all(day > datetime.date(2028, 2, 29) for day, _works, _note in later.days)
    assert all(event.on <= datetime.date(2028, 2, 29) for unit in later.units for event in unit.events)


@pytest.mark.parametrize("facts", counties(8), ids=lambda facts: facts.code)
def test_every_county_is_sound_on_paper(facts):
    plan = plan_county(facts, today=TODAY)
    codes = [unit.code for unit in plan.units]
    assert len(set(codes)) == len(codes)
    valid = [unit for unit in plan.units if unit.valid_to is None]
    assert sum(unit.kind == UnitKind.VILLAGE for unit in valid) == facts.shape.villages
    names = [unit.name for unit in valid if unit.kind != UnitKind.VILLAGE]
    assert len(set(names)) == len(names)
    logins = [person.login for person in plan.people if person.login]
    assert len(set(logins)) == len(logins)
    assert all(re.fullmatch(r"[a-z0-9]{2,40}", login) for login in logins)
    assert all(key in RULES for key, *_ in plan.rules)
    assert not re.search(r"1[3-9]\d{9}", re.sub(FICTIONAL_PHONES + r"\d{4}", "", repr(plan)))
    if facts is not CANARY_COUNTY:
        assert plans.CANARY not in repr(plan)
        assert plans.CANARY_ASCII not in repr(plan)


def test_no_two_counties_share_a_code():
    codes = [facts.code for facts in counties(plans.MOST_COUNTIES)]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"539\d{3}", code) for code in codes)


def test_the_canary_is_the_one_that_the_nets_look_for():
    assert (plans.CANARY, plans.CANARY_ASCII) == (cast.CANARY, cast.CANARY_ASCII)


def test_accounts_only_prints(db):
    out = io.StringIO()
    call_command("sample_data", accounts=True, stdout=out)
    assert "newcomer" in out.getvalue()
    assert "已建立" not in out.getvalue()


@pytest.mark.parametrize("number", [-1, 901])
def test_a_silly_number_of_counties_is_refused(db, number):
    with pytest.raises(CommandError):
        call_command("sample_data", counties=number)
