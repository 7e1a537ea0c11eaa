from tests.registry.page import Page

PAGES = [
    # A part of a name that stands in both counties, without the other county's mark, which the page would repeat.
    Page("assessments:search", "organizations.search", query=lambda c: {"q": "石桥"}),
]
