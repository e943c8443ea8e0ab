"""What a record held at an earlier version, read back from the trail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from accounts.models import Change, Seal

# As far as anybody leaves a form open.
FARTHEST = 200


def held(stored: models.Model, version: int) -> dict[str, Any] | None:
    """Field -> what it held while the row had ``version``, foreign keys as ids, secrets left out.

    None where the trail does not reach back so far, or what it said was forgotten.
    """
    fields = {f.column: f for f in stored._meta.concrete_fields if not f.generated}
    found = {column: getattr(stored, field.attname) for column, field in fields.items()}
    rows = Change.objects.filter(table=stored._meta.db_table, row=stored.pk, kind=Change.Kind.UPDATE)
    reached = []
    for change in rows.order_by("-id")[:FARTHEST]:
        reached.append(change)
        told = {**(change.plain or {}), **(change.personal or {})}
        for column, (before, _after) in told.items():
            if column in fields:
                found[column] = fields[column].to_python(before)
        if told.get("version", [None])[0] == version:
            return None if forgotten(reached) else {fields[column].name: value for column, value in found.items()}
    return None


def forgotten(changes: Iterable[Change]) -> bool:
    """Whether one of them has lost its personal values. A form still open from before must not bring them back."""
    blank = [change.pk for change in changes if change.personal is None]
    return Seal.objects.filter(change__in=blank, personal__isnull=False).exists()
