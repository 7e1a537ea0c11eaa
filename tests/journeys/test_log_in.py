"""People of every role come in through the front door, in a real browser, with scripts and without, desk and phone."""

import pytest
from django.contrib.auth.hashers import make_password

from organizations.navigation import NAVIGATION
from organizations.roles import ACTIONS, Role
from tests import cast

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def county(live_server):
    return cast.build(code="530901")


@pytest.fixture
def person(browser, live_server):
    """`person(scripts=…, size=…)` opens a fresh browser; `go(path)` walks in it."""
    opened = []

    def arrive(*, scripts: bool = True, size: dict = DESK):
        context = browser.new_context(
            java_script_enabled=scripts, viewport=size, locale="zh-CN", base_url=live_server.url
        )
        opened.append(context)
        return context.new_page()

    yield arrive
    for context in opened:
        context.close()


def log_in(page, county, login_name: str, password: str = cast.PASSWORD) -> None:
    page.goto("/login/")
    page.fill("[name=county]", county.county.code)
    page.fill("[name=login_name]", login_name)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")


# A desk, a phone, and a phone without scripts in the gate; all roles in the deep run.
GATE = (Role.COUNTY_OFFICE, Role.TOWNSHIP_LEAD, Role.VILLAGE)


@pytest.mark.parametrize(
    "role", [pytest.param(role, id=role.value, marks=[] if role in GATE else pytest.mark.deep) for role in Role]
)
def test_each_role_sees_its_own_pages_and_no_others(role, county, person):
    page = person(
        scripts=role not in (Role.TOWNSHIP, Role.VILLAGE),
        size=PHONE if role in (Role.TOWNSHIP_LEAD, Role.VILLAGE) else DESK,
    )
    log_in(page, county, role.value)
    assert page.locator("h1").inner_text() == "工作台"
    seen = {link.get_attribute("href") for link in page.locator("nav#nav ul a").all()}
    entries = [entry for _title, entries in NAVIGATION for entry in entries]
    from django.urls import reverse

    wanted = {reverse(entry.url_name) for entry in entries if not entry.action or role in ACTIONS[entry.action].reach}
    assert seen == wanted
    for path in sorted(wanted):
        assert page.goto(path).status == 200, path
    page.goto("/")
    with page.expect_navigation():
        page.locator("form[action='/logout/'] button").first.evaluate("button => button.form.submit()") if role not in (
            Role.TOWNSHIP,
            Role.VILLAGE,
        ) else _press_log_out_without_scripts(page)
    page.goto("/units/")
    assert "/login/" in page.url


def _press_log_out_without_scripts(page) -> None:
    if page.viewport_size["width"] > 860:
        page.locator("header details.drop summary").click()
        page.locator("header form[action='/logout/'] button").click()
    else:
        page.locator("header a.menu").click()
        page.locator("nav#nav form[action='/logout/'] button").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_newcomer_changes_the_password_first(scripts, county, person):
    account = county.accounts["village"]
    account.password, account.must_change_password = make_password("Once-Only-4711"), True
    account.save()
    page = person(scripts=scripts, size=PHONE)
    log_in(page, county, "village", "Once-Only-4711")
    assert "/password/" in page.url
    page.goto("/units/")
    assert "/password/" in page.url
    fields = page.locator("main input[type=password]")
    for number, text in enumerate(["Once-Only-4711", "Ridge-Path-88-x", "Ridge-Path-88-x"][-fields.count() :]):
        fields.nth(number).fill(text)
    page.click("main button[type=submit]")
    assert page.goto("/units/").status == 200
    assert "/units/" in page.url


def test_a_notice_reaches_the_township_and_the_language_can_be_changed(county, person):
    from organizations.models import Notice
    from organizations.services import notices
    from organizations.tenancy.context import tenant

    office = person()
    log_in(office, county, "county_office")
    office.goto("/notices/new/")
    office.fill("[name=subject]", "报送三季度进展")
    office.fill("[name=body]", "请各乡镇于周五前报送。")
    office.select_option("[name=group]", label=office.locator("[name=group] option").nth(1).inner_text())
    office.click("main form button[type=submit]")
    assert office.locator("h1").inner_text() == "报送三季度进展"
    with tenant(county.county.id):  # the worker's part; with a real worker in test_worker_delivers
        notices.deliver_notice(notice_id=Notice.objects.get(subject="报送三季度进展").pk)
    township = person(size=PHONE)
    log_in(township, county, "township")
    township.goto("/inbox/")
    township.click("text=报送三季度进展")
    assert "请各乡镇于周五前报送" in township.locator("main").inner_text()
    township.goto("/inbox/")
    township.locator("a.menu").click()
    township.locator("nav#nav form[action='/language/'] button").click()
    township.wait_for_load_state()
    assert township.locator("html").get_attribute("lang") == "en"
