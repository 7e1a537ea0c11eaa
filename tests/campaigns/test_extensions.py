"""More time: asking, answering, and what each is refused for."""

import datetime

import pytest
from django.urls import reverse

from campaigns.models import Campaign, Duty, Extension, Filing, FilingEvent
from organizations.models import Notice
from tests.days import TODAY

FAR = TODAY + datetime.timedelta(days=40)
LAST = FAR + datetime.timedelta(days=1)


@pytest.fixture
def ask(county_a, as_role, inside_a):
    """`ask(until, reason)` as 石桥镇 for its open filing, after the cast's own request is gone."""
    with inside_a():
        Extension.objects.filter(pk=county_a.extra.extension.pk).update(state="refused", answer="不同意")
        Campaign.objects.filter(pk=county_a.extra.campaign.pk).update(ends_on=LAST)
    url = reverse(
        "campaigns:extension-ask",
        kwargs={"slug": county_a.extra.campaign.slug, "unit": county_a.units.stone.public_id, "day": "2026-05-25"},
    )
    return lambda until, reason="汛期抢险", role="township_lead": as_role(role).post(
        url, {"until": str(until), "reason": reason}
    )


def test_asked_approved_and_the_duty_has_a_new_last_day(county_a, ask, as_role, inside_a):
    assert ask(FAR).status_code == 302
    with inside_a():
        extension = Extension.objects.get(state="asked")
    office = as_role("county_office")
    assert (
        f"申请延期到 {FAR}"
        in office.get(reverse("campaigns:reviews", args=[county_a.extra.campaign.slug])).content.decode()
    )
    answer = office.post(f"/extensions/{extension.public_id}/", {"decision": "approve", "answer": ""})
    assert answer.status_code == 302
    with inside_a():
        duty = Duty.objects.get(pk=county_a.extra.duty.pk)
        assert (duty.due_on, duty.extended_to) == (datetime.date(2026, 5, 25), FAR)
        assert FilingEvent.objects.filter(filing=extension.filing, kind="extended").exists()
        told = Notice.objects.latest("id")
        assert f"同意延期到 {FAR}" in told.subject
        assert [row.unit_id for row in told.units.all()] == [county_a.units.stone.pk]
    page = office.get(reverse("campaigns:filings", args=[county_a.extra.campaign.slug]), {"month": "2026-05"})
    assert f"已延期到 {FAR:%m-%d}" in page.content.decode()
    again = office.post(f"/extensions/{extension.public_id}/", {"decision": "refuse", "answer": "改主意"})
    assert again.status_code == 422
    assert "已经答复" in again.content.decode()


@pytest.mark.parametrize(
    ("until", "reason", "words"),
    [
        ("2026-05-25", "汛期", "要晚于现在的到期日"),
        ("2026-05-01", "汛期", "要晚于现在的到期日"),
        (LAST + datetime.timedelta(days=1), "汛期", "不能晚于活动最后一天"),
        (FAR, "  ", "理由"),
        (FAR, "长" * 201, "200"),
        ("", "汛期", "延期到"),
        ("三十号", "汛期", "延期到"),
    ],
)
def test_refused(ask, inside_a, until, reason, words):
    answer = ask(until, reason)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with inside_a():
        assert not Extension.objects.filter(state="asked").exists()


def test_one_open_request(ask, inside_a):
    assert ask(FAR).status_code == 302
    answer = ask(FAR)
    assert answer.status_code == 422
    with inside_a():
        assert Extension.objects.filter(state="asked").count() == 1


def test_asking_before_anything_is_filled_in_makes_the_filing(county_a, ask, inside_a):
    with inside_a():
        Extension.objects.all().delete()
        filing = Filing.objects.get(pk=county_a.extra.filing.pk)
        filing.events.all().delete() if filing.events.exists() else None
        filing.delete()
    assert ask(FAR).status_code == 302
    with inside_a():
        made = Filing.objects.get(unit=county_a.units.stone, due_on=datetime.date(2026, 5, 25))
        assert [(item.duty_id, item.state) for item in made.items.all()] == [(county_a.extra.duty.pk, "blank")]


def test_nothing_open_nothing_to_ask_for(county_a, ask, inside_a):
    with inside_a():
        Duty.objects.filter(pk=county_a.extra.duty.pk).update(state="filed", filed_on=datetime.date(2026, 5, 20))
    answer = ask(FAR)
    assert answer.status_code == 422


def test_a_refusal_needs_words_and_the_asker_cannot_answer(county_a, as_role, inside_a):
    url = f"/extensions/{county_a.extra.extension.public_id}/"
    assert as_role("township_lead").post(url, {"decision": "approve"}).status_code == 404
    office = as_role("county_office")
    answer = office.post(url, {"decision": "refuse", "answer": " "})
    assert answer.status_code == 422
    assert "不同意时请写明理由" in answer.content.decode()
    assert office.post(url, {"decision": "refuse", "answer": "请按期"}).status_code == 302
    with inside_a():
        assert Duty.objects.get(pk=county_a.extra.duty.pk).extended_to is None


def test_nobody_asks_for_another_unit(county_a, as_role):
    url = reverse(
        "campaigns:extension-ask",
        kwargs={"slug": county_a.extra.campaign.slug, "unit": county_a.units.maple.public_id, "day": "2026-03-25"},
    )
    assert as_role("township_lead").get(url).status_code == 404
    assert as_role("county_office").get(url).status_code == 403
    assert as_role("township_lead").get(url.replace("2026-03-25", "2026-02-30")).status_code == 404
