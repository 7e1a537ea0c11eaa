"""Addresses of pages that another part brings: no link while the page is not there."""

from django.urls import NoReverseMatch, reverse


def link(name: str, *args) -> str:
    """The address, or "" where there is no such page: a button without an address is not drawn."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
