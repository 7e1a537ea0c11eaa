"""Who is made co-editor of one draft edits that one, until the last day, and publishes nothing."""

import datetime

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from campaigns.models import Campaign, CampaignGrant

AT = "organizations:grant-new"


@pytest.fixture
def sent(county_a):
    return {
        "account": county_a.accounts["unit_liaison"].login_name, "what": "campaigns.edit_campaign", "reason": "协助筹备",
        "campaign": str(county_a.extra.draft.public_id), "unit": "", "working_group": "", "valid_to": "",
    }  # fmt: skip


def editable(county, role):
    account = county.accounts[role]
    membership = account.memberships.select_related("unit").get()
    return set(Campaign.objects.editable_by(membership, timezone.localdate()))


def test_the_form_gives_one_campaign(county_a, as_role, inside_a, sent):
    assert as_role("county_admin").post(reverse(AT), sent).status_code == 302
    with inside_a():
        assert editable(county_a, "unit_liaison") == {county_a.extra.draft}
        grant = CampaignGrant.objects.get(user=county_a.accounts["unit_liaison"])
        account = county_a.accounts["unit_liaison"]
        assert account.has_perm("campaigns.edit_campaign", county_a.extra.draft)
        assert not account.has_perm("campaigns.edit_campaign", county_a.extra.campaign)
        assert not account.has_perm("campaigns.publish_campaign", county_a.extra.draft)
        CampaignGrant.objects.filter(pk=grant.pk).update(valid_to=datetime.date(2020, 1, 1))
        assert editable(county_a, "unit_liaison") == set()
    assert "协助筹备" in as_role("county_admin").get(reverse("organizations:grants")).content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"campaign": ""}, "请选择在哪个对象上授权"),
        ({"account": "county_admin"}, "不能给自己授权"),
        ({"account": "auditor"}, "安全审计员"),
        ({"valid_to": "2020-01-01"}, "有效期已过"),
        ({"campaign": "nonsense"}, "选"),
    ],
)
def test_wrong_grants_are_refused(changes, message, county_a, as_role, inside_a, sent):
    answer = as_role("county_admin").post(reverse(AT), {**sent, **changes})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    with inside_a():
        assert CampaignGrant.objects.count() == 1


def test_what_is_over_is_not_offered(county_a, as_role, inside_a, sent):
    with inside_a():
        Campaign.objects.filter(pk=county_a.extra.draft.pk).update(state="archived")
    assert as_role("county_admin").post(reverse(AT), sent).status_code == 422


def test_the_link_from_a_campaign_fills_the_form(county_a, as_role):
    page = as_role("county_admin").get(reverse(AT), {"campaign": county_a.extra.draft.public_id})
    assert page.context["form"]["campaign"].value() == county_a.extra.draft.public_id


def test_the_desk_leads_the_co_editor_to_the_draft(county_a, as_role, inside_a):
    address = f"/c/new/{county_a.extra.draft.public_id}/tasks/"
    assert address in as_role("assessor").get("/").content.decode()
    assert address not in as_role("village").get("/").content.decode()
    with inside_a():
        CampaignGrant.objects.update(valid_to=datetime.date(2020, 1, 1))
    assert address not in as_role("assessor").get("/").content.decode()


def test_the_wizard_opens_for_one_draft_and_no_other(county_a, as_role, inside_a):
    try:
        at = lambda campaign: reverse("campaigns:draft-tasks", args=[campaign.public_id])  # noqa: E731
        at(county_a.extra.draft)
    except NoReverseMatch:
        pytest.skip("the wizard's pages are not part of this build")
    with inside_a():
        other = Campaign.objects.create(
            slug="other-2026", name="另一个筹备", owner=county_a.units.office, year=2026,
            starts_on=datetime.date(2026, 1, 1), ends_on=datetime.date(2026, 12, 31),
        )  # fmt: skip
    assert as_role("assessor").get(at(county_a.extra.draft)).status_code == 200
    assert as_role("assessor").get(at(other)).status_code == 404
