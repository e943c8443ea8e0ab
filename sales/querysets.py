"""Named rows of sales: what "valid", "won", "lost" and "open" mean is said here and nowhere else."""

from __future__ import annotations

from typing import Self

from django.db.models import Q

from accounts.querysets import Scoped

NOT_REALLY_LEADS = ("spam", "test", "duplicate")


class ProductCategoryQuerySet(Scoped):
    pass


class ProductQuerySet(Scoped):
    def for_sale(self) -> Self:
        return self.filter(active=True)


class LeadQuerySet(Scoped):
    def genuine(self) -> Self:
        """Without spam, tests and duplicates."""
        return self.exclude(disqualified_reason__in=NOT_REALLY_LEADS)

    def open(self) -> Self:
        return self.filter(status__in=["new", "working"])


class DealQuerySet(Scoped):
    def open(self) -> Self:
        return self.filter(outcome="open")

    def closed(self) -> Self:
        """Won or lost, at the last closing."""
        return self.exclude(outcome="open")

    def won(self) -> Self:
        return self.filter(outcome="won")

    def lost(self) -> Self:
        return self.filter(outcome="lost")


class StageChangeQuerySet(Scoped):
    pass


class OrderQuerySet(Scoped):
    def valid(self) -> Self:
        """Counts in figures: not a draft, not cancelled, not a test, not of a test or internal customer."""
        return self.exclude(status__in=["draft", "cancelled"]).filter(self.real())

    def real(self) -> Q:
        return Q(is_test=False) & (
            Q(customer__isnull=True) | Q(customer__is_test=False, customer__is_internal=False)
        )


class OrderLineQuerySet(Scoped):
    pass


class RefundQuerySet(Scoped):
    pass


class PaymentQuerySet(Scoped):
    pass
