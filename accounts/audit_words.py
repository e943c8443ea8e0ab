"""The audit log in words: what was done, to what kind of record, to which field."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry

DONE = {
    "add_members": _("members added"),
    "answer": _("answered"),
    "assign": _("assigned"),
    "cancel": _("cancelled"),
    "change_password": _("password changed"),
    "complete": _("completed"),
    "contact": _("reached"),
    "convert": _("converted"),
    "create": _("created"),
    "delete": _("deleted"),
    "disqualify": _("disqualified"),
    "drop_target": _("target dropped"),
    "edit_lines": _("lines changed"),
    "finish": _("done"),
    "import": _("imported"),
    "issue_token": _("token issued"),
    "log": _("logged"),
    "lose": _("lost"),
    "merge": _("merged"),
    "merge_from": _("took over a duplicate"),
    "move": _("moved"),
    "note": _("noted"),
    "open": _("opened"),
    "place": _("placed"),
    "receive": _("payment received"),
    "refund": _("refunded"),
    "reopen": _("reopened"),
    "requalify": _("qualified again"),
    "resolve": _("resolved"),
    "respond": _("answer recorded"),
    "revoke_token": _("token revoked"),
    "set_target": _("target set"),
    "settle_follow_up": _("follow-up settled"),
    "take_part": _("took part"),
    "terms": _("terms changed"),
    "unmerge": _("merge undone"),
    "update": _("changed"),
    "wait": _("set to waiting"),
    "win": _("won"),
}


def model_of(entry: AuditEntry) -> type[models.Model] | None:
    """The kind of record an entry is about; None when the house no longer has it."""
    return next((model for model in apps.get_models() if model._meta.label_lower == entry.model), None)


def done(entry: AuditEntry) -> str:
    return str(DONE.get(entry.action) or entry.action.replace("_", " "))


def kind(entry: AuditEntry) -> str:
    model = model_of(entry)
    return str(model._meta.verbose_name) if model else entry.model


def changes(entry: AuditEntry) -> list[dict[str, Any]]:
    """What changed, by the field's name for people; a choice by its label."""
    model = model_of(entry)
    return [told(model, name, change) for name, change in entry.changes.items()]


def told(model: type[models.Model] | None, name: str, change: Any) -> dict[str, Any]:
    try:
        field: Any = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        field = None
    label = getattr(field, "verbose_name", None) or name.replace("_", " ")
    if not (isinstance(change, list) and len(change) == 2):
        return {"label": label, "after": change}
    choices = dict(getattr(field, "flatchoices", None) or ())
    before, after = (choices.get(value, value) if isinstance(value, str) else value for value in change)
    return {"label": label, "before": before, "after": after}
