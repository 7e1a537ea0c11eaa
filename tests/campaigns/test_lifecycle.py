"""Pause, resume, close, archive: each allowed move, each refused one, and who hears of it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from campaigns.models import Assignment, Campaign, CampaignPause, CampaignVersion
from campaigns.services import lifecycle
from organizations.errors import StaleVersion
from organizations.models import AuditEntry, Notice, NoticeUnit

DAY = datetime.date(2026, 6, 30)


@pytest.fixture
def campaign(county_a, inside_a):
    with inside_a():
        yield county_a.extra.campaign


@pytest.fixture
def office(county_a):
    return county_a.accounts["county_office"]


def move(name, campaign, office, on=DAY, **more):
    campaign.refresh_from_db()
    given = {"version": campaign.version, "by": office, "on": on, **more}
    if name in ("pause", "close"):
        given = {"reason": "防汛救灾", **given}
    if name == "pause":
        given = {"starts_on": on, **given}
    return getattr(lifecycle, name)(campaign=campaign, **given)


def put(campaign, state):
    Campaign.objects.filter(pk=campaign.pk).update(state=state)


ALLOWED = {
    ("published", "pause"): "paused", ("published", "close"): "closed", ("paused", "resume"): "published",
    ("paused", "close"): "closed", ("closed", "archive"): "archived",
}  # fmt: skip


@pytest.mark.parametrize("state", ["draft", "published", "paused", "closed", "archived"])
@pytest.mark.parametrize("name", ["pause", "resume", "close", "archive"])
def test_each_move_from_each_state(state, name, campaign, office):
    put(campaign, state)
    before = CampaignVersion.objects.filter(campaign=campaign).count()
    if (state, name) in ALLOWED:
        version = move(name, campaign, office)
        campaign.refresh_from_db()
        assert campaign.state == ALLOWED[state, name]
        assert version.number == before + 1
        assert version.changes[0]["field"] == "状态"
        assert AuditEntry.objects.filter(action=f"campaign.{name}", target_id=str(campaign.public_id)).count() == 1
    else:
        with pytest.raises(ValidationError, match="不能这样处理"):
            move(name, campaign, office)
        assert Campaign.objects.get(pk=campaign.pk).state == state
        assert CampaignVersion.objects.filter(campaign=campaign).count() == before


def test_a_pause_and_its_end_are_days(campaign, office):
    move("pause", campaign, office, starts_on=datetime.date(2026, 6, 20))
    move("resume", campaign, office, on=datetime.date(2026, 7, 10))
    pause = CampaignPause.objects.order_by("-pk").first()
    assert (pause.starts_on, pause.ends_on) == (datetime.date(2026, 6, 20), datetime.date(2026, 7, 9))
    move("pause", campaign, office, on=datetime.date(2026, 8, 1))
    move("resume", campaign, office, on=datetime.date(2026, 8, 1))
    assert CampaignPause.objects.order_by("-pk").first().ends_on == datetime.date(2026, 8, 1)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"starts_on": datetime.date(2026, 7, 1)}, "请到那一天"),
        ({"starts_on": datetime.date(2025, 12, 31)}, "不能早于活动开始"),
        ({"starts_on": datetime.date(2026, 2, 7)}, "以前的暂停里"),
        ({"reason": "  "}, "写明理由"),
    ],
)
def test_wrong_pauses_are_refused(given, message, campaign, office):
    with pytest.raises(ValidationError, match=message):
        move("pause", campaign, office, **given)
    assert Campaign.objects.get(pk=campaign.pk).state == "published"


def test_closing_ends_what_is_carried_and_keeps_what_was(campaign, office, county_a):
    exempt = county_a.extra.exempt_share
    move("close", campaign, office)
    shares = Assignment.objects.filter(task__campaign=campaign).exclude(pk=exempt.pk)
    assert set(shares.values_list("state", "until", "reason")) == {("ended", DAY, "防汛救灾")}
    exempt.refresh_from_db()
    assert exempt.state == "exempt"
    first = CampaignVersion.objects.get(campaign=campaign, number=1)
    assert {unit["state"] for unit in first.snapshot["actions"][0]["tasks"][0]["units"]} == {"active"}


@pytest.mark.parametrize("name", ["pause", "close"])
def test_each_carrying_unit_is_told_once(name, campaign, office):
    carrying = set(Assignment.objects.filter(task__campaign=campaign).active().values_list("unit", flat=True))
    known = set(Notice.objects.values_list("pk", flat=True))
    move(name, campaign, office)
    told = list(NoticeUnit.objects.exclude(notice__in=known).values_list("unit", flat=True))
    assert sorted(told) == sorted(carrying)


def test_who_saw_an_older_version_is_stopped(campaign, office):
    with pytest.raises(StaleVersion):
        move("pause", campaign, office, version=campaign.version - 1)


def test_the_pages_from_pause_to_archive(county_a, as_role, inside_a):
    browser, campaign = as_role("county_office"), county_a.extra.campaign
    at = lambda name: reverse(f"campaigns:campaign-{name}", args=[campaign.slug])  # noqa: E731
    history = browser.get(at("versions")).content.decode()
    assert at("pause") in history
    assert at("resume") not in history
    form = browser.get(at("pause")).context["form"]
    sent = {"version": form["version"].value(), "reason": "防汛", "starts_on": "2026-06-30"}
    assert browser.post(at("pause"), {**sent, "reason": ""}).status_code == 422
    assert browser.post(at("pause"), sent).status_code == 302
    resume = browser.get(at("resume"))
    assert resume.status_code == 200
    assert browser.post(at("resume"), {"version": 2}).status_code == 409
    assert browser.post(at("resume"), {"version": resume.context["form"]["version"].value()}).status_code == 302
    assert browser.get(at("resume")).status_code == 302
    close = {"version": browser.get(at("close")).context["form"]["version"].value(), "reason": "完成"}
    assert browser.post(at("close"), {**close, "typed_name": "别的活动"}).status_code == 422
    assert browser.post(at("close"), {**close, "typed_name": campaign.name}).status_code == 302
    assert browser.get(reverse("campaigns:task-amend", args=[campaign.slug, 1])).status_code == 302
    archive = browser.get(at("archive"))
    assert archive.status_code == 200
    assert browser.post(at("archive"), {"version": archive.context["form"]["version"].value()}).status_code == 302
    with inside_a():
        assert Campaign.objects.get(pk=campaign.pk).state == "archived"
    assert at("close") not in browser.get(at("versions")).content.decode()


def test_the_owning_township_moves_its_campaign_and_no_other(county_a, as_role):
    browser = as_role("township_lead")
    own, other = county_a.extra.town_campaign, county_a.extra.campaign
    assert browser.get(reverse("campaigns:campaign-pause", args=[own.slug])).status_code == 200
    assert browser.get(reverse("campaigns:campaign-pause", args=[other.slug])).status_code == 403
    assert as_role("township").get(reverse("campaigns:campaign-pause", args=[own.slug])).status_code == 403
