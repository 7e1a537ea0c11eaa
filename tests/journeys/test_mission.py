"""The product's one sentence, walked in a real browser with a real worker: the roster comes in, the plan is read and published, a
township files, income is entered, a first secretary is posted, reminders go out, the year is rolled up, and from the ranking
it is three clicks to a piece of evidence; then two persons make it final."""

import datetime

import pytest
from django.utils import timezone

from assessments.models import Assessment, RollupProgress
from assessments.services import publication
from cadres.models import Posting
from campaigns.models import Duty
from campaigns.services import reminders
from organizations.models import Membership, Message
from organizations.services.notices import sending_time
from organizations.tenancy.context import tenant
from tests.journeys.test_log_in import county, log_in, person  # noqa: F401  # fixtures
from tests.journeys.test_plan_to_campaign import answer_questions, fill_numbers, hand_in, press
from tests.journeys.test_reporting_loop import ITEMS, PLAN, Journey
from tests.journeys.test_villages import send, take
from tests.organizations.imports.workbooks import xlsx
from tests.processes import Crew, own_broker, wait_until
from villages.models import IncomeEntry, VillageYear
from villages.selectors.income import present_quarter

pytestmark = [pytest.mark.browser, pytest.mark.servers]


def import_roster(page, cast, folder) -> None:
    head = ["乡镇", "村名", "区划代码", "户数", "人口", "党员数"]
    rows = [
        ["石桥镇", "渡口村", cast.units.ford.code, 431, 1544, 48],
        ["石桥镇", "岭上村", cast.units.ridge.code, 215, 826, 22],
    ]
    send(page, "villages", xlsx(["岚溪县村级台账"], head, *rows), folder, "台账.xlsx")
    take(page)
    with tenant(cast.county.id):
        assert VillageYear.objects.filter(unit=cast.units.ford, households=431).exists()


def read_and_publish(page, cast, folder) -> str:
    today = timezone.localdate()
    due = today + datetime.timedelta(days=3)
    path = folder / "实施方案.txt"
    path.write_text(PLAN.format(year=today.year, due=f"{due.year}年{due.month}月{due.day}日"), encoding="utf-8")
    draft = hand_in(page, path)
    answer_questions(page)
    fill_numbers(page, draft)
    page.goto(f"{draft}/review/")
    press(page, "发布活动")
    assert "/c/new/" not in page.url, page.locator("main").inner_text()
    return page.url.split("/c/")[1].split("/")[0]


def enter_income(page, cast) -> None:
    year, quarter = present_quarter(timezone.localdate())
    page.goto(f"/income/{year}/{quarter}/{cast.units.stone.public_id}/")
    page.locator("input[data-line]").nth(5).fill("6.5")
    page.keyboard.press("Tab")
    page.locator(".income-state:has-text('已保存')").wait_for()
    with tenant(cast.county.id):
        assert IncomeEntry.objects.filter(unit=cast.units.ridge, year=year, quarter=quarter, amount=65_000).exists()


def post_first_secretary(page, cast) -> None:
    page.goto(f"/postings/new/?village={cast.units.ridge.public_id}")
    page.select_option("[name=unit]", str(cast.units.ridge.public_id))
    page.locator("label", has_text="第一书记").first.click()
    page.select_option("[name=person]", str(cast.people["plain"].public_id))
    page.fill("[name=starts_on]", str(timezone.localdate()))
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    with tenant(cast.county.id):
        assert Posting.objects.filter(unit=cast.units.ridge, person=cast.people["plain"]).exists()


def remind(cast) -> None:
    """At the first hour of work from now on; who filed is left alone, who did not is told."""
    noon = timezone.localtime().replace(hour=10, minute=0)
    with tenant(cast.county.id):
        moments = (noon + datetime.timedelta(days=n) for n in range(12))
        moment = next(one for one in moments if sending_time(moment=one).open)
        before = Message.objects.count()
        assert reminders.remind(moment=moment)
        assert Message.objects.count() > before


def test_the_mission(county, person, process_environment, tmp_path):  # noqa: F811
    logs = tmp_path / "logs"
    logs.mkdir()
    with own_broker() as (address, _broker):
        crew = Crew(process_environment | {"REDIS_URL": address}, logs)
        try:
            crew.dispatcher()
            crew.worker()
            _walk(county, person, tmp_path, crew)
        finally:
            crew.dismiss()


def _walk(county, person, tmp_path, crew) -> None:  # noqa: F811
    journey = Journey(county, person, scripts=True)
    desk = journey.desk
    import_roster(desk, county, tmp_path)
    slug = read_and_publish(desk, county, tmp_path)
    journey.home = f"/c/{slug}/"

    def opened() -> bool:
        with tenant(county.county.id):
            return Duty.objects.filter(campaign__slug=slug).count() >= 2 * ITEMS

    wait_until(opened, seconds=60, what=crew.logs)
    journey.fill(tmp_path)
    journey.open_review()
    journey.review(f"通过其余 {ITEMS} 项", "完成审核，全部通过")
    enter_income(journey.phone, county)
    post_first_secretary(desk, county)
    remind(county)
    assessment = _set_up(desk, county, slug)
    with desk.expect_navigation():
        desk.get_by_role("button", name="开始测算").click()

    def computed() -> bool:
        with tenant(county.county.id):
            return RollupProgress.objects.filter(run__assessment=assessment, state="done").exists()

    wait_until(computed, seconds=60, what=crew.logs)
    desk.goto(f"/assessments/{assessment.public_id}/")
    with desk.expect_navigation():
        desk.locator("table.rank a", has_text="石桥").first.click()  # one
    with desk.expect_navigation():
        desk.locator(".tree a.l2", has_text="走访困难群众").first.click()  # two
    text = desk.locator("#item").inner_text()
    assert "到期 1 次，通过 1 次" in text, text
    assert "= " in text, "the sum stands there"
    link = desk.locator("#item a[href*='/evidence/']").first  # three
    assert desk.request.get(link.get_attribute("href")).ok
    _make_final(desk, person, county, assessment)


def _set_up(desk, cast, slug) -> Assessment:
    desk.goto("/assessments/new/")
    with tenant(cast.county.id):
        campaign = Duty.objects.filter(campaign__slug=slug).select_related("campaign").first().campaign
    desk.select_option("[name=campaign]", str(campaign.public_id))
    desk.fill("[name=year]", str(timezone.localdate().year))
    desk.fill("[name=name]", "走村问需年度考核")
    press(desk, "建立考核")
    with tenant(cast.county.id):
        assessment = Assessment.objects.get(name="走村问需年度考核")
    put_in_force(desk, assessment)
    return assessment


def put_in_force(desk, assessment) -> None:
    """By its page: the scheme made from the tasks is read, and put into force as it is."""
    desk.goto(f"/assessments/{assessment.public_id}/scheme/")
    assert desk.locator("text=取自报送记录").count() == 1
    desk.fill("[name=document_number]", "岚组发〔2026〕12号")
    press(desk, "生效这一版")
    desk.wait_for_url(f"**/assessments/{assessment.public_id}/")


def _make_final(desk, person, cast, assessment) -> None:  # noqa: F811
    desk.goto(f"/assessments/{assessment.public_id}/")
    press(desk, "送领导小组审定")
    today = timezone.localdate()
    leader = cast.accounts["county_leader"]
    with tenant(cast.county.id):
        # The days of the notice pass on paper only: a browser cannot wait for them.
        leader.membership = Membership.objects.select_related("unit").get(account=leader)
        leader.acting_person = cast.people["county_leader"]
        row = Assessment.objects.get(pk=assessment.pk)
        week = datetime.timedelta(days=7)
        publication.give_notice(
            assessment=row, until=today - datetime.timedelta(days=1), document_number="公示〔2026〕1号", version=row.version,
            by=leader, on=today - week,
        )  # fmt: skip
    page = person()
    log_in(page, cast, "county_leader")
    page.goto(f"/assessments/{assessment.public_id}/")
    page.fill("form:has(button[value=final]) [name=document_number]", "岚办发〔2026〕21号")
    with page.expect_navigation():
        page.locator("button[value=final]").click()
    assert "已定稿" in page.locator("main").inner_text()
    with tenant(cast.county.id):
        assert Assessment.objects.get(pk=assessment.pk).state == "final"
