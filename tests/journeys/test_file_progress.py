"""A township files a month of six items on a phone: with scripts and without, in few taps, through a lost net."""

import datetime
import re

import pytest
from django.conf import settings

from campaigns.models import Assignment, Duty, Filing, FilingItem, Indicator, Task
from organizations.tenancy.context import tenant
from tests import cast
from tests.journeys.test_log_in import PHONE, county, log_in, person  # noqa: F401  # fixtures

pytestmark = pytest.mark.browser
DAY = datetime.date(2026, 5, 25)
MOST_TAPS = 24


@pytest.fixture
def month(county):  # noqa: F811
    """Five more tasks of 石桥镇 for May; two of them have nothing to count."""
    extra, town = county.extra, county.units.stone
    with tenant(county.county.id):
        for number in range(5):
            task = Task.objects.create(
                campaign=extra.campaign,
                action=extra.action,
                title=f"第{number + 2}项工作",
                number=100 + number,
                order=50 + number,
            )
            if number < 3:
                Indicator.objects.create(task=task, name="完成的村", level="township", value=8, unit_word="个")
            share = Assignment.objects.create(task=task, unit=town, role="responsible", since=datetime.date(2026, 1, 1))
            Duty.objects.create(
                campaign=extra.campaign, assignment=share, unit=town, kind="report", period_key="month:2026-05",
                starts_on=datetime.date(2026, 5, 1), ends_on=datetime.date(2026, 5, 31), due_on=DAY,
            )  # fmt: skip
    return f"/c/{extra.campaign.slug}/filings/{town.public_id}/{DAY.isoformat()}/"


class Thumb:
    """Counts what a finger does."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def tap(self, target):
        self.taps += 1
        self.page.locator(target).first.click()


def photo(tmp_path):
    from PIL import Image

    path = tmp_path / "村部.jpg"
    Image.linear_gradient("L").resize((2200, 1600)).convert("RGB").save(path, quality=95)
    return path


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.deep)], ids=["scripts", "no scripts"])
def test_a_month_of_six_items_in_few_taps(scripts, county, person, month, tmp_path):  # noqa: F811
    """A12; without scripts A4."""
    page = person(scripts=scripts, size=PHONE)
    log_in(page, county, "township_lead")
    page.goto(month)
    thumb = Thumb(page)
    thumb.tap("text=开始填报")
    thumb.tap(".m-list a")
    for number in range(6):
        figure = page.locator("#item-form .m-num input")
        if figure.count():
            if scripts:
                thumb.tap(".m-num button[data-step='1']")
            else:
                thumb.taps += 1
                figure.fill("5")
        if number == 0:
            thumb.taps += 2  # the tile, and the picture in the phone's own chooser
            page.set_input_files("#id_upload", photo(tmp_path))
            if scripts:
                page.locator(".photo .pic-link").wait_for()
        with page.expect_navigation():
            thumb.tap(".m-bar .btn.primary" if figure.count() else "button.wide")
        page.wait_for_load_state()
    assert "check" in page.url, page.url
    thumb.tap("main form .btn.primary")
    page.locator(".receipt").wait_for()
    assert "回执号" in page.locator("main").inner_text()
    assert thumb.taps <= MOST_TAPS, thumb.taps
    with tenant(county.county.id):
        filing = Filing.objects.get(unit=county.units.stone, due_on=DAY)
        assert filing.state == "submitted"
        assert filing.items.filter(proofs__isnull=False).count() == 1
        assert filing.items.filter(no_change=True).count() == 2
        assert all(item.proofs.get().evidence.size < 600_000 for item in filing.items.filter(proofs__isnull=False))


def test_the_net_is_lost_in_the_middle_and_the_text_is_offered_again(county, person, month):  # noqa: F811
    """A14."""
    page = person(size=PHONE)
    log_in(page, county, "township_lead")
    page.goto(month)
    page.click("text=开始填报")
    page.locator(".m-list a").first.click()
    address = page.url
    page.context.set_offline(True)
    page.fill("#id_words", "北坪村班子已调整，正在走访")
    page.fill("#item-form .m-num input", "约五")
    page.locator("#save-state >> text=没网，已存在本机").wait_for()
    page.locator(".m-bar .btn.primary").click()  # nothing is lost by pressing
    assert page.url == address
    page.context.set_offline(False)
    page.locator(
        "#save-state .state", has_text=re.compile(r"^\s*已存 \d")
    ).wait_for()  # sent by itself as soon as the net is back
    page.goto(address)
    page.click("[data-restore-take]")  # the figure that the server could not read is still here
    assert page.input_value("#item-form .m-num input") == "约五"
    assert page.input_value("#id_words") == "北坪村班子已调整，正在走访"
    page.fill("#item-form .m-num input", "5")
    with page.expect_navigation():
        page.locator(".m-bar .btn.primary").click()
    page.goto(address)
    assert page.input_value("#id_words") == "北坪村班子已调整，正在走访"
    assert page.locator("[data-restore]").is_hidden()


def test_an_error_of_the_server_keeps_the_page_and_is_tried_again(county, person, month):  # noqa: F811
    """A34."""
    page = person(size=PHONE)
    log_in(page, county, "township_lead")
    page.goto(month)
    page.click("text=开始填报")
    page.locator(".m-list a").first.click()
    page.route("**/autosave/", lambda route: route.fulfill(status=500, body="broken"))
    page.fill("#id_words", "北坪村班子已调整")
    page.locator("#save-state >> text=没存上").wait_for()
    assert page.input_value("#id_words") == "北坪村班子已调整"
    assert "broken" not in page.content(), "the message stands in its place, the page stays"
    page.unroute("**/autosave/")
    page.locator("#save-state .state", has_text=re.compile(r"^\s*已存 \d")).wait_for()
    page.goto(page.url)
    assert page.input_value("#id_words") == "北坪村班子已调整"


def test_the_session_ends_while_somebody_writes(county, person, month):  # noqa: F811
    """A33."""
    page = person(size=PHONE)
    log_in(page, county, "township_lead")
    page.goto(month)
    page.click("text=开始填报")
    page.locator(".m-list a").first.click()
    address = page.url
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.fill("#id_words", "写了半个小时")
    page.wait_for_url(re.compile("/login/"), timeout=10_000)  # the autosave finds the session over
    page.fill("[name=county]", county.county.code)
    page.fill("[name=login_name]", "township_lead")
    page.fill("[name=password]", cast.PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(address)
    page.click("[data-restore-take]")
    assert page.input_value("#id_words") == "写了半个小时"


def test_the_draft_is_kept_by_itself_and_the_bar_never_lies_over_the_field(county, person, month):  # noqa: F811
    """A12, A14."""
    page = person(size=PHONE)
    log_in(page, county, "township_lead")
    page.goto(month)
    page.click("text=开始填报")
    page.locator(".m-list a").first.click()
    for field in page.locator("#item-form .input:visible").all():
        assert float(field.evaluate("f => parseFloat(getComputedStyle(f).fontSize)")) >= 16
        field.focus()
        assert page.locator(".m-bar").evaluate("b => getComputedStyle(b).position") == "static"
    page.fill("#id_words", "自动保存")
    page.locator("#save-state [data-kept]").wait_for(timeout=8_000)
    with tenant(county.county.id):
        assert FilingItem.objects.filter(words="自动保存", state="blank").exists()
    page.locator("h1").click()
    page.wait_for_timeout(600)
    assert page.locator(".m-bar").evaluate("b => getComputedStyle(b).position") == "fixed"
