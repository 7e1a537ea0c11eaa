"""Notices and messages: written once, told once, read by their own account only."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from organizations.models import Account, AuditEntry, Membership, Message, Notice, NoticeUnit, OutboxJob
from organizations.services import notices
from organizations.tenancy.context import tenant


@pytest.fixture
def county(county_a):
    with tenant(county_a.county.id):
        yield county_a


def send(county, **change):
    given = {"subject": "报送通知", "body": "请报送。", "units": [county.units.stone, county.units.ford]}
    return notices.send_notice(by=county.accounts["county_office"], **{**given, **change})


def told(notice) -> set[str]:
    return set(Message.objects.filter(notice=notice).values_list("account__login_name", flat=True))


def test_a_notice_comes_with_its_units_its_job_and_its_line(county):
    notice = send(county)
    assert NoticeUnit.objects.filter(notice=notice).count() == 2
    job = OutboxJob.objects.get(key=f"notice:{notice.public_id}")
    assert job.payload == {"notice_id": notice.pk}
    assert AuditEntry.objects.filter(action="notice.send", target_id=str(notice.public_id)).count() == 1
    assert told(notice) == set()


def test_delivery_tells_each_account_once_however_often_it_runs(county):
    # The same account in two of the units.
    Membership.objects.create(
        account=county.accounts["township"], unit=county.units.ford, role="village", valid_from="2020-01-01"
    )
    notice = send(county)
    for _again in range(3):
        assert notices.deliver_notice(notice_id=notice.pk) == 3
    assert told(notice) == {"township_lead", "township", "village"}
    assert Message.objects.filter(notice=notice).count() == 3


def test_only_valid_roles_of_active_accounts_are_told(county):
    today = timezone.localdate()
    Membership.objects.filter(account=county.accounts["township"]).update(valid_to=today - timedelta(days=1))
    Account.objects.filter(pk=county.accounts["village"].pk).update(is_active=False)
    notice = send(county)
    notices.deliver_notice(notice_id=notice.pk)
    assert told(notice) == {"township_lead"}


def test_roles_narrow_a_notice(county):
    notice = send(county, roles=["township_lead"])
    notices.deliver_notice(notice_id=notice.pk)
    assert told(notice) == {"township_lead"}


@pytest.mark.parametrize("link", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"])
def test_a_link_out_of_the_house_is_refused(county, link):
    with pytest.raises(ValidationError):
        send(county, link=link)


def test_without_units_nothing_is_sent(county):
    before = Notice.objects.count()
    with pytest.raises(ValidationError):
        send(county, units=[])
    assert Notice.objects.count() == before


def test_reading_is_the_account_s_own_business(county):
    message, lines = county.extra.township_message, AuditEntry.objects.count()
    notices.mark_read(message=message, by=county.accounts["county_office"])
    message.refresh_from_db()
    assert message.read_at is None
    notices.mark_read(message=message, by=county.accounts["township"])
    message.refresh_from_db()
    first = message.read_at
    notices.mark_read(message=message, by=county.accounts["township"])
    message.refresh_from_db()
    assert message.read_at == first is not None
    assert notices.unread_count(county.accounts["township"]) == 0
    assert AuditEntry.objects.count() == lines, "when somebody reads is not recorded for others"


# --- pages ---------------------------------------------------------------------------------------------------------


def at(name, *args):
    return reverse(f"organizations:{name}", args=args)


def test_looking_does_not_mark_as_read_and_the_button_does(county_a, as_role):
    browser, message = as_role("township"), county_a.extra.township_message
    assert county_a.extra.notice.subject in browser.get(at("inbox")).content.decode()
    browser.get(at("message-detail", message.public_id))
    with tenant(county_a.county.id):
        assert notices.unread_count(county_a.accounts["township"]) == 1
    assert browser.post(at("message-read", message.public_id)).status_code == 302
    with tenant(county_a.county.id):
        assert notices.unread_count(county_a.accounts["township"]) == 0
    assert "消息都已读过" in browser.get(at("inbox"), {"show": "unread"}).content.decode()


def test_unread_messages_come_first(county_a, as_role):
    with tenant(county_a.county.id):
        newer = send(county_a, subject="后来的通知")
        notices.deliver_notice(notice_id=newer.pk)
        notices.mark_read(
            message=Message.objects.get(notice=newer, account=county_a.accounts["township"]),
            by=county_a.accounts["township"],
        )
    page = as_role("township").get(at("inbox")).content.decode()
    assert page.index(county_a.extra.notice.subject) < page.index("后来的通知")


@pytest.mark.parametrize("role", ["township_lead", "county_office", "auditor"])
def test_another_account_s_message_is_not_there(county_a, as_role, role):
    message = county_a.extra.township_message
    assert as_role(role).get(at("message-detail", message.public_id)).status_code == 404
    assert as_role(role).post(at("message-read", message.public_id)).status_code == 404


def test_the_form_says_how_many_people_and_sends_once(county_a, as_role):
    browser = as_role("county_office")
    page = browser.get(at("notice-new")).content.decode()
    assert "各乡镇党委（2 个单位，2 人）" in page
    form = {
        "subject": "一", "body": "二", "group": str(county_a.extra.unit_group.public_id),
        "units": [str(county_a.units.ford.public_id)], "once_key": str(uuid.uuid4()),
    }  # fmt: skip
    first, second = browser.post(at("notice-new"), form), browser.post(at("notice-new"), form)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    with tenant(county_a.county.id):
        notice = Notice.objects.get(subject="一")
        assert notice.units.count() == 3
    detail = browser.get(first["Location"]).content.decode()
    assert "正在送达" in detail
    assert "祝明远" in detail


@pytest.mark.parametrize(
    "change",
    [
        {"subject": ""}, {"body": ""}, {"group": "", "units": []}, {"subject": "长" * 81}, {"body": "长" * 1001},
        {"group": "nonsense"}, {"units": ["nonsense"]}, {"units": ["00000000-0000-4000-8000-000000000000"]},
    ],
)  # fmt: skip
def test_bad_forms_come_back_with_what_was_typed(county_a, as_role, change):
    form = {"subject": "题", "body": "内容不丢", "group": str(county_a.extra.unit_group.public_id), "units": []}
    response = as_role("county_office").post(at("notice-new"), {**form, **change})
    assert response.status_code == 422
    if "body" not in change:
        assert "内容不丢" in response.content.decode()


def test_the_sender_sees_counts_and_no_names(county_a, as_role):
    with tenant(county_a.county.id):
        notices.mark_read(message=county_a.extra.township_message, by=county_a.accounts["township"])
    page = as_role("county_office").get(at("notice-detail", county_a.extra.notice.public_id)).content.decode()
    assert "苗青禾" not in page
    assert "厉长河" not in page
    rows = as_role("county_office").get(at("notice-detail", county_a.extra.notice.public_id)).context["rows"]
    counts = {str(row.unit): (row.people, row.delivered, row.read) for row in rows}
    assert counts["石桥"] == (2, 2, 1)
