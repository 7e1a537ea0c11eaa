"""Hidden fields of forms: the one-time key of one that creates something (`organizations.pages.once`), and whose form it is,
so that its text outlives the session (`organizations.typed_text`)."""

import uuid

from django import template
from django.utils.html import format_html

from organizations.typed_text import FIELD, signed

register = template.Library()


@register.simple_tag(takes_context=True)
def once_key(context) -> str:
    """A fresh key, or the same one again when the form comes back with errors."""
    request = context.get("request")
    kept = request.POST.get("once_key", "") if request is not None else ""
    return format_html('<input type="hidden" name="once_key" value="{}">', kept or uuid.uuid4())


@register.simple_tag(takes_context=True)
def typed_by(context) -> str:
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, signed(context["request"].user))
