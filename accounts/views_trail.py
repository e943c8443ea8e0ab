"""Pages for auditors: the audit log, and beneath it what the database wrote down of every change."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import audit_words
from accounts.filters import AuditEntryFilter, ChangeFilter
from accounts.models import AuditEntry, Change
from accounts.trail import words
from crm_project.pages import Column, DetailPage, ListPage

DONE = Column("action", value=audit_words.done)
KIND = Column("model", value=audit_words.kind)
TABLE = Column("table", value=words.kind)
ROW = Column("row", kind="text")


class AuditEntryList(ListPage):
    model = AuditEntry
    columns = ("at", "actor", DONE, KIND, "label")
    filterset = AuditEntryFilter
    shown_filters = ("actor", "at")
    title = _("Audit log")


class AuditEntryDetail(DetailPage):
    model = AuditEntry
    template = "accounts/auditentry_detail.html"
    facts = ("at", "actor", DONE, KIND, Column("object_id", kind="text"), "label")

    def context(self, **more: Any) -> dict[str, Any]:
        entry = more["record"]
        rows = words.together(entry).visible_to(self.request.user)  # type: ignore[attr-defined]
        shown = words.in_words(rows[: words.SHOWN + 1])
        found = super().context(
            changes=audit_words.changes(entry),
            rows=shown[: words.SHOWN],
            more_url=f"{reverse('accounts:change_list')}?transaction={shown[0]['change'].transaction}"
            if len(shown) > words.SHOWN
            else "",
            **more,
        )
        return {**found, "title": f"{entry.label}: {audit_words.done(entry)}"}


class ChangeList(ListPage):
    model = Change
    columns = ("at", "actor", "kind", TABLE, ROW, "door")
    filterset = ChangeFilter
    shown_filters = ("actor", "table", "kind", "at")
    title = _("Changes")


class ChangeDetail(DetailPage):
    model = Change
    template = "accounts/change_detail.html"
    facts = ("at", "actor", "kind", TABLE, ROW, "door", "role", Column("transaction", kind="text"))

    def context(self, **more: Any) -> dict[str, Any]:
        change = more["record"]
        found = super().context(rows=words.in_words([change]), **more)
        return {**found, "title": words.title(change)}
