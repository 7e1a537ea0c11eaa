"""Units: set up, edited by two people, renamed, moved, merged, closed."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from organizations.errors import StaleVersion
from organizations.models import AuditEntry, Membership, Person, Unit, UnitEvent, UnitKind
from organizations.services import unit_groups, units

ON = datetime.date(2026, 6, 30)


@pytest.fixture(autouse=True)
def open_county(inside_a, county_a):
    with inside_a():
        yield


@pytest.fixture
def admin(county_a):
    return county_a.accounts["county_admin"]


def village(cast, **changes):
    facts = {
        "kind": UnitKind.VILLAGE, "code": f"{cast.county.code}101250", "name": "新溪村", "parent": cast.units.stone, "valid_from": ON,
    }  # fmt: skip
    return Unit(**{**facts, **changes})


def test_a_village_is_set_up_with_path_keys_event_and_audit(county_a, admin):
    unit = units.open_unit(unit=village(county_a), by=admin, paper="县委编办〔2026〕12 号")
    assert unit.path == f"{county_a.units.stone.path}{unit.code}/"
    assert "xinxicun" in unit.search_keys
    assert "xxc" in unit.search_keys
    assert UnitEvent.objects.get(unit=unit).kind == "opened"
    assert AuditEntry.objects.filter(action="unit.open", target_id=str(unit.public_id)).count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"code": "530901102250"}, "前 9 位"),
        ({"code": "53090110125"}, "12 位"),
        ({"code": "5309011O1250"}, "12 位"),
        ({"code": "５３０９０１１０１２５０"}, "12 位"),
        ({"parent": None}, "不能设在所选的上级之下"),
        ({"kind": UnitKind.TOWNSHIP}, "不能设在所选的上级之下"),
        ({"kind": UnitKind.DEPARTMENT}, "不能设在所选的上级之下"),
    ],
)
def test_a_unit_in_the_wrong_place_is_refused(changes, message, county_a, admin):
    with pytest.raises(ValidationError, match=message):
        units.open_unit(unit=village(county_a, **changes), by=admin)
    assert not Unit.objects.filter(name="新溪村").exists()


def test_a_former_name_stays_as_alias_and_in_the_history(county_a, admin):
    unit = county_a.units.ridge
    units.edit_unit(unit=unit, values={"name": "岭上新村"}, version=1, by=admin, on=ON)
    assert unit.aliases == ["岭上村"]
    event = UnitEvent.objects.get(unit=unit, kind="renamed")
    assert (event.before["name"], event.after["name"], event.on) == ("岭上村", "岭上新村", ON)
    assert list(Unit.objects.search("岭上村")) == [unit]


def test_saving_the_same_again_writes_nothing(county_a, admin):
    unit = county_a.units.ridge
    assert (
        units.edit_unit(unit=unit, values={"name": unit.name, "order": unit.order}, version=1, by=admin, on=ON) is False
    )
    assert not AuditEntry.objects.filter(action="unit.edit").exists()
    assert Unit.objects.get(pk=unit.pk).version == 1


def test_a_second_editor_is_stopped_and_nothing_is_overwritten(county_a, admin):
    unit = county_a.units.ridge
    units.edit_unit(unit=unit, values={"name": "甲村"}, version=1, by=admin, on=ON)
    with pytest.raises(StaleVersion) as stale:
        units.edit_unit(unit=unit, values={"name": "乙村"}, version=1, by=admin, on=ON)
    assert stale.value.current.name == "甲村"
    assert Unit.objects.get(pk=unit.pk).name == "甲村"


def test_a_moved_village_takes_its_path_along(county_a, admin):
    unit = county_a.units.ridge
    units.edit_unit(unit=unit, values={"parent": county_a.units.maple}, version=1, by=admin, on=ON)
    assert unit.path == f"{county_a.units.maple.path}{unit.code}/"
    assert UnitEvent.objects.filter(unit=unit, kind="moved").exists()


def test_a_new_code_of_a_township_reaches_its_villages(county_a, admin):
    units.edit_unit(unit=county_a.units.stone, values={"code": "530901199000"}, version=1, by=admin, on=ON)
    ford = Unit.objects.get(pk=county_a.units.ford.pk)
    assert ford.path.startswith(Unit.objects.get(pk=county_a.units.stone.pk).path)


def test_a_merger_carries_everything_on(county_a, admin):
    stone, maple = county_a.units.stone, county_a.units.maple
    moved = units.merge_unit(unit=stone, into=maple, by=admin, on=ON, paper="云政复〔2026〕8 号")
    assert moved == {"children": 2, "people": 2, "memberships": 2}
    stone.refresh_from_db()
    maple.refresh_from_db()
    assert stone.merged_into == maple
    assert stone.valid_to == ON
    assert "石桥镇" in maple.aliases
    assert Unit.objects.get(pk=county_a.units.ford.pk).path.startswith(maple.path)
    assert Person.objects.filter(unit=maple).count() == 3
    account = county_a.accounts["township"]
    today = list(Membership.objects.filter(account=account).valid_on(ON + datetime.timedelta(days=1)))
    assert [row.unit_id for row in today] == [maple.pk]
    assert {event.kind for event in UnitEvent.objects.filter(unit__in=[stone, maple], on=ON)} == {"merged", "absorbed"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("stone", "stone", "它自己"),
        ("stone", "ford", "同类"),
        ("finance", "stone", "同类"),
        ("root", "root", "它自己"),
    ],
)
def test_impossible_mergers_are_refused(old, new, message, county_a, admin):
    with pytest.raises(ValidationError, match=message):
        units.merge_unit(unit=getattr(county_a.units, old), into=getattr(county_a.units, new), by=admin, on=ON)


def test_a_merged_unit_is_merged_edited_or_closed_no_more(county_a, admin):
    spring, bamboo, maple = county_a.units.spring, county_a.units.bamboo, county_a.units.maple
    units.merge_unit(unit=spring, into=bamboo, by=admin, on=ON)
    spring.refresh_from_db()
    for act in (
        lambda: units.merge_unit(unit=spring, into=bamboo, by=admin, on=ON),
        lambda: units.edit_unit(unit=spring, values={"name": "x"}, version=spring.version, by=admin, on=ON),
        lambda: units.close_unit(unit=spring, by=admin, on=ON),
        lambda: units.open_unit(unit=village(county_a, parent=spring), by=admin),
    ):
        with pytest.raises(ValidationError):
            act()
    assert maple.valid_to is None


def test_a_unit_with_people_or_villages_is_not_closed(county_a, admin):
    with pytest.raises(ValidationError, match="下级单位"):
        units.close_unit(unit=county_a.units.stone, by=admin, on=ON)
    with pytest.raises(ValidationError, match="人员"):
        units.close_unit(unit=county_a.units.ford, by=admin, on=ON)
    units.close_unit(unit=county_a.units.spring, by=admin, on=ON)
    assert Unit.objects.get(pk=county_a.units.spring.pk).valid_to == ON


def test_a_group_opens_at_a_date(county_a, admin):
    group = county_a.extra.unit_group
    assert unit_groups.open_group(group=group, on=ON) == [county_a.units.stone, county_a.units.maple]
    units.merge_unit(unit=county_a.units.maple, into=county_a.units.stone, by=admin, on=ON)
    assert len(unit_groups.open_group(group=group, on=ON)) == 2
    after = ON + datetime.timedelta(days=1)
    assert unit_groups.open_group(group=group, on=after) == [county_a.units.stone]


def test_a_listed_member_that_was_merged_is_carried_on(county_a, admin):
    from organizations.models import UnitGroup

    group = unit_groups.make_group(
        group=UnitGroup(name="两村"), members=[county_a.units.spring, county_a.units.ford], by=admin, on=ON
    )
    units.merge_unit(unit=county_a.units.spring, into=county_a.units.bamboo, by=admin, on=ON)
    after = ON + datetime.timedelta(days=1)
    assert set(unit_groups.open_group(group=group, on=after)) == {county_a.units.bamboo, county_a.units.ford}


@pytest.mark.parametrize(("rule", "members"), [("township", 1), ("", 0)])
def test_a_group_is_a_rule_or_a_list(rule, members, county_a, admin):
    from organizations.models import UnitGroup

    with pytest.raises(ValidationError):
        unit_groups.make_group(
            group=UnitGroup(name="组", rule_kind=rule), members=[county_a.units.ford][:members], by=admin, on=ON
        )
