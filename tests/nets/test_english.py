"""Pages read in English keep to English punctuation; `tests/look` sees to the templates, this to what they come to."""

import re

import pytest

from tests.nets.walking import address
from tests.registry import PAGES

# Their sample content has no marks of its own.
NAMES = {
    "organizations:calendar", "organizations:rules", "organizations:account-detail", "organizations:accounts",
    "organizations:unit-groups", "organizations:unit-group-detail", "organizations:working-group-detail",
    "organizations:unit-detail", "organizations:person-edit", "organizations:membership-add", "organizations:my-account",
}  # fmt: skip
FULL_WIDTH = re.compile(r".{0,40}[，：；（）、。].{0,30}")


@pytest.mark.parametrize("page", [page for page in PAGES if page.name in NAMES], ids=lambda page: page.name)
def test_english_punctuation(page, county_a, as_role):
    browser = as_role("county_admin")
    browser.cookies["language"] = "en"
    response = browser.get(address(page, county_a))
    assert response.status_code == 200
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    assert not FULL_WIDTH.findall(body)


def test_the_pages_are_there():
    assert {page.name for page in PAGES} >= NAMES
