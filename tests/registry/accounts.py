import datetime

from tests.registry.page import Page

MANAGE = "organizations.manage_accounts"


def person(role):
    return lambda c: {"public_id": c.people[role].public_id}


def membership(role):
    def kwargs(c):
        from organizations.models import Membership
        from organizations.tenancy.context import tenant

        with tenant(c.county.id):
            return {"public_id": Membership.objects.get(account=c.accounts[role]).public_id}

    return kwargs


REASON = {"reason": "岗位调整"}

PAGES = [
    Page("organizations:accounts", MANAGE, query=lambda c: {"role": "township", "unit": c.units.stone.public_id}),
    Page(
        "organizations:account-new", MANAGE, ids=("person", "unit"),
        query=lambda c: {"person": c.people["plain"].public_id},
        form=lambda c: {
            "person": str(c.people["plain"].public_id), "login_name": "new.clerk", "role": "township",
            "unit": str(c.units.maple.public_id), "expires_on": "",
        },
    ),
    Page(
        "organizations:account-ask", "organizations.ask_account", ids=("village",),
        form=lambda c: {"village": str(c.units.ford.public_id), "name": "新队员", "reason": "新派到村"},
    ),
    Page("organizations:account-detail", MANAGE, kwargs=person("township")),
    Page("organizations:account-reset", MANAGE, kwargs=person("township"), form=lambda c: REASON),
    Page("organizations:account-disable", MANAGE, kwargs=person("village"), form=lambda c: REASON),
    Page(
        "organizations:account-enable", MANAGE, kwargs=person("village"), form=lambda c: REASON,
    ),
    Page(
        "organizations:membership-add", MANAGE, kwargs=person("township"), ids=("unit",),
        form=lambda c: {
            "role": "township", "unit": str(c.units.maple.public_id),
            "valid_from": datetime.date.today().isoformat(), "valid_to": "",
        },
    ),
    Page("organizations:membership-end", MANAGE, kwargs=membership("assessor"), form=lambda c: REASON),
]  # fmt: skip
