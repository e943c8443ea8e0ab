"""The audit log in words: what was done, to what kind of record, to which field."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import pgettext_lazy

from accounts.models import AuditEntry

DONE = {
    "account_connected": pgettext_lazy("done", "company account connected"),
    "add_attendees": pgettext_lazy("done", "attendees added"),
    "add_members": pgettext_lazy("done", "members added"),
    "answer": pgettext_lazy("done", "answered"),
    "approve": pgettext_lazy("done", "approved"),
    "assign": pgettext_lazy("done", "assigned"),
    "cancel": pgettext_lazy("done", "cancelled"),
    "change_password": pgettext_lazy("done", "password changed"),
    "check": pgettext_lazy("done", "checked"),
    "classify": pgettext_lazy("done", "judged"),
    "close": pgettext_lazy("done", "closed"),
    "complete": pgettext_lazy("done", "completed"),
    "consent": pgettext_lazy("done", "consent recorded"),
    "contact": pgettext_lazy("done", "reached"),
    "convert": pgettext_lazy("done", "converted"),
    "create": pgettext_lazy("done", "created"),
    "delete": pgettext_lazy("done", "deleted"),
    "discard": pgettext_lazy("done", "discarded"),
    "disclose": pgettext_lazy("done", "disclosed to the person"),
    "dispatch": pgettext_lazy("done", "sent out"),
    "disqualify": pgettext_lazy("done", "disqualified"),
    "drop_goal": pgettext_lazy("done", "goal given up"),
    "drop_target": pgettext_lazy("done", "target dropped"),
    "edit_lines": pgettext_lazy("done", "lines changed"),
    "email_changed": pgettext_lazy("done", "address changed"),
    "erase": pgettext_lazy("done", "erased"),
    "export": pgettext_lazy("done", "exported"),
    "find": pgettext_lazy("done", "found again"),
    "finish": pgettext_lazy("done", "done"),
    "import": pgettext_lazy("done", "imported"),
    "invite": pgettext_lazy("done", "invited"),
    "invite_person": pgettext_lazy("done", "invited"),
    "issue_token": pgettext_lazy("done", "token issued"),
    "judge": pgettext_lazy("done", "goal judged"),
    "log": pgettext_lazy("done", "logged"),
    "lose": pgettext_lazy("done", "lost"),
    "merge": pgettext_lazy("done", "merged"),
    "merge_from": pgettext_lazy("done", "took over a duplicate"),
    "milestone": pgettext_lazy("done", "probability moved by a milestone"),
    "move": pgettext_lazy("done", "moved"),
    "note": pgettext_lazy("done", "noted"),
    "open": pgettext_lazy("done", "opened"),
    "place": pgettext_lazy("done", "placed"),
    "reach": pgettext_lazy("done", "milestone reached"),
    "reach_goal": pgettext_lazy("done", "reached the goal"),
    "read_many": pgettext_lazy("done", "read in bulk"),
    "receive": pgettext_lazy("done", "payment received"),
    "recovery_codes_generated": pgettext_lazy("done", "recovery codes made"),
    "redeem": pgettext_lazy("done", "points redeemed"),
    "refund": pgettext_lazy("done", "refunded"),
    "reject": pgettext_lazy("done", "rejected"),
    "renew": pgettext_lazy("done", "renewed"),
    "reopen": pgettext_lazy("done", "reopened"),
    "requalify": pgettext_lazy("done", "qualified again"),
    "resolve": pgettext_lazy("done", "resolved"),
    "respond": pgettext_lazy("done", "answer recorded"),
    "retention": pgettext_lazy("done", "retention rule carried out"),
    "reverse": pgettext_lazy("done", "taken back"),
    "review": pgettext_lazy("done", "reviewed"),
    "revoke_token": pgettext_lazy("done", "token revoked"),
    "selftest": pgettext_lazy("done", "self-test run"),
    "send_again": pgettext_lazy("done", "sent again"),
    "set_goal": pgettext_lazy("done", "goal set"),
    "set_target": pgettext_lazy("done", "target set"),
    "settle_follow_up": pgettext_lazy("done", "follow-up settled"),
    "sign_in": pgettext_lazy("done", "signed in"),
    "split": pgettext_lazy("done", "credit split"),
    "take_over_pace": pgettext_lazy("done", "pace taken over"),
    "take_part": pgettext_lazy("done", "took part"),
    "terminate": pgettext_lazy("done", "terminated"),
    "terms": pgettext_lazy("done", "terms changed"),
    "tie_to_campaign": pgettext_lazy("done", "tied to a campaign"),
    "totp_activated": pgettext_lazy("done", "authenticator app added"),
    "totp_deactivated": pgettext_lazy("done", "authenticator app removed"),
    "unmerge": pgettext_lazy("done", "merge undone"),
    "update": pgettext_lazy("done", "changed"),
    "use_token": pgettext_lazy("done", "token used"),
    "wait": pgettext_lazy("done", "set to waiting"),
    "webauthn_added": pgettext_lazy("done", "passkey added"),
    "webauthn_removed": pgettext_lazy("done", "passkey removed"),
    "win": pgettext_lazy("done", "won"),
    "win_back": pgettext_lazy("done", "won back"),
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
