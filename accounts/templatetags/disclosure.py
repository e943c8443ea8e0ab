"""A disclosed record, field by field."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def said(kind: dict[str, Any], row: dict[str, Any]) -> list[tuple[str, Any]]:
    """Name and value of each field that says something."""
    words = {True: _("yes"), False: _("no")}
    return [
        (kind["fields"][name], words.get(value, value) if isinstance(value, bool) else value)
        for name, value in row.items()
        if value not in (None, "")
    ]
