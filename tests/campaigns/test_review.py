"""Step 5 of the wizard: the checker, and publishing by one, by two, and after a merger."""

import datetime
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from campaigns.checking import gaps
from campaigns.models import Assignment, Campaign, CampaignVersion, Carrier, CarrierExemption, Indicator, TaskDate
from campaigns.services import drafts, publishing
from organizations.models import Notice, NoticeUnit, Unit, UnitGroup
from organizations.services import units
from organizations.tenancy.context import tenant

ON = datetime.date(2026, 3, 1)


def at(name, draft):
    return reverse(f"campaigns:draft-{name}", args=[draft.public_id])


def close_gaps(cast):
    """The sample draft, with nothing left open."""
    extra = cast.extra
    Carrier.objects.filter(pk=extra.open_carrier.pk).update(unit=cast.units.finance)
    Indicator.objects.filter(pk=extra.open_indicator.pk).update(value=80)
    type(extra.question).objects.filter(pk=extra.question.pk).update(answer="年底前")


@pytest.fixture
def inside(inside_a):
    with inside_a():
        yield


@pytest.fixture
def ready(inside, county_a):
    close_gaps(county_a)
    return Campaign.objects.get(pk=county_a.extra.draft.pk)


@pytest.fixture
def office(county_a):
    return county_a.accounts["county_office"]


def _no_carrier(cast):
    cast.extra.draft_tasks[1].carriers.all().delete()


def _unresolved(cast):
    Carrier.objects.filter(task=cast.extra.draft_tasks[1]).update(unit=None)


def _closed(cast):
    Carrier.objects.filter(task=cast.extra.draft_tasks[1]).update(unit=cast.units.spring)
    units.close_unit(unit=cast.units.spring, by=cast.accounts["county_admin"], on=datetime.date(2026, 2, 1))


def _empty_group(cast):
    group = UnitGroup.objects.create(name="各街道", rule_kind="other")
    Carrier.objects.filter(task=cast.extra.draft_tasks[1]).update(unit=None, group=group)


def _all_exempt(cast):
    task = cast.extra.draft_tasks[1]
    Carrier.objects.filter(task=task).update(unit=None, group=cast.extra.carrier_group)
    for unit in (cast.units.stone, cast.units.maple):
        CarrierExemption.objects.create(carrier=task.carriers.get(), unit=unit, reason="没有任务")


def _no_value(cast):
    Indicator.objects.filter(pk=cast.extra.open_indicator.pk).update(value=None)


def _question(cast):
    type(cast.extra.question).objects.filter(pk=cast.extra.question.pk).update(answer="")


def _outside(cast):
    TaskDate.objects.filter(pk=cast.extra.draft_date.pk).update(ends_on=datetime.date(2027, 1, 31))


def _clash(cast):
    TaskDate.objects.filter(pk=cast.extra.draft_date.pk).update(ends_on=datetime.date(2026, 6, 30))
    TaskDate.objects.create(
        task=cast.extra.draft_tasks[0],
        kind="milestone",
        what="验收",
        words="9月验收",
        ends_on=datetime.date(2026, 9, 30),
    )


def _words(cast):
    TaskDate.objects.filter(pk=cast.extra.draft_date.pk).update(ends_on=None)


def _year(cast):
    Campaign.objects.filter(pk=cast.extra.draft.pk).update(year=2025)


def _year_in_name(cast):
    Campaign.objects.filter(pk=cast.extra.draft.pk).update(name="2025年强支部活动")


def _indicator_year(cast):
    Indicator.objects.filter(pk=cast.extra.open_indicator.pk).update(year=2028)


def _twice(cast):
    type(cast.extra.draft_tasks[0]).objects.filter(campaign=cast.extra.draft).update(title="开展轮训")


def _due_twice(cast):
    task = cast.extra.draft_tasks[0]
    task.sub_items.all().delete()
    for words, month in (("6月底前", 6), ("9月底前", 9)):
        TaskDate.objects.create(task=task, kind="due", words=words, ends_on=datetime.date(2026, month, 30))


def _unit_twice(cast):
    Carrier.objects.create(
        task=cast.extra.draft_tasks[1], written="财政局", unit=cast.units.finance, role="support", order=9
    )


CASES = [
    (_no_carrier, "no_carrier", True), (_unresolved, "unresolved", True), (_closed, "closed_unit", True), (_empty_group, "empty_group", True),
    (_all_exempt, "all_exempt", True), (_no_value, "no_value", True), (_question, "question", True), (_outside, "date_outside", False),
    (_clash, "date_clash", False), (_words, "date_words", False), (_year, "year", False), (_year_in_name, "year_in_name", False),
    (_indicator_year, "indicator_year", False), (_twice, "task_twice", False), (_unit_twice, "unit_twice", False), (_due_twice, "due_twice", False),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "kind", "blocks"), CASES, ids=[case[1] for case in CASES])
def test_the_checker_finds_it_and_its_link_leads_to_a_page(spoil, kind, blocks, ready, county_a, office, as_role):
    """A11: each gap has its link."""
    assert kind not in {gap.kind for gap in gaps(campaign=ready, on=ON)}
    spoil(county_a)
    ready.refresh_from_db()
    found = [gap for gap in gaps(campaign=ready, on=ON) if gap.kind == kind]
    assert found
    assert {gap.blocks for gap in found} == {blocks}
    response = as_role("county_office").get(at("review", ready))
    listed = response.context["blocking" if blocks else "told"]
    urls = [line["url"] for line in listed if line["kind"] == kind]
    assert urls
    if "/tasks/" not in urls[0]:
        assert as_role("county_office").get(urls[0].partition("#")[0]).status_code == 200
    if blocks:
        with pytest.raises(ValidationError):
            publishing.publish(campaign=ready, by=office, on=ON)
    else:
        publishing.publish(campaign=ready, by=office, on=ON)


def test_the_sample_draft_has_one_gap_of_each_kind_and_cannot_be_published(inside, county_a, as_role):
    """A11: gaps block publishing."""
    browser = as_role("county_office")
    page = browser.get(at("review", county_a.extra.draft)).content.decode()
    assert "3 处要先补上，才能发布" in page
    assert "发布活动</button>" not in page
    response = browser.post(at("publish", county_a.extra.draft), {"on": ""}, follow=True)
    assert "有 3 处要先补上" in response.content.decode()
    assert Campaign.objects.get(pk=county_a.extra.draft.pk).is_draft


def test_the_page_counts_what_publishing_does(ready, office, as_role):
    context = as_role("county_office").get(at("review", ready)).context
    assert (context["tasks"], context["written"], context["exempt"]) == (3, 7, 1)
    publishing.publish(campaign=ready, by=office, on=datetime.date(2026, 11, 24))
    active = Assignment.objects.filter(task__campaign=ready).active()
    assert context["shares"] == active.count()
    assert len(context["units"]) == active.values("unit").distinct().count()


def test_an_exempt_unit_gets_an_exempt_assignment_and_no_message(ready, county_a, office):
    before = set(Notice.objects.values_list("pk", flat=True))
    version = publishing.publish(campaign=ready, by=office, on=ON)
    share = Assignment.objects.get(task__campaign=ready, unit=county_a.units.maple)
    assert (share.state, share.reason) == ("exempt", county_a.extra.exemption.reason)
    told = [row.unit for row in NoticeUnit.objects.exclude(notice__in=before).select_related("unit")]
    assert county_a.units.maple not in told
    assert len(told) == len(set(told)) == 5
    assert version.snapshot["opened_on"] == "2026-03-01"


def test_an_exempt_unit_that_is_named_too_carries_the_task(ready, county_a, office):
    Carrier.objects.create(
        task=county_a.extra.draft_tasks[0], written="枫林乡", unit=county_a.units.maple, role="support", order=20
    )
    publishing.publish(campaign=ready, by=office, on=ON)
    share = Assignment.objects.get(task__campaign=ready, unit=county_a.units.maple)
    assert (share.state, share.role, share.reason) == ("active", "support", "")


def test_a_merger_between_check_and_publishing(ready, county_a, as_role):
    assert not as_role("county_office").get(at("review", ready)).context["blocking"]
    admin = county_a.accounts["county_admin"]
    units.merge_unit(unit=county_a.units.finance, into=county_a.units.farming, by=admin, on=datetime.date(2026, 2, 1))
    response = as_role("county_office").post(at("publish", ready), {"on": ""})
    assert response["Location"] == f"/c/{ready.slug}/tasks/"
    shares = Assignment.objects.filter(task__campaign=ready)
    assert not shares.filter(unit=county_a.units.finance).exists()
    assert shares.filter(unit=county_a.units.farming).count() == 3


def test_publishing_twice_leads_to_the_campaign(ready, as_role):
    browser = as_role("county_office")
    for _press in range(2):
        assert browser.post(at("publish", ready), {"on": ""})["Location"] == f"/c/{ready.slug}/tasks/"
    assert CampaignVersion.objects.filter(campaign=ready).count() == 1
    for name in ("units", "rules", "review"):
        assert browser.get(at(name, ready))["Location"] == f"/c/{ready.slug}/tasks/"


def test_a_draft_given_up_meanwhile_is_not_published(ready, office):
    stale = Campaign.objects.get(pk=ready.pk)
    drafts.discard_draft(campaign=ready, by=office)
    with pytest.raises(ValidationError, match="已经被放弃"):
        publishing.publish(campaign=stale, by=office, on=ON)


@pytest.mark.parametrize("day", ["yesterday", "2020-01-01", "2999-01-01", "2026-02-30"])
def test_a_day_to_open_for_must_be_one(day, ready, as_role):
    browser = as_role("county_office")
    assert browser.get(at("review", ready), {"on": day}).status_code == 422
    assert browser.get(at("units", ready), {"on": day}).status_code == 422
    browser.post(at("publish", ready), {"on": day})
    assert Campaign.objects.get(pk=ready.pk).is_draft


def test_who_may_prepare_but_not_publish_is_told_whom_to_ask(inside, county_a, as_role):
    town = county_a.extra.town_campaign
    Campaign.objects.filter(pk=town.pk).update(state="draft")
    page = as_role("township").get(at("review", town)).content.decode()
    assert "发布请书记或组织部办理" in page
    assert as_role("township").post(at("publish", town), {"on": ""}).status_code == 403
    assert as_role("assessor").post(at("publish", county_a.extra.draft), {"on": ""}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_editors_publishing_at_once_make_one_campaign_and_one_message_a_unit(county_a):
    with tenant(county_a.county.id):
        close_gaps(county_a)
        notices = Notice.objects.count()
    gate, answers = Barrier(2), []

    def press():
        try:
            browser = Client()
            browser.force_login(county_a.accounts["county_office"], backend="organizations.permissions.RoleBackend")
            gate.wait(10)
            answers.append(browser.post(at("publish", county_a.extra.draft), {"on": ""}))
        finally:
            connection.close()

    threads = [Thread(target=press) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert {answer["Location"] for answer in answers} == {f"/c/{county_a.extra.draft.slug}/tasks/"}
    with tenant(county_a.county.id):
        assert CampaignVersion.objects.filter(campaign=county_a.extra.draft).count() == 1
        assert Notice.objects.count() == notices + 5


def test_units_stand_kind_by_kind_whatever_their_numbers(ready, county_a, as_role):
    """Villages and departments are numbered each for themselves: sorted by number alone they would be mixed."""
    task, units = county_a.extra.draft_tasks[0], county_a.units
    with tenant(county_a.county.id):
        Unit.objects.filter(pk=units.ford.pk).update(order=0)
        Unit.objects.filter(pk=units.finance.pk).update(order=50)
        for unit in (units.ford, units.finance):
            Carrier.objects.create(task=task, written=unit.name, unit=unit, role="support", order=50)
    names = [row["unit"].name for row in as_role("county_office").get(at("review", ready)).context["units"]]
    assert names.index(units.finance.name) < names.index(units.stone.name) < names.index(units.ford.name)
