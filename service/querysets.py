"""Named rows of service: "offered", "answered", "handled" and "resolved" are said here."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from accounts.querysets import Scoped


class TicketQuerySet(Scoped):
    def counted(self) -> Self:
        """Counts in figures: no test record, no spam, no duplicate that was merged away."""
        return self.filter(is_test=False, is_spam=False, merged_into__isnull=True).exclude(
            Q(customer__is_test=True) | Q(customer__is_internal=True)
        )

    def open(self) -> Self:
        return self.exclude(status="resolved")

    def answered(self) -> Self:
        return self.filter(first_response_at__isnull=False)

    def resolved(self) -> Self:
        return self.filter(resolved_at__isnull=False)


class CallQuerySet(Scoped):
    def counted(self) -> Self:
        """Every call that is one: no test, no internal, no phantom, none out of hours (rules.md G9)."""
        return self.filter(is_test=False, is_internal=False).exclude(outcome__in=["phantom", "out_of_hours"])

    def offered(self) -> Self:
        """Inbound calls that reached the queue or an agent: answered or given up there (rules.md G9)."""
        return self.filter(direction="in", outcome__in=["answered", "abandoned"], is_test=False, is_internal=False)

    def answered(self) -> Self:
        return self.offered().filter(outcome="answered")

    def dialled(self) -> Self:
        """Outbound calls to people outside, whoever picked up; no tests, none that was blocked."""
        return self.filter(direction="out", is_test=False, is_internal=False).exclude(outcome="blocked")


class ComplaintQuerySet(Scoped):
    def counted(self) -> Self:
        """Counts in figures: no test record, not of a test customer or our own company."""
        return self.filter(is_test=False).exclude(Q(customer__is_test=True) | Q(customer__is_internal=True))

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def valid(self) -> Self:
        """A fault of ours is to blame, and it does not tell of a known complaint again."""
        return self.filter(validity="valid", duplicate_of__isnull=True)


class AgentStateQuerySet(Scoped):
    def lasting(self) -> Self:
        """States nobody has ended yet."""
        return self.filter(ended_at__isnull=True)


class AgentDayQuerySet(Scoped):
    def between(self, start: dt.datetime, end: dt.datetime) -> Self:
        """Of states that touch [start, end). A state lasts seven days at most, so that an index can serve."""
        return self.filter(started_at__lt=end, started_at__gt=start - dt.timedelta(days=7), ended_at__gt=start)


class ScorecardQuerySet(Scoped):
    def active(self) -> Self:
        return self.filter(is_active=True)


class FieldJobQuerySet(Scoped):
    def waiting(self) -> Self:
        """Neither sent out nor called off."""
        return self.filter(dispatched_at__isnull=True, cancelled_at__isnull=True)

    def first_come(self) -> Self:
        """The most important first; of equal ones the older."""
        return self.order_by("-score", "created_at", "pk")

    def ahead_of(self, *, place: Any, score: Any, age: tuple[Any, Any]) -> Self:
        """Jobs of a territory (0: none) that come before one of this score and age (created, number): a higher score,
        or the same and older."""
        older = Q(created_at__lt=age[0]) | Q(created_at=age[0], pk__lt=age[1])
        here = self.annotate(place=Coalesce(F("territory_id"), 0)).filter(place=place)
        return here.filter(Q(score__gt=score) | Q(score=score) & older)

    def waiting_at(self, at: Any) -> Self:
        """Created by an instant, and neither sent out nor called off by then."""
        unsent = Q(dispatched_at__isnull=True) | Q(dispatched_at__gt=at)
        return self.filter(unsent, Q(cancelled_at__isnull=True) | Q(cancelled_at__gt=at), created_at__lte=at)
