"""Named rows of accounts: lists, API, figures and drill-down share these meanings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts import policy

if TYPE_CHECKING:
    from accounts.models import Customer, User


class Scoped(models.QuerySet):
    """Rows a person may see. Pages, API, admin and exports get rows only through this."""

    def visible_to(self, user: Any, verb: str = "view") -> Self:
        return policy.visible(user, self, verb)  # type: ignore[return-value]


class UserQuerySet(Scoped):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_address(self, email: str) -> Self:
        """Whose e-mail address this is, however it is capitalised; an empty one is nobody's."""
        return self.filter(email__iexact=email) if email else self.none()

    def who_signs_in_as(self, name: str) -> User | None:
        """The person with this username or, if it is nobody's, this e-mail address."""
        by_name, by_address = self.filter(username=name), self.with_address(name if "@" in name else "")
        found: Any = by_name.first() or by_address.first()
        return found


class ApiTokenQuerySet(Scoped):
    def alive(self) -> Self:
        """Neither revoked nor expired."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())


class TeamQuerySet(Scoped):
    def below(self, team_id: int) -> Self:
        """The team and every team under it."""
        return self.filter(upward__ancestor_id=team_id)


class MembershipQuerySet(Scoped):
    def on(self, day: dt.date) -> Self:
        """Memberships that stood on a day."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class ExchangeRateQuerySet(Scoped):
    def at(self, currency: str, day: dt.date) -> Self:
        """The rate that stood on a day: the latest row not after it, first."""
        return self.filter(currency=currency, day__lte=day).order_by("-day")


class CustomerQuerySet(Scoped):
    def real(self) -> Self:
        """Not a test record, not our own company."""
        return self.filter(is_test=False, is_internal=False)

    def living(self) -> Self:
        """Not merged into another."""
        return self.filter(merged_into__isnull=True)

    def with_survivor(self) -> Self:
        """Adds ``survivor_id``: the customer this one counts as."""
        return self.annotate(survivor_id=Coalesce(F("merged_into_id"), F("id")))

    def same_as(self, customer: Customer) -> Self:
        """The customer and every duplicate merged into it."""
        return self.filter(Q(pk=customer.pk) | Q(merged_into=customer.pk))


class ContactQuerySet(Scoped):
    pass


class InteractionQuerySet(Scoped):
    def done(self) -> Self:
        return self.filter(done=True)

    def due(self, user: User, day: dt.date) -> Self:
        """Follow-ups of a person that are due on a day or overdue."""
        return self.filter(owner=user, follow_up_on__lte=day)

    def sales_calls(self) -> Self:
        """Outbound calls to anybody outside the company, connected or not."""
        return self.filter(kind="call", direction="out", done=True).filter(
            Q(customer__isnull=True) | Q(customer__is_internal=False, customer__is_test=False)
        )


class ReferralQuerySet(Scoped):
    def genuine(self) -> Self:
        """Referrals of somebody else: not of a customer who turned out to be the same and was merged."""
        made = Coalesce("referrer__merged_into_id", "referrer_id")
        return self.annotate(made_by=made, brought=Coalesce("customer__merged_into_id", "customer_id")).exclude(
            made_by=F("brought")
        )


class QualityQuerySet(Scoped):
    def counted(self) -> Self:
        """Of customers that count: no test record, not our own company."""
        return self.filter(customer__is_test=False, customer__is_internal=False)

    def standing(self) -> Self:
        """What stands now."""
        return self.filter(until__isnull=True)


class ValueCheckQuerySet(Scoped):
    def counted(self) -> Self:
        return self.filter(customer__is_test=False, customer__is_internal=False)


class ConsentQuerySet(Scoped):
    def standing(self, at: dt.datetime | None = None) -> Self:
        """What stands of each customer and purpose: the latest row up to an instant (default now)."""
        rows = self.filter(at__lte=at or timezone.now())
        return rows.order_by("customer_id", "purpose", "-at", "-id").distinct("customer_id", "purpose")
