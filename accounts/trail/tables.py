"""Which tables leave a trail, and what of their columns it keeps apart, hides or leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from accounts.policy import class_of

APPS = ("accounts", "marketing", "sales", "service", "analytics")

# What is worked out from records, or kept only for a while, is no business record. Each with its reason.
LEFT_OUT = {
    "accounts.change": "the trail itself",
    "accounts.seal": "the chain of the trail",
    "accounts.idempotencykey": "answers kept for a week so that a request sent again is not carried out again",
    "accounts.customerquality": "worked out from the customer",
    "accounts.webhookdelivery": "the log of what webhooks were sent",
    "analytics.activity": "what the home page shows of the audit log",
    "analytics.cell": "a cache that can be built anew",
    "analytics.customerscore": "worked out by the scorer",
    "analytics.definition": "written by the program from its own declarations",
    "analytics.dirtyday": "a queue",
    "analytics.factfill": "the ledger of the filler",
    "analytics.fillrun": "the log of the filler",
    "analytics.memberforecast": "worked out by the scorer",
    "analytics.modelfit": "worked out by the scorer",
    "analytics.snapshot": "only ever added to; its own rows are its history",
}

# Of others' tables those that say how a person comes in.
BESIDE = {"account.emailaddress", "mfa.authenticator", "socialaccount.socialaccount"}

# Columns that change without anybody changing the record.
UNTOLD = {"updated_at", "last_login", "last_used_at"}
SECRET_NAMES = {"password", "digest", "token", "secret", "seed", "recovery_codes"}
SECRET_FIELDS = {"mfa.authenticator": {"data"}, "socialaccount.socialaccount": {"extra_data"}}


@dataclass(frozen=True)
class Tracked:
    """A table with a trail. ``personal`` columns are kept apart so that they can be forgotten; of ``secret`` ones only
    that they changed is told; ``untold`` ones are left out."""

    table: str
    key: str
    personal: tuple[str, ...]
    secret: tuple[str, ...]
    untold: tuple[str, ...]


def is_personal(model: type[models.Model], field: Any) -> bool:
    """Whatever people type freely may name a person: every text without choices, every document, every pii field."""
    if field.is_relation:
        return False
    texts = (models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField)
    free = isinstance(field, texts) and not field.choices
    return free or class_of(model._meta.label_lower, field.name) == "pii"


def is_secret(model: type[models.Model], field: Any) -> bool:
    named = SECRET_FIELDS.get(model._meta.label_lower, set()) | SECRET_NAMES
    return field.name in named or type(field).__name__.startswith(("Encrypted", "Sealed"))


def tracked(model: type[models.Model]) -> Tracked:
    fields: list[Any] = [field for field in model._meta.concrete_fields if not field.primary_key]
    untold = tuple(f.column for f in fields if f.generated or f.name in UNTOLD)
    secret = tuple(f.column for f in fields if is_secret(model, f))
    personal = tuple(f.column for f in fields if is_personal(model, f) and f.column not in {*untold, *secret})
    return Tracked(model._meta.db_table, str(model._meta.pk.column), personal, secret, untold)


def tracked_models() -> list[type[models.Model]]:
    """Every kind of record of the house that leaves a trail."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label_lower in BESIDE
        or (model._meta.app_label in APPS and model._meta.managed and model._meta.label_lower not in LEFT_OUT)
    ]


def tables() -> list[Tracked]:
    return sorted((tracked(model) for model in tracked_models()), key=lambda one: one.table)
