"""Net 1: whoever of county A asks whatever page with county B's ids gets nothing of B, and changes nothing of B.

Path, query and form carry the foreign ids; the canary is searched in every byte that comes back.
"""

import pytest

from organizations.roles import ACTIONS, Role
from tests.nets.walking import address, canary_in, digest
from tests.registry import ANYBODY, OPEN, PAGES
from tests.registry.imports import one_kind
from tests.registry.page import nothing
from tests.registry.postings import one_year
from tests.registry.rules import one_rule

IDS = [page.name for page in PAGES]
WITH_IDS = [page for page in PAGES if page.kwargs not in (nothing, one_rule, one_kind, one_year)]


def roles_that_may(page) -> list[str]:
    if page.action in (ANYBODY, OPEN):
        return [role.value for role in Role]
    return [role.value for role in ACTIONS[page.action].reach]


@pytest.fixture
def asking(request):
    """Who asks a page: all roles in the deep run; else those that may open it and one that may not, for a role without
    the right is turned away at the door whatever the ids are."""

    def roles(page) -> list[str]:
        may = roles_that_may(page)
        others = [role.value for role in Role if role.value not in may]
        return may + (others if request.config.getoption("--deep") else others[:1])

    return roles


@pytest.mark.parametrize("page", WITH_IDS, ids=[page.name for page in WITH_IDS])
def test_ids_of_the_other_county_in_the_path(page, both, as_role, asking):
    a, b = both
    assert page.kwargs(b) != page.kwargs(a)
    before = digest(b)
    for role in asking(page):
        browser = as_role(role)
        for method in ("get", "post"):
            form = page.form(b) if page.form else {}
            response = getattr(browser, method)(address(page, b), form if method == "post" else page.query(b))
            assert response.status_code in (403, 404, 405), f"{role} {method} {page.name}: {response.status_code}"
            if response.status_code == 405:
                assert not (page.get and method == "get")
            assert not canary_in(response), f"{role} {method}"
    assert digest(b) == before


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_the_other_county_in_query_and_answer(page, both, as_role, asking):
    a, b = both
    for role in asking(page):
        if not page.get:
            continue
        response = as_role(role).get(address(page, a), page.query(b) or {"q": b.county.name[3:], "page": "1"})
        assert response.status_code < 500
        assert not canary_in(response), f"{role}"


@pytest.mark.parametrize("page", [page for page in PAGES if page.ids], ids=[page.name for page in PAGES if page.ids])
def test_ids_of_the_other_county_in_the_form(page, both, as_role):
    a, b = both
    before = digest(b)
    for role in roles_that_may(page):
        for name in page.ids:
            if page.form is None:  # a list that filters by an id
                response = as_role(role).get(address(page, a), {name: page.query(b)[name]})
                assert response.status_code in (200, 404)
                assert not canary_in(response)
                continue
            form = {**page.form(a), name: page.form(b)[name]}
            if form[name] in ("", []):
                continue
            response = as_role(role).post(address(page, a), form)
            assert response.status_code in (400, 403, 404, 422), (
                f"{role} {name}: a foreign id was taken ({response.status_code})"
            )
            assert not canary_in(response)
    assert digest(b) == before


@pytest.mark.parametrize("page", [page for page in PAGES if page.form], ids=[page.name for page in PAGES if page.form])
def test_a_county_column_in_the_form_is_ignored(page, both, as_role):
    a, b = both
    before = digest(b)
    for role in roles_that_may(page)[:1]:
        form = {**page.form(a), "county": b.county.pk, "county_id": b.county.pk, "path": "/", "is_superuser": "1"}
        response = as_role(role).post(address(page, a), form)
        assert response.status_code < 500
        assert not canary_in(response)
    assert digest(b) == before


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_a_stranger_is_sent_to_the_login(page, county_a, client):
    for method in ("get", "post"):
        response = getattr(client, method)(
            address(page, county_a), page.form(county_a) if page.form and method == "post" else {}
        )
        if page.action == OPEN:
            assert response.status_code in (200, 302, 405, 422)
        else:
            assert response.status_code == 302, f"{method} {response.status_code}"
            assert response["Location"].startswith("/login/")


def test_the_search_finds_a_planted_canary(both):
    """A check that cannot fail is none: the walk's search must see B's text in body, header and escaped form."""
    from django.http import HttpResponse

    name = both[1].county.name
    assert canary_in(HttpResponse(f"<td>{name}</td>"))
    assert canary_in(HttpResponse(name.encode("unicode_escape")))
    with_header = HttpResponse("")
    with_header["X-Name"] = "zqcanary"
    assert canary_in(with_header)
    assert not canary_in(HttpResponse("岚溪县"))
