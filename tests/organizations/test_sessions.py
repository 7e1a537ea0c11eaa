"""Sessions: how they end, and what can be seen and ended of them."""

import datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from organizations.models import AccountSession, Membership
from tests.cast import PASSWORD


def log_in(role, ip="10.0.0.8", county="530901") -> Client:
    browser = Client(REMOTE_ADDR=ip)
    response = browser.post("/login/", {"county": county, "login_name": role, "password": PASSWORD})
    assert response.status_code == 302
    return browser


def is_in(browser) -> bool:
    return browser.get("/account/").status_code == 200


def shift(browser, **seconds):
    session = browser.session
    for name, by in seconds.items():
        session[name] = session[name] - by
    session.save()


@pytest.mark.parametrize(
    ("back", "still_in"),
    [
        ({"seen_at": settings.SESSION_IDLE_SECONDS - 60}, True),
        ({"seen_at": settings.SESSION_IDLE_SECONDS + 1}, False),
        ({"started_at": settings.SESSION_LIFE_SECONDS + 1}, False),
    ],
)
def test_idle_and_absolute_end(county_a, back, still_in):
    browser = log_in("township")
    shift(browser, **back)
    assert is_in(browser) == still_in


def test_a_post_after_the_session_ended_leads_back_to_the_form(county_a, inside_a):
    browser = log_in("county_admin")
    shift(browser, seen_at=settings.SESSION_IDLE_SECONDS + 1)
    form = {"name": "新来人", "unit": str(county_a.units.maple.public_id)}
    response = browser.post("/people/new/", form, HTTP_REFERER="http://testserver/people/new/")
    assert response.status_code == 302
    assert response["Location"] == "/login/?next=/people/new/"
    data = {"county": "530901", "login_name": "county_admin", "password": PASSWORD, "next": "/people/new/"}
    assert browser.post("/login/", data)["Location"] == "/people/new/"


@pytest.mark.parametrize("role", ["county_admin", "auditor"])
def test_an_administrator_is_logged_in_once(county_a, role):
    first = log_in(role)
    second = log_in(role, ip="10.0.0.9")
    assert not is_in(first)
    assert is_in(second)


def test_others_may_be_logged_in_twice_and_end_either(county_a):
    first, second = log_in("township"), log_in("township", ip="10.0.0.9")
    page = first.get("/account/").content.decode()
    assert "10.0.0.8" in page
    assert "10.0.0.9" in page
    for key in AccountSession.objects.values_list("session_key", flat=True):
        assert key not in page
    handle = next(line.handle for line in first.get("/account/").context["sessions"] if not line.present)
    first.post("/account/sessions/end/", {"session": handle})
    assert is_in(first)
    assert not is_in(second)


def test_nobody_ends_the_session_of_somebody_else(county_a):
    mine, theirs = log_in("township"), log_in("township_lead")
    handle = theirs.get("/account/").context["sessions"][0].handle
    assert mine.post("/account/sessions/end/", {"session": handle}).status_code == 302
    assert mine.post("/account/sessions/end/", {"session": "others"}).status_code == 302
    assert is_in(theirs)


def test_a_new_password_ends_the_other_sessions(county_a):
    first, second = log_in("township"), log_in("township", ip="10.0.0.9")
    new = "Shiqiao+River-3"
    first.post("/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert is_in(first)
    assert not is_in(second)


def test_logout_takes_the_key_away(county_a):
    browser = log_in("township")
    key = browser.cookies["sessionid"].value
    assert browser.get("/logout/").status_code == 405
    browser.post("/logout/")
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert not is_in(stolen)


def test_a_role_taken_away_is_gone_at_the_next_request(county_a, inside_a):
    browser = log_in("county_admin")
    assert browser.get("/accounts/").status_code == 200
    with inside_a():
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        Membership.objects.filter(account=county_a.accounts["county_admin"]).update(valid_to=yesterday)
    assert browser.get("/accounts/").status_code == 403


def test_switching_between_own_roles_only(both, inside_a):
    a, b = both
    with inside_a():
        second = Membership.objects.create(
            account=a.accounts["township"], unit=a.units.maple, role="township", valid_from=datetime.date(2020, 1, 1)
        )
        foreign = Membership.objects.get(account=a.accounts["county_admin"])
    browser = log_in("township")
    browser.post("/switch/", {"membership": str(second.public_id)})
    assert browser.get("/account/").context["request"].user.membership == second
    for other in (str(foreign.public_id), "nonsense", "", "00000000-0000-0000-0000-000000000000"):
        browser.post("/switch/", {"membership": other})
        assert browser.get("/account/").context["request"].user.membership == second


def test_display_and_language_are_remembered(county_a):
    browser = log_in("township")
    response = browser.post("/display/", {"theme": "dark", "next": "/account/"})
    assert response["Location"] == "/account/"
    browser.post("/display/", {"size": "large", "next": "//evil.example"})
    browser.post("/display/", {"theme": "pink", "size": "huge"})
    page = browser.get("/account/").content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-size="large"' in page
    stranger = Client()
    assert stranger.post("/language/", {"language": "en", "next": "/help/"})["Location"] == "/help/"
    assert stranger.get("/help/")["Content-Language"] == "en"
    stranger.post("/language/", {"language": "xx"})
    assert stranger.get("/help/")["Content-Language"] == "en"
