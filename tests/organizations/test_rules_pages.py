"""The settings pages in the test client."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations.models import CalendarDay, RuleSetting
from organizations.tenancy.context import tenant
from tests.registry.rules import KEY, PAGES, calendar_day, coming_rule


def _url(name, **kwargs):
    return reverse(f"organizations:{name}", kwargs=kwargs)


def _text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize(
    ("role", "may_look", "may_change"),
    [
        ("county_admin", True, True),
        ("county_office", True, False),
        ("township", False, False),
        ("auditor", False, False),
    ],
)
def test_who_may(as_role, county_a, page, role, may_look, may_change):
    allowed = may_change if page.action.endswith("edit_settings") else may_look
    client, url = as_role(role), _url(page.name, **page.kwargs(county_a))
    expected = (200 if page.get else 405) if allowed else (403 if page.get else (403, 405))
    status = client.get(url, page.query(county_a)).status_code
    assert status == expected or status in (expected if isinstance(expected, tuple) else ())
    if page.form is not None:
        assert client.post(url, page.form(county_a)).status_code == (302 if allowed else 403)


def test_unknown_year_is_said_until_it_is_entered(as_role):
    admin, office = as_role("county_admin"), as_role("county_office")
    words = "2027 年调休安排未录入，暂按周一至周五上班计算"
    assert words in _text(admin.get(_url("calendar"), {"year": 2027}))
    assert "请系统管理员录入" in _text(office.get(_url("calendar"), {"year": 2027}))
    assert words not in _text(admin.get(_url("calendar"), {"year": 2026}))
    admin.post(_url("calendar-paste"), {"text": "2027-01-01 休\n2027-05-01 休\n2027-10-01 休 国庆节"})
    assert words not in _text(admin.get(_url("calendar"), {"year": 2027}))


@pytest.mark.parametrize("year", ["", "0000", "9999", "二零二七", "２０２７", "-1", "2027; drop", "20270"])
def test_a_nonsense_year_gets_the_present_one(as_role, year):
    answer = as_role("county_admin").get(_url("calendar"), {"year": year})
    assert f"{timezone.localdate().year} 年工作日历" in _text(answer)


@pytest.mark.parametrize("year", [2000, 2026, 2027, 2100])
def test_every_day_of_the_year_stands_once_in_the_calendar(as_role, year):
    text = _text(as_role("county_admin").get(_url("calendar"), {"year": year}))
    days = 366 if year in (2000,) else 365
    assert text.count('<td class="works') + text.count('<td class="rests') == days


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"day": "2027-02-30", "is_working": "rest"},
        {"day": "2027-02-03", "is_working": "maybe"},
        {"day": "1900-01-01", "is_working": "rest"},
        {"day": "2027-02-03", "is_working": "rest", "note": "长" * 61},
    ],
)
def test_a_wrong_day_is_answered_with_the_page_and_what_is_wrong(as_role, county_a, form):
    answer = as_role("county_admin").post(_url("calendar-day"), form)
    assert answer.status_code == 422
    assert "有错误" in _text(answer)
    with tenant(county_a.county.id):
        assert not CalendarDay.objects.exists()


def test_a_wrong_paste_keeps_what_was_typed(as_role):
    answer = as_role("county_admin").post(_url("calendar-paste"), {"text": "2027-10-01 休 <i>\n2027-10-32 休"})
    assert answer.status_code == 422
    assert "第 2 行" in _text(answer)
    assert "&lt;i&gt;" in _text(answer)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"value": "", "effective_from": "2030-01-01", "source": "x"}, "必填"),
        ({"value": "0", "effective_from": "2030-01-01", "source": "x"}, "不能小于 1 MB"),
        ({"value": "51", "effective_from": "2030-01-01", "source": "x"}, "不能大于 50 MB"),
        ({"value": "2.5", "effective_from": "2030-01-01", "source": "x"}, "整数"),
        ({"value": "15", "effective_from": "2020-01-01", "source": "x"}, "请说明追溯的原因"),
        ({"value": "15", "effective_from": "someday", "source": "x"}, "日期"),
        ({"value": "15", "effective_from": "2030-01-01", "source": " "}, "必填"),
    ],
)
def test_a_wrong_rule_is_answered_with_the_form(as_role, county_a, form, words):
    answer = as_role("county_admin").post(_url("rule-edit", key=KEY), form)
    assert answer.status_code == 422
    assert words in _text(answer)
    with tenant(county_a.county.id):
        assert not RuleSetting.objects.exists()


def test_rules_list_says_what_comes_next_and_a_coming_value_can_be_withdrawn(as_role, county_a):
    admin = as_role("county_admin")
    assert "系统默认" in _text(admin.get(_url("rules")))
    coming = coming_rule(county_a)
    assert "2031-01-01 起 25 MB" in _text(admin.get(_url("rules")))
    where = {"key": KEY, "public_id": coming.public_id}
    assert admin.post(_url("rule-withdraw", **{**where, "key": "people.citizen_number"})).status_code == 404
    assert "已撤回" in _text(admin.post(_url("rule-withdraw", **where), follow=True))
    assert admin.post(_url("rule-withdraw", **where)).status_code == 404


@pytest.mark.parametrize("key", ["nobody.knows", "people.citizen_number2", "x" * 300, "__class__"])
def test_an_unknown_rule_is_not_found(as_role, key):
    assert as_role("county_admin").get(_url("rule-edit", key=key)).status_code == 404


@pytest.mark.parametrize(("value", "shown"), [("true", "是"), ("false", "否")])
def test_yes_and_no(as_role, county_a, value, shown):
    form = {"value": value, "effective_from": timezone.localdate().isoformat(), "source": "县委会议纪要"}
    answer = as_role("county_admin").post(_url("rule-edit", key="people.citizen_number"), form, follow=True)
    assert f"<b>{shown}</b>" in _text(answer)


def test_the_other_county_is_not_found(as_role, both):
    admin = as_role("county_admin")
    theirs = calendar_day(both[1])
    assert admin.post(_url("calendar-day-remove", public_id=theirs.public_id)).status_code == 404
    coming = coming_rule(both[1])
    assert admin.post(_url("rule-withdraw", key=KEY, public_id=coming.public_id)).status_code == 404
    assert "琉璃禁" not in _text(admin.get(_url("rules")))
    assert "琉璃禁" not in _text(admin.get(_url("calendar"), {"year": 2031}))


def test_queries_do_not_grow_with_the_days(as_role, county_a, django_assert_max_num_queries):
    with tenant(county_a.county.id):
        first = datetime.date(2028, 1, 1)
        CalendarDay.objects.bulk_create(
            CalendarDay(day=first + datetime.timedelta(days=n), is_working=bool(n % 2)) for n in range(300)
        )
    admin = as_role("county_admin")
    admin.get(_url("calendar"))
    with django_assert_max_num_queries(14):
        admin.get(_url("calendar"), {"year": 2028})
