"""The main job in a real browser: a plan document in, a published campaign out, seen by a township on the phone.

At the sample county's size, with scripts and without. The county plan among the seed documents is read where it lies
beside the checkout; the product's own plan always.
"""

import datetime
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest

from campaigns.models import Assignment, Campaign, Task
from campaigns.samples import county_plan
from organizations.models import County
from organizations.tenancy.context import tenant
from tests.journeys.test_log_in import DESK, PHONE, log_in, person  # noqa: F401  # a fixture
from tests.roles import gather_statistics
from tests.sample_county import fill

pytestmark = pytest.mark.browser

PASSWORD = "Lanxi-2026-trial"
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


@pytest.fixture
def county(live_server) -> County:
    county = fill(datetime.date(2026, 11, 20))[0]
    gather_statistics()
    return county


@pytest.fixture
def somebody(person, county):  # noqa: F811
    """`somebody("office", scripts=…, size=…)`: a person of the sample county who has logged in."""

    def arrive(login_name: str, *, scripts: bool = True, size: dict = DESK):
        page = person(scripts=scripts, size=size)
        log_in(page, SimpleNamespace(county=county), login_name, PASSWORD)
        return page

    return arrive


def plan_file(name: str, tmp_path: Path) -> Path:
    if name == "own":
        path = tmp_path / "实施方案.txt"
        path.write_text(county_plan.TEXT.format(year=2026), encoding="utf-8")
        return path
    found = sorted(SEEDS.glob(f"{name}_*"))
    if not found:
        pytest.skip("the seed documents are not beside this checkout")
    return found[0]


def press(page, words: str) -> None:
    """A button or link of the page itself by its words, and the answer it leads to."""
    with page.expect_navigation():
        page.locator(f"main :is(a, button):has-text('{words}') >> visible=true").first.click()


def hand_in(page, path: Path) -> str:
    """Upload; where the draft's steps live."""
    page.goto("/c/new/")
    page.set_input_files("input[type=file]", path)
    press(page, "识别任务")
    assert "/tasks/" in page.url, page.locator("main").inner_text()
    return page.url.split("/tasks/")[0]


def answer_questions(page) -> None:
    """Each open question of the reader gets its first choice, or a few words where there is none."""
    tasks = page.url
    waiting = page.locator(".pp-asks li:not(:has(small))")
    for _turn in range(waiting.count()):
        with page.expect_navigation():
            waiting.first.locator("a:has-text('答复')").click()
        choice = page.locator("main input[type=radio]").first
        if choice.count():
            choice.check()
        else:
            page.locator("main input[type=text], main textarea").first.fill("按正文办理")
        press(page, "保存答复")
        page.goto(tasks)
    assert not waiting.count()


def match_units(page, draft: str) -> None:
    """Each name that is not in the register: the nearest one, or one chosen from the list, for the whole plan at once."""
    page.goto(f"{draft}/units/")
    for _turn in range(40):
        unknown = page.locator("#unknown li")
        if not unknown.count():
            return
        row = unknown.first
        if row.locator("form button").count():
            with page.expect_navigation():
                row.locator("form button").first.click()
            continue
        with page.expect_navigation():
            row.locator("a:has-text('另选单位')").click()
        page.select_option("select[name=target]", index=1)
        page.check("[name=everywhere]")
        press(page, "保存责任单位")
    raise AssertionError("names that cannot be matched")


def carry_whole_actions(page, draft: str, most: int) -> None:
    """A township gives whole actions to its villages: the first of the list, which are its own."""
    page.goto(f"{draft}/units/")
    links = page.locator("main a:has-text('给整个行动加单位')")
    for number in range(min(links.count(), most)):
        with page.expect_navigation():
            links.nth(number).click()
        own = page.locator("select[name=target] optgroup option").first.get_attribute("value")
        page.select_option("select[name=target]", own)
        with page.expect_navigation():
            page.locator("main form button[type=submit]").first.click()
        page.goto(f"{draft}/units/")


def fill_numbers(page, draft: str) -> None:
    """The check page names each gap and leads to its row."""
    for _turn in range(40):
        page.goto(f"{draft}/review/")
        gap = page.locator("#blocking li a").first
        if not gap.count():
            return
        words = gap.inner_text()
        gap.click()
        page.wait_for_load_state()
        value = page.locator("main [name=value]")
        assert value.count(), f"{words} leads to {page.url}"
        value.fill("８０")  # as typed with a Chinese keyboard
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()
    raise AssertionError("gaps that cannot be filled")


def publish(page, draft: str) -> str:
    page.goto(f"{draft}/review/")
    press(page, "发布活动")
    assert "/c/new/" not in page.url, page.locator("main").inner_text()
    return page.url.split("/c/")[1].split("/")[0]


# The mission goes the same way in the gate.
@pytest.mark.deep
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("name", ["own", "000"])
def test_a_county_plan_becomes_a_campaign(name, scripts, county, somebody, tmp_path):
    page = somebody("office", scripts=scripts)
    draft = hand_in(page, plan_file(name, tmp_path))
    answer_questions(page)
    match_units(page, draft)
    fill_numbers(page, draft)
    slug = publish(page, draft)
    gather_statistics()

    page.goto(f"/c/{slug}/")
    matrix = page.locator("table.matrix, .matrix table").first
    assert matrix.locator("tbody tr").count() == 17, "one row for each township"
    for kind in ("xlsx", "docx"):
        with page.expect_download() as waiting:
            page.locator(f"a[href*='table.{kind}']").first.click()
        assert "[Content_Types].xml" in ZipFile(waiting.value.path()).namelist()
    with tenant(county.id):
        campaign = Campaign.objects.get(slug=slug)
        text = campaign.plan.text
        tasks = list(Task.objects.filter(campaign=campaign).in_plan_order())
        assert len(tasks) == 18
        assert Assignment.objects.filter(task__campaign=campaign, unit__kind="township").exists()
    for task in (tasks[0], tasks[-1]):
        page.goto(f"/c/{slug}/tasks/{task.number}/")
        sentence = text[task.span_start : task.span_end]
        assert page.locator("mark, .src, .mk").first.is_visible()
        assert sentence[5:20] in page.locator("main").inner_text().replace("\n", "")

    phone = somebody("lead", scripts=scripts, size=PHONE)
    phone.goto(f"/c/{slug}/mine/")
    assert phone.locator("h1").count() == 1
    assert phone.locator(f"main a[href*='/c/{slug}/tasks/']").count() >= 5
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390 if scripts else True


@pytest.mark.deep
def test_a_township_plan_is_carried_by_its_villages(county, somebody, tmp_path):
    page = somebody("lead")
    draft = hand_in(page, plan_file("003", tmp_path))
    answer_questions(page)
    match_units(page, draft)
    carry_whole_actions(page, draft, most=30)
    fill_numbers(page, draft)
    slug = publish(page, draft)
    with tenant(county.id):
        campaign = Campaign.objects.get(slug=slug)
        assert campaign.owner.kind == "township"
        kinds = set(Assignment.objects.filter(task__campaign=campaign).values_list("unit__kind", flat=True))
        assert "village" in kinds, kinds
