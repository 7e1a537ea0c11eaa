"""The session ends while somebody types, without scripts: after the log-in the text is back in the form, unsaved, for the
same account only."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from campaigns.models import FilingItem
from organizations import typed_text
from organizations.models import AccountSession
from organizations.sessions import SessionStore
from tests.cast import PASSWORD

WORDS, FIGURE = "已完成三个村的班子调整，余下两个村下周表决。", "5"
BACK = "登录前填的内容已经放回"


def enter(browser: Client, name: str, goal: str = "/"):
    return browser.post("/login/", {"county": "530901", "login_name": name, "password": PASSWORD, "next": goal})


def fields(page: str) -> dict[str, str]:
    """Hidden fields of the forms of a page, as a browser without scripts sends them."""
    return dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', page))


def end_session(browser: Client, how: str) -> None:
    if how == "idle":
        key = browser.cookies[settings.SESSION_COOKIE_NAME].value
        session = SessionStore(key)
        session["seen_at"] -= settings.SESSION_IDLE_SECONDS + 60
        session.save()
    elif how == "gone":
        AccountSession.objects.all().delete()
    else:
        del browser.cookies[settings.SESSION_COOKIE_NAME]


@pytest.fixture
def item_url(county_a):
    extra = county_a.extra
    return reverse(
        "campaigns:filing-item",
        args=[extra.campaign.slug, county_a.units.stone.public_id, "2026-05-25", extra.filing_item.public_id],
    )


@pytest.fixture
def typed(county_a, item_url):
    """`typed(how)`: a browser that sent what it typed after its session had ended, and where it was led."""

    def send(how: str = "idle", **changed):
        browser = Client()
        enter(browser, "township_lead")
        page = browser.get(item_url).content.decode()
        figure = f"figure_{county_a.extra.indicator.public_id.hex}"
        data = {
            **fields(page),
            "version": re.search(r'name="version" value="(\d+)"', page)[1],
            figure: FIGURE,
            "words": WORDS,
        }
        end_session(browser, how)
        return browser, browser.post(item_url, data | changed)

    return send


def stored(county, inside) -> str:
    with inside():
        return FilingItem.objects.get(pk=county.extra.filing_item.pk).words


@pytest.mark.parametrize("how", ["idle", "gone", "no cookie"])
def test_the_text_is_back_after_the_log_in(county_a, inside_a, typed, item_url, how):
    """A33."""
    browser, answer = typed(how)
    assert answer.status_code == 302
    assert answer["Location"] == f"/login/?next={item_url}"
    assert enter(browser, "township_lead", item_url)["Location"] == item_url
    page = browser.get(item_url).content.decode()
    assert BACK in page
    assert WORDS in page
    assert f'value="{FIGURE}"' in page
    assert stored(county_a, inside_a) == "", "only the person saves"
    assert WORDS in browser.get(item_url).content.decode(), "a page read again loses nothing"


def test_saving_ends_it(county_a, inside_a, typed, item_url):
    browser, _answer = typed()
    enter(browser, "township_lead")
    page = browser.get(item_url).content.decode()
    figure = f"figure_{county_a.extra.indicator.public_id.hex}"
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert browser.post(item_url, {"version": version, figure: FIGURE, "words": "改过的文字"}).status_code == 302
    assert stored(county_a, inside_a) == "改过的文字"
    assert BACK not in browser.get(item_url).content.decode()


@pytest.mark.parametrize("other", ["township", "county_office", "village"])
def test_another_account_on_the_same_computer_never_sees_it(typed, item_url, other):
    browser, _answer = typed()
    enter(browser, other)
    assert WORDS not in browser.get(item_url).content.decode()
    assert typed_text.SLOT not in browser.session, "and it is gone"
    browser.post("/logout/")
    enter(browser, "township_lead")
    assert WORDS not in browser.get(item_url).content.decode()


def test_it_is_gone_after_a_while(typed, item_url):
    browser, _answer = typed()
    session = browser.session
    session[typed_text.SLOT] = {**session[typed_text.SLOT], "until": 1}
    session.save()
    enter(browser, "township_lead")
    assert WORDS not in browser.get(item_url).content.decode()


def test_the_session_that_follows_lives_as_long_as_any(typed):
    browser, _answer = typed()
    assert browser.session.get_expiry_age() <= typed_text.KEEP_SECONDS
    enter(browser, "township_lead")
    assert browser.session.get_expiry_age() > typed_text.KEEP_SECONDS


def test_the_text_does_not_lie_open_in_the_database(typed):
    browser, _answer = typed()
    assert WORDS not in str(dict(browser.session.items()))
    assert FIGURE not in browser.session[typed_text.SLOT]["sealed"].partition(":")[0]


@pytest.mark.parametrize(
    "changed",
    [{"typed_by": ""}, {"typed_by": "7"}, {"typed_by": "7:1abc:forged"}, {"words": "长" * 30_000}],
    ids=["unsigned", "a number", "forged", "too long"],
)
def test_nothing_is_kept_for_strangers_nor_without_measure(typed, item_url, changed):
    browser, answer = typed("no cookie", **changed)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")
    assert typed_text.SLOT not in browser.session


def test_what_somebody_saved_meanwhile_is_shown_beside_it(county_a, inside_a, typed, item_url):
    browser, _answer = typed()
    with inside_a():
        FilingItem.objects.filter(pk=county_a.extra.filing_item.pk).update(version=9, words="书记填的")
    enter(browser, "township_lead")
    page = browser.get(item_url).content.decode()
    figure = f"figure_{county_a.extra.indicator.public_id.hex}"
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    answer = browser.post(item_url, {"version": version, figure: FIGURE, "words": WORDS})
    assert answer.status_code == 409
    assert "书记填的" in answer.content.decode()


def test_the_reason_of_a_return_is_back_at_its_item(county_a):
    extra = county_a.extra
    page_url = reverse("campaigns:review", args=[extra.campaign.slug, extra.waiting_filing.public_id])
    post_url = reverse(
        "campaigns:review-item",
        args=[extra.campaign.slug, extra.waiting_filing.public_id, extra.waiting_item.public_id],
    )
    browser = Client()
    enter(browser, "county_office")
    page = browser.get(page_url).content.decode()
    data = {"decision": "return", "typed_by": fields(page)["typed_by"], f"{extra.waiting_item.public_id}-reason": WORDS}
    end_session(browser, "idle")
    assert browser.post(post_url, data)["Location"] == f"/login/?next={page_url}"
    enter(browser, "county_office")
    page = browser.get(page_url).content.decode()
    assert BACK in page
    assert re.search(r"<details open[^>]*>.*?" + WORDS, page, re.S)


@pytest.mark.parametrize(
    ("name", "day", "data"),
    [
        ("extension-ask", "2026-05-25", {"until": "2026-06-20", "reason": WORDS}),
        ("filing-withdraw", "2026-03-25", {"reason": WORDS}),
    ],
)
def test_the_other_forms_of_a_filing_too(county_a, inside_a, name, day, data):
    extra, town = county_a.extra, county_a.units.stone
    with inside_a():
        extra.accepted_filing.state = "submitted"
        extra.accepted_filing.save()
        extra.extension.delete()
    address = reverse(f"campaigns:{name}", args=[extra.campaign.slug, town.public_id, day])
    browser = Client()
    enter(browser, "township_lead")
    page = browser.get(address).content.decode()
    end_session(browser, "idle")
    assert browser.post(address, {**fields(page), **data})["Location"] == f"/login/?next={address}"
    enter(browser, "township_lead")
    page = browser.get(address).content.decode()
    assert BACK in page
    for value in data.values():
        assert value in page
