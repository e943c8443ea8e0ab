"""Reads of accounts that are not one queryset: the organisation's clock, who stood where on a past day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from accounts.models import (
    Consent,
    Customer,
    CustomerField,
    CustomerQuality,
    CustomerStatus,
    FieldQuality,
    Membership,
    Organisation,
    Referral,
    Team,
    User,
)


def organisation() -> Organisation:
    """The one company; its defaults while none is set up."""
    return Organisation.objects.filter(pk=1).first() or Organisation(pk=1, name="")


def local_day(at: dt.datetime) -> dt.date:
    """The organisation's day an instant belongs to (rules.md G1)."""
    return at.astimezone(organisation().zone).date()


def today() -> dt.date:
    return local_day(timezone.now())


def start_of_day(day: dt.date) -> dt.datetime:
    """The first instant of a local day; where daylight saving skips midnight, the first one after it."""
    return dt.datetime.combine(day, dt.time(), organisation().zone).astimezone(dt.UTC)


def survivor(customer: Customer) -> Customer:
    """The customer a merged duplicate counts as; itself when it is none."""
    return customer.merged_into or customer


def team_of(user: User | None, day: dt.date) -> Team | None:
    """The team a person was in on a local day; of several, the one joined last."""
    if user is None:
        return None
    membership = Membership.objects.on(day).filter(user=user).select_related("team").order_by("-since", "-id").first()
    return membership.team if membership else None


def standing(customer: Customer, at: dt.datetime) -> CustomerStatus | None:
    """What stood about a customer at an instant; None when its history does not reach back that far."""
    return CustomerStatus.objects.filter(customer=customer, at__lte=at).order_by("-at", "-id").first()


@dataclass(frozen=True)
class Stamp:
    """Whose an event is, as of the event (rules.md G8)."""

    owner_id: int | None = None
    team_id: int | None = None
    segment_id: int | None = None
    channel_id: int | None = None

    def put_on(self, instance: Any) -> None:
        """Write the stamp on an event, leaving what it already says."""
        for field in fields(self):
            if getattr(instance, field.name) is None:
                setattr(instance, field.name, getattr(self, field.name))


def stamp_for(user: User | None, customer: Customer | None, at: dt.datetime) -> Stamp:
    """Owner, the owner's team on that local day, the customer's segment at that instant, and its channel."""
    team = team_of(user, local_day(at))
    return Stamp(
        owner_id=user.pk if user else None,
        team_id=team.pk if team else None,
        segment_id=segment_at(customer, at) if customer else None,
        channel_id=customer.channel_id if customer else None,
    )


def segment_at(customer: Customer, at: dt.datetime) -> int | None:
    """The id of a customer's segment at an instant: from its history, else the current one."""
    stood = standing(customer, at)
    return stood.segment_id if stood else customer.segment_id


def owner_at(customer: Customer, at: dt.datetime) -> User | None:
    """Who a customer belonged to at an instant: from its history, else the current owner."""
    stood = standing(customer, at)
    return stood.owner if stood else customer.owner


def referrals_of(customer: Customer, reader: User) -> list[Referral]:
    """Whom a customer sent us, and who sent them, newest first, as far as a person may see."""
    rows = Referral.objects.visible_to(reader).filter(Q(referrer=customer) | Q(customer=customer))
    return list(rows.select_related("referrer", "customer").order_by("-on", "-id")[:10])


def quality_of(customer: Customer) -> CustomerQuality | None:
    """How complete a customer's required fields are now; None while nothing is required."""
    return CustomerQuality.objects.filter(customer=customer).standing().first()


def quality_by(user: User, path: str) -> list[dict[str, Any]]:
    """Filled and required fields of the customers a person may see, by owner, team or segment: the least complete
    first. ``path`` is the name of the key."""
    rows = CustomerQuality.objects.visible_to(user).counted().standing().filter(customer__merged_into__isnull=True)
    sums = (
        rows.order_by()
        .values(key=F(path))
        .annotate(
            customers=Count("pk"),
            filled=Sum("filled"),
            required=Sum("required"),
            complete=Count("pk", filter=Q(missing=[])),
        )
    )
    found = [{**row, "share": Decimal(row["filled"]) / row["required"] if row["required"] else None} for row in sums]
    return sorted(found, key=lambda row: row["share"] or 0)


def quality_by_field(user: User) -> list[dict[str, Any]]:
    """For each required field how many customers have it."""
    rows = FieldQuality.objects.visible_to(user).filter(
        quality__until__isnull=True,
        customer__is_test=False,
        customer__is_internal=False,
        customer__merged_into__isnull=True,
    )
    sums = rows.order_by().values("field").annotate(required=Count("pk"), filled=Count("pk", filter=Q(filled=True)))
    labels = dict(CustomerField.choices)
    return [
        {**row, "label": labels.get(row["field"], row["field"]), "share": Decimal(row["filled"]) / row["required"]}
        for row in sorted(sums, key=lambda row: row["filled"] / row["required"])
    ]


def least_complete(user: User, limit: int = 25) -> list[CustomerQuality]:
    """Customers with the most missing fields, of those a person may see."""
    rows = CustomerQuality.objects.visible_to(user).counted().standing().filter(customer__merged_into__isnull=True)
    rows = rows.annotate(gap=F("required") - F("filled")).filter(gap__gt=0).select_related("customer__owner")
    return list(rows.order_by("-gap", "-customer")[:limit])


def consents_of(customer: Customer, user: User) -> list[Consent]:
    """What a customer's consents stand at, one for each purpose something is known of."""
    return list(Consent.objects.visible_to(user).filter(customer=survivor(customer)).standing())
