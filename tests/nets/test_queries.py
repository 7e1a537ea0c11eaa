"""Net 4: a page asks the database as often with many rows as with few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.crowd import add_crowd
from tests.nets.counting import questions
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
    asked = questions(queries)
    return len(asked), asked


# A crowd takes a second to make: each part of the pages is asked before it comes and after.
PARTS = [READABLE[start::4] for start in range(4)]


@pytest.mark.parametrize("pages", PARTS, ids=[f"part {number}" for number in range(1, 5)])
def test_queries_do_not_grow_with_the_rows(pages, county_a, as_role):
    browsers = {role: as_role(role.value) for role in {first_role(page, county_a) for page in pages}}
    few = {}
    for page in pages:
        browser = browsers[first_role(page, county_a)]
        browser.get(address(page, county_a))  # the first request of a session writes when it was last seen
        few[page.name], _ = count(browser, page, county_a)
    add_crowd(county_a)
    found = []
    for page in pages:
        many, statements = count(browsers[first_role(page, county_a)], page, county_a)
        repeated = sorted({statement for statement in statements if statements.count(statement) > 2})
        if many > few[page.name] + 1:
            found.append(f"{page.name}: {few[page.name]} queries with few rows, {many} with many. Repeated: {repeated}")
        if many > MOST:
            found.append(f"{page.name}: {many} queries")
    assert not found, "\n".join(found)
