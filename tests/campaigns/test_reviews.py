"""Review of filings: each step, each refusal, who may, and what the unit is told."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Assignment, Duty, Filing, FilingEvent, FilingItem
from campaigns.services import filings, reviews
from organizations.models import Account, Membership, Notice, Person, RuleSetting
from tests.cast import STARTED

ON = datetime.date(2026, 4, 2)


def acting(cast, role):
    """The account as the middleware would hand it over."""
    account = cast.accounts[role]
    account.membership = Membership.objects.select_related("unit").get(account=account)
    account.acting_person = cast.people[role]
    return account


def more_items(cast, filing, number):
    """Further duties of the same unit and day, handed in; every second one without change."""
    made = []
    for task in cast.extra.tasks[1:3]:
        share, _ = Assignment.objects.get_or_create(
            task=task, unit=filing.unit, defaults={"role": "responsible", "since": STARTED}
        )
        for key in ("a", "b", "c"):
            if len(made) == number:
                break
            duty = Duty.objects.create(
                campaign=filing.campaign, assignment=share, unit=filing.unit, kind="milestone", period_key=f"date:{key}",
                starts_on=datetime.date(2026, 3, 1), ends_on=datetime.date(2026, 3, 31), due_on=filing.due_on,
                state="filed", filed_on=filing.due_on,
            )  # fmt: skip
            made.append(
                FilingItem.objects.create(
                    filing=filing, duty=duty, state="filled", words="按计划推进。", no_change=len(made) % 2 == 0
                )
            )
    return made


def address(cast, name="review", filing=None, **kwargs):
    filing = filing or cast.extra.waiting_filing
    return reverse(f"campaigns:{name}", kwargs={"slug": filing.campaign.slug, "filing": filing.public_id, **kwargs})


@pytest.fixture
def office(as_role):
    return as_role("county_office")


def test_pass_all_and_finish(county_a, office, inside_a):
    filing, item = county_a.extra.waiting_filing, county_a.extra.waiting_item
    answer = office.post(address(county_a, "review-item", item=item.public_id), {"decision": "accept"})
    assert answer.status_code == 302
    page = office.get(answer["Location"])
    assert "完成审核，全部通过" in page.content.decode()
    assert "data-finish autofocus" in page.content.decode()
    with inside_a():
        duty = Duty.objects.get(pk=item.duty_id)
        assert duty.state == "filed", "duties move when the review is finished"
    office.post(address(county_a, "review-finish"))
    with inside_a():
        filing.refresh_from_db()
        duty.refresh_from_db()
        assert (filing.state, duty.state) == ("accepted", "accepted")
        assert duty.accepted_on is not None
        told = Notice.objects.latest("id")
        assert "已通过" in told.subject
        assert [row.unit_id for row in told.units.all()] == [filing.unit_id]
        kinds = list(FilingEvent.objects.filter(filing=filing).values_list("kind", flat=True))
        assert kinds == ["submitted", "opened", "accepted", "accepted"]


def test_return_needs_a_reason_and_keeps_the_pick(county_a, office, inside_a):
    """A18."""
    item = county_a.extra.waiting_item
    url = address(county_a, "review-item", item=item.public_id)
    answer = office.post(url, {"decision": "return", f"{item.public_id}-reason": "   "})
    assert answer.status_code == 422
    assert "请写明退回理由" in answer.content.decode()
    long = "理" * 281
    answer = office.post(url, {"decision": "return", f"{item.public_id}-reason": long})
    assert answer.status_code == 422
    assert long in answer.content.decode(), "what was typed is not lost"
    with inside_a():
        item.refresh_from_db()
        assert item.state == "filled"
    answer = office.post(
        url, {"decision": "return", f"{item.public_id}-usual": "缺少佐证材料", f"{item.public_id}-reason": "补现场照片"}
    )
    assert answer.status_code == 302
    with inside_a():
        item.refresh_from_db()
        assert item.return_reason == "缺少佐证材料；补现场照片"


def test_unit_is_told_which_items_come_back_and_the_others_stay_passed(county_a, office, inside_a):
    """A18."""
    filing, item = county_a.extra.waiting_filing, county_a.extra.waiting_item
    url, finish = address(county_a), address(county_a, "review-finish")
    with inside_a():
        others = more_items(county_a, filing, 3)
        number_before = Notice.objects.count()
    office.post(
        address(county_a, "review-item", item=item.public_id),
        {"decision": "return", f"{item.public_id}-reason": "数字与上月不一致"},
    )
    office.post(address(county_a, "review-rest"))
    office.post(finish)
    with inside_a():
        filing.refresh_from_db()
        assert filing.state == "returned"
        assert Notice.objects.count() == number_before + 1, "one message"
        told = Notice.objects.latest("id")
        assert item.duty.assignment.task.title in told.body
        assert "数字与上月不一致" in told.body
        duty = Duty.objects.get(pk=item.duty_id)
        assert (duty.state, duty.returned) == ("open", True)
        assert duty.filed_on is not None, "correcting does not make a punctual report late"
        assert {Duty.objects.get(pk=row.duty_id).state for row in others} == {"accepted"}
        lead = acting(county_a, "township_lead")
        item.refresh_from_db()
        values = {
            "words": "已按要求核对更正。",
            "figures": {row.pk: (4, None) for row in item.duty.assignment.task.indicators.all()},
        }
        filings.save_item(item=item, by=lead, version=item.version, values=values, on=ON)
        filings.submit(filing=filing, by=lead, on=ON)
    page = office.get(url).content.decode()
    assert "还有 1 项没有审核" in page, "what was passed stays passed"
    office.post(url + "rest/")
    office.post(finish)
    with inside_a():
        filing.refresh_from_db()
        duty.refresh_from_db()
        assert (filing.state, duty.state, duty.returned) == ("accepted", "accepted", False)


def test_unchanged_items_pass_together(county_a, office, inside_a):
    filing = county_a.extra.waiting_filing
    with inside_a():
        made = more_items(county_a, filing, 4)
    page = office.get(address(county_a)).content.decode()
    assert "通过无变化的 2 项" in page
    assert "通过其余 5 项" in page
    office.post(address(county_a, "review-rest"), {"only": "unchanged"})
    with inside_a():
        states = [FilingItem.objects.get(pk=row.pk).state for row in made]
    assert states == ["accepted", "filled", "accepted", "filled"]


def test_finish_is_refused_while_an_item_is_open(county_a, office, inside_a):
    answer = office.post(address(county_a, "review-finish"))
    assert answer.status_code == 409
    assert "还有 1 项没有审核" in answer.content.decode()
    with inside_a():
        assert Duty.objects.get(pk=county_a.extra.waiting_item.duty_id).state == "filed"


def test_reading_writes_nothing(county_a, office, inside_a):
    office.get(address(county_a))
    with inside_a():
        assert Filing.objects.get(pk=county_a.extra.waiting_filing.pk).state == "submitted"


@pytest.fixture
def second_reviewer(county_a, inside_a):
    with inside_a():
        account = Account.objects.create(
            county=county_a.county, login_name="office2", password="!", must_change_password=False
        )
        Membership.objects.create(account=account, unit=county_a.units.office, role="county_office", valid_from=STARTED)
        Person.objects.create(name="卓二审", unit=county_a.units.office, account=account)
    browser = Client()
    browser.force_login(account, backend="organizations.permissions.RoleBackend")
    return browser


def test_two_reviewers_and_taking_over(county_a, office, second_reviewer, inside_a):
    item = county_a.extra.waiting_item
    office.post(address(county_a, "review-open"))
    page = second_reviewer.get(address(county_a)).content.decode()
    assert "祝明远" in page
    assert "接手审核" in page
    assert "通过这一项" not in page
    answer = second_reviewer.post(address(county_a, "review-item", item=item.public_id), {"decision": "accept"})
    assert answer.status_code == 409
    with inside_a():
        item.refresh_from_db()
        assert item.state == "filled"
    second_reviewer.post(address(county_a, "review-open"), {"take_over": "1"})
    with inside_a():
        filing = Filing.objects.select_related("opened_by").get(pk=county_a.extra.waiting_filing.pk)
        assert filing.opened_by.name == "卓二审"
        assert FilingEvent.objects.filter(filing=filing, text__contains="祝明远").exists(), "taking over leaves a trace"
    assert office.post(address(county_a, "review-rest")).status_code == 409


def test_the_unit_withdrew_meanwhile(county_a, office, inside_a):
    with inside_a():
        Filing.objects.filter(pk=county_a.extra.waiting_filing.pk).update(state="draft")
    answer = office.post(
        address(county_a, "review-item", item=county_a.extra.waiting_item.public_id), {"decision": "accept"}
    )
    assert answer.status_code == 409
    assert "撤回" in answer.content.decode()
    page = office.get(address(county_a)).content.decode()
    assert "通过这一项" not in page
    assert "已完成三个村班子调整" not in page, "a draft is the unit's own"


def test_undo_of_an_item_and_of_a_passed_filing(county_a, office, inside_a):
    filing, item = county_a.extra.waiting_filing, county_a.extra.waiting_item
    office.post(address(county_a, "review-item", item=item.public_id), {"decision": "accept"})
    office.post(address(county_a, "review-undo"), {"item": str(item.public_id)})
    with inside_a():
        item.refresh_from_db()
        assert (item.state, item.reviewed_by_id) == ("filled", None)
    office.post(address(county_a, "review-rest"))
    office.post(address(county_a, "review-finish"))
    office.post(address(county_a, "review-undo"))
    with inside_a():
        filing.refresh_from_db()
        duty = Duty.objects.get(pk=item.duty_id)
        assert (filing.state, duty.state, duty.accepted_on) == ("in_review", "filed", None)


def test_undo_on_the_next_day_and_of_a_return_is_refused(county_a, inside_a):
    with inside_a():
        by = acting(county_a, "county_office")
        item = county_a.extra.waiting_item
        today = timezone.localdate()
        reviews.accept_item(item=item, by=by, on=today)
        tomorrow = today + datetime.timedelta(days=1)
        with pytest.raises(ValidationError, match="当天"):
            reviews.undo(filing=item.filing, by=by, on=tomorrow, item=item)
        reviews.finish(filing=item.filing, by=by, on=today)
        with pytest.raises(ValidationError, match="当天"):
            reviews.undo(filing=item.filing, by=by, on=tomorrow)
        with pytest.raises(ValidationError, match="退回"):
            reviews.undo(filing=county_a.extra.returned_filing, by=by, on=today)


@pytest.mark.parametrize("name", ["filing", "returned_filing", "accepted_filing"])
def test_only_what_was_handed_in_is_reviewed(county_a, inside_a, name):
    with inside_a():
        filing = getattr(county_a.extra, name)
        with pytest.raises(ValidationError):
            reviews.accept_rest(filing=filing, by=acting(county_a, "county_office"), on=ON)


def test_a_township_reviews_its_villages_and_not_itself(county_a, as_role, inside_a):
    village = county_a.extra.village_filing
    browser = as_role("township")
    queue = browser.get(reverse("campaigns:reviews", args=[village.campaign.slug]))
    assert [row.filing for row in queue.context["rows"]] == [village]
    assert browser.post(address(county_a, "review-rest", village)).status_code == 302
    assert browser.post(address(county_a, "review-finish", village)).status_code == 302
    with inside_a():
        village.refresh_from_db()
        assert village.state == "accepted"
    own = county_a.extra.returned_filing
    assert browser.get(address(county_a, filing=own)).status_code == 404


def test_a_lead_unit_reads_and_reviews_its_line_by_setting(county_a, as_role, inside_a):
    filing, item = county_a.extra.waiting_filing, county_a.extra.waiting_item
    with inside_a():
        Assignment.objects.filter(task=item.duty.assignment.task, unit=county_a.units.finance).update(role="lead")
        other = more_items(county_a, filing, 1)[0]
        Assignment.objects.filter(task=county_a.extra.tasks[1], unit=county_a.units.finance).update(role="support")
    liaison = as_role("unit_liaison")
    page = liaison.get(address(county_a))
    assert page.status_code == 200
    assert "通过这一项" not in page.content.decode()
    assert liaison.post(address(county_a, "review-rest")).status_code == 409
    with inside_a():
        RuleSetting.objects.create(key="review.lead_units", value=True, effective_from=STARTED)
    page = liaison.get(address(county_a)).content.decode()
    assert page.count("通过这一项") == 1
    answer = liaison.post(address(county_a, "review-item", item=other.public_id), {"decision": "accept"})
    assert answer.status_code == 409, "not its line"
    assert liaison.post(address(county_a, "review-rest")).status_code == 302
    with inside_a():
        item.refresh_from_db()
        other.refresh_from_db()
        assert (item.state, other.state) == ("accepted", "filled")
    assert liaison.post(address(county_a, "review-finish")).status_code == 409


def test_the_page_puts_last_period_target_and_light_beside(county_a, office, inside_a):
    filing = county_a.extra.returned_filing
    with inside_a():
        Filing.objects.filter(pk=filing.pk).update(state="submitted")
        FilingItem.objects.filter(filing=filing).update(state="filled", return_reason="")
        Duty.objects.filter(items__filing=filing).update(
            state="filed", returned=False, filed_on=filing.due_on + datetime.timedelta(days=3)
        )
    page = office.get(address(county_a, filing=filing))
    card = page.context["page"].cards[0]
    row = card.figures[0]
    assert (row.now.value, row.last.value, row.target) == (4, 3, 8)
    assert card.last_words == "已完成三个村班子调整。"
    assert [proof.title for proof in card.proofs] == ["整顿照片"]
    assert card.late_days == 3
    assert "逾期 3 天" in page.content.decode(), "lateness stays, whoever passes it"


def test_desk_counts_what_waits(county_a, office, as_role):
    assert "份填报待审核" in office.get("/").content.decode()
    assert "1 份填报待审核" in as_role("township").get("/").content.decode()
    assert "待审核" not in as_role("village").get("/").content.decode()


@pytest.mark.parametrize("role", ["county_leader", "village", "assessor", "auditor", "county_admin"])
def test_who_may_not_review_gets_no_page_and_no_tab(county_a, as_role, role):
    assert as_role(role).get(address(county_a)).status_code == 403


def test_more_items_ask_no_more_of_the_database(county_a, office, inside_a):
    def count(url) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert office.get(url).status_code == 200
        return len(queries)

    pages = [address(county_a), reverse("campaigns:filings", args=["qzb-2026"]) + "?month=2026-03"]
    pages.append(reverse("campaigns:reviews", args=["qzb-2026"]))
    office.get(pages[0])  # the first request of a session writes when it was last seen
    few = [count(url) for url in pages]
    with inside_a():
        more_items(county_a, county_a.extra.waiting_filing, 6)
    assert [count(url) for url in pages] == few
