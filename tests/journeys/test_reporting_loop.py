"""The whole loop, nobody telephones: published, duties open, filed on a phone, one item back, corrected, passed, lights follow."""

import datetime
import re

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Duty, Filing
from campaigns.plans import plan_as_json, read_plan
from campaigns.services import drafting, plans
from organizations.models import Membership, OutboxJob, Person
from organizations.services import outbox
from organizations.tenancy.context import tenant
from tests.journeys.test_file_progress import photo
from tests.journeys.test_log_in import PHONE, county, log_in, person  # noqa: F401  # fixtures
from tests.processes import Crew, own_broker, wait_until

pytestmark = pytest.mark.browser
ITEMS = 6
PLAN = """岚溪县{year}年“走村问需”活动实施方案

为摸清群众需求、办好身边小事，制定本方案。

一、重点任务

（一）走访行动

1.走访困难群众。{due}前走访困难群众不少于30户。（责任单位：石桥镇、枫林乡）

2.走访老党员。{due}前走访老党员不少于20人。（责任单位：石桥镇、枫林乡）

3.召开院坝会。{due}前召开院坝会不少于12场。（责任单位：石桥镇、枫林乡）

（二）办事行动

1.办好身边小事。{due}前办好小事不少于40件。（责任单位：石桥镇、枫林乡）

2.公开办理结果。{due}前在村务公开栏公开办理结果。（责任单位：石桥镇、枫林乡）

3.整理需求台账。{due}前完成台账整理。（责任单位：石桥镇、枫林乡）

二、工作要求

（一）落实专人负责。各乡镇明确一名负责人。
"""


@pytest.fixture
def draft(county):  # noqa: F811
    """A plan that was read and taken in; publishing it is the first step of the journey."""
    today = timezone.localdate()
    due = today + datetime.timedelta(days=3)
    account = county.accounts["county_office"]
    with tenant(county.county.id):
        account.membership = Membership.objects.get(account=account)
        account.acting_person = Person.objects.get(account=account)
        text = PLAN.format(year=today.year, due=f"{due.year}年{due.month}月{due.day}日")
        plan = plans.take_in(
            reading=plan_as_json(read_plan(text)), owner=county.units.office, file_name="方案.txt", by=account
        )
        campaign = drafting.draft_campaign(plan=plan, by=account, on=today)
        Campaign.objects.filter(pk=campaign.pk).update(
            starts_on=today - datetime.timedelta(days=40),
            ends_on=today + datetime.timedelta(days=60),
            first_is_lead=False,
        )
        for question in plan.questions.all():
            plans.answer_question(question=question, answer=(question.readings or ["按方案办理"])[0], by=account)
    return campaign


class Journey:
    """The steps, whoever opens the duties."""

    def __init__(self, county, person, scripts: bool):  # noqa: F811
        self.county, self.scripts = county, scripts
        self.desk, self.phone = person(scripts=scripts), person(scripts=scripts, size=PHONE)
        log_in(self.desk, county, "county_office")
        log_in(self.phone, county, "township_lead")
        self.home = ""

    def publish(self, campaign) -> None:
        self.desk.goto(f"/c/new/{campaign.public_id}/review/")
        with self.desk.expect_navigation():
            self.desk.get_by_role("button", name="发布活动").click()
        assert "/c/new/" not in self.desk.url, self.desk.locator("main").inner_text()
        with tenant(self.county.county.id):
            self.home = f"/c/{Campaign.objects.get(pk=campaign.pk).slug}/"

    def duties(self):
        return Duty.objects.filter(campaign__slug=self.home.split("/")[2])

    def lamps(self, path: str) -> list[str]:
        """What the lights of 石桥镇 say on a page."""
        self.desk.goto(self.home + path)
        lamps = self.desk.locator(f".matrix td a[href*='/{self.county.units.stone.public_id}/']")
        return [lamp.get_attribute("aria-label") for lamp in lamps.all()]

    def numbers(self) -> str:
        self.desk.goto(self.home)
        return re.sub(r"\s+", " ", self.desk.locator("main").inner_text())

    def open_filing(self) -> None:
        self.phone.goto("/")
        self.phone.locator(f"main a[href*='{self.home}filings/']").first.click()
        self.phone.wait_for_url(re.compile("/filings/"))
        assert self.phone.evaluate("document.documentElement.scrollWidth") <= 390 if self.scripts else True

    def fill(self, tmp_path) -> None:
        page = self.phone
        self.open_filing()
        page.click("text=开始填报")
        page.locator(".m-list a").first.click()
        for number in range(ITEMS):
            figure = page.locator("#item-form .m-num input")
            if figure.count():
                figure.fill("１２" if number == 0 else "12")
            page.fill("#id_words", f"第{number + 1}项已按要求办理，资料齐全。")
            if number == 0:
                page.set_input_files("#id_upload", photo(tmp_path))
                if self.scripts:
                    page.locator(".photo .pic-link").wait_for()
            with page.expect_navigation():
                page.locator(".m-bar .btn.primary").click()
        self.send()

    def send(self) -> None:
        assert "/check/" in self.phone.url, self.phone.locator("main").inner_text()
        self.phone.locator("main form .btn.primary").first.click()
        self.phone.locator(".receipt").wait_for()

    def review(self, *buttons: str) -> None:
        for name in buttons:
            with self.desk.expect_navigation():
                self.desk.get_by_role("button", name=name).click()

    def open_review(self) -> None:
        self.desk.goto(self.home + "review/")
        with self.desk.expect_navigation():
            self.desk.locator(f"main a[href^='{self.home}review/']").filter(has_text="石桥").first.click()

    def send_one_back(self) -> None:
        self.open_review()
        card = self.desk.locator("[data-item]").nth(1)
        card.locator("summary").first.click()
        card.get_by_label("缺少佐证材料").check()
        with self.desk.expect_navigation():
            card.locator("details button").first.click()
        self.review("通过其余 5 项", "完成审核，退回 1 项")

    def correct(self) -> None:
        self.open_filing()
        assert "缺少佐证材料" in self.phone.locator("main").inner_text()
        self.phone.locator(".m-list a").first.click()
        self.phone.fill("#id_words", "已补充走访记录，见附件登记表。")
        with self.phone.expect_navigation():
            self.phone.locator(".m-bar .btn.primary").click()
        self.send()

    def pass_the_rest(self) -> None:
        self.open_review()
        self.review("通过其余 1 项", "完成审核，全部通过")

    def walk(self, tmp_path) -> None:
        """From the open duties to the lights."""
        lights, overview = self.lamps("lights/"), self.numbers()
        assert len(lights) == ITEMS, self.desk.locator("main").inner_text()
        assert not any("销号" in lamp for lamp in lights), lights
        self.fill(tmp_path)
        self.send_one_back()
        with tenant(self.county.county.id):
            filing = Filing.objects.get(campaign__slug=self.home.split("/")[2], unit=self.county.units.stone)
            assert filing.state == "returned"
            first = set(self.duties().filter(unit=filing.unit).values_list("filed_on", flat=True))
            number = filing.number
        returned = self.lamps("lights/")
        assert sum("销号" in lamp for lamp in returned) == ITEMS - 1, returned
        self.correct()
        self.pass_the_rest()
        with tenant(self.county.county.id):
            filing.refresh_from_db()
            assert (filing.state, filing.number) == ("accepted", number)
            duties = self.duties().filter(unit=filing.unit)
            assert set(duties.values_list("state", flat=True)) == {"accepted"}
            assert set(duties.values_list("filed_on", flat=True)) == first
            assert filing.items.filter(proofs__isnull=False).count() == 1
        passed = self.lamps("lights/")
        assert all("销号" in lamp for lamp in passed), passed
        assert self.numbers() != overview


@pytest.mark.deep  # in the gate the mission goes the same way
@pytest.mark.servers
def test_the_loop_with_scripts_and_a_real_worker(county, person, draft, process_environment, tmp_path):  # noqa: F811
    logs = tmp_path / "logs"
    logs.mkdir()
    with own_broker() as (address, _broker):
        crew = Crew(process_environment | {"REDIS_URL": address}, logs)
        try:
            crew.dispatcher()
            crew.worker()
            journey = Journey(county, person, scripts=True)
            journey.publish(draft)

            def opened() -> bool:
                with tenant(county.county.id):
                    return journey.duties().count() >= 2 * ITEMS

            wait_until(opened, seconds=60, what=crew.logs)
        finally:
            crew.dismiss()
    journey.walk(tmp_path)


@pytest.mark.deep
def test_the_loop_without_scripts(county, person, draft, tmp_path):  # noqa: F811
    """A4: log in, publish, file, review, return."""
    journey = Journey(county, person, scripts=False)
    journey.publish(draft)
    with tenant(county.county.id):
        for job in OutboxJob.objects.filter(kind="open_campaign_duties", state="pending"):
            outbox.perform(job_id=job.pk)
        assert journey.duties().count() == 2 * ITEMS
    journey.walk(tmp_path)
