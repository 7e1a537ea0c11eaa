"""Accounts and roles: opened, reset, closed; what is refused and how it is said."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from organizations.models import Account, AccountSession, AuditEntry, Membership
from organizations.services import accounts, memberships
from tests.cast import PASSWORD

TODAY = timezone.localdate


def page_of(role, c):
    return f"/accounts/{c.people[role].public_id}/"


def new_account(c, **changes):
    form = {
        "person": str(c.people["plain"].public_id), "login_name": "bai.wu", "role": "township",
        "unit": str(c.units.maple.public_id), "expires_on": "",
    }  # fmt: skip
    return {**form, **changes}


def code_in(response) -> str:
    code = response.context["code"]
    assert response.content.decode().count(code) == 1
    return code


def second_admin(c, inside):
    with inside():
        account = c.accounts["county_office"]
        Membership.objects.filter(account=account).update(role="county_admin")
    return account


def test_an_account_is_opened_with_a_code_shown_once(county_a, as_role, inside_a):
    admin = as_role("county_admin")
    response = admin.post("/accounts/new/", new_account(county_a))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    code = code_in(response)
    assert code not in admin.get(page_of("plain", county_a)).content.decode()
    with inside_a():
        assert code not in "".join(AuditEntry.objects.values_list("payload", flat=True))
    browser = Client()
    data = {"county": "530901", "login_name": "bai.wu", "password": code}
    assert browser.post("/login/", data)["Location"] == "/password/"


def test_pressed_twice_opens_one_account_and_says_so(county_a, as_role):
    admin, key = as_role("county_admin"), str(uuid.uuid4())
    form = new_account(county_a, once_key=key)
    assert admin.post("/accounts/new/", form).status_code == 200
    second = admin.post("/accounts/new/", form)
    assert second.status_code == 422
    assert "已有账号" in second.content.decode()
    assert Account.objects.filter(login_name="bai.wu").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"login_name": "township"}, "本县已有这个账号名"),
        ({"login_name": "TOWNSHIP"}, "本县已有这个账号名"),
        ({"login_name": "白无名"}, "小写字母"),
        ({"login_name": "ab"}, "小写字母"),
        ({"role": "county_office"}, "只能设在：县委组织部"),
        ({"role": "village"}, "只能设在：村"),
        ({"role": "emperor"}, "emperor"),
        ({"person": ""}, "必填"),
        ({"unit": "00000000-0000-0000-0000-000000000000"}, "没有这个单位"),
        ({"expires_on": "2020-01-01"}, "有效期早于今天"),
    ],
)
def test_what_cannot_be_opened(county_a, as_role, changes, sentence):
    response = as_role("county_admin").post("/accounts/new/", new_account(county_a, **changes))
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_name_may_be_used_by_both_counties(both, as_role):
    a, b = both
    name = b.accounts["township"].login_name
    assert as_role("county_admin").post("/accounts/new/", new_account(a, login_name=name)).status_code == 200


@pytest.mark.parametrize(
    ("holder", "role", "unit", "sentence"),
    [
        ("township", "county_admin", "office", "不能兼任"),
        ("township", "auditor", "office", "不能兼任"),
        ("auditor", "assessor", "farming", "不能兼任"),
        ("auditor", "county_admin", "office", "不能兼任"),
        ("county_admin", "county_office", "office", "不能给自己授权"),
        ("township", "township", "stone", "已有这个角色"),
        ("township", "village", "stone", "只能设在"),
    ],
)
def test_roles_that_are_refused(county_a, as_role, inside_a, holder, role, unit, sentence):
    form = {"role": role, "unit": str(getattr(county_a.units, unit).public_id), "valid_from": TODAY().isoformat()}
    response = as_role("county_admin").post(f"{page_of(holder, county_a)}memberships/add/", form)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    with inside_a():
        assert Membership.objects.filter(account=county_a.accounts[holder]).count() == 1


def test_a_role_to_come_counts_for_the_separation(county_a, inside_a):
    later = TODAY() + datetime.timedelta(days=30)
    account, by = county_a.accounts["township"], county_a.accounts["county_admin"]
    with inside_a():
        Membership.objects.filter(account=account).update(valid_from=later)
        with pytest.raises(ValidationError, match="不能兼任"):
            memberships.give_membership(account=account, unit=county_a.units.office, role="auditor", by=by, on=TODAY())


def test_a_role_given_and_ended_works_at_the_next_request(county_a, as_role, inside_a):
    admin, clerk = as_role("county_admin"), as_role("assessor")
    assert clerk.get("/people/").status_code == 403
    form = {"role": "unit_liaison", "unit": str(county_a.units.farming.public_id), "valid_from": TODAY().isoformat()}
    assert admin.post(f"{page_of('assessor', county_a)}memberships/add/", form).status_code == 302
    with inside_a():
        first, second = Membership.objects.filter(account=county_a.accounts["assessor"]).order_by("id")
    clerk.post("/switch/", {"membership": str(second.public_id)})
    assert clerk.get("/people/").status_code == 200
    assert admin.post(f"/memberships/{second.public_id}/end/", {"reason": "换岗"}).status_code == 302
    assert clerk.get("/people/").status_code == 403
    again = admin.post(f"/memberships/{second.public_id}/end/", {"reason": "换岗"})
    assert again.status_code == 422
    assert "已经结束" in again.content.decode()


def test_the_last_administrator_stays(county_a, inside_a):
    admin, by = county_a.accounts["county_admin"], county_a.accounts["county_office"]
    with inside_a():
        with pytest.raises(ValidationError, match="最后一个系统管理员"):
            accounts.disable_account(account=admin, reason="x", by=by, on=TODAY())
        with pytest.raises(ValidationError, match="最后一个系统管理员"):
            memberships.end_membership(membership=Membership.objects.get(account=admin), reason="x", by=by, on=TODAY())
    second_admin(county_a, inside_a)
    with inside_a():
        accounts.disable_account(account=admin, reason="x", by=by, on=TODAY())


def test_nobody_resets_disables_or_ends_oneself(county_a, as_role, inside_a):
    second_admin(county_a, inside_a)
    admin = as_role("county_admin")
    with inside_a():
        own = Membership.objects.get(account=county_a.accounts["county_admin"])
    for path in (
        f"{page_of('county_admin', county_a)}reset/", f"{page_of('county_admin', county_a)}disable/",
        f"/memberships/{own.public_id}/end/",
    ):  # fmt: skip
        response = admin.post(path, {"reason": "x"})
        assert response.status_code == 422, path


def test_reset_ends_sessions_and_the_old_password(county_a, as_role):
    clerk = as_role("township")
    assert clerk.get("/account/").status_code == 200
    response = as_role("county_admin").post(f"{page_of('township', county_a)}reset/", {"reason": "忘了密码"})
    code = code_in(response)
    assert "no-store" in response["Cache-Control"]
    assert clerk.get("/account/").status_code == 302
    data = {"county": "530901", "login_name": "township"}
    assert Client().post("/login/", {**data, "password": PASSWORD}).status_code == 422
    assert Client().post("/login/", {**data, "password": code})["Location"] == "/password/"


def test_a_disabled_account_is_out_at_once_and_can_come_back(county_a, as_role):
    clerk, admin = as_role("township"), as_role("county_admin")
    assert clerk.get("/account/").status_code == 200
    refused = admin.post(f"{page_of('township', county_a)}disable/", {"reason": ""})
    assert refused.status_code == 422
    assert clerk.get("/account/").status_code == 200
    assert admin.post(f"{page_of('township', county_a)}disable/", {"reason": "借调"}).status_code == 302
    assert clerk.get("/account/").status_code == 302
    assert not AccountSession.objects.filter(account_id=county_a.accounts["township"].pk).exists()
    assert admin.post(f"{page_of('township', county_a)}enable/", {"reason": "回来"}).status_code == 302
    data = {"county": "530901", "login_name": "township", "password": PASSWORD}
    assert Client().post("/login/", data).status_code == 302


def test_a_live_session_of_an_account_disabled_behind_our_back_ends(county_a, as_role):
    clerk = as_role("township")
    clerk.get("/account/")
    Account.objects.filter(pk=county_a.accounts["township"].pk).update(is_active=False)
    assert clerk.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"role": "township"}, ["township"]),
        ({"q": "mqh"}, ["township"]),
        ({"q": "township_l"}, ["township_lead"]),
        ({"state": "disabled"}, []),
        ({"state": "new"}, ["village"]),
        ({"unit": "stone", "state": "active"}, ["township", "township_lead", "village"]),
    ],
)
def test_the_list_is_filtered(county_a, as_role, query, found):
    Account.objects.filter(pk=county_a.accounts["village"].pk).update(must_change_password=True)
    if "unit" in query:
        query = {**query, "unit": str(getattr(county_a.units, query["unit"]).public_id)}
    rows = as_role("county_admin").get("/accounts/", query).context["rows"]
    assert sorted(row.login_name for row in rows) == found


def test_a_township_asks_for_its_own_villages_only(county_a, as_role, inside_a):
    clerk = as_role("township")
    form = {"village": str(county_a.units.spring.public_id), "name": "新队员", "reason": "新派"}
    refused = clerk.post("/accounts/ask/", form)
    assert refused.status_code == 422
    assert "没有这个村" in refused.content.decode()
    assert clerk.post("/accounts/ask/", {**form, "village": str(county_a.units.ford.public_id)}).status_code == 302
    with inside_a():
        assert AuditEntry.objects.filter(action="account.ask", result="ok").count() == 1
