"""The box for opinions: the own ones, the answer, and the message to the author alone."""

import pytest
from django.urls import reverse

from organizations.models import AuditEntry, Feedback, Message
from organizations.tenancy.context import tenant

HERE = "/feedback/"


def test_an_opinion_is_given_answered_and_the_author_alone_is_told(county_a, as_role):
    clerk = as_role("township")
    assert clerk.post(HERE, {"text": "表太多", "page": "/c/"}).status_code == 302
    with tenant(county_a.county.id):
        row = Feedback.objects.order_by("-id").first()
        assert (row.unit, row.page) == (county_a.units.stone, "/c/")
        before = set(Message.objects.values_list("pk", flat=True))
    office = as_role("county_office")
    assert "表太多" in office.get(HERE).content.decode()
    address = reverse("organizations:feedback-answer", args=[row.public_id])
    assert office.post(address, {"text": "已减三张表"}).status_code == 302
    assert office.post(address, {"text": "再答"}).status_code == 422
    assert "已减三张表" in clerk.get(HERE).content.decode()
    with tenant(county_a.county.id):
        new = Message.objects.exclude(pk__in=before)
        assert [message.account for message in new] == [county_a.accounts["township"]]
        trail = "".join(AuditEntry.objects.filter(action="feedback.give").values_list("payload", flat=True))
    assert "表太多" not in trail


def test_nobody_reads_another_one_s_opinion(county_a, as_role):
    assert county_a.extra.feedback.text not in as_role("township_lead").get(HERE).content.decode()
    assert county_a.extra.feedback.text in as_role("township").get(HERE).content.decode()


@pytest.mark.parametrize("text", ["", "  ", "字" * 1001])
def test_an_opinion_has_words(as_role, text):
    assert as_role("village").post(HERE, {"text": text}).status_code == 422


def test_an_address_outside_is_not_kept(county_a, as_role):
    as_role("village").post(HERE, {"text": "意见", "page": "https://evil.example/"})
    with tenant(county_a.county.id):
        assert Feedback.objects.order_by("-id").first().page == ""


def test_the_foot_leads_to_the_box_for_who_may_use_it(as_role):
    assert 'href="/feedback/"' in as_role("village").get("/").content.decode()
    assert 'href="/feedback/"' not in as_role("auditor").get("/").content.decode()


def test_the_office_finds_what_waits_on_its_desk(as_role):
    assert "条意见等待答复" in as_role("county_office").get("/").content.decode()
