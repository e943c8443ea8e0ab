"""Reading personal data in bulk is written down: who, what kind, which filter, how many rows."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db import models
from redis import RedisError

from accounts.models import AuditEntry, User
from accounts.policy import class_of

# Rows of one kind within an hour: more than anybody reads on pages, less than anybody takes away unseen.
BULK, HOUR = 500, 3600


def is_personal(model: type[models.Model]) -> bool:
    """Whether records of this kind hold what the policy calls personal."""
    return any(class_of(model._meta.label_lower, field.name) == "pii" for field in model._meta.concrete_fields)


def note_reading(user: User, model: type[models.Model], rows: int, filters: dict[str, Any], door: str) -> bool:
    """Count what ``user`` reads of ``model``, page by page; at each further ``BULK`` rows it is written down.

    Whether it was. Where nothing counts because the cache is away, every page is written down.
    """
    if not rows or not is_personal(model):
        return False
    total = counted(f"read-{user.pk}-{model._meta.label_lower}", rows)
    if total is not None and total // BULK == (total - rows) // BULK:
        return False
    AuditEntry.objects.create(
        actor=user,
        action="read_many",
        model=model._meta.label_lower,
        label=str(model._meta.verbose_name_plural)[:200],
        changes={"rows": [None, total or rows], "filter": [None, kept(filters)], "through": [None, door]},
    )
    return True


def note_export(user: User, model: type[models.Model], rows: int, filters: dict[str, Any], form: str) -> AuditEntry:
    """Write down that ``user`` takes ``rows`` records of ``model`` out as a file. Before the first of them leaves."""
    return AuditEntry.objects.create(
        actor=user,
        action="export",
        model=model._meta.label_lower,
        label=str(model._meta.verbose_name_plural)[:200],
        changes={"rows": [None, rows], "filter": [None, kept(filters)], "format": [None, form]},
    )


def kept(filters: dict[str, Any]) -> dict[str, str]:
    """What was asked for, as a document of the database takes it."""
    plain = {name: str(value) for name, value in list(filters.items())[:40]}
    return {name.replace("\x00", "")[:80]: value.replace("\x00", "")[:300] for name, value in plain.items()}


def counted(key: str, rows: int) -> int | None:
    try:
        cache.add(key, 0, HOUR)
        return cache.incr(key, rows)
    except (RedisError, ValueError):
        return None
