"""A disclosed record, field by field."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def said(kind: dict[str, Any], row: dict[str, Any]) -> list[tuple[str, Any]]:
    """Name and value of each field that says something."""
    words = kind["words"]
    return [
        (kind["fields"][name], words[name].get(value, value) if name in words else readable(value))
        for name, value in row.items()
        if value not in (None, "", [])
    ]


def readable(value: Any) -> Any:
    """Yes and no, lists and moments as people write them; whatever else as it is."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, str) and len(value) > 18 and value[10] == "T":
        try:
            return f"{timezone.localtime(dt.datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
        except ValueError:
            return value
    return value
