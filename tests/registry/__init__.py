"""All pages with sample arguments, by part: the one list that feeds every net. A new module joins by being here."""

import pkgutil
from dataclasses import replace
from importlib import import_module

from tests.registry.page import ANYBODY, OPEN, Page

PARTS = [import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__) if info.name != "page"]
PAGES: list[Page] = [
    replace(page, name=page.name if ":" in page.name else f"organizations:{page.name}")
    for part in PARTS
    for page in part.PAGES
]

__all__ = ["ANYBODY", "OPEN", "PAGES", "Page"]
