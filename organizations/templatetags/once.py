"""The hidden one-time key of a form that creates something. See `organizations.pages.once`."""

import uuid

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag(takes_context=True)
def once_key(context) -> str:
    """A fresh key, or the same one again when the form comes back with errors."""
    request = context.get("request")
    kept = request.POST.get("once_key", "") if request is not None else ""
    return format_html('<input type="hidden" name="once_key" value="{}">', kept or uuid.uuid4())
