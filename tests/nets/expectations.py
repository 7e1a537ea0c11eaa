"""What a page must answer to a role, by the table of roles and actions."""

from organizations.roles import ACTIONS, Reach, Role
from tests.registry import ANYBODY, OPEN, Page

YES, NO, ELSEWHERE = "yes", "no", "elsewhere"  # allowed; 403; 404 as the sample is not in this slice


def expected(page: Page, role: Role, cast) -> str:
    if page.owner and role.value != page.owner:
        return ELSEWHERE
    if page.action in (ANYBODY, OPEN) or role.value in page.granted:
        return YES
    reach = ACTIONS[page.action].reach.get(role)
    if reach is None:
        return NO
    if reach is Reach.SLICE and page.place is not None:
        return YES if page.place(cast).path.startswith(_seat(role, cast)) else ELSEWHERE
    return YES


def first_role(page: Page, cast) -> Role:
    """The first role that is answered with yes."""
    return next(role for role in Role if expected(page, role, cast) == YES)


def _seat(role: Role, cast) -> str:
    """The path of the unit in which the cast's person of this role sits; without asking the database."""
    units = cast.units
    seats = {
        Role.UNIT_LIAISON: units.finance, Role.TOWNSHIP_LEAD: units.stone, Role.TOWNSHIP: units.stone, Role.VILLAGE: units.ford,
        Role.ASSESSOR: units.farming, Role.AUDITOR: units.farming, Role.COUNTY_LEADER: units.root,
    }  # fmt: skip
    return seats.get(role, units.office).path
