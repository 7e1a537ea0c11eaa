from tests.registry.page import Page

PAGES: list[Page] = []
