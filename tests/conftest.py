"""The ground all tests stand on: servers, and a database made by its owner and used by the application's role."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests import roles

# Playwright's fixtures run an event loop in this thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure(config: pytest.Config) -> None:
    """`python3 run.py test` has started the servers already; plain `pytest` finds them here."""
    if "DATABASE_URL" not in os.environ:
        config.stash[_STARTED] = not settings.SERVERS.is_running()
        settings.SERVERS.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    if config.stash.get(_STARTED, False) and not hasattr(config, "workerinput"):
        settings.SERVERS.stop()


_STARTED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Runs before the test database is made (and, torn down last, after it is dropped)."""
    unprivileged = roles.unprivileged()
    roles.log_in(roles.owner())
    settings.UNPRIVILEGED = unprivileged
    yield
    roles.log_in(unprivileged)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Made and migrated by the owner; from here on every connection is the application or the dispatcher."""
    from tests import sabotage, standing

    with django_db_blocker.unblock():
        sabotage.in_database()
        sabotage.in_code()
        roles.log_in(settings.UNPRIVILEGED)
        standing.build()
    roles.let_flush_be_owner()
    yield
    with django_db_blocker.unblock():
        roles.log_in(roles.owner())


@pytest.fixture
def process_environment(transactional_db: None) -> dict[str, str]:
    """Environment for a worker, dispatcher or web process of its own on this test's database and queues."""
    from django.db import connections

    from tests.addresses import address

    name = connections["default"].settings_dict["NAME"]
    return {
        **{key: value for key, value in os.environ.items() if key != "CAMPAIGN_DB_ROLE"},
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": address(connections["default"].settings_dict),
        # Only the default alias is renamed to the test database.
        "DISPATCH_DATABASE_URL": address(connections["dispatch"].settings_dict | {"NAME": name}),
        "OWNER_DATABASE_URL": address(settings.OWNER_DATABASE | {"NAME": name}),
        "REDIS_URL": settings.CELERY_BROKER_URL,
    }


@pytest.fixture
def both(db):
    """County A, where the tests work, and county B, which nobody of A may ever see."""
    from tests import standing

    return standing.copies()


@pytest.fixture(autouse=True)
def empty_for_tests_that_commit(request):
    """Tests that commit make their own people; the standing cast of the others goes before the first of them."""
    marker = request.node.get_closest_marker("django_db")
    commits = COMMITTING & set(request.fixturenames)
    if commits or (marker and marker.kwargs.get("transaction")):
        from tests import standing

        request.getfixturevalue("transactional_db")
        standing.clear()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """After a test that committed, the next one that rolls back finds the cast made anew, once, and not inside itself:
    the order in which workers get their tests must not decide how often the cast is built."""
    from pytest_django.plugin import blocking_manager_key

    from tests import standing

    wanted = set(getattr(item, "fixturenames", ()))
    marker = item.get_closest_marker("django_db")
    if "both" not in wanted or COMMITTING & wanted or (marker and marker.kwargs.get("transaction")):
        return
    if standing.was_cleared():
        with item.config.stash[blocking_manager_key].unblock():
            standing.build()


COMMITTING = {"transactional_db", "live_server", "process_environment"}


@pytest.fixture
def county_a(both):
    return both[0]


@pytest.fixture
def county_b(both):
    return both[1]


@pytest.fixture
def as_role(county_a):
    """`as_role("township")` is a test client logged in as that role of county A."""
    from django.test import Client

    def log_in(role: str, **client) -> Client:
        browser = Client(**client)
        browser.force_login(county_a.accounts[role], backend="organizations.permissions.RoleBackend")
        return browser

    return log_in


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="keep a picture of every page in screenshots/")
    parser.addoption("--deep", action="store_true", help="also the tests marked deep: chaos, all widths, sabotage")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
    from tests.nets.browsing import Look

    Look.both_widths = config.getoption("--deep")
    Look.pictures = Look.both_widths or config.getoption("--pictures")
    if not config.getoption("--deep"):
        deep = [item for item in items if item.get_closest_marker("deep")]
        items[:] = [item for item in items if not item.get_closest_marker("deep")]
        if deep:
            config.hook.pytest_deselected(items=deep)


@pytest.fixture
def inside_a(county_a):
    """`with inside_a():` opens county A for the test's own reading and writing."""
    from organizations.tenancy.context import tenant

    return lambda: tenant(county_a.county.id)


CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The distribution's Chromium. A newcomer without it skips these tests; the gate must not."""
    if not os.path.exists(CHROMIUM):
        if os.environ.get("CI"):
            pytest.fail("The gate needs the Debian package chromium.")
        pytest.skip("No Chromium here: install the package chromium to run the browser tests.")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}
