"""Icons: drawn once per process, since a page has thirty of them."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide as draw

register = template.Library()


@lru_cache(maxsize=512)
def drawn(name: str, size: int) -> SafeString:
    return SafeString(draw(name, size=size))


@register.simple_tag
def lucide(name: str, size: int = 24, **attributes: object) -> SafeString:
    """An inline icon of the Lucide set; a text beside it says what it means."""
    return SafeString(draw(name, size=size, **attributes)) if attributes else drawn(str(name), size)
