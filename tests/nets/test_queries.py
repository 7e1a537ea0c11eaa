"""Net 4: a page asks the database as often with many rows as with few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.crowd import add_crowd
from tests.nets.expectations import first_role
from tests.nets.walking import address
from tests.registry import PAGES

READABLE = [page for page in PAGES if page.get]
MOST = 30


def count(browser, page, cast) -> tuple[int, list[str]]:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = browser.get(address(page, cast))
        assert response.status_code in (200, 302), response.status_code
        if response.streaming:
            b"".join(response.streaming_content)
    return len(queries), [query["sql"][:160] for query in queries]


@pytest.mark.parametrize("page", READABLE, ids=[page.name for page in READABLE])
def test_queries_do_not_grow_with_the_rows(page, county_a, as_role):
    role = first_role(page, county_a)
    browser = as_role(role.value)
    browser.get(address(page, county_a))  # the first request of a session writes when it was last seen
    few, _ = count(browser, page, county_a)
    add_crowd(county_a)
    many, statements = count(browser, page, county_a)
    repeated = sorted({statement for statement in statements if statements.count(statement) > 2})
    assert many <= few + 1, f"{few} queries with few rows, {many} with many. Repeated: {repeated}"
    assert many <= MOST, f"{many} queries"
