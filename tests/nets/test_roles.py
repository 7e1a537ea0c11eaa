"""Net 2: role × page. The table of roles and actions says what each page must answer to each role."""

import pytest
from django.test import Client

from organizations.roles import Role
from tests.nets.expectations import expected, first_role
from tests.nets.walking import address, digest
from tests.registry import PAGES

READABLE = [page for page in PAGES if page.get]
WRITABLE = [page for page in PAGES if page.form is not None]


@pytest.mark.parametrize("page", READABLE, ids=[page.name for page in READABLE])
def test_reading(page, county_a, as_role):
    for role in Role:
        wanted = expected(page, role, county_a)
        status = as_role(role.value).get(address(page, county_a), page.query(county_a)).status_code
        allowed = {"yes": (200, 302), "no": (403,), "elsewhere": (403, 404)}[wanted]
        assert status in allowed, f"{role.value}: {status}, expected {wanted}"


@pytest.mark.parametrize("page", WRITABLE, ids=[page.name for page in WRITABLE])
@pytest.mark.parametrize("role", list(Role), ids=[role.value for role in Role])
def test_writing(page, role, county_a, as_role, inside_a):
    wanted = expected(page, role, county_a)
    with inside_a():
        page.ready(county_a)
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
    role = first_role(page, county_a)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(county_a.accounts[role.value], backend="organizations.permissions.RoleBackend")
    assert browser.post(address(page, county_a), page.form(county_a)).status_code == 403


@pytest.mark.parametrize("page", READABLE, ids=[page.name for page in READABLE])
def test_reading_changes_nothing(page, county_a, as_role):
    role = first_role(page, county_a)
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
            role = first_role(page, county_a)
            assert as_role(role.value).get(address(page, county_a)).status_code == 405, page.name
