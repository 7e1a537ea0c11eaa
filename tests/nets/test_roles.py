"""Net 2: role × page. The table of roles and actions says what each page must answer to each role."""

import pytest
from django.test import Client

from organizations.roles import ACTIONS, Reach, Role
from tests.nets.walking import address
from tests.registry import ANYBODY, OPEN, PAGES

READABLE = [page for page in PAGES if page.get]
WRITABLE = [page for page in PAGES if page.form is not None]


def expected(page, role, cast) -> str:
    """'yes', 'no' (403) or 'elsewhere' (404: allowed, but not in this slice)."""
    if page.action in (ANYBODY, OPEN):
        return "yes"
    reach = ACTIONS[page.action].reach.get(role)
    if reach is None:
        return "no"
    if page.owner is not None:
        return "yes" if page.owner(cast) == cast.accounts[role.value] else "elsewhere"
    if reach is Reach.SLICE and page.place is not None:
        own = next(iter(cast.accounts[role.value].memberships.all())).unit
        return "yes" if page.place(cast).path.startswith(own.path) else "elsewhere"
    return "yes"


@pytest.mark.parametrize("page", READABLE, ids=[page.name for page in READABLE])
def test_reading(page, county_a, as_role, inside_a):
    for role in Role:
        with inside_a():
            wanted = expected(page, role, county_a)
        status = as_role(role.value).get(address(page, county_a), page.query(county_a)).status_code
        allowed = {"yes": (200, 302), "no": (403,), "elsewhere": (403, 404)}[wanted]
        assert status in allowed, f"{role.value}: {status}, expected {wanted}"


@pytest.mark.parametrize("page", WRITABLE, ids=[page.name for page in WRITABLE])
@pytest.mark.parametrize("role", list(Role), ids=[role.value for role in Role])
def test_writing(page, role, county_a, as_role, inside_a):
    with inside_a():
        wanted = expected(page, role, county_a)
    response = as_role(role.value).post(address(page, county_a), page.form(county_a))
    if wanted == "yes":
        assert response.status_code in (200, 302), (
            response.status_code,
            getattr(response.context, "get", lambda _: None)("form"),
        )
    else:
        assert response.status_code in (403, 404), response.status_code


@pytest.mark.parametrize("page", WRITABLE, ids=[page.name for page in WRITABLE])
def test_writing_needs_a_csrf_token_and_reading_writes_nothing(page, county_a):
    role = next((role for role in Role if page.action in (ANYBODY, OPEN) or role in ACTIONS[page.action].reach), None)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(county_a.accounts[role.value], backend="organizations.permissions.RoleBackend")
    assert browser.post(address(page, county_a), page.form(county_a)).status_code == 403


@pytest.mark.parametrize("page", READABLE, ids=[page.name for page in READABLE])
def test_reading_changes_nothing(page, county_a, as_role):
    from tests.nets.walking import digest

    role = next(role for role in Role if page.action in (ANYBODY, OPEN) or role in ACTIONS[page.action].reach)
    browser = as_role(role.value)
    before = digest(county_a)
    browser.get(address(page, county_a), page.query(county_a))
    after = digest(county_a)
    changed = {table for table in before if before[table] != after[table]}
    # Handing out a file is itself recorded.
    assert changed <= {"organizations.AuditEntry"}


def test_pages_that_take_no_get_say_405(county_a, as_role):
    for page in PAGES:
        if not page.get:
            role = next(role for role in Role if page.action in (ANYBODY, OPEN) or role in ACTIONS[page.action].reach)
            assert as_role(role.value).get(address(page, county_a)).status_code == 405, page.name
