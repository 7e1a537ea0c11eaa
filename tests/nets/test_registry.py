"""Every URL introduces itself to the nets, and nothing in the registry is stale."""

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from organizations.roles import ACTIONS
from tests.registry import ANYBODY, OPEN, PAGES

# Served by their own tests: no county's data passes through them.
NO_PAGE = {"healthz", "readyz"}


def url_names() -> set[str]:
    found = set()

    def walk(patterns, prefix=""):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
            elif isinstance(pattern, URLPattern):
                assert pattern.name, f"{pattern.pattern} has no name"
                found.add(prefix + pattern.name)

    walk(get_resolver().url_patterns)
    return found


def test_every_url_has_a_page_in_the_registry():
    missing = url_names() - {page.name for page in PAGES} - NO_PAGE
    assert not missing, f"Add a Page with sample arguments in tests/registry/ for: {sorted(missing)}"


def test_the_registry_names_only_urls_that_exist_and_each_once():
    names = [page.name for page in PAGES]
    assert not {name for name in names if names.count(name) > 1}
    assert set(names) <= url_names()


def test_each_page_asks_for_an_action_of_the_table():
    assert not {page.action for page in PAGES} - ACTIONS.keys() - {ANYBODY, OPEN}


def test_each_action_is_asked_by_some_page():
    asked = {page.action for page in PAGES}
    # Asked of one object inside a page whose door is another action.
    inside = {"organizations.view_unit"}
    assert ACTIONS.keys() - asked <= inside


def test_addresses_carry_no_serial_keys(county_a):
    # `number` counts tasks and versions inside one campaign, as people cite them: it is no key and says nothing elsewhere.
    # A year and its quarter are dates.
    numbers = [
        page.name
        for page in PAGES
        if any(
            isinstance(value, int) and name not in ("number", "year", "quarter")
            for name, value in page.kwargs(county_a).items()
        )
    ]
    for page in PAGES:
        assert "number" not in page.kwargs(county_a) or "slug" in page.kwargs(county_a), page.name
    assert numbers == ["organizations:grant-take"], "guardian's rows have no public id; everything else has one"
    for page in PAGES:
        reverse(page.name, kwargs=page.kwargs(county_a))
