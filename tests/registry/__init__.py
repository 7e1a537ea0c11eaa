"""All pages with sample arguments, by part: the one list that feeds every net."""

from dataclasses import replace

from tests.registry import (
    access,
    accounts,
    audit,
    campaign_list,
    change,
    evidence,
    groups,
    inbox,
    people,
    roles,
    rules,
    units,
)
from tests.registry.page import ANYBODY, OPEN, Page

PAGES: list[Page] = [
    replace(page, name=page.name if ":" in page.name else f"organizations:{page.name}")
    for part in (access, accounts, people, units, groups, roles, inbox, evidence, audit, rules, campaign_list, change)
    for page in part.PAGES
]

__all__ = ["ANYBODY", "OPEN", "PAGES", "Page"]
