"""Log-in under attack and in daily use: throttle, equal answers, fresh keys, first password."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from organizations.login_throttle import LIMITS, address_of
from organizations.models import AccountSession, AuditEntry, LoginAttempt
from organizations.passwords import PasswordRules
from organizations.services import login as services
from tests.cast import PASSWORD

OFFICE, ELSEWHERE = "10.0.0.8", "10.9.9.9"


def try_login(county_a, name="township", password=PASSWORD, ip=OFFICE, browser=None, county=None, **more):
    data = {"county": county or county_a.county.code, "login_name": name, "password": password, **more}
    return (browser or Client()).post("/login/", data, REMOTE_ADDR=ip)


def age(by, **which):
    """Let attempts lie back in time."""
    for row in LoginAttempt.objects.filter(**which):
        LoginAttempt.objects.filter(pk=row.pk).update(at=row.at - by)


def words(response) -> str:
    """The page without what differs from press to press."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return re.sub(r'"X-CSRFToken": "[^"]*"', "", text)


@pytest.mark.parametrize("typed", ["530901", "岚溪县", " ５３０９０１ "])
def test_login_by_code_or_name_of_the_county(county_a, typed):
    response = try_login(county_a, county=typed)
    assert response.status_code == 302
    assert response["Location"] == "/"


def test_login_name_in_other_letters(county_a):
    assert try_login(county_a, name=" ＴownShip ").status_code == 302


@pytest.mark.parametrize(
    ("county", "name", "password"),
    [("530901", "township", "Wrong-2026-x"), ("530901", "nobody", PASSWORD), ("999999", "township", PASSWORD),
     ("530902", "township", PASSWORD)],
)  # fmt: skip
def test_every_wrong_guess_gets_the_same_page(both, county, name, password):
    known = words(try_login(both[0], password="Wrong-2026-y", ip=ELSEWHERE))
    response = try_login(both[0], county=county, name=name, password=password)
    assert response.status_code == 422
    page = words(response).replace(f'value="{county}"', 'value="530901"').replace(f'value="{name}"', 'value="township"')
    assert page == known
    assert "还可以试 4 次" in page


@pytest.mark.parametrize("name", ["township", "nobody"])
def test_five_wrong_ones_lock_the_account_at_that_address(county_a, name):
    left = [re.search(r"还可以试 (\d) 次", words(try_login(county_a, name, "Wrong-1"))) for _n in range(5)]
    assert [found and found[1] for found in left] == ["4", "3", "2", "1", None]
    assert "以后才能再登录" in words(try_login(county_a, name, PASSWORD))
    assert LoginAttempt.objects.count() == 5  # a try at a closed door does not prolong it
    age(LIMITS.lock)
    assert (try_login(county_a, name, PASSWORD).status_code == 302) == (name == "township")


def test_a_lock_at_one_address_leaves_colleagues_and_other_addresses_alone(county_a):
    for _n in range(5):
        try_login(county_a, password="Wrong-1")
    assert try_login(county_a, "township_lead").status_code == 302
    assert try_login(county_a, ip=ELSEWHERE).status_code == 302


def test_a_success_starts_the_count_anew(county_a):
    for _n in range(4):
        try_login(county_a, password="Wrong-1")
    assert try_login(county_a).status_code == 302
    assert "还可以试 4 次" in words(try_login(county_a, password="Wrong-1"))


def test_one_account_from_many_addresses(county_a):
    assert try_login(county_a, ip=OFFICE).status_code == 302
    for n in range(LIMITS.account_failures):
        try_login(county_a, password="Wrong-1", ip=f"10.1.{n}.1")
    assert try_login(county_a, ip="10.2.0.1").status_code == 422
    assert try_login(county_a, ip=OFFICE).status_code == 302  # where its person has worked before
    age(LIMITS.account_window)
    assert try_login(county_a, ip="10.2.0.1").status_code == 302


def test_spraying_from_the_office_locks_no_colleague_who_works_there(county_a):
    colleagues = ["township", "township_lead", "village"]
    for name in colleagues:
        assert try_login(county_a, name).status_code == 302
    for n in range(LIMITS.spray_names):
        try_login(county_a, f"guess{n}", "Wrong-1")
    assert try_login(county_a, "assessor").status_code == 422  # never seen here
    assert try_login(county_a, "assessor", ip=ELSEWHERE).status_code == 302
    for name in colleagues:
        assert try_login(county_a, name).status_code == 302
    age(LIMITS.spray_window)
    assert try_login(county_a, "assessor").status_code == 302


def test_colleagues_who_mistype_are_no_spray(county_a):
    names = list(county_a.accounts)
    for name in names:
        try_login(county_a, name)
    for name in names:
        try_login(county_a, name, "Wrong-1")
    for n in range(LIMITS.spray_names - 1):
        try_login(county_a, f"guess{n}", "Wrong-1")
    age(datetime.timedelta(days=31), succeeded=True)
    assert services.login_throttle.assess(digest="new", address=OFFICE, now=timezone.now()).until
    LoginAttempt.objects.filter(succeeded=True).update(at=timezone.now())
    assert not services.login_throttle.assess(digest="new", address=OFFICE, now=timezone.now()).until


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_made_up_forwarded_address_does_not_help(county_a, settings, proxies):
    settings.TRUSTED_PROXIES = proxies
    for n in range(5):
        data = {"county": "530901", "login_name": "township", "password": "Wrong-1"}
        forwarded = f"1.2.3.{n}, 10.0.0.8" if proxies else f"1.2.3.{n}"
        Client().post("/login/", data, REMOTE_ADDR=OFFICE, HTTP_X_FORWARDED_FOR=forwarded)
    assert set(LoginAttempt.objects.values_list("ip", flat=True)) == {OFFICE}


@pytest.mark.parametrize(
    ("ip", "counted"),
    [("", "0.0.0.0"), ("no address", "0.0.0.0"), ("2001:db8::1", "2001:db8::"), ("2001:db8::ffff:2", "2001:db8::"),
     ("::ffff:10.0.0.8", OFFICE), (OFFICE, OFFICE)],
)  # fmt: skip
def test_addresses_as_the_throttle_counts_them(ip, counted):
    assert address_of(ip) == counted


def test_tidying_keeps_what_the_limits_look_at(county_a):
    try_login(county_a)
    try_login(county_a, password="Wrong-1")
    now = timezone.now()
    assert services.tidy_attempts(now=now) == 0
    assert services.tidy_attempts(now=now + datetime.timedelta(days=2)) == 1
    assert services.tidy_attempts(now=now + datetime.timedelta(days=31)) == 1
    assert not AccountSession.objects.exists()


def test_names_are_kept_as_keyed_hashes(county_a):
    try_login(county_a, name="My-Secret-Password-1", password="x")
    assert "My-Secret" not in str(LoginAttempt.objects.values().get())


def test_disabled_and_expired_are_told_only_to_who_has_the_password(county_a):
    account = county_a.accounts["township"]
    cases = [
        ({"is_active": False}, "账号已停用"),
        ({"is_active": True, "expires_on": datetime.date(2020, 1, 1)}, "账号已过有效期"),
        ({"expires_on": None, "must_change_password": True,
          "password_changed_at": timezone.now() - datetime.timedelta(days=8)}, "一次性密码已过期"),
    ]  # fmt: skip
    for facts, sentence in cases:
        type(account).objects.filter(pk=account.pk).update(**facts)
        assert sentence in words(try_login(county_a))
        assert sentence not in words(try_login(county_a, password="Wrong-1", ip=ELSEWHERE))


def test_login_and_failure_stand_in_the_trail_of_the_county(county_a, inside_a):
    try_login(county_a, password="Wrong-1")
    try_login(county_a)
    with inside_a():
        lines = AuditEntry.objects.filter(action__startswith="login").order_by("seq")
        lines = list(lines.values_list("action", "result", "account_id"))
    account = county_a.accounts["township"].pk
    assert lines == [("login.failed", "denied", account), ("login.ok", "ok", account)]


def test_the_session_gets_a_new_key_and_knows_its_browser(county_a):
    browser = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/109.0")
    session = browser.session
    session["planted"] = "1"
    session.save()
    planted = session.session_key
    browser.cookies["sessionid"] = planted
    try_login(county_a, browser=browser)
    row = AccountSession.objects.get(account_id=county_a.accounts["township"].pk)
    assert row.session_key != planted
    assert not AccountSession.objects.filter(session_key=planted).exists()
    assert (row.ip, "Chrome" in row.browser) == (OFFICE, True)


@pytest.mark.parametrize(
    ("goal", "led_to"),
    [("/people/?q=a", "/people/?q=a"), ("//evil.example/", "/"), ("https://evil.example/", "/"), ("/\\evil.example", "/"),
     ("javascript:alert(1)", "/"), ("/login/?next=/login/", "/"), ("", "/"), ("people/", "/")],
)  # fmt: skip
def test_after_the_login_only_own_pages(county_a, goal, led_to):
    assert try_login(county_a, next=goal)["Location"] == led_to


def test_the_county_is_remembered_and_never_listed(both):
    browser = Client()
    try_login(both[0], browser=browser)
    browser.post("/logout/")
    assert 'value="岚溪县"' in browser.get("/login/").content.decode()
    stranger = Client()
    stranger.cookies["county"] = both[1].county.code  # not signed by us
    page = stranger.get("/login/").content.decode()
    assert both[1].county.name not in page
    assert both[0].county.name not in page
    assert 'value="530902"' in stranger.get("/login/?county=530902").content.decode()


def test_first_login_leads_to_the_new_password_and_nowhere_else(county_a):
    account = county_a.accounts["township"]
    type(account).objects.filter(pk=account.pk).update(must_change_password=True)
    browser = Client()
    assert try_login(county_a, browser=browser, next="/people/")["Location"] == "/password/"
    assert browser.get("/people/")["Location"] == "/password/"
    page = browser.get("/password/").content.decode()
    assert "old_password" not in page
    key = browser.cookies["sessionid"].value
    response = browser.post("/password/", {"new_password1": "Shiqiao+River-3", "new_password2": "Shiqiao+River-3"})
    assert response.status_code == 302
    assert browser.cookies["sessionid"].value != key
    assert browser.get("/people/").status_code == 200
    assert try_login(county_a, password=PASSWORD, ip=ELSEWHERE).status_code == 422
    assert try_login(county_a, password="Shiqiao+River-3", ip=ELSEWHERE).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("Wrong-1", "Shiqiao+River-3", "Shiqiao+River-3", "还可以试 4 次"),
        (PASSWORD, "Shiqiao+River-3", "Shiqiao+River-4", "两次输入的新密码不一样"),
        (PASSWORD, "Short-1", "Short-1", "至少 10 位"),
        (PASSWORD, "alllowercaseletters", "alllowercaseletters", "三类"),
        (PASSWORD, "Township-2026-x", "Township-2026-x", "不能包含账号"),
        (PASSWORD, "P@ssword-2026", "P@ssword-2026", "容易被猜到"),
        (PASSWORD, PASSWORD, PASSWORD, "这个密码用过"),
    ],
)
def test_new_passwords_that_are_refused(county_a, as_role, old, new, again, sentence):
    response = as_role("township").post(
        "/password/", {"old_password": old, "new_password1": new, "new_password2": again}
    )
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_the_last_five_passwords_are_not_taken_again(county_a, as_role):
    browser = as_role("township")
    used = [PASSWORD, *(f"Maple+Grove-{n}x" for n in range(2, 8))]
    for old, new in zip(used, used[1:], strict=False):
        data = {"old_password": old, "new_password1": new, "new_password2": new}
        assert browser.post("/password/", data).status_code == 302
    account = type(county_a.accounts["township"]).objects.get(pk=county_a.accounts["township"].pk)
    assert PasswordRules._was_used(used[1], account)
    assert not PasswordRules._was_used(used[0], account)
    assert account.former_passwords.count() == 5


def test_wrong_and_unknown_cost_the_same_hash(county_a, settings, monkeypatch):
    """Time is hard to compare on a busy machine; how often the password is hashed is not."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    made = []
    plain = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: made.append(1) or plain(self, *args))
    counts = []
    for name in ("township", "nobody"):
        made.clear()
        try_login(county_a, name, "Wrong-1")
        counts.append(len(made))
    assert counts[0] == counts[1] == 1
