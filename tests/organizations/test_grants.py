"""Exceptions to the role table."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from organizations.models import UnitGrant
from organizations.services import grants

ON = datetime.date(2026, 6, 30)


def give(cast, to="township", obj=None, action="organizations.edit_unit", **changes):
    facts = {"by": cast.accounts["county_admin"], "reason": "代管", "valid_to": None, "on": ON, **changes}
    return grants.give(account=cast.accounts[to], action=action, obj=obj or cast.units.maple, **facts)


def test_a_grant_opens_one_object_and_no_other(county_a, as_role, inside_a):
    with inside_a():
        give(county_a)
    browser = as_role("township")
    assert browser.get(f"/units/{county_a.units.maple.public_id}/edit/").status_code == 200
    assert browser.get(f"/units/{county_a.units.stone.public_id}/edit/").status_code == 403
    assert browser.get("/units/new/").status_code == 403


def test_a_grant_taken_back_ends_with_the_next_request(county_a, as_role, inside_a):
    with inside_a():
        grant = give(county_a)
    browser = as_role("township")
    address = f"/units/{county_a.units.maple.public_id}/edit/"
    assert browser.get(address).status_code == 200
    with inside_a():
        grants.take(grant=grant, by=county_a.accounts["county_admin"])
    assert browser.get(address).status_code == 403


def test_a_grant_ends_with_its_last_day(county_a, as_role, inside_a):
    with inside_a():
        grant = give(county_a, valid_to=datetime.date(2999, 1, 1))
        UnitGrant.objects.filter(pk=grant.pk).update(valid_to=datetime.date(2020, 1, 1))
    assert as_role("township").get(f"/units/{county_a.units.maple.public_id}/edit/").status_code == 403


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"to": "county_admin"}, "自己"),
        ({"to": "auditor"}, "安全审计员"),
        ({"reason": "  "}, "理由"),
        ({"valid_to": datetime.date(2020, 1, 1)}, "有效期"),
        ({"action": "organizations.edit_working_group"}, "不能在这类对象"),
        ({"action": "organizations.manage_accounts"}, "不能在这类对象"),
    ],
)
def test_wrong_grants_are_refused(changes, message, county_a, inside_a):
    with inside_a(), pytest.raises(ValidationError, match=message):
        give(county_a, **changes)


def test_another_countys_object_or_account_is_refused(both, inside_a):
    a, b = both
    with inside_a():
        with pytest.raises(ValidationError):
            give(a, obj=b.units.maple)
        with pytest.raises(ValidationError):
            grants.give(
                account=b.accounts["township"], action="organizations.edit_unit", obj=a.units.maple,
                by=a.accounts["county_admin"], reason="x", valid_to=None, on=ON,
            )  # fmt: skip


def test_a_grant_row_goes_with_its_object_and_a_guess_outside_the_county_sees_nothing(both, inside_a):
    a, b = both
    with inside_a():
        assert UnitGrant.objects.filter(pk=b.extra.grant.pk).count() == 0
        assert not a.accounts["assessor"].has_perm("organizations.edit_unit", b.units.maple)
