"""The page of hits: every floor's sources asked in turn."""

from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from organizations.hits import HitGroup


def found(account, text: str, on: date) -> list[HitGroup]:
    """Groups with hits, in the order of `settings.SEARCH_SOURCES`. Each source shows only what the account may see."""
    sources = [import_string(path) for path in settings.SEARCH_SOURCES]
    return [group for source in sources for group in source(account, text, on) if group.total]
