"""Net 5: every page in a real browser: sideways scroll, console, foreign requests, content policy, axe, a picture."""

import pytest

from organizations.roles import Role
from tests import cast
from tests.nets.browsing import Findings, Walker
from tests.nets.expectations import YES, expected, first_role
from tests.nets.walking import address, canary_in
from tests.registry import OPEN, PAGES

pytestmark = pytest.mark.browser

WALKED = [page for page in PAGES if page.get and not page.why_not_walked]
ALL_WIDTHS = (320, 360, 390, 768, 1024, 1366, 1440, 1920)


@pytest.fixture
def two_counties(live_server):
    return cast.build(code="530901"), cast.build(code="530902", mark=cast.CANARY, ascii_mark=cast.CANARY_ASCII)


def test_every_page_once(browser, live_server, two_counties):
    """A1, A3, and A2 at two widths: each page by the first role that may see it."""
    a, _b = two_counties
    findings = Findings()
    by_role: dict[Role, list] = {}
    for page in WALKED:
        by_role.setdefault(first_role(page, a), []).append(page)
    for role, pages in by_role.items():
        walker = Walker(browser, live_server.url, a.accounts[role.value], findings)
        for page in pages:
            walker.visit(address(page, a), page.name)
        walker.close()
    stranger = Walker(browser, live_server.url, None, findings)
    for page in WALKED:
        if page.action == OPEN:
            stranger.visit(address(page, a), f"{page.name}-stranger")
    stranger.close()
    assert not findings.lines, "\n".join(findings.lines)


def test_error_pages_dark_theme_large_type_and_english(browser, live_server, two_counties):
    a, _b = two_counties
    findings = Findings()
    account = a.accounts["county_admin"]
    account.theme, account.large_type = "dark", True
    account.save()
    walker = Walker(browser, live_server.url, account, findings)
    walker.visit("/no-such-page/", "error-404", status=(404,))
    walker.visit("/audit/", "error-403", status=(403,))
    for name in (
        "organizations:desk",
        "organizations:units",
        "organizations:unit-detail",
        "organizations:unit-edit",
        "organizations:styleguide",
    ):
        page = next(page for page in WALKED if page.name == name)
        walker.visit(address(page, a), f"dark-{name}", widths=(390, 1366, 1440))
    walker.context.add_cookies([{"name": "language", "value": "en", "url": live_server.url}])
    for name in ("organizations:desk", "organizations:units", "organizations:roles"):
        page = next(page for page in WALKED if page.name == name)
        walker.visit(address(page, a), f"english-{name}", widths=(390, 1366, 1440))
    walker.close()
    assert not findings.lines, "\n".join(findings.lines)


@pytest.mark.deep
@pytest.mark.parametrize("role", list(Role), ids=[role.value for role in Role])
def test_all_roles_and_widths(role, browser, live_server, two_counties):
    """A1, A2: each page of each role at eight widths."""
    a, _b = two_counties
    findings = Findings()
    walker = Walker(browser, live_server.url, a.accounts[role.value], findings)
    for page in WALKED:
        if expected(page, role, a) == YES:
            walker.visit(address(page, a), f"{page.name}-{role.value}", widths=ALL_WIDTHS, picture=False)
    walker.close()
    assert not findings.lines, "\n".join(findings.lines)


def test_isolation_through_a_live_server(live_server, two_counties):
    """The walk once more over real connections: other threads, other database connections, a real HTTP answer."""
    import urllib.error
    import urllib.request
    from types import SimpleNamespace

    from django.conf import settings
    from django.test import Client

    a, b = two_counties
    client = Client()
    client.force_login(a.accounts["county_office"], backend="organizations.permissions.RoleBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    for page in PAGES:
        for other in (a, b):
            request = urllib.request.Request(
                live_server.url + address(page, other), headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}
            )
            try:
                with urllib.request.urlopen(request) as answer:
                    status, body, headers = answer.status, answer.read(), dict(answer.headers)
            except urllib.error.HTTPError as answer:
                status, body, headers = answer.code, answer.read(), dict(answer.headers)
            if other is b and page.kwargs(b) != page.kwargs(a):
                assert status in (403, 404, 405), f"{page.name}: {status}"
            assert not canary_in(SimpleNamespace(streaming=False, content=body, headers=headers)), page.name
