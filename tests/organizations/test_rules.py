"""Rules with a date from which they hold, and the county's calendar days."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from organizations.models import AuditEntry, CalendarDay, RuleSetting
from organizations.rules import RULES, Rule, RuleKind, rule_value
from organizations.services import calendar, rules
from organizations.tenancy.context import TenantError, tenant

TODAY = datetime.date(2026, 11, 20)
TOMORROW = TODAY + datetime.timedelta(days=1)
KEY = "evidence.max_megabytes"


@pytest.fixture
def by(county_a):
    with tenant(county_a.county.id):
        yield county_a.accounts["county_admin"]


def _set(by, value, effective_from=TODAY, **more):
    facts = {"key": KEY, "source": "县委会议纪要", "today": TODAY, **more}
    return rules.set_rule(by=by, value=value, effective_from=effective_from, **facts)


def test_default_holds_until_the_county_says_otherwise(by):
    assert rule_value(KEY, on=TODAY) == 20
    assert {key: known.default for key, known in RULES.items()}["people.citizen_number"] is False
    _set(by, 8, TOMORROW)
    assert rule_value(KEY, on=TODAY) == 20
    assert rule_value(KEY, on=TOMORROW) == 8
    _set(by, 12, TOMORROW + datetime.timedelta(days=9))
    assert rule_value(KEY, on=TOMORROW + datetime.timedelta(days=8)) == 8
    assert rule_value(KEY, on=datetime.date(2099, 1, 1)) == 12


def test_rules_are_read_inside_a_county_only(db):
    with pytest.raises(TenantError):
        rule_value(KEY, on=TODAY)


def test_another_county_keeps_its_own_value(both, by):
    _set(by, 8)
    with pytest.raises(TenantError), tenant(both[1].county.id):
        pass
    assert rule_value(KEY, on=TODAY) == 8


def test_every_default_is_a_valid_value():
    for known in RULES.values():
        assert known.read(known.clean(known.default)) == known.default
        assert known.in_words(known.default)
        assert known.source
        assert known.meaning


def test_unknown_key_is_a_mistake_in_the_code(by):
    with pytest.raises(LookupError):
        rule_value("nobody.knows", on=TODAY)
    with pytest.raises(LookupError):
        _set(by, 1, key="nobody.knows")


@pytest.mark.parametrize(
    ("value", "more", "field"),
    [
        ("20", {}, "value"),
        (2.5, {}, "value"),
        (True, {}, "value"),
        (None, {}, "value"),
        (0, {}, "value"),
        (51, {}, "value"),
        (15, {"source": "  "}, "source"),
        (15, {"effective_from": datetime.date(2026, 11, 19)}, "reason"),
        ("yes", {"key": "people.citizen_number"}, "value"),
        (1, {"key": "people.citizen_number"}, "value"),
    ],
)
def test_set_rule_refuses(by, value, more, field):
    with pytest.raises(ValidationError) as refusal:
        _set(by, value, **more)
    assert field in refusal.value.message_dict
    assert not RuleSetting.objects.exists()


@pytest.mark.parametrize(
    ("kind", "value", "stored", "read"),
    [
        (RuleKind.DECIMAL, "1.50", "1.50", Decimal("1.50")),
        (RuleKind.DECIMAL, Decimal("0.1"), "0.1", Decimal("0.1")),
        (RuleKind.TEXT, " 文字 ", "文字", "文字"),
        (RuleKind.CHOICE, "b", "b", "b"),
    ],
)
def test_kinds_that_no_rule_uses_yet(kind, value, stored, read):
    known = Rule("k", "t", kind, default=value, meaning="m", source="s", choices=(("a", "甲"), ("b", "乙")))
    assert known.clean(value) == stored
    assert known.read(stored) == read


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (RuleKind.DECIMAL, "NaN"), (RuleKind.DECIMAL, "x"), (RuleKind.DECIMAL, True), (RuleKind.DECIMAL, "Infinity"),
        (RuleKind.TEXT, ""), (RuleKind.TEXT, "长" * 201), (RuleKind.TEXT, 3), (RuleKind.CHOICE, "z"),
    ],
)  # fmt: skip
def test_kinds_refuse(kind, value):
    with pytest.raises(ValidationError):
        Rule("k", "t", kind, default=None, meaning="m", source="s", choices=(("a", "甲"),)).clean(value)


def test_back_dating_needs_a_reason_and_keeps_it(by):
    _set(by, 15, datetime.date(2026, 1, 1), reason="文件自年初执行")
    assert rule_value(KEY, on=datetime.date(2026, 1, 1)) == 15
    assert "文件自年初执行" in AuditEntry.objects.filter(action="rule.set").get().payload


def test_setting_twice_writes_once_and_replacing_is_in_the_trail(by):
    assert _set(by, 15) is not None
    assert _set(by, 15) is None
    assert _set(by, 16) is not None
    assert RuleSetting.objects.get().value == 16
    lines = AuditEntry.objects.filter(action="rule.set").order_by("seq")
    assert len(lines) == 2
    assert '"15 MB"' in lines[1].payload
    assert '"16 MB"' in lines[1].payload


def test_withdraw_takes_only_what_does_not_hold_yet(by):
    holding, coming = _set(by, 15), _set(by, 16, TOMORROW)
    with pytest.raises(ValidationError, match="已经生效"):
        rules.withdraw_rule(by=by, setting=holding, today=TODAY)
    rules.withdraw_rule(by=by, setting=coming, today=TODAY)
    assert rule_value(KEY, on=TOMORROW) == 15
    assert AuditEntry.objects.filter(action="rule.withdraw").count() == 1
    with pytest.raises(ValidationError, match="已被撤回"):
        rules.withdraw_rule(by=by, setting=coming, today=TODAY)


def test_calendar_days_are_set_changed_and_removed_with_a_line_each(by):
    day = datetime.date(2027, 5, 6)
    row = calendar.set_day(by=by, day=day, is_working=False, note=" 县庆 ")
    assert not calendar.county_workdays().is_working(day)
    assert calendar.set_day(by=by, day=day, is_working=False, note="县庆") is None
    assert calendar.set_day(by=by, day=day, is_working=True) is not None
    assert calendar.county_workdays().is_working(day)
    calendar.remove_day(by=by, day=row)
    with pytest.raises(ValidationError):
        calendar.remove_day(by=by, day=row)
    actions = AuditEntry.objects.filter(action__startswith="calendar.").order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["calendar.set", "calendar.set", "calendar.remove"]


@pytest.mark.parametrize(
    ("day", "note", "field"),
    [(datetime.date(1999, 1, 1), "", "day"), (datetime.date(2101, 1, 1), "", "day"), (TODAY, "长" * 61, "note")],
)
def test_set_day_refuses(by, day, note, field):
    with pytest.raises(ValidationError) as refusal:
        calendar.set_day(by=by, day=day, is_working=True, note=note)
    assert field in refusal.value.message_dict


def test_import_days_all_or_nothing_and_again_changes_nothing(by):
    with pytest.raises(ValidationError, match="第 2 行"):
        calendar.import_days(by=by, text="2027-10-01 休\n2027-10-32 休")
    assert not CalendarDay.objects.exists()
    text = "2027-10-01 至 2027-10-07 休 国庆节\n2027-10-09 班 调休"
    assert calendar.import_days(by=by, text=text) == calendar.ImportedDays(new=8, changed=0, same=0)
    assert calendar.import_days(by=by, text=text) == calendar.ImportedDays(new=0, changed=0, same=8)
    changed = calendar.import_days(by=by, text="2027-10-09 休 不调了")
    assert changed == calendar.ImportedDays(new=0, changed=1, same=0)
    lines = AuditEntry.objects.filter(action="calendar.import").order_by("seq")
    assert len(lines) == 2
    assert "调休" in lines[1].payload
    assert "不调了" in lines[1].payload


@pytest.mark.parametrize("text", ["", "   \n "])
def test_import_days_refuses_nothing(by, text):
    with pytest.raises(ValidationError):
        calendar.import_days(by=by, text=text)
