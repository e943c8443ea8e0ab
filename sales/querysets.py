"""Named rows of sales: what "valid", "won", "lost" and "open" mean is said here and nowhere else."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

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

    def counted(self) -> Self:
        return self.filter(real_customer())

    def open(self) -> Self:
        return self.filter(status__in=["new", "working"])


def real_customer(prefix: str = "") -> Q:
    """Anonymous, or neither a test record nor our own company."""
    path = f"{prefix}customer"
    return Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__is_test": False, f"{path}__is_internal": False})


def valid_order(prefix: str = "") -> Q:
    """Counts in figures: not a draft, not cancelled, not a test, not of a test or internal customer."""
    status = ~Q(**{f"{prefix}status__in": ["draft", "cancelled"]})
    return status & Q(**{f"{prefix}is_test": False}) & real_customer(prefix)


def credit_note(prefix: str = "") -> Q:
    """Not a sale: a draft that stands in for the unknown order of a refund. Only its refund counts."""
    return Q(**{f"{prefix}status": "draft", f"{prefix}is_test": False}) & real_customer(prefix)


class DealQuerySet(Scoped):
    def counted(self) -> Self:
        return self.filter(real_customer())

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
    def counted(self) -> Self:
        return self.filter(real_customer("deal__"))


class LeadChangeQuerySet(Scoped):
    def counted(self) -> Self:
        """Of genuine leads of real customers."""
        return self.exclude(lead__disqualified_reason__in=NOT_REALLY_LEADS).filter(real_customer("lead__"))


class MilestoneReachedQuerySet(Scoped):
    pass


class ContractQuerySet(Scoped):
    def counted(self) -> Self:
        """Agreed, with a real customer."""
        return self.exclude(status="draft").filter(real_customer())

    def ending(self, first: dt.date, last: dt.date) -> Self:
        """In force, not continued yet, and at its end from ``first`` to ``last``."""
        return self.filter(status="active", renewed_on__isnull=True, ends_on__gte=first, ends_on__lte=last)


class ContractDocumentQuerySet(Scoped):
    def missing(self) -> Self:
        """Lost and not found again."""
        return self.filter(lost_on__isnull=False, found_on__isnull=True)


class DepartureQuerySet(Scoped):
    def counted(self) -> Self:
        return self.filter(real_customer())

    def gone(self) -> Self:
        """Not won back."""
        return self.filter(returned_on__isnull=True)


class LoyaltyProgrammeQuerySet(Scoped):
    pass


class LoyaltyBookingQuerySet(Scoped):
    def with_points(self) -> Self:
        """Adds ``points``: what each booking did to the customer's balance."""
        return self.annotate(points=Coalesce(Sum("entries__points", filter=Q(entries__account="balance")), 0))


class LoyaltyEntryQuerySet(Scoped):
    def on_balance(self) -> Self:
        return self.filter(account="balance")


class OrderQuerySet(Scoped):
    def valid(self) -> Self:
        return self.filter(valid_order())

    def valid_before(self, moment: dt.datetime) -> Self:
        """Valid as it was known just before a moment: recorded by then, cancelled later or never."""
        cancelled_later = Q(status="cancelled", cancelled_at__gte=moment)
        standing = ~Q(status__in=["draft", "cancelled"])
        return self.filter(standing | cancelled_later, real_customer(), is_test=False, recorded_at__lt=moment)


class OrderLineQuerySet(Scoped):
    def valid(self) -> Self:
        return self.filter(valid_order("order__"))


class RefundQuerySet(Scoped):
    def valid(self) -> Self:
        """Of orders that count, and credit notes without a known order."""
        return self.filter(valid_order("order__") | credit_note("order__"))


class PaymentQuerySet(Scoped):
    pass


SALES_EXPENSES = ("travel", "communication", "entertainment", "internal_resources", "third_party")


def standing_expense(prefix: str = "") -> Q:
    """Counts in figures from the day it belongs to: submitted or approved, not rejected."""
    return ~Q(**{f"{prefix}status": "rejected"})


def sales_expense(prefix: str = "") -> Q:
    """What selling costs: the five kinds of outlay, booked to sales."""
    return Q(**{f"{prefix}cost_center": "sales", f"{prefix}kind__in": SALES_EXPENSES})


class ExpenseQuerySet(Scoped):
    def standing(self) -> Self:
        return self.filter(standing_expense())

    def submitted(self) -> Self:
        """Waiting for a decision."""
        return self.filter(status="submitted")


class ExpenseDayQuerySet(Scoped):
    def standing(self) -> Self:
        return self.filter(standing_expense("expense__"))

    def standing_before(self, moment: dt.datetime) -> Self:
        """Standing as it was known just before a moment: recorded by then, rejected later or never."""
        later = Q(expense__status="rejected", expense__decided_at__gte=moment)
        return self.filter(standing_expense("expense__") | later, expense__recorded_at__lt=moment)
