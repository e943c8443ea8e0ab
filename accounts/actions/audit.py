"""The entry every write leaves behind."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts import outbox
from accounts.models import AuditEntry, User

Values = dict[str, Any]
Changes = dict[str, Any]

UNTOLD = {"updated_at", "recorded_at", "version", "last_login"}
SECRET = {"password", "identity_number", "secret"}
HIDDEN = "•••"


def record(actor: User | None, action: str, instance: models.Model, changes: Changes | None = None) -> AuditEntry:
    """Write down that ``actor`` (None: the system) did ``action``.

    ``changes`` is field -> [old, new], or other plain data. Call it inside the transaction of the write, so
    that both stand or neither.
    """
    entry = AuditEntry.objects.create(
        actor=actor,
        action=action,
        model=instance._meta.label_lower,
        object_id=instance.pk,
        label=str(instance)[:200],
        changes=changes or {},
    )
    outbox.put(action, instance)
    return entry


def values(instance: models.Model) -> Values:
    """What the row holds, by field name; foreign keys as ids."""
    return {
        field.name: getattr(instance, field.attname)
        for field in instance._meta.concrete_fields
        if not field.generated and not field.primary_key
    }


def difference(before: Values, after: Values) -> Changes:
    """Field -> [old, new] for what differs, secrets without their text."""
    changed = (name for name in after if before.get(name) != after[name])
    return {name: _told(name, before.get(name), after[name]) for name in changed if name not in UNTOLD}


def created(instance: models.Model) -> Changes:
    """Field -> [None, new] for what a new row holds, empty fields left out."""
    return {name: _told(name, None, value) for name, value in values(instance).items() if _said(name, value)}


def deleted(instance: models.Model) -> Changes:
    """Field -> [old, None] for what goes away with a row."""
    return {name: _told(name, value, None) for name, value in values(instance).items() if _said(name, value)}


def _said(name: str, value: Any) -> bool:
    return name not in UNTOLD and value is not None and value != ""


def _told(name: str, old: Any, new: Any) -> list[Any]:
    return [HIDDEN, HIDDEN] if name in SECRET else [old, new]


def stale_sentence() -> str:
    return _("Somebody changed this record since you opened it. Look at their version, then save yours again.")
