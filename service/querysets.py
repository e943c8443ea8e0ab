"""Named rows of service: "offered", "answered", "handled" and "resolved" are said here."""

from __future__ import annotations

from typing import Self

from django.db.models import Q

from accounts.querysets import Scoped


class TicketQuerySet(Scoped):
    def counted(self) -> Self:
        """Counts in figures: no test record, no duplicate that was merged away."""
        return self.filter(is_test=False, merged_into__isnull=True).exclude(
            Q(customer__is_test=True) | Q(customer__is_internal=True)
        )

    def open(self) -> Self:
        return self.exclude(status="resolved")

    def answered(self) -> Self:
        return self.filter(first_response_at__isnull=False)

    def resolved(self) -> Self:
        return self.filter(resolved_at__isnull=False)


class CallQuerySet(Scoped):
    def offered(self) -> Self:
        """Inbound calls that reached the queue or an agent: answered or given up there (rules.md G9)."""
        return self.filter(direction="in", outcome__in=["answered", "abandoned"], is_test=False, is_internal=False)

    def answered(self) -> Self:
        return self.offered().filter(outcome="answered")


class ComplaintQuerySet(Scoped):
    def counted(self) -> Self:
        """Counts in figures: no test record, not of a test customer or our own company."""
        return self.filter(is_test=False).exclude(Q(customer__is_test=True) | Q(customer__is_internal=True))

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def valid(self) -> Self:
        """A fault of ours is to blame, and it does not tell of a known complaint again."""
        return self.filter(validity="valid", duplicate_of__isnull=True)
