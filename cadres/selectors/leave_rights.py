"""Who decides on a leave, and what an account may do with it."""

from cadres.models import Leave
from organizations.roles import Role

TIER_ROLES = {Leave.Tier.TOWNSHIP: Role.TOWNSHIP_LEAD, Leave.Tier.COUNTY: Role.COUNTY_OFFICE}


def role_of(account) -> str:
    return account.membership.role if account.membership else ""


def is_own(leave: Leave, account) -> bool:
    """Whether the account asked for it or it is the account's own: nobody grants leave to himself."""
    person = getattr(account, "acting_person", None)
    return person is not None and person.pk in (leave.asked_by_id, leave.person_id)


def may_decide(leave: Leave, account) -> bool:
    """The township's secretary decides what is short; the county's office what is long, and what is short where nobody
    else does."""
    if leave.state != Leave.State.ASKED or is_own(leave, account):
        return False
    if not account.has_perm("cadres.decide_leave", leave):
        return False
    return role_of(account) == Role.COUNTY_OFFICE or leave.tier == Leave.Tier.TOWNSHIP


def waiting_for(account):
    """Leaves for this account to decide: those of its tier in its slice, without its own."""
    role = role_of(account)
    tiers = [tier for tier, holder in TIER_ROLES.items() if holder == role]
    if not tiers:
        return Leave.objects.none()
    rows = Leave.objects.visible_to(account.membership).filter(state=Leave.State.ASKED, tier__in=tiers)
    person = getattr(account, "acting_person", None)
    return rows.exclude(asked_by=person).exclude(person=person) if person is not None else rows
