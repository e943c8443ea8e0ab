"""Fields that are encrypted in the database, with keys that can be changed.

``CRM_FIELD_KEYS`` lists keys, the one that writes first; the others only read what was written before. To change keys:
put a new one in front, restart, run ``manage.py privacy rotate``, then drop the old one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django import forms
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Cast

WRONG_KEY = "A field was written with a key that CRM_FIELD_KEYS no longer lists."


@lru_cache(maxsize=8)
def _keys(keys: tuple[str, ...]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError as error:
        raise ImproperlyConfigured("CRM_FIELD_KEYS must list keys of 32 random bytes in URL-safe base64.") from error


def fernet() -> MultiFernet:
    return _keys(tuple(settings.FIELD_KEYS))


def encrypt(text: str) -> str:
    """The text as it is stored. Empty stays empty."""
    return fernet().encrypt(text.encode()).decode() if text else ""


def decrypt(stored: str) -> str:
    """What ``encrypt`` was given. Raises ImproperlyConfigured when no listed key fits."""
    try:
        return fernet().decrypt(stored.encode()).decode() if stored else ""
    except InvalidToken as error:
        raise ImproperlyConfigured(WRONG_KEY) from error


def rotate(stored: str) -> str:
    """The same text under the first key."""
    return fernet().rotate(stored.encode()).decode() if stored else ""


def is_encrypted(value: Any) -> bool:
    """Whether a value is one that ``encrypt`` made."""
    if not isinstance(value, str) or not value.startswith("gAAAA"):
        return False
    try:
        fernet().extract_timestamp(value.encode())
    except InvalidToken:
        return False
    return True


class EncryptedTextField(models.TextField):
    """Text that only the program can read. It cannot be searched, sorted or compared in the database."""

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(value) if isinstance(value, str) else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return decrypt(value) if isinstance(value, str) else value

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"widget": forms.TextInput, **kwargs})

    def get_lookup(self, name: str) -> Any:
        """Only whether there is a value can be asked: ``exact`` is for comparing with the empty text."""
        return super().get_lookup(name) if name in ("exact", "isnull") else None


def write_anew(model: type[models.Model], field: models.Field) -> int:
    """Write a field of all rows anew with the first key; how many had something. Nobody's open form becomes stale."""
    rows, last, count = model._base_manager.order_by("pk").exclude(**{field.name: ""}), 0, 0
    while True:
        with transaction.atomic():
            locked = rows.filter(pk__gt=last).select_for_update(of=("self",))
            found = list(
                locked.annotate(stored=Cast(field.name, models.TextField())).values_list("pk", "stored")[:1000]
            )
            for pk, stored in found:
                again = Cast(Value(rotate(stored)), models.TextField())
                model._base_manager.filter(pk=pk).update(**{field.name: again})
        if not found:
            return count
        last, count = found[-1][0], count + len(found)


def encrypted_fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]
