"""What the frame around every page shows."""

from django.urls import reverse

from organizations.navigation import navigation_for
from organizations.services import notices
from organizations.tenancy.context import county_is_open


def shell(request) -> dict:
    """`shell` for base.html; without a log-in only what the plain frame needs."""
    account = getattr(request, "user", None)
    links = {"home_url": "/", "help_url": reverse("organizations:help")}
    if account is None or not account.is_authenticated or not county_is_open():
        return {"shell": links}
    membership, person = account.membership, account.acting_person
    return {
        "shell": {
            **links,
            # By name only: the page stands on a higher floor.
            "search_url": reverse("assessments:search") if account.has_perm("organizations.search") else "",
            "feedback_url": reverse("organizations:feedback")
            if account.has_perm("organizations.give_feedback")
            else "",
            "county_name": account.county.name,
            "unit_name": str(membership.unit) if membership else "",
            "person_name": person.name if person else account.login_name,
            "role_name": membership.get_role_display() if membership else "",
            "theme": account.theme,
            "size": "large" if account.large_type else "normal",
            "unread_count": notices.unread_count(account),
            "nav": navigation_for(request),
            "memberships": [
                {"public_id": row.public_id, "label": str(row), "current": row is membership}
                for row in account.memberships_today
            ],
        }
    }
