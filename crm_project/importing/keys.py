"""Keys for rows whose file gives them none."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils.translation import gettext as _

from crm_project.importing.errors import BadValue


def derived_key(seen: dict[str, Any], *parts: Any) -> str:
    """A key from what a row says; the second row that says the same gets another, and the same one next time."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:24]
    counts = seen.setdefault("occurrences", {})
    counts[digest] = counts.get(digest, 0) + 1
    return f"~{digest}-{counts[digest]}"


def once(seen: dict[str, Any], key: str) -> None:
    """Refuse the second row with the same key: which one would be right?"""
    keys = seen.setdefault("keys", set())
    if key in keys:
        raise BadValue(_("“%s” stands in the file twice") % key)
    keys.add(key)
